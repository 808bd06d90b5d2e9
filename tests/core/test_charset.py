"""The charset decision: what the bytes are against what is said of them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.encoding import resolve_encoding

from newscrawl.core.charset import content_type_charset, decide_charset, declared_charset, decode
from newscrawl.core.charset_letters import CHARSET_LETTERS
from newscrawl.core.web_charsets import WEB_CHARSETS
from tests.core.charset_texts import TEXTS, WRITTEN_IN

pytestmark = pytest.mark.promise("T17")

ARABIC = "قال مراسلنا إن المزارعين في الوادي بدأوا حصاد القمح قبل موعده بأسبوع، وتوقعوا محصولا وفيرا."
FRENCH = "Les élèves ont été reçus à la mairie où la fête a commencé, malgré le gel."
GERMAN = "Die Bürgermeisterin eröffnete die größte Brücke über den Fluß; Gäste kämen später."
RUSSIAN = "Жители посёлка собрали первый урожай яблок и открыли ярмарку на площади."
EURO = "Le prix du blé a été fixé à 240 € la tonne, un chef-d'œuvre de patience."
JAPANESE = "村の人々は新しい橋の完成を祝いました。"
CHINESE = "村民们庆祝新桥建成，孩子们唱起了歌。"


def xml(text: str, label: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    return f"{declaration}<rss><channel><title>{text}</title></channel></rss>"


def page(text: str, label: str = "") -> str:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>"


def pragma(text: str, label: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><body><p>{text}</p></body></html>'


CASES = [
    # what it is, text, written in, HTTP label, outlet label, the answer
    ("utf-8, nothing said", xml(ARABIC), "utf-8", None, None, "utf-8"),
    ("utf-8 with a mark", xml(ARABIC), "utf-8-sig", None, None, "utf-8"),
    ("utf-8 with a mark against its header", xml(ARABIC), "utf-8-sig", "windows-1256", None, "utf-8"),
    ("utf-16 with a mark", xml(ARABIC, "utf-16"), "utf-16", None, None, "utf-16le"),
    ("utf-16 without a mark, little-endian", xml(ARABIC), "utf-16-le", None, None, "utf-16le"),
    ("utf-16 without a mark, big-endian", xml(ARABIC), "utf-16-be", "utf-8", None, "utf-16be"),
    ("1256 in HTTP", xml(ARABIC), "cp1256", "windows-1256", None, "windows-1256"),
    ("1256 in XML", xml(ARABIC, "windows-1256"), "cp1256", None, None, "windows-1256"),
    ("1256 in meta", page(ARABIC, "windows-1256"), "cp1256", None, None, "windows-1256"),
    ("1256 in http-equiv", pragma(ARABIC, "Windows-1256"), "cp1256", None, None, "windows-1256"),
    ("1256 by the outlet", page(ARABIC), "cp1256", None, "cp1256", "windows-1256"),
    ("1256, nothing said", page(ARABIC), "cp1256", None, None, "windows-1256"),
    ("1256, the server says Latin-1 for all", page(ARABIC, "windows-1256"), "cp1256", "iso-8859-1", None, "windows-1256"),
    ("1256, only the server speaks and is wrong", page(ARABIC), "cp1256", "iso-8859-1", None, "windows-1256"),
    ("1256 bytes declared utf-8", xml(ARABIC, "utf-8"), "cp1256", "utf-8", None, "windows-1256"),
    ("utf-8 bytes declared 1256", xml(ARABIC, "windows-1256"), "utf-8", "windows-1256", "windows-1256", "utf-8"),
    ("8859-6 in XML", xml(ARABIC, "iso-8859-6"), "iso8859-6", None, None, "iso-8859-6"),
    ("8859-6 in HTTP, under its other name", xml(ARABIC), "iso8859-6", "asmo-708", None, "iso-8859-6"),
    ("1252, nothing said, French", page(FRENCH), "cp1252", None, None, "windows-1252"),
    ("1252, nothing said, German", page(GERMAN), "cp1252", None, None, "windows-1252"),
    ("1252 named Latin-1", page(EURO, "iso-8859-1"), "cp1252", None, None, "windows-1252"),
    ("1252 bytes, outlet file says 1256", page(GERMAN), "cp1252", None, "windows-1256", "windows-1252"),
    ("8859-15 in HTTP", xml(EURO), "iso8859-15", "ISO-8859-15", None, "iso-8859-15"),
    ("1251, nothing said", page(RUSSIAN), "cp1251", None, None, "windows-1251"),
    ("1251, named", page(RUSSIAN), "cp1251", "windows-1251", None, "windows-1251"),
    ("koi8-r, named", page(RUSSIAN, "koi8-r"), "koi8-r", None, None, "koi8-r"),
    ("shift_jis, named", page(JAPANESE, "shift_jis"), "cp932", None, None, "cp932"),
    ("gb2312, named", page(CHINESE, "gb2312"), "gb18030", None, None, "gb18030"),
    ("iso-2022-jp, which is ASCII to the eye", page(JAPANESE, "iso-2022-jp"), "iso2022_jp", None, None, "iso-2022-jp"),
    ("a label that is no charset of a page", page(ARABIC), "cp1256", "unicode_escape", "base64", "windows-1256"),
    ("a label that nobody knows", page(ARABIC), "cp1256", "x-unheard-of", "", "windows-1256"),
    ("plain ASCII", page("Nothing but letters"), "ascii", "windows-1256", None, "utf-8"),
]


@pytest.mark.parametrize(("text", "codec", "http", "outlet", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_decision(text: str, codec: str, http: str | None, outlet: str | None, expected: str) -> None:
    body = text.encode(codec)
    assert decide_charset(body, http=http, outlet=outlet) == expected
    assert decode(body, http=http, outlet=outlet) == text


WRONG_LABELS = ("utf-8", "iso-8859-1", "windows-1256", "windows-1251", "shift_jis", "big5", "euc-kr", "koi8-r")
NEIGHBOURS = {("koi8-u", "koi8-r"), ("cp1252", "iso-8859-1"), ("cp1250", "iso-8859-1")}
"""Pairs that agree in most letters: between them a label is all that one has."""


@pytest.mark.parametrize(("language", "codec", "label"), WRITTEN_IN)
def test_each_charset_with_its_label(language: str, codec: str, label: str) -> None:
    text = page(TEXTS[language])
    assert decode(text.encode(codec), http=label) == text
    assert decode(text.encode(codec), declared=label) == text


@pytest.mark.parametrize(("language", "codec", "label"), [row for row in WRITTEN_IN if row[:2] != ("polish", "iso8859-2")])
def test_each_charset_without_a_label(language: str, codec: str, label: str) -> None:
    text = page(TEXTS[language])
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("wrong", WRONG_LABELS)
@pytest.mark.parametrize(("language", "codec", "label"), WRITTEN_IN)
def test_each_charset_under_a_wrong_label(language: str, codec: str, label: str, wrong: str) -> None:
    text = page(TEXTS[language])
    if (codec, wrong) not in NEIGHBOURS:
        assert decode(text.encode(codec), http=wrong) == text


@pytest.mark.parametrize("wrong", WRONG_LABELS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_utf8_of_each_language_under_a_wrong_label(text: str, wrong: str) -> None:
    assert decode(page(text).encode(), http=wrong, declared=wrong, outlet=wrong) == page(text)
    assert decode(page(text).encode("utf-8-sig"), http=wrong) == page(text)


@pytest.mark.parametrize(("name", "letters", "share"), CHARSET_LETTERS)
def test_each_row_of_letters_can_be_written_in_its_charset(name: str, letters: str, share: float) -> None:
    codec = codecs.lookup(resolve_encoding(name) or "").name
    assert name in WEB_CHARSETS.values()
    assert len(letters.encode(codec, "ignore").decode(codec)) >= 0.6 * len(letters)
    assert 0.4 <= share <= 1.0


def test_a_cut_character_does_not_hide_a_charset() -> None:
    body = page(TEXTS["chinese"]).encode("gb18030") + "河".encode("gb18030")[:1] + b"</p>"
    assert decode(body, http="gb2312").startswith(page(TEXTS["chinese"]))


def test_a_given_declaration_stands_for_the_one_in_the_body() -> None:
    assert decide_charset(ARABIC.encode("iso8859-6"), declared="iso-8859-6") == "iso-8859-6"


def test_both_marks_of_utf16() -> None:
    assert decode(codecs.BOM_UTF16_BE + ARABIC.encode("utf-16-be")) == ARABIC
    assert decode(codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le")) == ARABIC


def test_a_body_cut_inside_its_last_character_is_still_utf8() -> None:
    assert decode("بدأ الحصاد".encode()[:-1], http="windows-1256") == "بدأ الحصا\ufffd"


def test_one_title_cut_inside_a_character_does_not_ruin_the_page() -> None:
    body = ARABIC.encode() + b"<p>" + "منطقة".encode()[:-1] + b"...</p>"
    assert decode(body, http="windows-1256") == ARABIC + "<p>منطق\ufffd...</p>"


def test_a_named_charset_with_impossible_bytes_is_not_believed() -> None:
    assert decide_charset(page(ARABIC).encode("cp1256"), http="windows-1252", declared="iso-8859-7") == "windows-1256"


def test_symbols_alone_say_nothing_against_a_name() -> None:
    assert decode(b"\xa9 2024", http="windows-1256") == "© 2024"


def test_nothing_is_nothing() -> None:
    assert decide_charset(b"") == "utf-8"
    assert decode(b"") == ""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html; charset=windows-1256", "windows-1256"),
        ('text/xml;charset="UTF-8"', "utf-8"),
        ("text/html; charset=iso-8859-1", "windows-1252"),
        ("text/html; charset=tis-620", "cp874"),
        ("text/html; charset=rot13", None),
        ("text/html; charset=utf-7", None),
        ("text/html", None),
        ("", None),
        (None, None),
    ],
)
def test_charset_of_a_header(header: str | None, expected: str | None) -> None:
    assert content_type_charset(header) == expected


def test_a_declaration_far_down_is_not_looked_for() -> None:
    assert declared_charset(page("x", "windows-1256").encode()) == "windows-1256"
    assert declared_charset(b" " * 4096 + page("x", "windows-1256").encode()) is None


@pytest.mark.parametrize(("codec", "name"), WEB_CHARSETS.items())
def test_every_charset_is_found_by_its_name_and_decodes(codec: str, name: str) -> None:
    assert codecs.lookup(codec).name == codec
    assert resolve_encoding(name) == codec
    assert content_type_charset(f"text/html; charset={name}") == name
    assert "News 24".encode(name).decode(codec) == "News 24"


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20), st.sampled_from(sorted(WEB_CHARSETS))))
def test_no_bytes_and_no_label_break_it(body: bytes, label: str | None) -> None:
    assert decide_charset(body, http=label, declared=label, outlet=label) in WEB_CHARSETS.values()
    assert isinstance(decode(body, http=label), str)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufeff")), st.sampled_from(["windows-1256", "iso-8859-1", "koi8-r"]))
def test_valid_utf8_wins_over_any_claim(text: str, label: str) -> None:
    assert decode(text.encode(), http=label, declared=label, outlet=label) == text
