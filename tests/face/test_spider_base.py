"""An answer becomes a `Page` or an `Unfetched`; no answer becomes an `Unfetched` with the right kind."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers, HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.outlet import ArticleRules, Outlet, Seed, Serves, Via
from newscrawl.core.page import Page, Unfetched
from newscrawl.core.verdict import Reason
from newscrawl.handlers import STOPPED
from newscrawl.manners import ForbiddenByRobots
from newscrawl.polls import strong
from newscrawl.seedreader import Asked
from newscrawl.spiders.answers import MAX_DETAIL_CHARS, header_list, in_words, is_of_outlet, kind_of_error, page_of, unanswered
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.latest import LatestSpider
from newscrawl.stores.state.seeds import SeedState

URL = "https://courier.example/2026/11/bridge/"
LINK = Link(url=URL, outlet="courier")
COURIER = Outlet(
    slug="courier",
    name="Courier",
    home="https://courier.example/",
    seeds=(Seed(via=Via.FEED, url="https://feeds.elsewhere.example/courier.xml", serves=Serves.LATEST),),
    article=ArticleRules(path="^/2026/"),
)

SOFT, HARD, TEMPORARY = FailureKind.SOFT, FailureKind.HARD, FailureKind.TEMPORARY
ERRORS = [
    (DownloadTimeoutError("30 s"), SOFT, Reason.TIMEOUT),
    (CannotResolveHostError("no such host"), TEMPORARY, Reason.NETWORK),
    (DownloadConnectionRefusedError("refused"), SOFT, Reason.NETWORK),
    (DownloadCancelledError("too long"), HARD, Reason.TOO_LARGE),
    (ResponseDataLossError("cut"), SOFT, Reason.NETWORK),
    (UnsupportedURLSchemeError("ftp"), HARD, Reason.BAD_URL),
    (NotSupported("ftp"), HARD, Reason.BAD_URL),
    (DownloadFailedError("reset"), SOFT, Reason.NETWORK),
    (ConnectionResetError("reset"), SOFT, Reason.NETWORK),
    (ForbiddenByRobots("robots.txt closes it"), HARD, Reason.ROBOTS),
    (IgnoreRequest("max redirections reached"), HARD, Reason.REDIRECTS),
    (KeyError("a bug"), SOFT, Reason.BROKE),
]


@pytest.mark.parametrize(("error", "kind", "reason"), ERRORS, ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None)
def test_each_error_has_its_kind(error: Exception, kind: FailureKind, reason: Reason) -> None:
    assert kind_of_error(error) == (kind, reason)


def failed(error: Exception) -> list[Unfetched]:
    failure = Failure(error)
    failure.request = Request(URL, cb_kwargs={"link": LINK})  # type: ignore[attr-defined]
    return list(NewsSpider.page_failed(spider(), failure))


def spider() -> Any:
    """A spider without a crawler."""
    return object.__new__(LatestSpider)


def test_no_answer_is_told_in_words() -> None:
    assert failed(DownloadTimeoutError("took  too\nlong")) == [Unfetched(link=LINK, kind=SOFT, reason=Reason.TIMEOUT, detail="took too long")]


def test_a_request_that_a_stop_overtook_has_no_verdict() -> None:
    assert failed(IgnoreRequest(STOPPED)) == []


@pytest.mark.parametrize(("status", "kind", "reason"), [(300, HARD, Reason.REDIRECTS), (301, HARD, Reason.REDIRECTS), (999, SOFT, Reason.HTTP_ERROR)])
def test_a_status_that_scrapy_keeps_from_us_is_told_all_the_same(status: int, kind: FailureKind, reason: Reason) -> None:
    error = HttpError(Response(URL, status=status), "Ignoring non-200 response")
    assert failed(error) == [Unfetched(link=LINK, kind=kind, reason=reason, detail=f"HTTP {status}")]


@pytest.mark.parametrize(("said", "words"), [("", "ValueError"), ("  \n ", "ValueError"), ("a\n b", "a b"), ("x" * 999, "x" * MAX_DETAIL_CHARS)])
def test_an_error_is_one_short_line(said: str, words: str) -> None:
    assert in_words(ValueError(said)) == words


@pytest.mark.parametrize(
    ("status", "retry_after", "kind", "reason", "wait"),
    [
        (404, None, HARD, Reason.NOT_FOUND, None),
        (503, b"120", SOFT, Reason.HTTP_ERROR, 120.0),
        (429, b" 7 ", SOFT, Reason.HTTP_ERROR, 7.0),
        (503, b"soon", SOFT, Reason.HTTP_ERROR, None),
        (503, b"\xff\xfe", SOFT, Reason.HTTP_ERROR, None),
        (204, b"", SOFT, Reason.HTTP_ERROR, None),
    ],
)
def test_an_answer_that_is_no_page(status: int, retry_after: bytes | None, kind: FailureKind, reason: Reason, wait: float | None) -> None:
    response = Response(URL, status=status, headers={"Retry-After": retry_after} if retry_after is not None else {})
    assert unanswered(response, LINK) == Unfetched(link=LINK, kind=kind, reason=reason, detail=f"HTTP {status}", retry_after_seconds=wait)


PLACES = [
    ("https://courier.example/2026/11/bridge/", True),
    ("http://www.courier.example/2026/11/bridge/", True),
    ("https://m.courier.example/?p=7", True),
    ("https://amp.courier.example/2026/11/bridge/", True),
    ("https://courier.example/", False),
    ("https://courier.example", False),
    ("https://www.courier.example/", False),
    ("https://login.somewhere.example/courier/", False),
    ("https://notcourier.example/2026/11/bridge/", False),
    ("https://courier.example.evil.example/2026/", False),
]


@pytest.mark.parametrize(("url", "is_article_place"), PLACES)
def test_where_an_outlets_article_may_end(url: str, is_article_place: bool) -> None:
    assert is_of_outlet(url, LINK, COURIER) is is_article_place


def test_a_page_has_the_headers_of_the_wire_and_its_way() -> None:
    wire = Headers({"Content-Encoding": "gzip", "X-Two": ["a", "b"]})
    hops = [("https://courier.example/old/", 301, Headers({"Location": URL}))]
    request = Request(URL, headers={"User-Agent": "newscrawl"}, meta={"wire_headers": wire, "hops": hops})
    page = page_of(HtmlResponse(URL, body=b"<p>", headers={"X-After": "decoding"}, request=request), LINK)
    assert isinstance(page, Page)
    assert (page.link, page.url, page.status, page.body) == (LINK, URL, 200, b"<p>")
    assert page.headers == (("Content-Encoding", "gzip"), ("X-Two", "a"), ("X-Two", "b"))
    assert page.request_headers == (("User-Agent", "newscrawl"),)
    assert [(hop.url, hop.status, hop.headers) for hop in page.hops] == [("https://courier.example/old/", 301, (("Location", URL),))]
    assert page.fetched_at.tzinfo is not None


def test_a_page_does_not_print_its_body() -> None:
    """Scrapy logs the item of every error."""
    page = page_of(HtmlResponse(URL, body=b"<p>" * 9999, request=Request(URL)), LINK)
    assert len(repr(page)) < 2000


def test_header_bytes_are_kept_one_by_one() -> None:
    assert header_list(Headers({"X-Odd": b"\xff\xfe\xd8\xae"})) == (("X-Odd", "\xff\xfe\xd8\xae"),)


@pytest.mark.parametrize(("etag", "sent"), [('W/"a"', '"a"'), ('"a"', '"a"'), ('"W/a"', '"W/a"'), (None, None), ("", None)])
def test_the_tag_that_is_sent_back_is_the_applications(etag: str | None, sent: str | None) -> None:
    assert strong(etag) == sent


def test_a_seed_that_a_stop_overtook_is_as_it_was() -> None:
    """Neither failed nor polled: nothing is stored, it is only let go."""
    let_go: list[str] = []

    class Overtaken(LatestSpider):
        ledger = SimpleNamespace(seeds=SimpleNamespace(let_go=lambda outlet: let_go.append(outlet.slug)))  # type: ignore[assignment]

    asked = Asked(outlet=Outlet(slug="courier", name="Courier", home=URL), seed=Seed(via=Via.FEED, url=URL, serves=Serves.LATEST), state=SeedState(outlet="courier", url=URL))
    asyncio.run(object.__new__(Overtaken)._note_failure(asked, IgnoreRequest(STOPPED)))
    assert let_go == ["courier"]
