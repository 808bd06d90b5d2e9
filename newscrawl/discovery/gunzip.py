"""gzip files (RFC 1952), as sitemaps are served: decoded in pieces, within a size and a ratio, so that a bomb costs no memory."""

from __future__ import annotations

import zlib

GZIP_MAGIC = b"\x1f\x8b"

PIECE_BYTES = 65_536

MAX_RATIO = 300
"""Sitemaps shrink to a tenth or a thirtieth, one address with a counter to a hundredth; gzip's own limit, 1,032, needs a body of one letter."""

RATIO_FROM_BYTES = 2_000_000
"""Below this a bomb does no harm."""

MAX_MEMBERS = 64
"""Servers that join compressed pieces join a handful."""

_GZIP = zlib.MAX_WBITS + 16


def gunzipped(body: bytes, max_bytes: int) -> tuple[bytes, str]:
    """What a gzip file holds and "", or what it held up to there and why not all of it.

    Reasons: `too_large`, `gzip_bomb`, `cut_gzip`, `damaged_gzip`. Bytes behind the last member that are no member are passed over.
    """
    found, position = bytearray(), 0
    for _ in range(MAX_MEMBERS):
        position, problem = _member(body, position, found, max_bytes)
        if problem or not body.startswith(GZIP_MAGIC, position):
            return bytes(found), problem
    return bytes(found), "damaged_gzip"


def _member(body: bytes, position: int, found: bytearray, max_bytes: int) -> tuple[int, str]:
    """Decode the member at `position` onto `found`; where it ends, and a problem."""
    inflater, pending = zlib.decompressobj(_GZIP), b""
    while not inflater.eof:
        if not pending:
            pending = body[position : position + PIECE_BYTES]
            position += len(pending)
        try:
            piece = inflater.decompress(pending, PIECE_BYTES)
        except zlib.error:
            return position, "damaged_gzip"
        if not (piece or pending or inflater.eof):
            return position, "cut_gzip"
        found += piece
        pending = inflater.unconsumed_tail
        if problem := _excess(len(found), position - len(pending), max_bytes):
            return position, problem
    return position - len(inflater.unused_data), ""


def _excess(found_bytes: int, read_bytes: int, max_bytes: int) -> str:
    if found_bytes > max_bytes:
        return "too_large"
    return "gzip_bomb" if found_bytes > max(RATIO_FROM_BYTES, MAX_RATIO * read_bytes) else ""
