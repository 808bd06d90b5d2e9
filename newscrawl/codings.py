"""Decoders of the content codings that we ask for: bytes in pieces go in, bytes in small pieces come out, and a cut or damaged stream is told."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Mapping

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OFFERED = "gzip, deflate, br, zstd"
"""Value of Accept-Encoding (RFC 9110 section 12.5.3)."""

NO_CODINGS = frozenset({"", "identity", "none", "binary", "utf-8", "utf8"})
"""What stands for no coding: `identity` by RFC 9110 section 12.5.3, the others in headers of servers whose keepers mixed something up."""

OUT_BYTES = 256 * 1024
"""So much comes out of a decoder at a time."""
MOST_MEMBERS = 1000
"""Streams one after the other in one body. bgzip begins a new one after each 64 KiB: the largest sitemap has 800."""
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
MAX_ZSTD_WINDOW_LOG = 23
"""8 MiB, which RFC 9659 makes the most for content codings; a decoder takes that much memory, and 128 MiB without a bound."""

_GZIP = zlib.MAX_WBITS + 16
_BARE_DEFLATE = -zlib.MAX_WBITS

Pieces = Iterator[bytes]


class Damaged(Exception):
    """A body that is no whole stream of its coding; says "cut" or "damaged: …"."""


def ungzipped(pieces: Pieces) -> Pieces:
    """RFC 1952: members one after the other are one body, and what follows them is padding. A body that begins otherwise was never compressed."""
    rest = _at_least(pieces, len(GZIP_MAGIC))
    if not rest.startswith(GZIP_MAGIC):
        yield rest
        yield from pieces
        return
    for _ in range(MOST_MEMBERS):
        inflater = zlib.decompressobj(_GZIP)
        yield from _inflated(inflater, rest, pieces)
        rest = inflater.unused_data
        if len(rest) < len(GZIP_MAGIC):
            rest += _at_least(pieces, len(GZIP_MAGIC))
        if not rest.startswith(GZIP_MAGIC):
            return
    raise Damaged(f"damaged: more than {MOST_MEMBERS} members")


def undeflated(pieces: Pieces) -> Pieces:
    """RFC 9110 section 8.4.1.2 means the zlib format (RFC 1950); some servers send bare deflate (RFC 1951)."""
    head = _at_least(pieces, 2)
    yield from _inflated(zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_head(head) else _BARE_DEFLATE), head, pieces)


def unbrotlied(pieces: Pieces) -> Pieces:
    """RFC 7932. Bytes behind the stream are a damage."""
    decoder = brotli.Decompressor()
    try:
        for piece in pieces:
            found = decoder.process(piece, output_buffer_limit=OUT_BYTES)
            while found:  # it says that it can take more while it still has something to give
                yield found
                found = decoder.process(b"", output_buffer_limit=OUT_BYTES)
    except brotli.error as problem:
        raise Damaged(f"damaged: {problem}") from problem
    if not decoder.is_finished():
        raise Damaged("cut")


def unzstded(pieces: Pieces) -> Pieces:
    """RFC 8878: frames one after the other, skippable ones among them, are one body; anything else behind a frame is a damage."""
    rest = next(pieces, b"")
    for _ in range(MOST_MEMBERS):
        decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: MAX_ZSTD_WINDOW_LOG})
        yield from _unframed(decoder, rest, pieces)
        rest = decoder.unused_data or next(pieces, b"")
        if not rest:
            return
    raise Damaged(f"damaged: more than {MOST_MEMBERS} frames")


DECODERS: Mapping[str, Callable[[Pieces], Pieces]] = {
    "gzip": ungzipped,
    "x-gzip": ungzipped,
    "deflate": undeflated,
    "br": unbrotlied,
    "zstd": unzstded,
}


def _inflated(inflater: zlib._Decompress, first: bytes, pieces: Pieces) -> Pieces:
    piece: bytes | None = first
    while piece is not None:
        try:
            while not inflater.eof and (piece or inflater.unconsumed_tail):
                yield inflater.decompress(inflater.unconsumed_tail or piece, OUT_BYTES)
                piece = b""
        except zlib.error as problem:
            raise Damaged(f"damaged: {problem}") from problem
        piece = None if inflater.eof else next(pieces, None)
    if not inflater.eof:
        raise Damaged("cut")


def _unframed(decoder: zstd.ZstdDecompressor, first: bytes, pieces: Pieces) -> Pieces:
    piece: bytes | None = first
    while piece is not None:
        try:
            yield decoder.decompress(piece, OUT_BYTES)
            while not decoder.eof and not decoder.needs_input:
                yield decoder.decompress(b"", OUT_BYTES)
        except zstd.ZstdError as problem:
            raise Damaged(f"damaged: {problem}") from problem
        piece = None if decoder.eof else next(pieces, None)
    if not decoder.eof:
        raise Damaged("cut")


def _at_least(pieces: Pieces, count: int) -> bytes:
    """So many bytes, or all that there are."""
    found = b""
    while len(found) < count and (piece := next(pieces, None)) is not None:
        found += piece
    return found


def _has_zlib_head(body: bytes) -> bool:
    """Whether `body` begins with a zlib header (RFC 1950 section 2.2)."""
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
