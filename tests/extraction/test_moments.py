"""Dates that a reader sees: time elements, and the date lines around the headline."""

from __future__ import annotations

import pytest

from newscrawl.core.date_kind import DateKind
from newscrawl.core.outlet import Outlet
from newscrawl.extraction.around import MAX_STEPS, look_around
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.index_folders import HOUSE_PAGES, LIST_FOLDERS
from newscrawl.extraction.moments import MAX_MARKS, Printed, read_dated_lines, read_printed, read_times
from tests.extraction.making import PROSE, document

H1 = "<h1>The bridge opens again</h1>"
WORDS = "Hundreds of people walked across the old bridge over the river before the first bus was let through on Monday morning at eight. "


def _page(inner: str, head: str = "<title>The bridge opens again | Riverside Courier</title>") -> Document:
    return document(f"<!doctype html><html><head>{head}</head><body>{inner}</body></html>")


def _printed(inner: str) -> tuple[Printed, ...]:
    doc = _page(inner)
    return read_printed(doc, look_around(doc))


def _lines(doc: Document) -> Findings:
    around = look_around(doc)
    return read_dated_lines(doc, around, read_printed(doc, around))


def _times(inner: str) -> Findings:
    doc = _page(inner)
    return read_times(doc, look_around(doc))


PUBLISHED = "<time class='entry-date published' datetime='2026-11-20T10:00:00+00:00'>20 Nov</time>"
UPDATED = "<time class='updated' datetime='2026-11-21T10:00:00+00:00'>21 Nov</time>"
FOUND = Findings(published="2026-11-20T10:00:00+00:00", modified="2026-11-21T10:00:00+00:00")


@pytest.mark.parametrize(
    "inner",
    [
        H1 + PUBLISHED + UPDATED,
        H1 + UPDATED + PUBLISHED,
        f"<div>{PUBLISHED}{UPDATED}</div>{H1}",
        f"{H1}<ul class='meta'><li><a href='/x'>City</a> {PUBLISHED}</li><li>{UPDATED}</li></ul>",
        f"<article>{H1}</article><div>{PUBLISHED}{UPDATED}</div>",
        f"{H1}<span itemprop='datePublished' content='2026-11-20T10:00:00+00:00'></span><span itemprop='dateModified' content='2026-11-21T10:00:00+00:00'></span>",
        f"{H1}<time pubdate datetime='2026-11-20T10:00:00+00:00'></time><time class='modified'>2026-11-21T10:00:00+00:00</time>",
        f"{H1}<time datetime='2026-01-01'>x</time>{PUBLISHED}{UPDATED}",
    ],
)
def test_times_by_their_hints(inner: str) -> None:
    assert _times(inner) == FOUND


@pytest.mark.parametrize(
    "inner",
    [
        f"{H1}<aside>{PUBLISHED}</aside>",
        f"{H1}<div class='related'>{PUBLISHED}</div>",
        f"{H1}<ol class='comment-list'><li>{PUBLISHED}</li></ol>",
        f"<article>{H1}</article><article>{PUBLISHED}</article>",
        f"{H1}<ul><li><a href='/x'>A teaser of quite another story</a>{PUBLISHED}</li></ul>",
        f"{H1}<time datetime='soon'>soon</time>",
        H1 + "<time></time>" * MAX_STEPS + PUBLISHED,
    ],
)
def test_times_of_something_else_are_none_of_ours(inner: str) -> None:
    assert _times(inner) == Findings()


def test_without_a_headline_the_first_times_count() -> None:
    assert _times(f"<aside>{PUBLISHED}</aside><p>{UPDATED}</p>") == Findings(modified="2026-11-21T10:00:00+00:00")


def test_dated_lines() -> None:
    doc = _page(f"{H1}<p class='date-updated'>21 November 2026</p><div class='date'>{'x' * 200}</div><p class='post-date'>٢٠ نوفمبر ٢٠٢٦</p>")
    assert _lines(doc) == Findings(published="2026-11-20", modified="2026-11-21")


def test_date_lines_further_off_count_for_want_of_a_nearer_one() -> None:
    doc = _page(f"{H1}{PROSE}<p>{WORDS}</p><p>{WORDS}</p><p class='date-updated'>21 November 2026</p><p class='post-date'>20 November 2026</p>")
    assert _lines(doc) == Findings(published="2026-11-20", modified="2026-11-21")


LONG = f"<p>{WORDS}</p>" * 4
TIME, DATED = "<time datetime='2023-05-06'>6 May 2023</time>", "<span class='date'>6 May 2023</span>"
STORY = "<a href='/2023/05/harbour/'>The harbour is closed for the winter</a>"
FAR_OFF = [
    (f"{LONG}<p>Read: <a href='/x'>Harbour closed</a> {TIME}</p>", None),
    (f"{LONG}<section><h3>Comments</h3><div><b>Ben Okri</b> {DATED}<p>At last.</p></div></section>", None),
    (f"{LONG}<section><div><b>Ben Okri</b> <span class='date'>2 hours ago</span><p>At last.</p></div></section>", None),
    (f"{LONG}<section><div><b>Ben Okri</b> <span class='date'>Posted 2 hours ago</span><p>At last.</p></div></section>", None),
    (f"<div>{STORY} {TIME}</div>{LONG}", None),
    (f"<div>{STORY} {DATED}</div>{LONG}", None),
    (f"<div><a href='/z'>Storm nears</a> <span>2 hours ago</span></div>{LONG}", None),
    (f"{LONG}<p>Published {TIME}</p>", "2023-05-06"),
    (f"{LONG}<p class='post-date'>6 May 2023</p>", "2023-05-06"),
    (f"<div><a href='/staff/1'>Mona Salih and Ben Okri</a> {TIME}</div>{LONG}", "2023-05-06"),
    (f"<div><a href='/2026/'>News of the year so far</a> {TIME}</div>{LONG}", "2023-05-06"),
    (f"<div><a href='https://post.example/share'>Send this to somebody else</a> {TIME}</div>{LONG}", "2023-05-06"),
    (f"<div><a href='/staff/1'>Mona Salih</a> <span>2 days ago</span></div>{LONG}", "2026-11-20"),
]


@pytest.mark.parametrize(("inner", "day"), FAR_OFF)
def test_a_date_that_says_nothing_of_itself_is_the_storys_only_near_the_headline(inner: str, day: str | None) -> None:
    doc = _page(f"<main><header>{H1}</header>{inner}</main>")
    around = look_around(doc)
    found = {read_times(doc, around).published, read_dated_lines(doc, around, read_printed(doc, around)).published}
    assert found - {None} == ({day} if day else set())


def _day_beside(href: str) -> str | None:
    """The day in a line below the headline that holds a link of some words."""
    return _lines(_page(f"<main>{H1}<div><span class='date'>6 May 2023</span> <a href='{href}'>What the council does all day</a></div>{LONG}</main>")).published


@pytest.mark.parametrize("folder", sorted({*LIST_FOLDERS, *HOUSE_PAGES, "author"}))
def test_a_link_to_a_list_or_a_page_of_the_house_is_no_other_story(folder: str) -> None:
    assert _day_beside(f"/{folder}/what-the-council-does") == "2023-05-06"


@pytest.mark.parametrize(
    ("href", "day"),
    [
        ("/subscribe", "2023-05-06"),
        ("/en/about/how-we-work", "2023-05-06"),
        ("/en/category/council", "2023-05-06"),
        ("/category/city/the-council-meets", None),
        ("/city/the-council-meets", None),
    ],
)
def test_what_stands_further_behind_a_folder_of_lists_may_be_a_story(href: str, day: str | None) -> None:
    assert _day_beside(href) == day


def test_a_date_in_the_headlines_own_block_stands_behind_no_text() -> None:
    block = f"{H1}<p>{WORDS}</p><p>{WORDS}</p>"
    assert _lines(_page(f"<article><div>{block}{DATED}</div>{LONG}</article>")) == Findings(published="2023-05-06")
    assert _lines(_page(f"<article>{block}{DATED}{LONG}</article>")) == Findings()


PUBLISHED_KIND, MODIFIED_KIND, UNSAID = DateKind.PUBLISHED, DateKind.MODIFIED, DateKind.UNSAID
BESIDE = [
    ("<p>20 November 2026</p>", [("2026-11-20", UNSAID)]),
    ("<p>Published 20 November 2026</p>", [("2026-11-20", PUBLISHED_KIND)]),
    ("<p>Published 20 November 2026, updated 21 November 2026</p>", [("2026-11-20", PUBLISHED_KIND), ("2026-11-21", MODIFIED_KIND)]),
    ("<p>Last updated: <span>21 November 2026</span></p>", [("2026-11-21", MODIFIED_KIND)]),
    ("<div><span>Updated on</span> Nov. 21, 2026</div>", [("2026-11-21", MODIFIED_KIND)]),
    ("<div><b>Page updated:</b><i>21 November 2026</i></div>", [("2026-11-21", MODIFIED_KIND)]),
    ("<div class='last-modified'><i>21 November 2026</i></div>", [("2026-11-21", MODIFIED_KIND)]),
    ("<p>By Mona Salih | 20 November 2026 | 5 min read</p>", [("2026-11-20", UNSAID)]),
    ("<p>Stand: 21.11.2026</p>", [("2026-11-21", MODIFIED_KIND)]),
    ("<p>기사입력 :[ 2026-11-20 15:24 ]</p>", [("2026-11-20T15:24+00:00", PUBLISHED_KIND)]),
    (
        "<p>Updated Sat, 21 Nov 2026, Published by: राम शर्मा Fri, 20 Nov 2026</p>",
        [("2026-11-21", MODIFIED_KIND), ("2026-11-20", PUBLISHED_KIND)],
    ),
    ("<p>By the river on 20 November 2026</p>", []),
    ("<p>2026年11月20日 公開 2026年11月21日 更新</p>", [("2026-11-20", PUBLISHED_KIND), ("2026-11-21", MODIFIED_KIND)]),
    ("<p>آخر تحديث: ٢١ نوفمبر ٢٠٢٦</p>", [("2026-11-21", MODIFIED_KIND)]),
    ("<time datetime='2026-11-20T10:00:00Z'>20 November 2026</time>", [("2026-11-20T10:00:00+00:00", UNSAID)]),
    ("<p>In 2024 the city had 12 bridges</p>", []),
    ("<p>November 2026</p>", []),
    ("<div class='related'><p>20 November 2026</p></div>", []),
    (f"<p>{WORDS}</p><p>{WORDS}</p><p>20 November 2026</p>", []),
]


@pytest.mark.parametrize(("inner", "dates"), BESIDE)
def test_dates_beside_the_headline(inner: str, dates: list[tuple[str, DateKind]]) -> None:
    assert [(mark.moment, mark.kind) for mark in _printed(f"<article>{H1}{inner}</article>")] == dates


def test_a_date_above_the_headline() -> None:
    assert [mark.moment for mark in _printed(f"<header><div>20 November 2026</div><div>{H1}</div></header>")] == ["2026-11-20"]


def test_without_a_headline_the_first_heading_is_the_place_to_look() -> None:
    assert [mark.moment for mark in _printed("<h1>Quite another thing</h1><p>20 November 2026</p>")] == ["2026-11-20"]
    assert _printed("<p>20 November 2026</p>") == ()


def test_no_more_dates_than_a_list_has() -> None:
    assert len(_printed(H1 + "".join(f"<p>{day} October 2026</p>" for day in range(1, 31)))) == MAX_MARKS


TWO_WAYS = [
    ("", None, frozenset[str](), []),
    ("", None, frozenset({"2026-03-04"}), ["2026-03-04"]),
    ("", None, frozenset({"2026-04-03"}), ["2026-04-03"]),
    ("", None, frozenset({"2026-03-04", "2026-04-03"}), []),
    ("en-US", None, frozenset[str](), []),
    ("fr", None, frozenset[str](), ["2026-04-03"]),
    ("fr", None, frozenset({"2026-03-04"}), ["2026-03-04"]),
    ("en", "America/New_York", frozenset[str](), ["2026-03-04"]),
    ("en-US", "Europe/London", frozenset[str](), ["2026-04-03"]),
]


@pytest.mark.parametrize(("language", "zone", "known", "days"), TWO_WAYS)
def test_numbers_that_can_be_read_in_two_ways(language: str, zone: str | None, known: frozenset[str], days: list[str]) -> None:
    outlet = Outlet(slug="courier", name="Riverside Courier", home="https://courier.example/", timezone=zone)
    doc = document(f"<html lang='{language}'><head><title>The bridge opens again</title></head><body>{H1}<p>Published 03/04/2026</p></body></html>", outlet)
    assert [mark.moment for mark in read_printed(doc, look_around(doc), known)] == days


def test_how_long_ago() -> None:
    assert [mark.moment for mark in _printed(f"{H1}<p>Published 3 hours ago</p>")] == ["2026-11-22"]
    assert [mark.moment for mark in _printed(f"{H1}<p>5 minutes ago</p>")] == ["2026-11-22T15:55+00:00"]
    assert _printed(f"{H1}<p>5 min read</p>") == ()


def test_a_clock_without_a_zone_is_kept_apart() -> None:
    outlet = Outlet(slug="courier", name="Riverside Courier", home="https://courier.example/")
    doc = document(f"<html><head><title>The bridge opens again</title></head><body>{H1}<p>20 November 2026, 10:15</p></body></html>", outlet)
    (mark,) = read_printed(doc, look_around(doc))
    assert (mark.moment, mark.local) == ("2026-11-20", "2026-11-20T10:15+00:00")


@pytest.mark.parametrize("clock", ["25 November 2026", '<span class="date">25 November 2026</span>', '<time datetime="2026-11-25">today</time>'])
def test_the_clock_in_a_sites_header_is_no_date_of_the_story(clock: str) -> None:
    doc = document(f"<html><head><title>The bridge</title></head><body><header>{clock}</header><main><article><h1>The bridge</h1>{PROSE}</article></main></body></html>")
    around = look_around(doc)
    printed = read_printed(doc, around)
    assert (read_times(doc, around), read_dated_lines(doc, around, printed)) == (Findings(), Findings())
