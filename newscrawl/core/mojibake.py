"""Text that was UTF-8, was read in a one-byte charset, and was written as UTF-8 again: undone where the page proves it."""

from __future__ import annotations

import re
from functools import cache

MIN_CHARS = 20
"""So many characters beyond ASCII, all of them UTF-8 again, are no accident: of chance pairs one in some thirty would be."""

_CHARSETS = ("cp1252", "cp1256", "cp1251")
"""The charsets that servers and editors fall back to: Western, Arabic, Cyrillic."""

_PIECE = re.compile(r"[^\x00-\x7f]+")
SLICE_CHARS = 4_096
"""Slices are asked whether they are ASCII, which is much faster than a search for the first character that is not."""


def undo_double_encoding(text: str) -> str:
    """`text` as it was before it was encoded twice; the same text unless all of it, written in one of the charsets, is UTF-8 again.

    One honest character (a dash, an accent, a letter of another script) is proof against it. Never raises; costs next to nothing on honest text.
    """
    piece = _first_piece(text)
    for charset in _CHARSETS if piece else ():
        if _read_again(piece, charset) is not None:
            plain = _read_again(text, charset) or ""
            if sum(char > "\x7f" for char in plain) >= MIN_CHARS:
                return plain
    return text


def _first_piece(text: str) -> str:
    """The first characters beyond ASCII that stand together; empty when there are none. Nearly every page is seen to be honest by them."""
    start = next((at for at in range(0, len(text), SLICE_CHARS) if not text[at : at + SLICE_CHARS].isascii()), len(text))
    match = _PIECE.search(text, start)
    return match[0] if match else ""


def _read_again(text: str, charset: str) -> str | None:
    """What a text is when its characters are taken for the charset's bytes; None when they are not UTF-8."""
    try:
        return text.translate(_bytes_of(charset)).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


@cache
def _bytes_of(charset: str) -> dict[int, int]:
    """Byte by character; bytes that the charset has no character for stay as they are, other characters beyond Latin-1 are no bytes."""
    chars = {n: bytes((n,)).decode(charset, "ignore") or chr(n) for n in range(0x80, 0x100)}
    not_in_it = dict.fromkeys(range(0xA0, 0x100), 0x100)
    return {**not_in_it, **{ord(char): n for n, char in chars.items()}}
