"""Section pages as a road: the articles of one page, and the page with older ones.

A page that names none is asked for its second as WordPress counts, `/page/2/`, and, where that gives nothing new, as `?page=2`. The way that works is
kept to the end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from newscrawl.core.charset import content_type_charset
from newscrawl.core.dates import EARLIEST
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.anchors import PageLinks, links_of
from newscrawl.discovery.counters import in_path, in_query
from newscrawl.discovery.feed import FEED_ROOTS
from newscrawl.discovery.link_header import links_in_header
from newscrawl.discovery.listing_links import listed_articles
from newscrawl.discovery.next_page import PAGE_TWO, next_address
from newscrawl.discovery.place import Place, place_at
from newscrawl.discovery.prolog import root_of
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.road import GONE, MAX_STALE, Cursor, End, RoadPage, Way, address_digest, is_stale, moved_on, repeats
from newscrawl.discovery.sitemap import SITEMAP_ROOTS
from newscrawl.discovery.sitemap_range import Period, periods_of

MAX_LISTING_BYTES = 10_000_000
"""As large as a page may be."""

MAX_STALE_DATES = 31
"""Days or months in a row without news, where the pages are those of a calendar: an outlet may have paused."""

AHEAD = timedelta(days=2)
"""The zones of the world span 26 hours."""

HEAD_CHARS = 10_000


def read_listing_page(
    body: bytes,
    *,
    cursor: Cursor,
    status: int,
    seed: Seed,
    outlet: Outlet,
    base_url: str,
    content_type: str | None,
    now: datetime,
    link_header: str | None = None,
) -> RoadPage:
    """The article links of one page and where to go on. Never raises; arguments as in `read_feed_page`, and the answer's Link header."""
    if status in GONE:
        return _over(cursor, SeedReading(), End.PAST_THE_END)
    document = as_utf8(body[:MAX_LISTING_BYTES], http=content_type_charset(content_type), outlet=outlet.charset)
    if problem := _problem_of(document):
        return _over(cursor, SeedReading(unreadable=problem), End.UNREADABLE if cursor.page == 1 else End.PAST_THE_END)
    page = links_of(document)
    place = place_at(seed=seed, outlet=outlet, base_url=base_url, now=now)
    url = next_address(page, links_in_header(link_header), replace(place, base_url=_base(page, base_url)), cursor.url)
    listed = listed_articles(page, replace(place, base_url=_base(page, base_url)), (url,) if url else ())
    reading = SeedReading(links=listed.links, refused={"too_many_links": listed.refused} if listed.refused else {}, dropped=dict(place.dropped))
    given = RoadPage(reading=reading, dates=tuple(link.hints.published for link in listed.links if link.hints.published))
    if problem := _standstill(cursor, reading, body, place):
        return replace(_over(cursor, reading, problem), dates=given.dates)
    onward = _onward(cursor, reading, body, url, now)
    return replace(given, end=onward) if isinstance(onward, End) else replace(given, next=onward)


def _problem_of(document: bytes) -> str | None:
    head = document[:HEAD_CHARS].decode("utf-8", "ignore").strip("\ufeff \t\r\n")
    if not head:
        return "empty"
    if head.startswith(("{", "[")):
        return "json"
    return "not_a_page" if root_of(head)[0] in FEED_ROOTS | SITEMAP_ROOTS else None


def _base(page: PageLinks, url: str) -> str:
    """What the page's addresses are relative to."""
    base = clean_url(page.base, url) if page.base else url
    return url if isinstance(base, UrlProblem) else base


def _standstill(cursor: Cursor, reading: SeedReading, body: bytes, place: Place) -> End | None:
    """Why a page, not the first, shows that there is none behind it."""
    if cursor.page == 1:
        return None
    if repeats(cursor, body):
        return End.REPEATS
    if address_digest(place.base_url) == address_digest(place.seed.url) != address_digest(cursor.url):
        return End.PAST_THE_END
    is_guess = cursor.page == PAGE_TWO and cursor.way in (Way.PATH, Way.PAGED)
    return End.NOTHING_NEW if is_guess and is_stale(cursor, reading.links) else None


def _onward(cursor: Cursor, reading: SeedReading, body: bytes, url: str | None, now: datetime) -> Cursor | End:
    """The next page: the one that is named, else the next number."""
    if url:
        if _is_off_calendar(url, now):
            return End.CALENDAR
        most = MAX_STALE_DATES if _period(url) and _period(url) != _period(cursor.url) else MAX_STALE
        return moved_on(cursor, url, Way.NAMED, reading.links, body, most)
    if not reading.links:
        return End.EMPTY
    if cursor.way is Way.NAMED:
        return End.NO_NEXT
    counted, way = _count_on(cursor)
    return moved_on(cursor, counted, way, reading.links, body)


def _count_on(cursor: Cursor) -> tuple[str, Way]:
    path = None if cursor.way is Way.PAGED else in_path(cursor.url, cursor.page + 1)
    return (path, Way.PATH) if path else (in_query(cursor.url, cursor.page + 1), Way.PAGED)


def _over(cursor: Cursor, reading: SeedReading, end: End) -> RoadPage:
    """The end, unless page two was only guessed in the path and can be asked for in the query."""
    if cursor.page == PAGE_TWO and cursor.way is Way.PATH:
        return RoadPage(reading=reading, next=replace(cursor, url=in_query(cursor.url, PAGE_TWO), way=Way.PAGED))
    return RoadPage(reading=reading, end=end)


def _is_off_calendar(url: str, now: datetime) -> bool:
    """Whether an address is of days on which no article can have been published: calendars lead there without end."""
    period = _period(url)
    return period is not None and (period[0] > (now + AHEAD).date() or period[1] < EARLIEST.date())


def _period(url: str) -> Period | None:
    return periods_of([url])[0]
