"""Feeds: RSS in all its versions, RDF and Atom, however broken, read through feedparser. Its shapes stop in this file.

feedparser only ever gets a byte stream: a text that looks like an address or a path would be fetched or opened. The charset is decided and the
DOCTYPE removed before it reads a byte, and links are resolved against a base that tells relative addresses from absolute ones.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from newscrawl.core.charset import content_type_charset, decode
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Seed, Via
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.discovery.feed_entry import MAX_TITLE_CHARS, NOWHERE, Place, absolute, guid_of, hints_of, language_of, text_of, url_of
from newscrawl.discovery.prolog import harmless_xml, is_closed, root_of

MAX_FEED_BYTES = 30_000_000
"""Some 7,000 entries with their whole text; the largest feeds of real outlets have about 5 MB."""

MAX_TTL_MINUTES = 366 * 24 * 60
"""An interval over a year is no interval."""

FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel"))

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """What a feed's body said.

    Every entry is in `links` or counted in `refused` under its reason: `no_link`, `bad_scheme`, `bad_url`, `other_site`, `not_an_article_path`,
    `duplicate_guid`, `duplicate_link`. `dropped` counts hints that were left out of links: `absurd_date`, `unreadable_date`. `unreadable` names why
    the body is no feed at all: `too_large`, `empty`, `html`, `json`, `not_a_feed`, `parser_failed`. `is_cut`: it ends before its root element does.
    `ttl_minutes` is how long the feed asks to be left alone.
    """

    links: tuple[Link, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    unreadable: str | None = None
    is_cut: bool = False
    ttl_minutes: int | None = None
    title: str | None = None
    language: str | None = None
    self_url: str | None = None


def read_feed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime) -> FeedReading:
    """The links that a feed announces, each once, in its order. Never raises, whatever `body` is.

    `body` is decoded from its content encoding, `base_url` the address that answered, `content_type` its header, `now` aware.
    """
    if len(body) > MAX_FEED_BYTES:
        return FeedReading(unreadable="too_large")
    text = decode(body, http=content_type_charset(content_type), outlet=outlet.charset)
    root, start = root_of(text)
    if problem := _problem_of_root(text, root):
        return FeedReading(unreadable=problem)
    parsed = _parse(text[start:], base_url)
    if parsed is None:
        return FeedReading(unreadable="parser_failed")
    if root not in FEED_ROOTS and not parsed.entries:
        return FeedReading(unreadable="not_a_feed")
    return _reading(parsed, seed, outlet, base_url, now, is_cut=bool(parsed.bozo) and not is_closed(text, root))


def _problem_of_root(text: str, root: str) -> str | None:
    if not text.strip():
        return "empty"
    if root:
        return "html" if root == "html" else None
    return "json" if text.lstrip().startswith(("{", "[")) else "not_a_feed"


def _parse(document: str, base_url: str) -> Any:
    parts = urlsplit(base_url)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": parts._replace(netloc=NOWHERE).geturl()}
    stream = io.BytesIO(harmless_xml(document).encode())
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _PARSER_FAILURES:
        return None


def _reading(parsed: Any, seed: Seed, outlet: Outlet, base_url: str, now: datetime, *, is_cut: bool) -> FeedReading:
    about = parsed.feed
    language = language_of(about.get("language"))
    is_atom = parsed.version.startswith("atom")
    place = Place(outlet=outlet, seed=seed, base_url=base_url, now=now, is_atom=is_atom, language=language, dropped=Counter())
    refused: Counter[str] = Counter()
    links = tuple(_distinct(parsed.entries, place, refused))
    return FeedReading(
        links=links,
        refused=dict(refused),
        dropped=dict(place.dropped),
        is_cut=is_cut,
        ttl_minutes=_ttl_minutes(about),
        title=text_of(about, "title", place, MAX_TITLE_CHARS),
        language=language,
        self_url=_self_url(about, place),
    )


def _distinct(entries: list[Any], place: Place, refused: Counter[str]) -> Iterator[Link]:
    """Links whose article no entry before them announced. A guid that stands on two different links is the outlet's mistake: both are kept."""
    guids_of: dict[str, set[str | None]] = {}
    for entry in entries:
        url, refusal = url_of(entry, place)
        if refusal:
            refused[refusal] += 1
            continue
        guid = guid_of(entry, place)
        known = guids_of.setdefault(url_key(url, place.outlet.article.keep_params), set())
        if known:
            refused["duplicate_guid" if guid and guid in known else "duplicate_link"] += 1
        else:
            yield Link(url=url, outlet=place.outlet.slug, via=Via.FEED, seed=place.seed.url, hints=hints_of(entry, guid, place))
        known.add(guid)


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


def _self_url(about: Any, place: Place) -> str | None:
    own = (link.get("href", "") for link in about.get("links", ()) if link.get("rel") == "self")
    url = clean_url(absolute(next(own, ""), place), place.base_url)
    return None if isinstance(url, UrlProblem) else url
