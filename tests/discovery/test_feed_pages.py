"""Feeds of several pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.outlet import Via
from newscrawl.discovery.feed_pages import paged_address, path_address, read_feed_page
from newscrawl.discovery.road import MAX_PAGES, Cursor, End, RoadPage, Way, cursor_of, ended_by_known, first_cursor
from tests.discovery.reading_of import about, seed_of

pytestmark = pytest.mark.promise("T11")

FEED = "https://courier.example/feed/"
SEED = seed_of(Via.FEED, FEED)
HISTORY = "http://purl.org/syndication/history/1.0"


def item(n: int) -> str:
    moment = f"Fri, 01 Mar 2019 10:{n % 60:02d}:00 +0300"
    return f"<item><title>Harbour report {n}</title><link>https://courier.example/story-{n}/</link><pubDate>{moment}</pubDate></item>"


def rss(numbers: range | list[int], more: str = "", built: str = "") -> str:
    items = "".join(map(item, numbers))
    return f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="{HISTORY}"><channel><title>Courier</title>{built}{more}{items}</channel></rss>'


def link(rel: str, url: str) -> str:
    return f'<atom:link rel="{rel}" href="{url}"/>'


def page_of(body: str, cursor: Cursor, status: int = 200) -> RoadPage:
    return read_feed_page(body.encode(), cursor=cursor, status=status, **about(Via.FEED, seed=SEED, base_url=cursor.url))


Server = Callable[[str], str | None]


def walk(answer: Server) -> tuple[list[str], list[str], End | None]:
    """Addresses asked for, links found (each time that they came), and the end; the cursor goes through its text each time, as after a stop."""
    cursor: Cursor | None = first_cursor(SEED)
    asked, found, end = [], [], None
    while cursor and len(asked) < 60:
        asked.append(cursor.url.removeprefix("https://courier.example"))
        body = answer(asked[-1])
        page = page_of(body or "", cursor, 200 if body is not None else 404)
        found += [each.url.removeprefix("https://courier.example/story-").rstrip("/") for each in page.reading.links]
        assert (page.next is None) != (page.end is None)
        cursor, end = page.next and cursor_of(page.next.to_text()), page.end
    return asked, found, end


def wordpress(pages: int) -> dict[str, str]:
    return {"/feed/" if n == 1 else f"/feed/?paged={n}": rss(range(10 * n, 10 * n + 10)) for n in range(1, pages + 1)}


def test_pages_counted_in_the_query_until_404() -> None:
    asked, found, end = walk(wordpress(4).get)
    assert asked == ["/feed/", *(f"/feed/?paged={n}" for n in (2, 3, 4, 5))]
    assert found == [str(n) for n in range(10, 50)]
    assert end is End.PAST_THE_END


def test_a_cache_that_repeats_page_one_is_asked_by_its_path() -> None:
    pages = {"/feed/": rss(range(10)), "/page/2/feed/": rss(range(10, 20)), "/page/3/feed/": rss(range(20, 25))}
    asked, found, end = walk(lambda path: pages.get(path.partition("?")[0]))
    assert asked == ["/feed/", "/feed/?paged=2", "/page/2/feed/", "/page/3/feed/", "/page/4/feed/"]
    assert sorted(set(found), key=int) == [str(n) for n in range(25)]
    assert end is End.PAST_THE_END


def test_one_page_for_every_address() -> None:
    asked, _, end = walk(lambda _: rss(range(10)))
    assert asked == ["/feed/", "/feed/?paged=2", "/page/2/feed/"]
    assert end is End.REPEATS


def test_one_list_under_another_body_ends_too() -> None:
    bodies = iter(rss(range(10), built=f"<description>{'x' * n}</description>") for n in range(100))
    asked, _, end = walk(lambda _: next(bodies))
    assert len(asked) <= 5
    assert end is End.NOTHING_NEW


def test_articles_published_meanwhile_end_nothing() -> None:
    """Page three shows what page two showed, since a page's worth of articles came; the walk goes on behind it."""
    pages = wordpress(6)
    pages["/feed/?paged=3"] = rss(range(20, 30), built="<description>later</description>")
    asked, found, _ = walk(pages.get)
    assert asked[-1] == "/feed/?paged=7"
    assert "69" in found


ENDS = [
    ("an empty page", {"/feed/": rss(range(3)), "/feed/?paged=2": rss(range(3, 6)), "/feed/?paged=3": rss([])}, End.EMPTY),
    (
        "a page of words",
        {"/feed/": rss(range(3)), "/feed/?paged=2": rss(range(3, 6)), "/feed/?paged=3": "<!DOCTYPE html><html><p>Nothing here"},
        End.PAST_THE_END,
    ),
    ("no feed at all", {"/feed/": "<!DOCTYPE html><html><p>Nothing here"}, End.UNREADABLE),
    ("complete", {"/feed/": rss(range(3), "<fh:complete/>")}, End.COMPLETE),
    ("complete, by another prefix", {"/feed/": rss(range(3), f'<x:complete xmlns:x="{HISTORY}"/>')}, End.COMPLETE),
    ("the last of its pages", {"/feed/": rss(range(3), link("next", "/feed/older")), "/feed/older": rss(range(3, 6))}, End.NO_NEXT),
    ("the oldest archive", {"/feed/": rss(range(3), link("prev-archive", "/2018.xml")), "/2018.xml": rss(range(3, 6), "<fh:archive/>")}, End.NO_NEXT),
    ("its own next page", {"/feed/": rss(range(3), link("next", FEED))}, End.LOOP),
    ("a next page elsewhere", {"/feed/": rss(range(3), link("next", "https://elsewhere.example/feed"))}, End.NO_NEXT),
]


@pytest.mark.parametrize(("pages", "end"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_every_end(pages: dict[str, str], end: End) -> None:
    asked, found, reason = walk(pages.get)
    assert reason is end
    assert len(found) == len(set(found)) == (0 if end is End.UNREADABLE else 6 if len(pages) > 1 else 3)
    assert set(pages) <= set(asked)


@pytest.mark.parametrize("length", [2, 3, 7])
def test_loops_of_any_length_end(length: int) -> None:
    def answer(path: str) -> str:
        at = int(path.rpartition("=")[2]) if "=" in path else 0
        return rss(range(10 * at, 10 * at + 10), link("next", f"/feed/?at={at % length + 1}"))

    asked, _, end = walk(answer)
    assert end is End.LOOP
    assert len(asked) < 5 * length + 5


def test_an_endless_feed_ends_at_the_limit() -> None:
    cursor = replace(first_cursor(SEED), url=paged_address(FEED, MAX_PAGES), page=MAX_PAGES, way=Way.PAGED)
    assert page_of(rss(range(10)), cursor).end is End.TOO_MANY_PAGES


ADDRESSES = [
    (FEED, "https://courier.example/feed/?paged=3", "https://courier.example/page/3/feed/"),
    (
        "https://courier.example/category/sport/feed",
        "https://courier.example/category/sport/feed?paged=3",
        "https://courier.example/category/sport/page/3/feed",
    ),
    ("https://courier.example/feed/atom/?x=1", "https://courier.example/feed/atom/?x=1&paged=3", "https://courier.example/page/3/feed/atom/?x=1"),
    ("https://courier.example/?feed=rss2&paged=2", "https://courier.example/?feed=rss2&paged=3", None),
    ("https://courier.example/rss.xml", "https://courier.example/rss.xml?paged=3", None),
]


@pytest.mark.parametrize(("feed", "query", "path"), ADDRESSES)
def test_addresses_of_pages(feed: str, query: str, path: str | None) -> None:
    assert paged_address(feed, 3) == query
    assert path_address(feed, 3) == path


def test_dates_of_a_page() -> None:
    page = page_of(rss(range(3)), first_cursor(SEED))
    assert (page.oldest, page.newest) == ("2019-03-01T10:00:00+03:00", "2019-03-01T10:02:00+03:00")


SOUND = json.loads(first_cursor(SEED).to_text())
NO_CURSORS = (
    *("", "{}", "[]", "null", "x" * 60_000, "[" * 40_000, '{"url": 1}'),
    *(
        json.dumps({**SOUND, **change})
        for change in ({"way": "unknown"}, {"page": -1}, {"url": "file:///etc"}, {"newer": 1}, {"keys": [1]}, {"known": None})
    ),
)


@pytest.mark.parametrize("text", NO_CURSORS)
def test_a_cursor_that_is_none_begins_again(text: str) -> None:
    assert cursor_of(text) is None
    assert cursor_of(json.dumps(SOUND)) == first_cursor(SEED)


def test_page_one_with_news_in_front_is_no_page_two() -> None:
    pages = {"/feed/": rss(range(10)), "/feed/?paged=2": rss([99, *range(9)]), "/page/2/feed/": rss(range(9, 19))}
    asked, found, _ = walk(pages.get)
    assert asked == ["/feed/", "/feed/?paged=2", "/page/2/feed/", "/page/3/feed/"]
    assert {"99", "18"} <= set(found)


def test_a_feed_that_moved_is_counted_where_it_is() -> None:
    page = read_feed_page(
        rss(range(10)).encode(), cursor=first_cursor(SEED), status=200, **about(Via.FEED, seed=SEED, base_url="https://www.courier.example/news/feed")
    )
    assert page.next is not None
    assert page.next.url == "https://www.courier.example/news/feed?paged=2"
    elsewhere = read_feed_page(
        rss(range(10)).encode(), cursor=first_cursor(SEED), status=200, **about(Via.FEED, seed=SEED, base_url="https://elsewhere.example/")
    )
    assert elsewhere.next is not None
    assert elsewhere.next.url == "https://courier.example/feed/?paged=2"


KNOWN = [([0, 0, 0], 3), ([0, 0, 1, 0, 0, 0], 6), ([1, 1, 1, 1], None), ([0, 0], None)]


@pytest.mark.parametrize(("news", "ends_at"), KNOWN)
def test_pages_that_are_all_known_end_an_incremental_walk(news: list[int], ends_at: int | None) -> None:
    cursor = first_cursor(SEED)
    for number, new in enumerate(news, 1):
        page = ended_by_known(page_of(rss(range(10 * number, 10 * number + 10)), cursor), new)
        if page.next is None:
            assert (page.end, number) == (End.ALL_KNOWN, ends_at)
            return
        cursor = page.next
    assert ends_at is None


@given(st.binary(max_size=300), st.sampled_from((200, 404, 410)), st.sampled_from(Way), st.integers(1, 5))
def test_no_body_is_too_odd(body: bytes, status: int, way: Way, number: int) -> None:
    cursor = Cursor(url=FEED, page=number, way=way)
    page = read_feed_page(body, cursor=cursor, status=status, **about(Via.FEED, seed=SEED))
    assert (page.next is None) != (page.end is None)
    assert page.next is None or cursor_of(page.next.to_text()) == page.next
