"""Which address is a further part of an article: the forms, and what only looks like one."""

from __future__ import annotations

import pytest

from newscrawl.core.part_address import Where, may_name_parts, part_address
from newscrawl.core.part_forms import PART_PARAMS, PART_SUFFIXES, PART_WORDS

FIRST = "https://courier.example/2026/11/bridge/"
FORMS = [
    (FIRST, f"{FIRST}2/", 2, Where.BELOW),
    (FIRST, "https://courier.example/2026/11/bridge/02", 2, Where.BELOW),
    (FIRST, f"{FIRST}page/3/", 3, Where.BELOW),
    (FIRST, f"{FIRST}?page=2", 2, Where.QUERY),
    (FIRST, f"{FIRST}?utm_source=feed&page=2", 2, Where.QUERY),
    (FIRST, "http://courier.example/2026/11/bridge/2", 2, Where.BELOW),
    (f"{FIRST}amp/", f"{FIRST}2/", 2, Where.BELOW),
    ("https://courier.example/?p=7", "https://courier.example/?p=7&page=2", 2, Where.QUERY),
    ("https://courier.example/?p=7", "https://courier.example/?page=2&p=7", 2, Where.QUERY),
    ("https://courier.example/a.html", "https://courier.example/a_2.html", 2, Where.NAME),
    ("https://courier.example/a-2011.html", "https://courier.example/a-2011-2.html", 2, Where.NAME),
    ("https://courier.example/%D8%B5", "https://courier.example/%d8%b5/2/", 2, Where.BELOW),
    *((FIRST, f"{FIRST}{word}-2", 2, Where.BELOW) for word in PART_WORDS),
    *((FIRST, f"{FIRST}?{name}=2", 2, Where.QUERY) for name in PART_PARAMS),
    *((f"https://courier.example/a.{end}", f"https://courier.example/a-2.{end}", 2, Where.NAME) for end in PART_SUFFIXES),
]
NO_PARTS = [
    (FIRST, FIRST),
    (FIRST, f"{FIRST}1/"),
    (FIRST, f"{FIRST}0/"),
    (FIRST, f"{FIRST}123/"),
    (FIRST, f"{FIRST}comment-page-2/"),
    (FIRST, f"{FIRST}comment-page-2/#comments"),
    (FIRST, f"{FIRST}2/amp/"),
    (FIRST, f"{FIRST}feed/"),
    (FIRST, f"{FIRST}?replytocom=2"),
    (FIRST, f"{FIRST}?print=2"),
    (FIRST, "https://courier.example/2026/11/bridge-2/"),
    (FIRST, "https://courier.example/2026/11/tunnel/2/"),
    (FIRST, "https://courier.example/2026/11/2/"),
    (FIRST, "https://mirror.example/2026/11/bridge/2/"),
    (FIRST, "https://www.courier.example/2026/11/bridge/2/"),
    (FIRST, "https://courier.example:8080/2026/11/bridge/2/"),
    (f"{FIRST}?id=1", f"{FIRST}?id=2&page=2"),
    ("https://courier.example/?p=1", "https://courier.example/?p=2"),
    ("https://courier.example/a.html", "https://courier.example/b_2.html"),
]


@pytest.mark.parametrize(("first", "url", "number", "where"), FORMS, ids=[row[1] for row in FORMS])
def test_a_part_is_known_by_its_address(first: str, url: str, number: int, where: Where) -> None:
    assert part_address(url, first) == (number, where)


@pytest.mark.parametrize(("first", "url"), NO_PARTS, ids=[row[1] for row in NO_PARTS])
def test_what_only_looks_like_a_part_is_none(first: str, url: str) -> None:
    assert part_address(url, first) is None


def test_an_address_that_is_made_of_numbers_takes_no_time() -> None:
    assert part_address(f"{FIRST}{'2/' * 900}", FIRST) is None


@pytest.mark.parametrize("url", [url for first, url, number, _ in FORMS if number == 2])
@pytest.mark.parametrize("markup", ['<a href="{}">2</a>', "<a href='{}'>2</a>", "<a href={}>2</a>", '<a href="{}#story">2</a>'])
def test_a_page_that_names_a_second_part_is_seen(url: str, markup: str) -> None:
    assert may_name_parts(markup.format(url).encode())


@pytest.mark.parametrize("markup", ['<a href="/2026/11/bridge/">', '<link href="/style.css?ver=6.2">', '<div class="col-2">', '<a href="/2019/05/12/">'])
def test_most_pages_name_none(markup: str) -> None:
    assert not may_name_parts(markup.encode())
