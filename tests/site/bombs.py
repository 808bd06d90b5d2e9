"""Answers that are small on the wire and large or endless for who reads them: packed bodies, XML that multiplies, pages that nest."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MB = 1024 * 1024
NESTED_ELEMENTS = 100_000
LAUGHS_DEEP = 9  # ten times more each: 10^9 of the innermost
QUADRATIC = 50_000  # letters of an entity, and references to it: 2.5 GB

Pack = Callable[[Iterable[bytes]], Iterator[bytes]]


def filling(letter: bytes, size: int) -> Iterator[bytes]:
    """`size` bytes of one letter, in pieces of at most a megabyte."""
    piece = letter * min(size, MB)
    for start in range(0, size, MB):
        yield piece[: size - start]


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 1952, as small as zlib can."""
    return _packed(zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16), pieces)


def deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 1950."""
    return _packed(zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS), pieces)


def zstded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 8878 with a window that RFC 9659 allows."""
    return _packed(zstd.ZstdCompressor(level=3), pieces)


def brotlied(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 7932 with the largest window."""
    packer = brotli.Compressor(quality=5, lgwin=24)
    yield from (packed for piece in pieces if (packed := packer.process(piece)))
    yield packer.finish()


PACKERS: Mapping[str, Pack] = {
    "gzip": gzipped,
    "deflate": deflated,
    "br": brotlied,
    "zstd": zstded,
}
"""By the name in Content-Encoding."""


def packed(codings: str, pieces: Iterable[bytes]) -> bytes:
    """A body for the Content-Encoding `codings` ("gzip, br": gzip first), made without the whole in memory."""
    for coding in codings.split(", "):
        pieces = PACKERS[coding](pieces)
    return b"".join(pieces)


def billion_laughs(root: str) -> bytes:
    """Entities made of entities; `root` is the document's element."""
    names = [f"l{number}" for number in range(LAUGHS_DEEP + 1)]
    declared = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in pairwise(names))
    return _document(root, f'<!ENTITY l0 "ha">{declared}', f"&l{LAUGHS_DEEP};")


def quadratic_blowup(root: str) -> bytes:
    """One long entity, used many times."""
    return _document(root, f'<!ENTITY a "{"a" * QUADRATIC}">', "&a;" * QUADRATIC)


def external_entity(root: str) -> bytes:
    """An entity that is a file of the reader's machine."""
    return _document(root, '<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;")


XML_BOMBS: Mapping[str, Callable[[str], bytes]] = {
    "billion laughs": billion_laughs,
    "quadratic blowup": quadratic_blowup,
    "external entity": external_entity,
}


def nested_page(elements: int = NESTED_ELEMENTS) -> bytes:
    """A page of elements in elements."""
    return b"<!DOCTYPE html><html><body>" + b"<div>" * elements + b"deep down" + b"</div>" * elements + b"</body></html>"


def wide_table(page: bytes) -> bytes:
    """The page with a table in its article whose cell claims as many columns as a double can count."""
    cell = b'<table><tr><td colspan="9007199254740991" rowspan="9007199254740991">wide</td><td>not</td></tr></table>'
    return page.replace(b'<div class="entry-content">', b'<div class="entry-content">' + cell)


def _packed(packer: Any, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from (packed for piece in pieces if (packed := packer.compress(piece)))
    yield packer.flush()


def _document(root: str, entities: str, text: str) -> bytes:
    """A feed (root `rss`) or a sitemap (root `urlset`) that has `text` for a title and for an address."""
    inside = {
        "rss": f"<channel><title>{text}</title><item><title>{text}</title><link>{text}</link></item></channel>",
        "urlset": f"<url><loc>{text}</loc></url>",
    }[root]
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]><{root}>{inside}</{root}>'.encode()
