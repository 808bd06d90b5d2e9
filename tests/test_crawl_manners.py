"""What the outlet's server sees of a crawl: one gap for all requests, few connections, an honest name; and nothing listens on our side."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from tests.crawling import Crawls, Ran, plain_feed
from tests.site.behaviour import Answer, redirect, status
from tests.site.loopback import LoopbackOutlet

pytestmark = pytest.mark.promise("T13")

DELAY_SECONDS = 0.8
SHORTEST_SHARE = 0.95  # of the delay: a request is on its way for a moment, and its server looks at its clock when it may
CONNECTIONS = 3
SLOW_PAGE_SECONDS = 0.15
CONTACT = "https://crawl.example/about; crawl@crawl.example"
DEAD_PROXY = "http://127.0.0.1:1"


@pytest.mark.promise("T3")
def test_two_runs_at_once_keep_one_gap(tmp_path: Path) -> None:
    """Robots.txt, feed, redirects and pages alike."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(4) as site:
        site.outlet_toml(crawls.outlets, delay=DELAY_SECONDS, connections=2)
        site.behave(site.truth()[0]["url"], redirect("/elsewhere/"))
        runs = [crawls.ran(running) for running in [crawls.start("-a", "force=1") for _ in range(2)]]
        gaps = [after.at - before.at for before, after in pairwise(site.log)]
        assert {ran.code for ran in runs} <= {0, 3}  # what the other run held at the end counts as owed
        assert len(site.asked("/feed/")) >= 1  # a seed that one run asks is not asked by the other
        assert len(gaps) >= 1 + 1 + 4
        assert min(gaps) >= SHORTEST_SHARE * DELAY_SECONDS, gaps
        assert set(site.article_requests().values()) == {1}
        assert len(crawls.records()) == 3


@dataclass(slots=True)
class Load:
    """How many requests the server works on, now and at most."""

    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def slowly(self, answer: Answer) -> Answer:
        """The sound answer of a slow server, counted."""
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(SLOW_PAGE_SECONDS)
        with self.lock:
            self.now -= 1
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A crawl without a delay, watched from outside."""

    site: LoopbackOutlet
    ran: Ran
    load: Load
    listening: list[object]
    processes: int


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), DEAD_PROXY)
    crawls = Crawls(tmp_path_factory.mktemp("watched"), NEWSCRAWL_CONTACT=f"  {CONTACT}\n", **proxies)
    listening: list[object] = []
    processes: list[psutil.Process] = []

    def look() -> None:
        processes.extend([psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)])
        listening.extend(found for process in processes for found in process.net_connections("all") if found.status == psutil.CONN_LISTEN)

    with LoopbackOutlet(12) as site:
        load = Load()
        for article in site.truth():
            site.behave(article["url"], load.slowly)
        site.outlet_toml(crawls.outlets, connections=CONNECTIONS)
        site.on_request(6, look)  # robots.txt, feed, then pages: by then a worker has read the feed
        running = crawls.start()
        ran = crawls.ran(running)
        yield Watched(site=site, ran=ran, load=load, listening=listening, processes=len(processes))


def test_connections_are_as_many_as_allowed_and_no_more(watched: Watched) -> None:
    assert watched.ran.code == 0
    assert watched.load.most == CONNECTIONS


def test_every_request_says_who_we_are(watched: Watched) -> None:
    agents = {request.headers["user-agent"] for request in watched.site.log}
    assert len(agents) == 1
    product, _, contact = agents.pop().partition(" ")
    assert product.partition("/")[0] == "newscrawl"
    assert contact == f"(+{CONTACT})"


def test_no_request_says_where_a_link_was_found_or_carries_a_cookie(watched: Watched) -> None:
    names = {name for request in watched.site.log for name in request.headers}
    assert not names & {"referer", "cookie", "authorization"}


@pytest.mark.promise("T6")
def test_proxies_of_the_environment_are_ignored(watched: Watched) -> None:
    assert watched.ran.links()["kept"] == len(watched.site.truth())


@pytest.mark.promise("T7")
def test_nothing_listens_while_a_crawl_runs(watched: Watched) -> None:
    assert watched.processes >= 2  # the crawl and its worker were looked at
    assert watched.listening == []


def test_a_host_beside_the_outlets_own_that_wants_quiet_keeps_none_of_its_own_pages_away(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(20) as site, LoopbackOutlet(1) as video:
        site.outlet_toml(crawls.outlets, connections=1)
        video.behave("/robots.txt", status(503))
        own = [article["url"] for article in site.truth()]
        site.behave("/feed/", plain_feed(*(url for number, one in enumerate(own) for url in (one, f"{video.home}/video/{number}")[: 2 - number % 2])))
        ran = crawls.latest()
        assert (ran.code, ran.links()["kept"], ran.links()["owed"]) == (3, 20, 10)


def test_a_run_ends_in_its_minutes_and_the_next_goes_on(tmp_path: Path) -> None:
    """A host with an hour between two requests is one that no run waits for."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(2) as site, LoopbackOutlet(3) as quick:
        site.outlet_toml(crawls.outlets, slug="slow", connections=1)
        quick.outlet_toml(crawls.outlets, slug="quick")
        site.robots = "User-agent: *\nCrawl-delay: 3600\n"
        began = time.monotonic()
        ran = crawls.latest("-a", "minutes=1")
        assert time.monotonic() - began < 50
        assert ran.code == 3
        assert len(quick.article_requests()) == 3


def test_what_a_host_kept_from_a_run_with_a_limit_is_owed(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site, LoopbackOutlet(1) as video:
        site.outlet_toml(crawls.outlets, connections=1)
        video.behave("/robots.txt", status(503))
        site.behave("/feed/", plain_feed(*(f"{video.home}/video/{number}" for number in range(4))))
        ran = crawls.latest("-a", "limit=2")
        assert (ran.code, ran.links()["owed"], ran.links()["left"]) == (3, 2, 2)
