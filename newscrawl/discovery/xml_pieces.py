"""An XML document in pieces for a parser that is fed: repaired where outlets often break it, so that reading goes on behind the flaw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.discovery.prolog import is_character

PIECE_BYTES = 65_536

MAX_PIECE_BYTES = 1_000_000
"""A piece ends with a tag, unless none ends for this long."""

_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_REFERENCE = re.compile(rb"&#(x?)([0-9A-Fa-f]+);")
_CONTROLS = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D))
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


def pieces_of(document: bytes, start: int) -> Iterator[bytes]:
    """The document in UTF-8 from `start` on, without controls, bare ampersands and named entities escaped: `?a=1&b=2` is no entity."""
    in_cdata = False
    while start < len(document):
        end = document.find(b">", start + PIECE_BYTES, start + MAX_PIECE_BYTES) + 1
        end = end or start + MAX_PIECE_BYTES
        piece, in_cdata = _repaired(document[start:end].translate(None, _CONTROLS), in_cdata)
        yield piece
        start = end


def _repaired(piece: bytes, in_cdata: bool) -> tuple[bytes, bool]:
    """The piece, repaired outside of CDATA sections, and whether one is open at its end."""
    if b"&" not in piece and _CDATA not in piece and not in_cdata:
        return piece, False
    parts, position = [], 0
    while True:
        mark = _CDATA_END if in_cdata else _CDATA
        found = piece.find(mark, position)
        end = len(piece) if found < 0 else found + len(mark)
        part = piece[position:end]
        parts.append(part if in_cdata else _REFERENCE.sub(_allowed, _BARE_AMPERSAND.sub(b"&amp;", part)))
        if found < 0:
            return b"".join(parts), in_cdata
        in_cdata, position = not in_cdata, end


def _allowed(reference: re.Match[bytes]) -> bytes:
    """The reference, unless XML forbids its character: libxml2 reads on and makes half a surrogate of it."""
    return reference[0] if is_character(int(reference[2], 16 if reference[1] else 10)) else b""
