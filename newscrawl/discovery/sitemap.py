"""Sitemaps (https://www.sitemaps.org/protocol.html): with or without Google's news and image tags, indexes of sitemaps, and lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from newscrawl.core.charset import content_type_charset
from newscrawl.core.link import Hints
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.announced import Announced
from newscrawl.discovery.place import MAX_TITLE_CHARS, Place, any_url, article_url, language_of, line_of, moment_of, names_of, own_url, place_at
from newscrawl.discovery.prolog import declares_entities, root_of
from newscrawl.discovery.reading import Child, Emit, SeedReading, collected
from newscrawl.discovery.sitemap_records import SITEMAP, Record, read_records

MAX_SITEMAP_BYTES = 50_000_000
"""The protocol allows 50 MB, uncompressed."""

MAX_CHILDREN = 50_000
"""The protocol's limit for an index."""

HEAD_BYTES = 1_000_000
"""Where the root element must start."""

MAX_LINE_BYTES = 20_000
"""Of a list of addresses; the longest address that is read has fewer."""

SITEMAP_ROOTS = frozenset(("urlset", "sitemapindex"))

_LINE = re.compile(rb"[^\r\n]+")
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_KEYWORDS = re.compile("[,،;]")


def read_sitemap(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime) -> SeedReading:
    """As `stream_sitemap`, with the links in the reading."""
    return collected(lambda emit: stream_sitemap(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now, emit=emit))


def stream_sitemap(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime, emit: Emit) -> SeedReading:
    """Emit the links that a sitemap announces, each once, in its order; the sitemaps that an index names are the reading's children.

    Never raises, whatever `body` is; an unreadable one emits nothing. Arguments as in `stream_feed`. `lastmod` is a hint of a change, never of the
    publication.
    """
    if len(body) > MAX_SITEMAP_BYTES:
        return SeedReading(unreadable="too_large")
    document = as_utf8(body, http=content_type_charset(content_type), outlet=outlet.charset)
    head = document[:HEAD_BYTES].decode("utf-8", "ignore")
    place = place_at(seed=seed, outlet=outlet, base_url=base_url, now=now)
    reader = _Reader(place, emit)
    if is_list(head):
        return reader.read_list(document)
    root, start = root_of(head)
    if problem := _problem_of(head, root):
        return SeedReading(unreadable=problem)
    return reader.read_xml(document, len(head[:start].encode()))


def is_list(head: str) -> bool:
    """Whether a text begins as a list of addresses does."""
    return _ADDRESS.match(head) is not None


def _problem_of(head: str, root: str) -> str | None:
    if not head.strip():
        return "empty"
    if declares_entities(head):
        return "entities"
    if root in SITEMAP_ROOTS:
        return None
    if root == "html":
        return "html"
    return "json" if head.lstrip().startswith(("{", "[")) else "not_a_sitemap"


class _Reader:
    """Takes a sitemap's records one by one."""

    def __init__(self, place: Place, emit: Emit) -> None:
        self._place = place
        self._announced = Announced(place, emit)
        self._children: dict[str, Child] = {}

    def read_xml(self, document: bytes, start: int) -> SeedReading:
        """The reading of a sitemap or an index of sitemaps whose root starts at `start`."""
        stopped = read_records(document, start, self._take)
        if stopped == "too_deep" and not (self._announced.count or self._children):
            return SeedReading(unreadable="too_deep")
        return self._reading(is_cut=stopped != "")

    def read_list(self, document: bytes) -> SeedReading:
        """The reading of a list with one address a line."""
        for line in _lines(document):
            self._take_url({"loc": line})
        return self._reading(is_cut=False)

    def _take(self, kind: str, record: Record) -> None:
        if kind == SITEMAP:
            self._take_child(record)
        else:
            self._take_url(record)

    def _take_url(self, record: Record) -> None:
        url, refusal = article_url(record.get("loc", ""), self._place)
        if refusal:
            self._announced.refused[refusal] += 1
        elif self._announced.is_new(url):
            self._announced.add(url, _hints_of(record, self._place))

    def _take_child(self, record: Record) -> None:
        url, refusal = own_url(record.get("loc", ""), self._place)
        refusal = refusal or self._refusal_of_child(url)
        if refusal:
            self._announced.refused[refusal] += 1
        else:
            self._children[url] = Child(url=url, modified=moment_of(record.get("lastmod"), self._place))

    def _refusal_of_child(self, url: str) -> str:
        """Why a sitemap of the outlet's is no child. Its address counts as it is: two keys may be one article, but these are two files."""
        if url in (any_url(self._place.base_url, self._place), any_url(self._place.seed.url, self._place)):
            return "self_reference"
        if url in self._children:
            return "duplicate_link"
        return "too_many_children" if len(self._children) >= MAX_CHILDREN else ""

    def _reading(self, *, is_cut: bool) -> SeedReading:
        self._announced.flush()
        refused, dropped = dict(self._announced.refused), dict(self._place.dropped)
        return SeedReading(children=tuple(self._children.values()), refused=refused, dropped=dropped, is_cut=is_cut)


def _hints_of(record: Record, place: Place) -> Hints:
    return Hints(
        title=line_of(record.get("title"), MAX_TITLE_CHARS),
        published=moment_of(record.get("published"), place),
        modified=moment_of(record.get("lastmod"), place),
        tags=names_of(_KEYWORDS.split(record.get("keywords", ""))),
        language=language_of(record.get("language")),
        image=any_url(record["image"], place) if record.get("image") else None,
    )


def _lines(document: bytes) -> Iterator[str]:
    for line in _LINE.finditer(document):
        text = document[line.start() : min(line.end(), line.start() + MAX_LINE_BYTES)].decode("utf-8", "ignore").strip()
        if text:
            yield text
