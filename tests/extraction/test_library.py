"""newscrawl as a library: cheap to import, free of Scrapy, the same in threads and processes, clear about wrong use."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import newscrawl
from newscrawl import Article, Outlet, Rejection, extract
from newscrawl.errors import UsageProblem
from tests.extraction.making import NOW, URL, story

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/*.html"))


def _golden_url(path: Path) -> str:
    url: str = json.loads(path.with_suffix(".json").read_text("utf-8"))["url"]
    return url


def _line(path: Path) -> str:
    """What the page gives: its record's line, or its reason."""
    found = extract(path.read_bytes(), _golden_url(path), fetched_at=NOW)
    return found.to_json() if isinstance(found, Article) else f"{found.reason}: {found.detail}"


def _lines(pool: Executor, paths: Iterable[Path]) -> list[str]:
    return list(pool.map(_line, paths))


MANY = GOLDEN * 4
"""Enough pages for every thread to have several at once."""


def test_threads_give_what_one_gives() -> None:
    alone = [_line(path) for path in GOLDEN]
    with ThreadPoolExecutor(8) as pool:
        assert _lines(pool, MANY) == alone * 4


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_processes_give_what_one_gives(start: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        assert _lines(pool, GOLDEN) == [_line(path) for path in GOLDEN]


def test_extracting_imports_no_scrapy() -> None:
    code = (
        "import sys; from newscrawl import extract, Article, Rejection, Outlet, Hints\n"
        f"print(type(extract({story().encode()!r}, {URL!r})).__name__, *{{'scrapy', 'twisted', 'sqlalchemy', 'warcio'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Article"


def test_importing_newscrawl_imports_little() -> None:
    code = "import sys; before = set(sys.modules); import newscrawl; print(*(n for n in set(sys.modules) - before if n.startswith('newscrawl.')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_the_line_is_the_record_without_raw() -> None:
    article = extract(story().encode(), URL, fetched_at=NOW)
    assert isinstance(article, Article)
    line = article.to_json()
    assert "\n" not in line
    record = json.loads(line)
    assert (record["title"], record["raw"], record["version"], record["cause"]) == ("The bridge opens again", [], 1, "first")


def test_public_names_are_listed() -> None:
    assert set(newscrawl.__all__) <= set(dir(newscrawl))


WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"html": story()}, "not a str; pass response.content, response.body or Path.read_bytes()"),
    ({"html": None}, "not a NoneType"),
    ({"html": bytearray(b"<p>x</p>")}, "not a bytearray"),
    ({"url": None}, "as a str, not a NoneType"),
    ({"url": b"https://a.example/"}, "as a str, not a bytes"),
    ({"headers": {b"Content-Type": [b"text/html"]}}, "both of them str"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG_TYPES)
def test_a_wrong_type_says_what_to_do(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(TypeError) as caught:
        extract(**{"html": story().encode(), "url": URL, **wrong})
    assert says in str(caught.value)


def test_an_unknown_outlet_names_the_nearest() -> None:
    with pytest.raises(UsageProblem, match="did you mean guardian"):
        extract(story().encode(), URL, outlet="gaurdian")


BAD_ADDRESSES = ["", " ", "no address", "file:///etc/passwd", "https://", "https://[::1", "https://user:pw@a.example/", "https://a.example:99999/", "\ud800", "https://bbc.com\uff0fx/"]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_a_bad_address_is_a_rejection(url: str) -> None:
    found = extract(story().encode(), url)
    assert isinstance(found, Rejection)
    assert found.reason is newscrawl.Reason.BAD_URL
    assert found.detail


OUTLETS = [
    # the address of a page, the outlet that it is given to
    ("https://www.theguardian.com/world/2026/nov/22/bridge", "guardian"),
    ("https://theguardian.com/world/2026/nov/22/bridge", "guardian"),
    ("https://www.bbc.com/arabic/articles/c0000000000o", "bbc-arabic"),
    ("https://www.bbc.com/sport/articles/c0000000000o", "bbc-com"),
    ("https://www.courier.example/2026/11/bridge/", "courier-example"),
]


@pytest.mark.parametrize(("url", "slug"), OUTLETS)
def test_a_page_is_given_to_the_bundled_outlet_of_its_address(url: str, slug: str) -> None:
    article = extract(story().encode(), url, fetched_at=NOW)
    assert isinstance(article, Article)
    assert article.outlet == slug


def test_an_outlet_of_ones_own_is_taken_as_it_is() -> None:
    article = extract(story().encode(), "https://www.theguardian.com/x", outlet=Outlet(slug="mine", name="Mine", home="https://mine.example/"))
    assert isinstance(article, Article)
    assert article.outlet == "mine"


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"headers": [("a", "b")]}, TypeError, "headers map"),
        ({"hints": {"title": "x"}}, TypeError, "newscrawl.Hints"),
        ({"outlet": 5}, TypeError, "an Outlet or a slug"),
        ({"fetched_at": "2026-11-25"}, TypeError, "a datetime"),
        ({"fetched_at": datetime.min.replace(tzinfo=UTC)}, ValueError, "year 1"),
        ({"fetched_at": datetime.max.replace(tzinfo=UTC)}, ValueError, "year 9999"),
    ],
    ids=["headers", "hints", "outlet", "text for a time", "too early", "too late"],
)
def test_a_wrong_argument_is_named(wrong: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        newscrawl.extract(b"<p>The bridge is open.</p>", "https://courier.example/2026/bridge/", **wrong)


def test_further_pages_of_an_article_are_part_of_it() -> None:
    line = "A ferry took people across the water in the meantime."
    found = extract(story().encode(), URL, parts=[story("", f"<p>{line}</p>").encode()])
    assert isinstance(found, Article)
    assert (found.text or "").endswith(f"\n{line}")


@pytest.mark.parametrize("parts", [b"one page", ["a text"]])
def test_further_pages_are_bytes(parts: Any) -> None:
    with pytest.raises(TypeError, match="parts"):
        extract(story().encode(), URL, parts=parts)
