"""What the download handler holds an answer to: bytes by kind of request, seconds by hop and by link, and the guard before all else."""

from __future__ import annotations

import asyncio
import gzip
import threading
from contextlib import suppress
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadTimeoutError, StopDownload
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl import decoding, handlers
from newscrawl.core.asking import Place, Refusal
from newscrawl.core.limits import LINK_SECONDS, MB
from newscrawl.core.verdict import Reason
from newscrawl.guard import ForbiddenAddress, Unasked
from newscrawl.handlers import DECODED_HERE_BYTES, WebHandler
from newscrawl.wire import keep_the_head

STORY = "https://courier.example/2026/11/bridge/"
HOP_SECONDS = 30.0


class Network(BaseDownloadHandler):
    """Answers with what it is given, and keeps what it was asked."""

    def __init__(self, crawler: Any, answer: Response | Exception) -> None:
        super().__init__(crawler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    async def download_request(self, request: Request) -> Response:
        self.asked.append(dict(request.meta))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def close(self) -> None:
        """Nothing is open."""


class Guard:
    """A guard that lets everything pass but what it refuses by name."""

    def __init__(self, refused: Refusal | None = None, why: CannotResolveHostError | None = None) -> None:
        self.refused = refused
        self.why = why

    def admit(self, request: Request, named: object) -> Place:
        return Place("courier.example", 443)

    def refusal(self, place: Place) -> Refusal | None:
        return self.refused

    def unresolved(self, host: str) -> CannotResolveHostError | None:
        return self.why


def answer(body: bytes = b"<p>", **headers: str) -> Response:
    return Response(STORY, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def fetched(monkeypatch: pytest.MonkeyPatch, request: Request, said: Response | Exception, guard: Guard | None = None, most: int = 50 * MB) -> tuple[Response, Network]:
    monkeypatch.setattr(handlers, "guard_in_place", lambda: guard or Guard())
    crawler = get_crawler()
    crawler.crawling = True
    network = Network(crawler, said)
    web = WebHandler(crawler, network, most, HOP_SECONDS)
    return asyncio.run(web.download_request(request)), network


KINDS = [
    (None, 50 * MB, 10 * MB, None),
    ("page", 50 * MB, 10 * MB, None),
    ("feed", 50 * MB, 30 * MB, None),
    ("sitemap", 50 * MB, 50 * MB, None),
    ("sitemap", 20 * MB, 20 * MB, None),
    ("page", 0, 10 * MB, None),
    ("robots", 50 * MB, 0, 512 * 1024),
    ("robots", 1000, 0, 1000),
]


@pytest.mark.parametrize(("kind", "most", "max_bytes", "head_bytes"), KINDS)
def test_each_kind_has_its_bytes_on_the_wire(monkeypatch: pytest.MonkeyPatch, kind: str | None, most: int, max_bytes: int, head_bytes: int | None) -> None:
    _, network = fetched(monkeypatch, Request(STORY, meta={"kind": kind} if kind else {}), answer(), most=most)
    (asked,) = network.asked
    assert (asked["download_maxsize"], asked["bytes_wanted"]) == (max_bytes, head_bytes)


@pytest.mark.parametrize(
    ("spent", "wanted", "timeout"),
    [(0.0, None, HOP_SECONDS), (0.0, 5.0, 5.0), (LINK_SECONDS - 10, None, 10.0), (LINK_SECONDS - 10, 30.0, 10.0)],
)
def test_a_hop_has_what_is_left_for_its_link(monkeypatch: pytest.MonkeyPatch, spent: float, wanted: float | None, timeout: float) -> None:
    meta = {"seconds_asked": spent, "download_timeout": wanted}
    _, network = fetched(monkeypatch, Request(STORY, meta=meta), answer())
    assert network.asked[0]["download_timeout"] == pytest.approx(timeout)


def test_a_link_that_took_all_its_time_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request(STORY, meta={"seconds_asked": LINK_SECONDS})
    with pytest.raises(DownloadTimeoutError, match="all its tries"):
        fetched(monkeypatch, request, answer())
    assert request.meta["dont_retry"] is True


@pytest.mark.parametrize("said", [answer(), DownloadTimeoutError("30 s")])
def test_the_time_counts_however_it_ended(monkeypatch: pytest.MonkeyPatch, said: Response | Exception) -> None:
    """And goes along when Scrapy copies the request for a redirect or another try."""
    request = Request(STORY, meta={"seconds_asked": 7.0})
    with suppress(DownloadTimeoutError):
        fetched(monkeypatch, request, said)
    assert 7.0 < request.meta["seconds_asked"] < 37.0
    assert request.replace(url="https://courier.example/else/").meta["seconds_asked"] == request.meta["seconds_asked"]


def test_a_page_that_inflates_too_far_is_no_page_and_a_feed_may(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"".join(b"%d " % number for number in range(2_000_000))
    packed = answer(gzip.compress(body), Content_Encoding="gzip")
    assert 10 * MB < len(body) < 30 * MB
    with pytest.raises(DownloadCancelledError):
        fetched(monkeypatch, Request(STORY), packed)
    assert fetched(monkeypatch, Request(STORY, meta={"kind": "feed"}), packed)[0].body == body


def test_of_a_long_robots_txt_the_head_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = fetched(monkeypatch, Request(STORY, meta={"kind": "robots"}), answer(b"# \n" * 400_000))
    assert len(found.body) == 512 * 1024


@pytest.mark.parametrize(("size", "is_beside"), [(100, False), (DECODED_HERE_BYTES * 20, True)])
def test_large_bodies_are_decoded_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch, size: int, is_beside: bool) -> None:
    threads: list[threading.Thread] = []
    monkeypatch.setattr(handlers, "inflated", lambda *args: (threads.append(threading.current_thread()), decoding.inflated(*args))[1])
    body = bytes(range(256)) * (size // 100)
    packed = gzip.compress(body, compresslevel=0)
    assert fetched(monkeypatch, Request(STORY), answer(packed, Content_Encoding="gzip"))[0].body == body
    assert (threads[0] is not threading.main_thread()) is is_beside


def test_a_name_that_leads_to_a_private_address_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = Refusal(reason=Reason.PRIVATE_ADDRESS, detail="leads to 127.0.0.1", may_heal=True)
    with pytest.raises(ForbiddenAddress, match=r"leads to 127\.0\.0\.1"):
        fetched(monkeypatch, Request(STORY), CannotResolveHostError("no results"), Guard(refusal))


@pytest.mark.parametrize(("why", "told"), [(CannotResolveHostError("no answer"), "no answer"), (Unasked("no room"), "no room"), (None, "no results")])
def test_a_name_without_an_address_is_told_as_that(monkeypatch: pytest.MonkeyPatch, why: CannotResolveHostError | None, told: str) -> None:
    with pytest.raises(type(why or CannotResolveHostError()), match=told):
        fetched(monkeypatch, Request(STORY), CannotResolveHostError("no results"), Guard(why=why))


@pytest.mark.parametrize(("wanted", "pieces", "stops_at"), [(None, [9**6], None), (100, [60, 40], 1), (100, [60, 39], None), (100, [200], 0)])
def test_reading_stops_when_enough_came(wanted: int | None, pieces: list[int], stops_at: int | None) -> None:
    request = Request(STORY, meta={"bytes_wanted": wanted})
    for number, size in enumerate(pieces):
        if number == stops_at:
            with pytest.raises(StopDownload) as stop:
                keep_the_head(bytes(size), request)
            assert stop.value.fail is False
        else:
            keep_the_head(bytes(size), request)
