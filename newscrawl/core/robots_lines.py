"""The lines of a robots.txt, whatever its encoding."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from newscrawl.core.robots_keys import SPELLINGS, Key

MAX_ROBOTS_BYTES = 512 * 1024
"""RFC 9309 section 2.5: at least the first 500 KiB are read; what lies behind is ignored."""

_LINE_END = re.compile(r"[\r\n]+")
_HTML = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|script)", re.IGNORECASE)


def first_part(body: bytes) -> bytes:
    """As much of a robots.txt as is read: whole lines of its first 512 KiB. Half a line could close much more than the whole one.

    A body of just that length is one that the download cut there.
    """
    if len(body) < MAX_ROBOTS_BYTES:
        return body
    head = body[:MAX_ROBOTS_BYTES]
    end = max(head.rfind(b"\n"), head.rfind(b"\r"))
    return head[: end + 1] if end >= 0 else head


def read_records(body: bytes) -> Iterator[tuple[Key, str]]:
    """The records of a robots.txt that we know, in order; none for a page of HTML. Never raises.

    Bytes that are no UTF-8 stand in the values as lone surrogates (PEP 383), so that the octets that were meant can still be compared.
    """
    if _HTML.match(body.removeprefix(BOM_UTF8)):
        return
    for line in _LINE_END.split(_text(first_part(body))):
        text = line.partition("#")[0]
        record = _record(text) if text and not text.isspace() else None
        if record is not None:
            yield record


def _text(body: bytes) -> str:
    """RFC 9309 section 2.3 wants UTF-8; editors write UTF-16, too."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    return body.removeprefix(BOM_UTF8).replace(b"\0", b"").decode("utf-8", "surrogateescape")


def _record(line: str) -> tuple[Key, str] | None:
    """`key: value`; like Google's parser also `key value`, where the value is one word."""
    name, colon, value = line.partition(":")
    key = SPELLINGS.get(name.lower()) or SPELLINGS.get(" ".join(name.lower().split()))
    if colon and key:
        return key, value.strip()
    *words, last = line.split()
    key = SPELLINGS.get(" ".join(words).lower()) if len(words) <= 2 else None
    return None if key is None else (key, last)
