"""Raw values of pages into values of the record."""

from __future__ import annotations

import pytest

from newscrawl.extraction import values

PLAIN = [
    ("  one\n two ", "one two"),
    ("a &amp;amp; b", "a & b"),
    ("a <b class='x'>bold</b> word", "a bold word"),
    ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("x\ud800", "x\ufffd"),
    ("x" * 300, "x" * 300),
    ("x" * 301, None),
    (" ", None),
    (None, None),
    (3, None),
]


@pytest.mark.parametrize(("value", "text"), PLAIN)
def test_plain(value: object, text: str | None) -> None:
    assert values.plain(value) == text


def test_long_text_keeps_its_lines() -> None:
    assert values.long_text(" one\n<br>two ") == "one\n two"
    assert values.long_text([]) is None


def test_summary_may_be_long() -> None:
    assert values.summary("word " * 100) == ("word " * 100).strip()
    assert len(values.summary("x" * 9_000) or "") == values.MAX_LONG_CHARS
    assert values.summary(None) is None


def test_lists_are_bounded_and_have_each_once() -> None:
    assert len(values.words(f"word {n}" for n in range(500))) == values.MAX_WORDS
    assert values.words(["City", "city", "Traffic", None]) == ("City", "Traffic")
    assert values.split_words(["a, b،c;d | e,,", 5]) == ("a", "b", "c", "d", "e")
    assert values.split_words([" " * 1_000_000]) == ()


@pytest.mark.parametrize("word", ["type:article", "kw=sport", "_no-app", "@front", "type_news", '"', "0a1b2c3d-1111-2222-3333-444455556666", "123456"])
def test_what_machines_tell_each_other_is_no_word(word: str) -> None:
    assert values.split_words([f"river, {word}"]) == ("river",)


@pytest.mark.parametrize("value", ["{{section}}", " {{ article.title }} ", "{% block x %}", "${title}", "%%category%%", "[[name]]"])
def test_a_field_that_no_template_filled_is_no_text(value: str) -> None:
    assert values.plain(value) is None
    assert values.plain(f"How {value} is read") == f"How {value.strip()} is read"


def test_entities_are_read_before_words_come_apart() -> None:
    assert values.split_words(["M&amp;A, merger"]) == ("M&A", "merger")


@pytest.mark.parametrize(
    ("section", "sections"),
    [
        ("News, Local", ("News", "Local")),
        ("game,news,slider", ("game", "news", "slider")),
        ("ソフトウェア、旅行", ("ソフトウェア", "旅行")),
        ("Arts, Books & Film", ("Arts, Books & Film",)),
        ("Arts &amp; Books, Film", ("Arts & Books", "Film")),
        ("ثقافة، وفنون", ("ثقافة، وفنون",)),
        ("ثقافة، فنون", ("ثقافة", "فنون")),
        ("Washington, D.C.", ("Washington, D.C.",)),
        ("Raleigh, North Carolina", ("Raleigh, North Carolina",)),
        ("Politics, Washington, D.C., Congress", ("Politics", "Washington, D.C.", "Congress")),
        ("News, Riverside, N.C.", ("News", "Riverside, N.C.")),
        ("Wildfires, California", ("Wildfires", "California")),
        ("Texas, Washington", ("Texas", "Washington")),
        ("washington,dc", ("washington", "dc")),
        ("12345", ()),
        ("{{section}}", ()),
        ({"name": "x"}, ()),
    ],
)
def test_sections_that_are_joined_come_apart(section: object, sections: tuple[str, ...]) -> None:
    assert values.section_words([section]) == sections


LANGUAGES = [
    ("ar", "ar"),
    ("AR-ye", "ar-YE"),
    ("en_US", "en-US"),
    ("zh-hant-tw", "zh-Hant-TW"),
    ("es-419", "es-419"),
    (" en-GB ", "en-GB"),
    ("en-US-x-private", "en-US"),
    ("en_US.UTF-8", "en-US"),
    ("ckb", "ckb"),
    ("jp", "ja"),
    ("cn-CN", "zh-CN"),
    ("xx", None),
    ("xx-YY", None),
    ("und", None),
    ("english", None),
    ("en, fr", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "tag"), LANGUAGES)
def test_language_tag(value: object, tag: str | None) -> None:
    assert values.language_tag(value) == tag
