"""Undoing a second encoding where all of a page proves it, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.charset import decode
from newscrawl.core.mojibake import MIN_CHARS, undo_double_encoding
from tests.core.charset_texts import TEXTS


def encoded_twice(text: str, charset: str) -> str:
    """What a reader sees when UTF-8 was taken for `charset`; bytes without a character stay as they are, as browsers have it."""
    return "".join(bytes((byte,)).decode(charset, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("charset", ["cp1252", "cp1256", "cp1251"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_page_encoded_twice_is_read_twice(text: str, charset: str) -> None:
    page = f"<title>{text}</title>" + f"<p>{text}</p>" * 5
    assert undo_double_encoding(encoded_twice(page, charset)) == page
    assert decode(encoded_twice(page, charset).encode(), http="utf-8") == page


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_honest_text_stays(text: str) -> None:
    assert undo_double_encoding(text * 5) == text * 5


@pytest.mark.parametrize("honest", ["–", "é", "ق", "日本", "©"])
def test_one_honest_character_is_proof_against_it(honest: str) -> None:
    page = encoded_twice(TEXTS["arabic"] * 3, "cp1252") + f" {honest} "
    assert undo_double_encoding(page) == page


def test_a_few_pieces_prove_nothing() -> None:
    page = "Why do pages show " + encoded_twice("é", "cp1252") * (MIN_CHARS - 1) + " instead of an accent?"
    assert undo_double_encoding(page) == page


@given(st.text(st.characters(min_codepoint=0x80, exclude_categories=("Cs",)), min_size=MIN_CHARS), st.sampled_from(["cp1252", "cp1256", "cp1251"]))
def test_any_text_comes_back_but_for_what_the_charsets_share(text: str, charset: str) -> None:
    plain = undo_double_encoding(encoded_twice(text, charset))
    assert plain == text or encoded_twice(plain, "cp1252") == encoded_twice(text, charset)


@given(st.text(max_size=100))
def test_never_raises_and_never_adds(text: str) -> None:
    assert len(undo_double_encoding(text)) <= len(text)
