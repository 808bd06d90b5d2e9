"""Feeds: RSS in all its versions, RDF and Atom, however broken, read through feedparser. Its shapes stop in this file.

feedparser only ever gets a byte stream: a text that looks like an address or a path would be fetched or opened. The charset is decided and the
DOCTYPE removed before it reads a byte, and links are resolved against a base that tells relative addresses from absolute ones.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from newscrawl.core.charset import content_type_charset
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.announced import Announced
from newscrawl.discovery.feed_cut import GROUP_ENTRIES, FeedCut, cut_feed
from newscrawl.discovery.feed_entry import NOWHERE, absolute, guid_of, hints_of, text_of, url_of
from newscrawl.discovery.place import MAX_TITLE_CHARS, Place, any_url, language_of, place_at
from newscrawl.discovery.prolog import declares_entities, harmless_xml, is_closed, root_of
from newscrawl.discovery.reading import Emit, SeedReading, collected

MAX_FEED_BYTES = 30_000_000
"""Some 7,000 entries with their whole text; the largest feeds of real outlets have about 5 MB."""

CUT_FROM_BYTES = 1_000_000
"""Some 300 entries with their whole text, and 0.2 s: a smaller feed is parsed at once."""

MAX_WHOLE_BYTES = 10_000_000
"""What feedparser holds of a larger feed takes half a gigabyte: it is read in pieces or not at all."""

MAX_TAGS = 300_000
"""In what is parsed at once: so many, closed or not, take feedparser 8 s and 230 MB; a group of entries has some 20,000."""

HEAD_BYTES = 1_000_000
"""Where the root element must start."""

TAIL_BYTES = 40_000
"""Where it must end: `is_closed` looks at 10,000 characters."""

MAX_TTL_MINUTES = 366 * 24 * 60
"""An interval over a year is no interval."""

FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel"))

HISTORY = "http://purl.org/syndication/history/1.0"
"""The namespace of RFC 5005."""

PERIOD_MINUTES = {
    "hourly": 60,
    "daily": 24 * 60,
    "weekly": 7 * 24 * 60,
    "monthly": 30 * 24 * 60,
    "yearly": 365 * 24 * 60,
}
"""`sy:updatePeriod` of RSS 1.0's syndication module."""

_PARSER_FAILURES = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What hostile documents raise inside feedparser's lenient parser, which has no error type of its own."""


def read_feed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime) -> SeedReading:
    """As `stream_feed`, with the links in the reading."""
    return collected(lambda emit: stream_feed(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now, emit=emit))


def stream_feed(
    body: bytes,
    *,
    seed: Seed,
    outlet: Outlet,
    base_url: str,
    content_type: str | None,
    now: datetime,
    emit: Emit,
    cut_from_bytes: int = CUT_FROM_BYTES,
    group_entries: int = GROUP_ENTRIES,
) -> SeedReading:
    """Emit the links that a feed announces, each once, in its order. Never raises, whatever `body` is; an unreadable one emits nothing.

    `body` is decoded from its content encoding, `base_url` the address that answered, `content_type` its header, `now` aware. A feed of more than
    `cut_from_bytes` is parsed in groups of `group_entries` entries where it can be cut.
    """
    if len(body) > MAX_FEED_BYTES:
        return SeedReading(unreadable="too_large")
    document = as_utf8(body, http=content_type_charset(content_type), outlet=outlet.charset)
    head = document[:HEAD_BYTES].decode("utf-8", "ignore")
    root, start = root_of(head)
    if problem := _problem_of_root(head, root):
        return SeedReading(unreadable=problem)
    start = len(head[:start].encode())
    place = place_at(seed=seed, outlet=outlet, base_url=base_url, now=now)
    cut = cut_feed(document, start, group_entries) if len(document) - start > cut_from_bytes else None
    if cut is None and (len(document) - start > MAX_WHOLE_BYTES or _has_too_many_tags(document)):
        return SeedReading(unreadable="too_large_and_broken")
    about = _parse(cut.about if cut else document[start:], base_url)
    if about is None or (root not in FEED_ROOTS and not (cut or about.entries)):
        return SeedReading(unreadable="parser_failed" if about is None else "not_a_feed")
    is_cut = bool(about.bozo) and not is_closed(document[-TAIL_BYTES:].decode("utf-8", "ignore"), root)
    place = replace(place, language=language_of(about.feed.get("language")), is_atom=about.version.startswith("atom"))
    announced = Announced(place, emit)
    for entries in _groups(cut, about, announced, base_url):
        _announce(entries, place, announced)
    announced.flush()
    return replace(_reading(about.feed, place, announced, is_cut=is_cut), is_complete=_is_complete(about))


def _problem_of_root(text: str, root: str) -> str | None:
    if not text.strip():
        return "empty"
    if root:
        return "html" if root == "html" else None
    if declares_entities(text):
        return "entities"
    return "json" if text.lstrip().startswith(("{", "[")) else "not_a_feed"


def _has_too_many_tags(document: bytes) -> bool:
    return document.count(b"<") > MAX_TAGS


def _parse(document: bytes, base_url: str) -> Any:
    """What feedparser finds; None for what breaks it, or would take it too long."""
    if _has_too_many_tags(document):
        return None
    parts = urlsplit(base_url)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": parts._replace(netloc=NOWHERE).geturl()}
    stream = io.BytesIO(harmless_xml(document.decode("utf-8", "replace")).encode())
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _PARSER_FAILURES:
        return None


def _groups(cut: FeedCut | None, about: Any, announced: Announced, base_url: str) -> Iterator[list[Any]]:
    """The entries of a feed, group by group; those of a group that breaks the parser are counted."""
    if cut is None:
        yield about.entries
        return
    for document, count in cut.documents():
        parsed = _parse(document, base_url)
        if parsed is None:
            announced.refused["parser_failed"] += count
        else:
            yield parsed.entries


def _announce(entries: list[Any], place: Place, announced: Announced) -> None:
    for entry in entries:
        url, refusal = url_of(entry, place)
        if refusal:
            announced.refused[refusal] += 1
            continue
        guid = guid_of(entry, place)
        if announced.is_new(url, guid):
            announced.add(url, hints_of(entry, guid, place))


def _reading(about: Any, place: Place, announced: Announced, *, is_cut: bool) -> SeedReading:
    return SeedReading(
        refused=dict(announced.refused),
        dropped=dict(place.dropped),
        is_cut=is_cut,
        ttl_minutes=_ttl_minutes(about),
        title=text_of(about, "title", place, MAX_TITLE_CHARS),
        language=place.language,
        self_url=_related_url(about, "self", place),
        next_url=_related_url(about, "next", place),
        prev_archive_url=_related_url(about, "prev-archive", place),
    )


def _is_complete(about: Any) -> bool:
    """Whether the feed says that it holds all there is (RFC 5005 section 2), under whatever prefix."""
    prefixes = (prefix for prefix, namespace in about.namespaces.items() if namespace == HISTORY)
    return any(f"{prefix}_complete" in about.feed for prefix in prefixes)


def _ttl_minutes(about: Any) -> int | None:
    """`ttl` of RSS 2.0, else the period of the syndication module divided by its frequency; None when neither is a number of minutes."""
    ttl = _number(about.get("ttl"))
    if ttl:
        return min(ttl, MAX_TTL_MINUTES)
    period = PERIOD_MINUTES.get(str(about.get("sy_updateperiod") or "").strip().lower())
    return max(1, period // (_number(about.get("sy_updatefrequency")) or 1)) if period else None


def _number(raw: str | None) -> int | None:
    text = (raw or "").strip()
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _related_url(about: Any, relation: str, place: Place) -> str | None:
    found = (link.get("href", "") for link in about.get("links", ()) if link.get("rel") == relation)
    return any_url(absolute(next(found, ""), place), place)
