"""A body as UTF-8, in memory that its size alone decides: a text of Python takes up to four bytes for each character."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from newscrawl.core.charset import decide_charset

SAMPLE_BYTES = 1_000_000
"""How much of a body decides its charset: from its start, and from its first byte that is not ASCII."""

PIECE_BYTES = 65_536

_HEAD_BYTES = 4_096
"""Where a declaration stands (core.charset)."""

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def as_utf8(body: bytes, *, http: str | None = None, outlet: str | None = None) -> bytes:
    """`body` as valid UTF-8 without a byte order mark; what can't be decoded becomes U+FFFD. Arguments as in `core.charset.decide_charset`."""
    charset = decide_charset(_sample(body), http=http, outlet=outlet)
    if charset != "utf-8" or not _is_utf8(body):
        body = _recoded(body, charset)
    return body.removeprefix(codecs.BOM_UTF8)


def _sample(body: bytes) -> bytes:
    """The body, or of a large one its head and what follows from a little before its first byte that is not ASCII."""
    if len(body) <= SAMPLE_BYTES:
        return body
    first = _HIGH_BYTE.search(body)
    start = max(0, first.start() - 32) if first else 0
    return body[:SAMPLE_BYTES] if start <= _HEAD_BYTES else body[:_HEAD_BYTES] + body[start : start + SAMPLE_BYTES]


def _is_utf8(body: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(body):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(body: bytes, charset: str) -> bytes:
    decoder = codecs.getincrementaldecoder(charset)("replace")
    found = bytearray()
    for piece in _pieces(body):
        found += decoder.decode(piece).encode("utf-8", "replace")
    found += decoder.decode(b"", final=True).encode("utf-8", "replace")
    return bytes(found)


def _pieces(body: bytes) -> Iterator[memoryview]:
    view = memoryview(body)
    for start in range(0, len(body), PIECE_BYTES):
        yield view[start : start + PIECE_BYTES]
