"""JSON Feed, versions 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Its shapes stop in this file; a value may be of any type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from newscrawl.core.charset import content_type_charset
from newscrawl.core.link import Hints
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.text import tidy_line
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.announced import Announced
from newscrawl.discovery.json_members import CUT, ELEMENT, Member, members_of, value_of
from newscrawl.discovery.place import (
    MAX_GUID_CHARS,
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
    Place,
    any_url,
    article_url,
    language_of,
    line_of,
    moment_of,
    names_of,
    place_at,
)
from newscrawl.discovery.reading import Emit, SeedReading, collected

MAX_JSON_FEED_BYTES = 30_000_000
"""As large as a feed may be."""

ABOUT = frozenset(("version", "title", "language", "authors", "author", "feed_url", "next_url"))
"""Members of a feed beside its items that are read."""


def read_json_feed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime) -> SeedReading:
    """As `stream_json_feed`, with the links in the reading."""
    return collected(lambda emit: stream_json_feed(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now, emit=emit))


def stream_json_feed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime, emit: Emit) -> SeedReading:
    """Emit the links that a JSON Feed announces, each once, in its order. Never raises, whatever `body` is; an unreadable one emits nothing.

    A cut or broken feed gives the items before the flaw, an item that is broken in itself is refused as `no_link`. JSON without items is `json`.
    Arguments as in `stream_feed`.
    """
    if len(body) > MAX_JSON_FEED_BYTES:
        return SeedReading(unreadable="too_large")
    text = as_utf8(body, http=content_type_charset(content_type), outlet=outlet.charset).decode().strip("\ufeff \t\r\n")
    if not text.startswith("{"):
        return SeedReading(unreadable=_what_it_is(text))
    about, has_items, is_cut = _about(text)
    if not has_items:
        return SeedReading(unreadable="json")
    place = replace(place_at(seed=seed, outlet=outlet, base_url=base_url, now=now), language=language_of(_text(about, "language")))
    announced, authors = Announced(place, emit), _authors(about)
    for item in _items(text):
        _announce(item, authors, place, announced)
    announced.flush()
    return SeedReading(
        refused=dict(announced.refused),
        dropped=dict(place.dropped),
        is_cut=is_cut,
        title=line_of(_text(about, "title"), MAX_TITLE_CHARS),
        language=place.language,
        self_url=any_url(_text(about, "feed_url"), place),
        next_url=any_url(_text(about, "next_url"), place),
    )


def _what_it_is(text: str) -> str:
    if not text:
        return "empty"
    return "json" if text.startswith("[") else "not_a_feed"


def _about(text: str) -> tuple[Mapping[str, Any], bool, bool]:
    """What the feed says of itself, whether it has items (or says that it is a JSON Feed), and whether it is cut. The items are only passed over."""
    about: dict[str, Any] = {}
    has_items = is_cut = False
    for member in members_of(text, "items"):
        has_items = has_items or member.kind == ELEMENT
        is_cut = is_cut or member.kind == CUT
        if member.kind == "member" and member.key in ABOUT:
            about[member.key] = value_of(text, member)
    return about, has_items or "jsonfeed.org/version/" in _text(about, "version"), is_cut


def _items(text: str) -> Iterator[Mapping[str, Any]]:
    """Each item; an empty one for what is no object."""
    for member in members_of(text, "items"):
        if member.kind == ELEMENT:
            yield _object(text, member)


def _object(text: str, member: Member) -> Mapping[str, Any]:
    value = value_of(text, member)
    return value if isinstance(value, dict) else {}


def _announce(item: Mapping[str, Any], authors: tuple[str, ...], place: Place, announced: Announced) -> None:
    url, refusal = _url_of(item, place)
    if refusal:
        announced.refused[refusal] += 1
        return
    guid = tidy_line(_text(item, "id")[: 2 * MAX_GUID_CHARS])[:MAX_GUID_CHARS] or None
    if announced.is_new(url, guid):
        announced.add(url, _hints_of(item, guid, authors, place))


def _url_of(item: Mapping[str, Any], place: Place) -> tuple[str, str]:
    """The first that can be an article of its own address, the page elsewhere that it is about, and an id that is an address; or why not the best."""
    own_id = _text(item, "id")
    addresses = (_text(item, "url"), _text(item, "external_url"), own_id if "://" in own_id else "")
    first_refusal = ""
    for address in filter(str.strip, addresses):
        url, refusal = article_url(address, place)
        if url:
            return url, ""
        first_refusal = first_refusal or refusal
    return "", first_refusal or "no_link"


def _hints_of(item: Mapping[str, Any], guid: str | None, authors: tuple[str, ...], place: Place) -> Hints:
    image = _text(item, "image") or _text(item, "banner_image")
    return Hints(
        title=line_of(_text(item, "title"), MAX_TITLE_CHARS),
        published=moment_of(_text(item, "date_published"), place),
        modified=moment_of(_text(item, "date_modified"), place),
        authors=_authors(item) or authors,
        tags=names_of(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        summary=line_of(_text(item, "summary"), MAX_SUMMARY_CHARS),
        language=language_of(_text(item, "language")) or place.language,
        image=any_url(image, place) if image else None,
        guid=guid,
    )


def _authors(thing: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of `authors` (1.1), else of `author` (1.0)."""
    people = _list(thing, "authors") or [thing.get("author")]
    return names_of(_text(person, "name") for person in people if isinstance(person, dict))


def _list(thing: Mapping[str, Any], key: str) -> list[Any]:
    value = thing.get(key)
    return value if isinstance(value, list) else []


def _text(thing: Mapping[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""
