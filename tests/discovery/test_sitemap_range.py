"""Which sitemaps of an index can hold links of a range of dates."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.range import Range, parse_range
from newscrawl.discovery.reading import Child
from newscrawl.discovery.sitemap_names import OPEN_WORDS, SITEMAP_NAMES, UNDATED_FOLDERS, UNDATED_NAMES, SitemapName
from newscrawl.discovery.sitemap_range import LASTMOD_SLACK, Order, choose_children, periods_of

HOME = "https://courier.example"
SPRING = parse_range("2019-03", "2019-05", "Asia/Aden")


def child(name: str, modified: str | None = None) -> Child:
    return Child(url=HOME + name, modified=modified)


def asked(children: list[Child], wanted: Range = SPRING, order: Order = Order.NEWEST) -> list[str]:
    return [each.url.removeprefix(HOME) for each in choose_children(children, wanted, order).asked]


@pytest.mark.parametrize("row", SITEMAP_NAMES, ids=[row.example for row in SITEMAP_NAMES])
def test_every_form_of_names(row: SitemapName) -> None:
    more = row.example.replace("-01.xml", "-30.xml")  # a day of a month: no month has 30 parts
    assert periods_of([HOME + row.example, HOME + more])[0] == (date.fromisoformat(row.first), date.fromisoformat(row.last))


@pytest.mark.parametrize("name", UNDATED_NAMES)
def test_every_form_that_says_nothing(name: str) -> None:
    assert periods_of([HOME + name]) == [None]


@pytest.mark.parametrize("word", OPEN_WORDS)
def test_every_word_for_an_open_end(word: str) -> None:
    assert periods_of([f"{HOME}/sitemap-{word}-2015.xml", f"{HOME}/sitemap-{word}-12-2015.xml"]) == [None, None]


@pytest.mark.parametrize("folder", UNDATED_FOLDERS)
def test_every_folder_of_uploads(folder: str) -> None:
    assert periods_of([f"{HOME}{folder}2019/04/sitemap.xml"]) == [None]


YEAR = [f"/sitemap-2019-{month:02d}.xml" for month in range(1, 13)]


def test_months_around_the_range_are_asked_for_the_others_are_not() -> None:
    assert asked([child(name) for name in YEAR]) == [f"/sitemap-2019-{month:02d}.xml" for month in (6, 5, 4, 3, 2)]
    assert asked([child(name) for name in YEAR], order=Order.OLDEST) == [f"/sitemap-2019-{month:02d}.xml" for month in (2, 3, 4, 5, 6)]


def test_why_a_sitemap_was_left_out() -> None:
    chosen = choose_children([child("/sitemap-2017.xml"), child("/post-sitemap1.xml", "2018-01-01"), child("/post-sitemap2.xml", "2019-04-01")], SPRING, Order.NEWEST)
    assert [[each.url.removeprefix(HOME) for each in part] for part in chosen] == [["/post-sitemap2.xml"], ["/sitemap-2017.xml"], ["/post-sitemap1.xml"]]


FORMS = [
    ("a series that passes 2019", [f"/sitemap-{number}.xml" for number in (1, 2, 2017)], [None] * 3),
    ("years", ["/sitemap-2017.xml", "/sitemap-2018.xml"], [2017, 2018]),
    ("months and a year's parts", ["/sitemap-2017-01.xml", "/sitemap-2017-02.xml", "/sitemap-2018-01.xml"], [2017, 2017, 2018]),
    ("parts without a zero", ["/sitemap-2017-1.xml", "/sitemap-2017-9.xml"], [2017, 2017]),
    ("a month's parts without a zero", ["/sitemap-2017-04-2.xml", "/sitemap-2017-09-1.xml"], [(2017, 4), (2017, 9)]),
    ("thirteen parts", [f"/sitemap-2017-{part:02d}.xml" for part in range(1, 14)], [2017] * 13),
    ("parts of a month", ["/sitemap-2017-04-01.xml", "/sitemap-2017-04-02.xml"], [(2017, 4)] * 2),
    ("the plug-in for Google", ["/sitemap-pt-post-2017-04.xml", "/sitemap-pt-post-2017-09.xml"], [(2017, 4), (2017, 9)]),
    ("its parts", ["/sitemap-pt-post-p2-2017-04.xml", "/sitemap-pt-post-p1-2017-09.xml"], [(2017, 4), (2017, 9)]),
    ("escaped", ["/sitemap%2D2017%2D04.xml"], [(2017, 4)]),
    ("two years that differ", ["/2018/sitemap-2017-04.xml"], [None]),
    ("a year within its folder", ["/2017/sitemap-2017-04.xml"], [(2017, 4)]),
    ("no such week", ["/sitemap-2019-W60.xml"], [None]),
    ("no such day", ["/sitemap-20190230.xml"], [None]),
    ("ends before it begins", ["/sitemap_20190501-20190401.xml"], [None]),
    ("no address", ["http://[", "x" * 9_999], [None, None]),
]


@pytest.mark.parametrize(("names", "periods"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_names_of_one_form_are_read_alike(names: list[str], periods: list[int | tuple[int, int] | None]) -> None:
    found = [period and (period[0].year if (period[1] - period[0]).days > 31 else (period[0].year, period[0].month)) for period in periods_of([name if name[0] != "/" else HOME + name for name in names])]
    assert found == periods


def test_a_lastmod_before_the_range_leaves_a_sitemap_out() -> None:
    children = [child("/post-sitemap.xml", "2018-06-01T00:00:00+00:00"), child("/post-sitemap2.xml", "2019-04-01"), child("/post-sitemap3.xml", "2026-01-01"), child("/post-sitemap4.xml")]
    assert asked(children) == ["/post-sitemap3.xml", "/post-sitemap2.xml", "/post-sitemap4.xml"]


def test_a_post_that_was_scheduled_is_newer_than_its_change() -> None:
    first_day = SPRING.first or date.min
    days = [(first_day - LASTMOD_SLACK - timedelta(days=ahead)).isoformat() for ahead in (0, 1)]
    assert asked([child("/a.xml", days[0]), child("/b.xml", days[1])]) == ["/a.xml"]


def test_one_lastmod_for_all_says_nothing() -> None:
    assert asked([child(f"/post-sitemap{number}.xml", "2015-01-01") for number in (1, 2)]) == ["/post-sitemap2.xml", "/post-sitemap1.xml"]
    assert asked([child("/post-sitemap1.xml", "2015-01-01")]) == []


def test_a_name_that_its_lastmod_contradicts_is_no_date() -> None:
    series = [child("/sitemap-articles-2021.xml", "2018-12-30"), child("/sitemap-articles-2022.xml", "2019-04-01")]
    assert asked(series) == ["/sitemap-articles-2022.xml"]


def test_undated_sitemaps_come_in_the_order_of_their_numbers() -> None:
    names = ["/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-post-2.xml", "/wp-sitemap-posts-post-10.xml", "/wp-sitemap-posts-page-1.xml"]
    children = [child(name) for name in names]
    assert asked(children) == [names[2], names[1], names[0], names[3]]
    assert asked(children, order=Order.OLDEST) == names


DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
SHAPES = ("/sitemap-{:%Y-%m}.xml", "/sitemap-{:%Y%m%d}.xml", "/{:%Y/%m}/sitemap.xml", "/sitemap-{:%Y}.xml", "/sitemap-{:%G-W%V}.xml.gz", "/s.xml?yyyy={:%Y&mm=%m&dd=%d}", "/sitemap-{:%Y-%m-%d}.xml")


@given(st.sampled_from(SHAPES), st.lists(DAYS, min_size=1, max_size=30), DAYS, st.integers(0, 60), st.sampled_from(Order))
def test_a_sitemap_that_holds_an_article_of_the_range_is_asked_for(shape: str, published: list[date], first: date, length: int, order: Order) -> None:
    wanted = Range(first=first, last=first + timedelta(days=length))
    names = [shape.format(day) for day in published]
    changed = {name: max(day for day in published if shape.format(day) == name) for name in names}
    children = [child(name, changed[name].isoformat()) for name in changed]
    needed = {shape.format(day) for day in published if first <= day <= first + timedelta(days=length)}
    assert needed <= set(asked(children, wanted, order))


@given(st.lists(st.tuples(st.text(max_size=30), st.none() | st.text(max_size=12)), max_size=20), st.sampled_from(Order))
def test_no_sitemap_is_lost_or_doubled(found: list[tuple[str, str | None]], order: Order) -> None:
    children = [Child(url=HOME + "/" + name, modified=modified) for name, modified in found]
    chosen = choose_children(children, SPRING, order)
    assert sorted(map(repr, [*chosen.asked, *chosen.left_by_name, *chosen.left_by_lastmod])) == sorted(map(repr, children))


@pytest.mark.no_cover
def test_fifty_thousand_odd_names_take_seconds() -> None:
    children = [child(f"/{'&?y=2019' * 20}{'x' * (number % 50)}-{number}-2019-0{number % 10}.xml") for number in range(50_000)]
    begin = time.monotonic()
    chosen = choose_children(children, SPRING, Order.NEWEST)
    assert time.monotonic() - begin < 60
    assert sum(map(len, chosen)) == 50_000
