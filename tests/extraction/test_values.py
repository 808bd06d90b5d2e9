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


NAMES = [
    ("Mona Salih", ("Mona Salih",)),
    ("By Mona Salih", ("Mona Salih",)),
    ("BY: Mona Salih", ("Mona Salih",)),
    ("von Mona Salih", ("Mona Salih",)),
    ("كتب: منى صالح", ("منى صالح",)),
    ("كتبت منى صالح", ("منى صالح",)),
    ("بقلم / منى صالح", ("منى صالح",)),
    ("إعداد: منى صالح", ("منى صالح",)),
    ("منى صالح - القاهرة", ("منى صالح",)),
    ("قسم التحرير & الترجمة", ("قسم التحرير & الترجمة",)),
    ("Jean-Luc Byrne", ("Jean-Luc Byrne",)),
    ("https://x.example/mona", ()),
    ("www.courier", ()),
    ("mona@x.example", ()),
    ("@mona", ()),
    ("{{author}}", ()),
    ("courier.com", ()),
    ("user_name", ()),
    ("Staff 2026", ()),
    ("x" * 81, ()),
    ("", ()),
    ("by", ("by",)),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert values.names([text]) == names


SPLIT = [
    ("Mona Salih and Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Mona Salih, Ben Okri, and Ada Lima", ("Mona Salih", "Ben Okri", "Ada Lima")),
    ("Mona Salih; Ben Okri", ("Mona Salih", "Ben Okri")),
    ("منى صالح، بن أوكري", ("منى صالح", "بن أوكري")),
    ("Mona Salih und Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Salih, Mona", ("Salih, Mona",)),
    ("Maria and Katerina", ("Maria and Katerina",)),
    ("Mona Salih, mona salih", ("Mona Salih",)),
]


@pytest.mark.parametrize(("text", "names"), SPLIT)
def test_split_names(text: str, names: tuple[str, ...]) -> None:
    assert values.split_names([text]) == names


def test_lists_are_bounded_and_have_each_once() -> None:
    assert len(values.names(f"Name N{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(100))) == values.MAX_NAMES
    assert len(values.words(f"word {n}" for n in range(500))) == values.MAX_WORDS
    assert values.words(["City", "city", "Traffic", None]) == ("City", "Traffic")
    assert values.split_words(["a, b،c;d | e,,", 5]) == ("a", "b", "c", "d", "e")
    assert values.split_words([" " * 1_000_000]) == ()


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
    ("und", None),
    ("english", None),
    ("en, fr", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "tag"), LANGUAGES)
def test_language_tag(value: object, tag: str | None) -> None:
    assert values.language_tag(value) == tag
