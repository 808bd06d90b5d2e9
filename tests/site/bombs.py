"""Answers that are small on the wire and large or endless for who reads them: packed bodies, XML that multiplies, pages that nest."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
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


RUNS: Mapping[str, str] = {
    "spaces": " ",
    "no-break spaces": "\u00a0 ",
    "a": "a",
    "capitals": "A",
    "angles": "<",
    "brackets": "(",
    "square brackets": "[",
    "digits": "1",
    "dates": "1/",
    "days": "2026-11-",
    "colons": ": ",
    "commas": "A, ",
    "full stops": "word. ",
    "dashes": "– a ",
    "by": "By ",
    "hours ago": "1 hour ago ",
    "Arabic letters": "ا",
    "kashidas": "ـ",
    "Chinese letters": "中",
    "ampersands": "&",
}
"""What the patterns of the product could try in more ways than one, each by its name: `\\s*[:|]`, `\\w{4,}[.!?]`, `(letter)+$` and their like."""

RUN_CHARS = 110_000  # in each of eight places: together less than a text may have, for what is longer is refused at a glance


def page_of_runs(page: bytes, name: str) -> bytes:
    """The page with one run in its title, headline, byline, date line, as a value of its head, as a class, in its text and behind it."""
    run = escape((RUNS[name] * RUN_CHARS)[:RUN_CHARS])
    text = page.decode()
    for at, inside in (
        ("<title>", run),
        ('<h1 class="entry-title">', run),
        ('rel="author" href="', f'/{run[:1000]}" data-run="'),
        ('<span class="posted-on">', f"<time>{run}</time>"),
        ("</head>", f'<meta name="author" content="{run}"><meta name="description" content="{run}">'),
        ('<article id="', f'a" class="{run}" data-id="'),
        ('<div class="entry-content">', f"<p>By {run}</p><p>{run}</p>"),
        ('<footer class="entry-footer">', f"<p>{run}</p>"),
    ):
        assert at in text, at
        text = text.replace(at, inside + at if at == "</head>" else at + inside, 1)
    return text.encode()


def feed_of_runs(name: str) -> bytes:
    """A feed with one entry that has the run in all of its values; its address is one that no site has."""
    run = escape((RUNS[name] * RUN_CHARS)[:RUN_CHARS])
    values = "".join(f"<{tag}>{run}</{tag}>" for tag in ("title", "description", "author", "category", "pubDate", "guid"))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{run}</title><pubDate>{run}</pubDate><item>{values}<link>/run/</link></item></channel></rss>'.encode()


def nested_xml(root: str, elements: int = NESTED_ELEMENTS) -> bytes:
    """A feed (root `rss`) or a sitemap (root `urlset`) of elements in elements."""
    return _document(root, "", "<a>" * elements + "deep down" + "</a>" * elements).replace(b"<!DOCTYPE " + root.encode() + b" []>", b"")
