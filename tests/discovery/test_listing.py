"""Section pages as a road."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.outlet import ArticleRules, Via
from newscrawl.discovery.counters import counter_of, in_path, in_query
from newscrawl.discovery.listing import read_listing_page
from newscrawl.discovery.listing_links import looks_like_article
from newscrawl.discovery.listing_tables import (
    NEVER_FOLDERS,
    NEXT_CLASSES,
    NOT_ARTICLE_FILES,
    OFFSET_PARAMS,
    PATH_COUNTERS,
    QUERY_COUNTERS,
    SELDOM_FOLDERS,
)
from newscrawl.discovery.listing_words import MORE_WORDS, OLDER_WORDS
from newscrawl.discovery.road import MAX_PAGES, Cursor, End, RoadPage, Way, cursor_of, ended_by_known, first_cursor
from tests.discovery.reading_of import COURIER, about, seed_of, urls

HOST = "https://courier.example"
SPORT = f"{HOST}/sport/"
SEED = seed_of(Via.LISTING, SPORT)
FRAME = '<nav><a href="/">Home</a><a href="/sport/">Sport</a><a href="/culture/">Culture and arts of the whole world</a></nav>'


def card(n: int) -> str:
    link = f"/harbour-report-of-day-{n}/"
    return f'<article><a href="{link}"><img></a><h2><a href="{link}">Harbour report {n}</a></h2><a rel="category tag" href="/category/sea/">Sea</a></article>'


def page(numbers: range | list[int], more: str = "") -> str:
    return f"<!DOCTYPE html><html><body>{FRAME}{''.join(map(card, numbers))}{more}<footer><a href='/about/'>About the Courier and its people</a></footer>"


def page_of(body: str, cursor: Cursor | None = None, status: int = 200, **more: object) -> RoadPage:
    cursor = cursor or first_cursor(SEED)
    return read_listing_page(body.encode(), cursor=cursor, status=status, **about(Via.LISTING, **{"seed": SEED, "base_url": cursor.url, **more}))


def walk(answer: Callable[[str], str | None], most: int = 200) -> tuple[list[str], set[int], End | None]:
    """Addresses asked for, articles found, and the end; the cursor goes through its text each time, as after a stop."""
    cursor: Cursor | None = first_cursor(SEED)
    asked: list[str] = []
    found: set[int] = set()
    end = None
    while cursor and len(asked) < most:
        asked.append(cursor.url.removeprefix(HOST))
        body = answer(asked[-1])
        given = page_of(body or "", cursor, 200 if body is not None else 404)
        found |= {int(url.rstrip("/").rpartition("-")[2]) for url in urls(given.reading)}
        assert (given.next is None) != (given.end is None)
        cursor, end = given.next and cursor_of(given.next.to_text()), given.end
    return asked, found, end


def test_articles_of_a_page_and_nothing_else() -> None:
    given = page_of(page(range(3)))
    assert urls(given.reading) == [f"{HOST}/harbour-report-of-day-{n}/" for n in range(3)]
    assert [link.hints.title for link in given.reading.links] == [f"Harbour report {n}" for n in range(3)]


def older(href: str, words: str = "Older posts", attributes: str = "") -> str:
    return f'<div><a {attributes} href="{href}">{words}</a></div>'


WALKS: list[tuple[str, Mapping[str, str], list[str], End]] = [
    ("named", {"/sport/": page(range(5), older("/sport/page/2/")), "/sport/page/2/": page(range(5, 9))}, ["/sport/", "/sport/page/2/"], End.NO_NEXT),
    (
        "guessed in the path",
        {"/sport/": page(range(5)), "/sport/page/2/": page(range(5, 9))},
        ["/sport/", "/sport/page/2/", "/sport/page/3/"],
        End.PAST_THE_END,
    ),
    (
        "guessed in the query",
        {"/sport/": page(range(5)), "/sport/?page=2": page(range(5, 9))},
        ["/sport/", "/sport/page/2/", "/sport/?page=2", "/sport/?page=3"],
        End.PAST_THE_END,
    ),
    ("one page", {"/sport/": page(range(5))}, ["/sport/", "/sport/page/2/", "/sport/?page=2"], End.PAST_THE_END),
    ("an empty page", {"/sport/": page(range(5), older("?page=2")), "/sport/?page=2": page([])}, ["/sport/", "/sport/?page=2"], End.EMPTY),
    ("no articles at all", {"/sport/": page([])}, ["/sport/"], End.EMPTY),
    ("no page", {"/sport/": '{"a": 1}'}, ["/sport/"], End.UNREADABLE),
    (
        "a page that repeats",
        {"/sport/": page(range(5), older("?page=2")), "/sport/?page=2": page(range(5), older("?page=2"))},
        ["/sport/", "/sport/?page=2"],
        End.REPEATS,
    ),
]


@pytest.mark.promise("T11")
@pytest.mark.parametrize(("pages", "asked", "end"), [case[1:] for case in WALKS], ids=[case[0] for case in WALKS])
def test_walks(pages: Mapping[str, str], asked: list[str], end: End) -> None:
    seen, found, reason = walk(pages.get)
    assert (seen, reason) == (asked, end)
    assert found == {n for n in range(9) if any(f"day-{n}/" in body for body in pages.values())}


@pytest.mark.promise("T11")
def test_one_page_for_every_address_ends() -> None:
    asked, found, end = walk(lambda _: page(range(5)))
    assert (len(asked), len(found), end) == (3, 5, End.REPEATS)


@pytest.mark.promise("T11")
def test_links_to_itself_with_session_ids_end() -> None:
    assert walk(lambda path: page(range(5), older(f"/sport/?PHPSESSID={len(path)}x")))[0] == ["/sport/", "/sport/page/2/", "/sport/?page=2"]
    count = iter(range(1000))
    asked, _, end = walk(lambda _: page(range(5), older(f"/sport/?visit=v{next(count)}")))
    assert (len(asked), end) == (3, End.NOTHING_NEW)


@pytest.mark.promise("T11")
def test_a_calendar_into_the_future_ends_today() -> None:
    def month(path: str) -> str:
        at = 12 * 2026 + 9 if path == "/sport/" else 12 * int(path[1:5]) + int(path[6:8])
        return page([at], older(f"/{at // 12}/{at % 12 + 1:02d}/", "Next"))

    asked, _, end = walk(month)
    assert (asked[-1], end) == ("/2026/11/", End.CALENDAR)


@pytest.mark.promise("T11")
def test_a_calendar_without_articles_ends() -> None:
    def month(path: str) -> str:
        at = 12 * 2026 + 9 if path == "/sport/" else 12 * int(path[1:5]) + int(path[6:8]) - 1
        return page([], older(f"/{(at - 1) // 12}/{(at - 1) % 12 + 1:02d}/", "Older posts"))

    asked, _, end = walk(month)
    assert len(asked) < 40
    assert end is End.NOTHING_NEW


@pytest.mark.promise("T11")
def test_a_redirect_to_the_first_page_is_the_end() -> None:
    cursor = Cursor(url=f"{SPORT}page/9/", page=9, way=Way.NAMED)
    given = page_of(page(range(5), older("/sport/page/2/")), cursor, base_url=SPORT)
    assert (given.end, len(given.reading.links)) == (End.PAST_THE_END, 5)


@pytest.mark.promise("T11")
def test_an_endless_list_ends_at_the_limit() -> None:
    cursor = Cursor(url=f"{SPORT}page/{MAX_PAGES}/", page=MAX_PAGES, way=Way.NAMED)
    assert page_of(page(range(5), older(f"/sport/page/{MAX_PAGES + 1}/")), cursor).end is End.TOO_MANY_PAGES


@pytest.mark.promise("T11")
def test_pages_that_are_all_known_end_an_incremental_walk() -> None:
    cursor = first_cursor(SEED)
    for number in (1, 2, 3):
        given = ended_by_known(page_of(page(range(5 * number, 5 * number + 5), older(f"/sport/page/{number + 1}/")), cursor), new=0)
        cursor = given.next or cursor
    assert given.end is End.ALL_KNOWN


NEXT = [
    ("relation", older("/sport/b", "x", 'rel="next"'), "/sport/b"),
    ("link element", '<link rel="next" href="/sport/b">', "/sport/b"),
    ("label", older("/sport/b", "›", 'aria-label="Next page"'), "/sport/b"),
    ("signs around", older("/sport/b", "« Older posts 2 »"), "/sport/b"),
    ("number", older("/sport/?start=20", "3") + older("/sport/?start=10", "2"), "/sport/?start=10"),
    ("counted from nought", older("?page=0", "1") + older("?page=1", "2") + older("?page=2", "3"), "/sport/?page=1"),
    ("a number of another list", older("/culture/page/2/", "2"), "/sport/page/2/"),
    ("a slider", older("/2019/04/01/a-goal/", "Next", 'class="next"'), "/sport/page/2/"),
    ("more of another list", older("/culture/", "More"), "/sport/page/2/"),
    ("another site", older("https://elsewhere.example/2", "Next"), "/sport/page/2/"),
    ("nowhere", older("#", "Next"), "/sport/page/2/"),
    ("a script", older("javascript:more()", "Load more"), "/sport/page/2/"),
]


@pytest.mark.parametrize(("more", "address"), [case[1:] for case in NEXT], ids=[case[0] for case in NEXT])
def test_the_next_page(more: str, address: str) -> None:
    given = page_of(page(range(5), more))
    assert given.next is not None
    assert given.next.url == HOST + address
    assert len({link.url for link in given.reading.links} - {f"{HOST}/2019/04/01/a-goal/"}) == 5


def test_a_link_header_names_the_next_page() -> None:
    given = page_of(page(range(5)), link_header='</sport/c>; rel="next"')
    assert given.next is not None
    assert given.next.url == f"{HOST}/sport/c"


def named(more: str) -> str | None:
    given = page_of(page(range(5), more))
    return given.next.url if given.next and given.next.way is Way.NAMED else None


@pytest.mark.parametrize("language", OLDER_WORDS)
def test_every_word_for_older(language: str) -> None:
    assert [word for word in OLDER_WORDS[language] if named(older("/sport/b", f"« {word}")) != f"{HOST}/sport/b"] == []


@pytest.mark.parametrize(("language", "word"), [(language, word) for language, words in MORE_WORDS.items() for word in words])
def test_every_word_for_more(language: str, word: str) -> None:
    assert named(older("?more=b", word)) == f"{SPORT}?more=b"


@pytest.mark.parametrize("name", sorted(NEXT_CLASSES))
def test_every_class(name: str) -> None:
    assert named(older("/sport/b", "x", f'class="{name}"')) == f"{HOST}/sport/b"


@pytest.mark.parametrize(
    "address", [*(address for _, address in PATH_COUNTERS), *(f"/sport/?{name}=2" for name in (*QUERY_COUNTERS, *OFFSET_PARAMS))]
)
def test_every_counter(address: str) -> None:
    counter = counter_of(HOST + address)
    assert counter is not None
    assert (counter.base, counter.number) == ("courier.example/sport?", 2)
    assert counter_of(f"{HOST}/?p=2") is None


COUNTED = [
    (SPORT, f"{SPORT}page/2/", f"{SPORT}?page=2"),
    (f"{SPORT}page/1/", f"{SPORT}page/2/", f"{SPORT}?page=2"),
    (f"{HOST}/a.html?x=1", None, f"{HOST}/a.html?x=1&page=2"),
]


@pytest.mark.parametrize(("url", "path", "query"), COUNTED)
def test_counting_on(url: str, path: str | None, query: str) -> None:
    assert (in_path(url, 2), in_query(url, 2)) == (path, query)


ADDRESSES = [
    ("/2019/04/01/goal/", True),
    ("/2019/04/goal", True),
    ("/news/48210", True),
    ("/?p=12", True),
    ("/sport/goal.html", True),
    ("/sport/a-goal-in-harbour", True),
    ("/%D9%81%D9%8A-%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D8%A7%D9%84%D9%8A%D9%88%D9%85-%D9%87%D9%86%D8%A7/", True),
    ("/2019/", False),
    ("/2019/04/", False),
    ("/2019/04/01/", False),
    ("/sport/", False),
    ("/world-news/", False),
    ("/index.html", False),
]


@pytest.mark.parametrize(("path", "expected"), ADDRESSES)
def test_addresses_of_articles(path: str, expected: bool) -> None:
    assert looks_like_article(HOST + path) is expected


HEADLINE = "A long headline about the harbour and its ships"


@pytest.mark.parametrize("folder", sorted(NEVER_FOLDERS | SELDOM_FOLDERS))
def test_every_folder_without_articles(folder: str) -> None:
    assert urls(page_of(f'<p><a href="/{folder}/x/">{HEADLINE}</a><a href="/en/{folder}/x/">{HEADLINE}</a>').reading) == []
    seldom = [f"{HOST}/{folder}/48210"] if folder in SELDOM_FOLDERS else []
    assert urls(page_of(f'<p><a href="/{folder}/48210">{HEADLINE}</a>').reading) == seldom


@pytest.mark.parametrize("ending", NOT_ARTICLE_FILES)
def test_every_file_that_is_no_article(ending: str) -> None:
    assert urls(page_of(f'<p><a href="/files/report-48210{ending}">{HEADLINE}</a>').reading) == []


LINKS = [
    ("a headline anywhere", f'<p><a href="/goal/">{HEADLINE}</a>', True),
    ("a headline in Chinese", '<p><a href="/goal/">港口今天重新开放船只陆续离开了</a>', True),
    ("a heading", '<h3><a href="/goal/">Harbour opens</a></h3>', True),
    ("a heading inside", '<a href="/goal/"><h3>Harbour opens</h3></a>', True),
    ("a short one in an article", '<article><h2><a href="/goal/">Fire</a></h2></article>', True),
    ("a section", '<p><a href="/goal/">Goals</a>', False),
    ("a menu", f'<nav><a href="/goal/">{HEADLINE}</a></nav>', False),
    ("a tag", f'<p><a rel="tag" href="/goal/">{HEADLINE}</a>', False),
    ("another site", f'<p><a href="https://elsewhere.example/goal/">{HEADLINE}</a>', False),
    ("the list itself", f'<p><a href="/sport/#top">{HEADLINE}</a>', False),
    ("the home page", f'<p><a href="/">{HEADLINE}</a>', False),
    ("page seven", f'<p><a href="/sport/page/7/">{HEADLINE}</a>', False),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in LINKS], ids=[case[0] for case in LINKS])
def test_links_of_articles(body: str, expected: bool) -> None:
    assert urls(page_of(body).reading) == ([f"{HOST}/goal/"] if expected else [])


def test_the_outlets_own_rule_decides() -> None:
    outlet = replace(COURIER, article=ArticleRules(path="^/tag/"))
    given = page_of(f'<nav><a href="/tag/a">x</a></nav><article><h2><a href="/b/">{HEADLINE}</a></h2></article>', outlet=outlet)
    assert urls(given.reading) == [f"{HOST}/tag/a"]


DATES = [
    (
        "its own",
        '<article><a href="/a-goal-in-harbour/">x</a><time datetime="2019-04-01T10:00:00+03:00"></time></article>',
        "2019-04-01T10:00:00+03:00",
    ),
    ("in a list inside", '<article><a href="/a-goal-in-harbour/">x</a><ul><li><time datetime="2019-04-01"></time></li></ul></article>', "2019-04-01"),
    ("two", '<article><a href="/a-goal-in-harbour/">x</a><time datetime="2019-04-01"></time><time datetime="2019-04-02"></time></article>', None),
    ("the page's", '<time datetime="2019-04-01"></time><p><a href="/a-goal-in-harbour/">x</a>', None),
]


@pytest.mark.parametrize(("body", "date"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_dates(body: str, date: str | None) -> None:
    given = page_of(body)
    assert [link.hints.published for link in given.reading.links] == [date]
    assert given.newest == given.oldest == date


@given(st.binary(max_size=300), st.sampled_from((200, 404, 410)), st.sampled_from(Way), st.integers(1, 5))
def test_no_body_is_too_odd(body: bytes, status: int, way: Way, number: int) -> None:
    cursor = Cursor(url=SPORT, page=number, way=way)
    given = read_listing_page(body, cursor=cursor, status=status, **about(Via.LISTING, seed=SEED))
    assert (given.next is None) != (given.end is None)


@given(
    st.lists(
        st.sampled_from(
            ["<a ", "href=", '"', "/x?page=2", "http://[", "rel=next", ">", "<article>", "</li>", "<time datetime=9", "Next", "\0", "%ff", "</a>"]
        ),
        max_size=40,
    )
)
def test_no_page_is_too_odd(parts: list[str]) -> None:
    given = page_of("".join(parts))
    assert (given.next is None) != (given.end is None)
