"""Which picture of a page is the story's: not a logo, a placeholder, or a dot that counts readers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote, urlsplit

from newscrawl.core.arabic import fold
from newscrawl.extraction.document import Document
from newscrawl.extraction.picture_words import FILLER_WORDS, NO_PICTURE_HOSTS, NO_PICTURE_WORDS

MAX_PICTURES = 20
"""Candidates that are looked at; a gallery declares hundreds."""

_TOKEN = re.compile(r"[^\W\d_]+")
_NO_PHOTO = re.compile(r"\.(?:svg|ico)$", re.IGNORECASE)
_DOT = re.compile(r"(?:^|[^0-9])1x1(?:[^0-9]|$)|/pixel\.(?:gif|png)$", re.IGNORECASE)


def first_picture(doc: Document, addresses: Iterable[str | None]) -> str | None:
    """The first of some addresses, made absolute, that may be a story's picture; None when none may."""
    for _, address in zip(range(MAX_PICTURES), addresses, strict=False):
        url = doc.absolute(address)
        if url and url != doc.url and not _is_no_picture(url, doc.outlet.host):
            return url
    return None


def _is_no_picture(url: str, host: str) -> bool:
    """Whether an address says that its picture is none of a story's. A logo is one only where no other word names a thing that is shown."""
    parts = urlsplit(url)
    if _NO_PHOTO.search(parts.path) or _DOT.search(parts.path) or (parts.hostname or "") in NO_PICTURE_HOSTS:
        return True
    name = fold(unquote(parts.path.rpartition("/")[2]).rpartition(".")[0])
    words = {word for word in _TOKEN.findall(name) if len(word) > 1}
    own = set(_TOKEN.findall(fold(host)))
    return not words.isdisjoint(NO_PICTURE_WORDS) and words <= NO_PICTURE_WORDS | _fillers() | own


@cache
def _fillers() -> frozenset[str]:
    return frozenset(FILLER_WORDS)
