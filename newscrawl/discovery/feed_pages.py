"""Feeds of several pages: RFC 5005 (`complete`, `prev-archive`, `next`), and the page numbers of WordPress, `?paged=N` and `/page/N/feed/`.

A feed that names no older page is asked for its second in the query, and, where that gives nothing new (caches that leave the query out repeat page
one), in the path. The way that works is kept to the end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.url import same_site
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.road import GONE, Cursor, End, RoadPage, Way, is_stale, keys_of, moved_on, repeats
from newscrawl.discovery.seed import read_seed

PAGE_TWO = 2
"""Where a way of counting shows whether it works."""

_FEED_PATH = re.compile(r"(.*?)(?:/page/[0-9]{1,9})?(/feed(?:/(?:rss2?|atom|rdf))?/?)")


def read_feed_page(
    body: bytes, *, cursor: Cursor, status: int, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime
) -> RoadPage:
    """The links of one page of a feed and where to go on. Never raises; arguments as in `stream_seed`.

    `status` is the answer's: 200, 404 or 410; with any other nothing was said, and the same cursor is to be asked again.
    """
    if status in GONE:
        return _over(cursor, SeedReading(), End.PAST_THE_END)
    reading = read_seed(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now)
    dates = tuple(link.hints.published for link in reading.links if link.hints.published)
    if reading.unreadable:
        return _over(cursor, reading, End.UNREADABLE if cursor.page == 1 else End.PAST_THE_END)
    if reading.is_complete:
        return RoadPage(reading=reading, end=End.COMPLETE, dates=dates)
    if cursor.way in (Way.PAGED, Way.PATH) and (problem := _standstill(cursor, reading, body)):
        return replace(_over(cursor, reading, problem), dates=dates)
    url, way = _next_page(cursor, reading, base_url if cursor.page == 1 and same_site(base_url, seed.url) else cursor.url)
    onward = moved_on(cursor, url, way, reading.links, body) if url else End.NO_NEXT
    return RoadPage(reading=reading, dates=dates, **({"end": onward} if isinstance(onward, End) else {"next": onward}))


def paged_address(feed: str, page: int) -> str:
    """The address of a page of a WordPress feed, counted in its query."""
    parts = urlsplit(feed)
    return parts._replace(query="&".join((*_uncounted(parts.query), f"paged={page}")), fragment="").geturl()


def path_address(feed: str, page: int) -> str | None:
    """The same counted in its path; None for a feed whose path does not end with `/feed/`."""
    parts = urlsplit(feed)
    found = _FEED_PATH.fullmatch(parts.path)
    return parts._replace(path=f"{found[1]}/page/{page}{found[2]}", query="&".join(_uncounted(parts.query)), fragment="").geturl() if found else None


def _uncounted(query: str) -> list[str]:
    return [param for param in query.split("&") if param and not param.startswith("paged=")]


def _next_page(cursor: Cursor, reading: SeedReading, here: str) -> tuple[str, Way]:
    """The page behind the one at `here` and how it was found; a named one only on the site of the feed."""
    named = reading.prev_archive_url or reading.next_url
    if named and cursor.way in (Way.FIRST, Way.NAMED):
        return (named, Way.NAMED) if same_site(named, cursor.url) else ("", Way.NAMED)
    if cursor.way is Way.NAMED:
        return "", Way.NAMED
    if cursor.way is Way.PATH:
        return path_address(here, cursor.page + 1) or "", Way.PATH
    return paged_address(here, cursor.page + 1), Way.PAGED


def _standstill(cursor: Cursor, reading: SeedReading, body: bytes) -> End | None:
    """Why a counted page shows that there is no further one; a page without news is enough on page two, where there is another way to try."""
    if not (reading.links or reading.refused):
        return End.EMPTY
    if repeats(cursor, body):
        return End.REPEATS
    may_try_path = cursor.page == PAGE_TWO and cursor.way is Way.PAGED
    return End.NOTHING_NEW if may_try_path and (is_stale(cursor, reading.links) or _is_page_one(cursor, reading)) else None


def _is_page_one(cursor: Cursor, reading: SeedReading) -> bool:
    """Whether page two shows the first link of page one, as page one does later; articles that come meanwhile push only its last ones over."""
    return cursor.keys[:1] != () and cursor.keys[0] in keys_of(reading.links)


def _over(cursor: Cursor, reading: SeedReading, end: End) -> RoadPage:
    """The end, unless page two in the query failed and can be asked for in the path."""
    url = path_address(cursor.url, PAGE_TWO) if cursor.page == PAGE_TWO and cursor.way is Way.PAGED else None
    if url is None:
        return RoadPage(reading=reading, end=end)
    return RoadPage(reading=reading, next=replace(cursor, url=url, way=Way.PATH))
