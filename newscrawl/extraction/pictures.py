"""Which picture of a page is the story's: not a logo, a placeholder, or a dot that counts readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from lxml import html

from newscrawl.core.arabic import fold
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.picture_words import FILLER_WORDS, NO_PICTURE_HOSTS, NO_PICTURE_WORDS, SHARE_WORDS, SITE_FOLDERS

MAX_PICTURES = 20
"""Candidates that are looked at; a gallery declares hundreds."""

LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original")
"""Where scripts that load pictures late have the address; what stands in `src` until then is a placeholder."""

LAZY_SETS = ("data-srcset", "data-lazy-srcset")
"""The same for sizes of one picture (https://html.spec.whatwg.org/#srcset-attributes)."""

_TOKEN = re.compile(r"[^\W\d_]+")
_SIZE = re.compile(r"(\d{1,5})(?:\.\d{1,3})?[wx](?:,.*)?", re.DOTALL)
_SIZE_BEFORE = re.compile(r"[\d.]{1,9}[wx],")
_HASH = re.compile(r"[._-](?=[a-f]{0,40}\d)[0-9a-f]{6,40}$")
_STORY_NUMBER = re.compile(r"\d{5}")
_NO_PHOTO = re.compile(r"\.(?:svg|ico)$", re.IGNORECASE)
_DOT = re.compile(r"(?:^|[^0-9])1x1(?:[^0-9]|$)|/pixel\.(?:gif|png)$", re.IGNORECASE)


def first_picture(doc: Document, addresses: Iterable[str | None]) -> str | None:
    """The first of some addresses, made absolute, that may be a story's picture; None when none may."""
    for _, address in zip(range(MAX_PICTURES), addresses, strict=False):
        url = doc.absolute(address)
        if url and url != doc.url and not _is_no_picture(url, doc.outlet.host):
            return url
    return None


def sources_of(image: html.HtmlElement) -> Iterator[str | None]:
    """The addresses of an image element: those of lazy loaders first, which keep a placeholder in `src`."""
    yield from map(image.get, LAZY_SOURCES)
    yield from (_largest(image.get(name) or "") for name in LAZY_SETS)
    src = image.get("src") or ""
    yield None if src.startswith("data:") else src
    yield _largest(image.get("srcset") or "")


def _largest(sizes: str) -> str | None:
    words = sizes[:MAX_VALUE_CHARS].split()
    found = [(int(size[1]), url) for url, word in pairwise(words) if (size := _SIZE.fullmatch(word))]
    return _SIZE_BEFORE.sub("", max(found)[1], count=1) if found else None


def _is_no_picture(url: str, host: str) -> bool:
    """Whether an address says that its picture is none of a story's. A logo is one only where no other word names a thing that is shown."""
    parts = urlsplit(url)
    if _NO_PHOTO.search(parts.path) or _DOT.search(parts.path) or (parts.hostname or "") in NO_PICTURE_HOSTS:
        return True
    folder, _, file = _folder_and_file(parts.path)
    words = {word for word in _TOKEN.findall(fold(_HASH.sub("", file.rpartition(".")[0].lower()))) if len(word) > 1}
    own = set(_TOKEN.findall(fold(host)))
    if not words <= NO_PICTURE_WORDS | _fillers() | own:
        return False
    return not words.isdisjoint(NO_PICTURE_WORDS) or (not words.isdisjoint(SHARE_WORDS) and _is_of_site(folder, words, own))


def _folder_and_file(path: str) -> tuple[str, str, str]:
    """Folder, slash and file of a path; of the address in it where a picture is had by way of another server."""
    return unquote(path).partition("?")[0].rpartition("/")


def _is_of_site(folder: str, words: set[str], own: set[str]) -> bool:
    """Whether a folder is none of one story; of uploads by month, where a picture of anything may be called "share", only for names of two words."""
    is_general = set(_TOKEN.findall(fold(folder))) <= SITE_FOLDERS | _fillers() | own and not _STORY_NUMBER.search(folder)
    return is_general and (len(words) > 1 or not any(map(str.isdigit, folder)))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(FILLER_WORDS)
