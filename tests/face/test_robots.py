"""What is asked of a host before anything else, what its answers mean, and what is remembered of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError, IgnoreRequest, NotConfigured, ResponseDataLossError
from scrapy.http import Response
from scrapy.settings import Settings

from newscrawl.clock import utc_now
from newscrawl.core.asking import Refusal
from newscrawl.core.host_file import PLACES, ROBOTS, TDMREP, HostFile
from newscrawl.core.link import Link
from newscrawl.core.outlet import FetchRules, Outlet
from newscrawl.core.page import HostSignals
from newscrawl.core.verdict import Reason
from newscrawl.guard import ForbiddenAddress, Unasked
from newscrawl.handlers import STOPPED
from newscrawl.manners import ForbiddenByRobots, HostWantsQuiet, Manners, RulesUnknown
from newscrawl.middlewares import TooManyRedirects
from newscrawl.robots import ObeyRobots, origin
from newscrawl.turns import Turns

HOST = "https://courier.example"
PAGE = HOST + "/2026/11/story/"
Answer = Callable[[Request], Response]


class Host:
    """A crawler, its engine and its ledger, as far as the middleware needs them: `answers` by address, one after the other; the last one stays."""

    def __init__(self, robots: list[Answer], tdmrep: list[Answer] | None = None, **more: list[Answer]) -> None:
        self.answers = {HOST + PLACES[ROBOTS]: robots, HOST + PLACES[TDMREP]: tdmrep or [says(404)], **more}
        self.asked: list[str] = []
        self.files: dict[tuple[str, str], HostFile] = {}
        self.settings = Settings({"ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "newscrawl"})
        self.engine = self
        self.book = SimpleNamespace(summary=SimpleNamespace(notes=[]))
        outlet = Outlet(slug="courier", name="Courier", home=HOST + "/", fetch=FetchRules(delay_seconds=1.0))
        self.turns = Turns(Manners([outlet]), self._state, offline=False)

    async def _state(self, _: object) -> float:
        return 0.0

    def get_extension(self, _: type) -> Host:
        return self

    async def host_file(self, host: str, name: str) -> HostFile | None:
        return self.files.get((host, name))

    async def keep_host_file(self, file: HostFile) -> None:
        self.files[file.host, file.name] = file

    async def download_async(self, request: Request) -> Response:
        assert request.meta["dont_obey_robotstxt"]
        assert request.meta["kind"] == "robots"
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answers = self.answers.get(request.url, [says(404)])
        return (answers.pop(0) if len(answers) > 1 else answers[0])(request)

    def expire(self) -> None:
        """Let a day go by for all that is remembered."""
        self.files = {key: replace(file, fetched_at=utc_now() - timedelta(days=2), expires_at=utc_now() - timedelta(days=1)) for key, file in self.files.items()}

    def middleware(self) -> ObeyRobots:
        """The middleware of a new run."""
        return ObeyRobots.from_crawler(self)  # type: ignore[arg-type]


def says(status: int, text: str = "", **headers: str) -> Answer:
    return lambda request: Response(request.url, status=status, body=text.encode(), headers={name.replace("_", "-"): value for name, value in headers.items()})


def fails(error: Exception, *statuses: int) -> Answer:
    """No answer, after redirects with these statuses."""

    def answer(request: Request) -> Response:
        if statuses:
            request.meta["hops"] = [(request.url, status, {}) for status in statuses]
        raise error

    return answer


def ask(host: Host, url: str = PAGE, middleware: ObeyRobots | None = None, **more: Any) -> Request:
    """Send a request through the middleware; returns it."""
    request = Request(url, **more)
    asyncio.run((middleware or host.middleware()).process_request(request))
    return request


def page(url: str = PAGE) -> dict[str, Any]:
    return {"url": url, "cb_kwargs": {"link": Link(url=url, outlet="courier")}}


# --- what an answer means --------------------------------------------------------------------------------------------------------------------

OPEN = [
    says(200, ""),
    says(200, "User-agent: *\nDisallow: /wp-admin/\n"),
    says(200, "<!DOCTYPE html><html>User-agent: *\nDisallow: /\n</html>"),
    says(204),
    *(says(status, "User-agent: *\nDisallow: /") for status in (400, 401, 403, 404, 410, 451)),
    fails(TooManyRedirects("max redirections reached"), 301, 301, 301, 301, 301, 301),
]


@pytest.mark.promise("T12")
@pytest.mark.parametrize("answer", OPEN)
def test_open(answer: Answer) -> None:
    host = Host([answer])
    ask(host)
    assert host.asked == [HOST + "/robots.txt"]


@pytest.mark.promise("T12")
def test_a_closed_address_and_an_open_one() -> None:
    host = Host([says(200, "User-agent: newscrawl\nDisallow: /2026/\n")])
    with pytest.raises(ForbiddenByRobots, match=r"robots\.txt of https://courier.example closes"):
        ask(host)
    ask(host, HOST + "/feed/")
    ask(host, HOST + "/robots.txt")


REFUSED = Refusal(reason=Reason.PRIVATE_ADDRESS, detail="10.0.0.1 is no public address")

NOT_NOW = [
    (says(503, "User-agent: *\nAllow: /"), 300, "HTTP 503"),
    (says(500), 300, "HTTP 500"),
    (says(429), 300, "HTTP 429"),
    (says(429, Retry_After="7200"), 7200, "HTTP 429"),
    (says(503, Retry_After="60"), 300, "HTTP 503"),
    (says(999), 300, "HTTP 999"),
    (fails(DownloadTimeoutError("took too long")), 300, "DownloadTimeoutError: took too long"),
    (fails(ResponseDataLossError("cut")), 300, "cut"),
    (fails(OSError("no route")), 300, "no route"),
    (fails(DownloadTimeoutError("took too long"), 301), 300, "took too long"),
    (fails(CannotResolveHostError("no such name"), 301), 300, "no such name"),
    (fails(DownloadFailedError("certificate verify failed"), 301), 300, "certificate verify failed"),
    (fails(ForbiddenAddress(REFUSED), 301), 300, "its redirect can't be followed: 10.0.0.1 is no public address"),
    (fails(ForbiddenAddress(replace(REFUSED, may_heal=True)), 302), 300, "its redirect can't be followed: 10.0.0.1"),
    (fails(IgnoreRequest("redirected to nowhere: neither http nor https"), 307), 300, "its redirect can't be followed: redirected to nowhere"),
    *((says(status), 300, f"HTTP {status} that leads nowhere") for status in (300, 301, 302, 303, 304, 305, 307, 308)),
]


@pytest.mark.promise("T12")
@pytest.mark.parametrize(("answer", "seconds", "problem"), NOT_NOW)
def test_not_now(answer: Answer, seconds: int, problem: str) -> None:
    """Nothing else is asked of the host, now or in the next run, until its time has come; and it is told once."""
    host = Host([answer])
    for middleware in (host.middleware(), host.middleware()):
        for _ in range(3):
            with pytest.raises(RulesUnknown) as caught:
                ask(host, middleware=middleware, cb_kwargs=page()["cb_kwargs"])
            assert seconds - 10 < caught.value.seconds <= seconds
    assert host.asked == [HOST + "/robots.txt"]
    first, second = host.book.summary.notes
    assert problem in first
    assert HOST in second


@pytest.mark.promise("T12")
def test_the_wait_doubles_while_nothing_is_said_and_ends_with_an_answer() -> None:
    host = Host([says(503), says(503), says(200), says(503)])
    waits = []
    for _ in range(4):
        try:
            ask(host)
        except RulesUnknown as problem:
            waits.append(round(problem.seconds, -1))
        file = host.files[HOST, ROBOTS]
        host.files[HOST, ROBOTS] = replace(file, fetched_at=file.fetched_at - timedelta(days=3), expires_at=file.expires_at - timedelta(days=3))
    assert waits == [300, 600, 300]


PASSED_ON = [
    HostWantsQuiet("courier.example", 60),
    IgnoreRequest(STOPPED),
    ForbiddenAddress(REFUSED),
    Unasked("no room to look up courier.example"),
    KeyError("a bug"),
]


@pytest.mark.promise("T12")
@pytest.mark.parametrize("error", PASSED_ON, ids=lambda error: type(error).__name__)
def test_what_kept_us_from_asking_is_passed_on_and_not_remembered(error: Exception) -> None:
    host = Host([fails(error), says(200)])
    with pytest.raises(type(error)):
        ask(host)
    assert not host.files
    ask(host)


# --- how often it is asked -------------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T12")
def test_all_that_wait_share_one_question() -> None:
    host = Host([says(200, "User-agent: *\nDisallow: /closed/")])
    middleware = host.middleware()

    async def many() -> list[BaseException | None]:
        urls = [f"{HOST}/{'closed' if n % 2 else 'open'}/{n}" for n in range(20)]
        return await asyncio.gather(*(middleware.process_request(Request(url)) for url in urls), return_exceptions=True)

    verdicts = asyncio.run(many())
    assert [isinstance(verdict, ForbiddenByRobots) for verdict in verdicts] == [False, True] * 10
    assert host.asked == [HOST + "/robots.txt"]


@pytest.mark.promise("T12")
def test_runs_share_it_for_a_day() -> None:
    host = Host([says(200, "User-agent: *\nDisallow: /2026/"), says(404)])
    for _ in range(3):
        with pytest.raises(ForbiddenByRobots):
            ask(host)
    assert len(host.asked) == 1
    host.expire()
    ask(host)
    assert len(host.asked) == 2


@pytest.mark.promise("T12")
def test_a_long_run_asks_again_after_a_day() -> None:
    host = Host([says(200), says(404)])
    middleware = host.middleware()
    ask(host, middleware=middleware)
    middleware._robots._said = {key: replace(said, file=replace(said.file, expires_at=utc_now())) for key, said in middleware._robots._said.items()}
    ask(host, middleware=middleware)
    assert len(host.asked) == 2


@pytest.mark.promise("T12")
def test_each_scheme_and_port_has_its_own() -> None:
    host = Host([says(200)])
    for url in (PAGE, "http://courier.example/a", "https://courier.example:8443/a", "https://www.courier.example/a"):
        ask(host, url)
    assert len(host.asked) == 4


def test_without_a_ledger_a_run_remembers_for_itself() -> None:
    host = Host([says(200)])
    host.get_extension = lambda _: None  # type: ignore[assignment, return-value, method-assign]
    middleware = host.middleware()
    ask(host, middleware=middleware)
    ask(host, middleware=middleware)
    assert len(host.asked) == 1
    assert not host.files


@pytest.mark.parametrize("request_", [Request(PAGE, meta={"dont_obey_robotstxt": True}), Request("data:,x"), Request("file:///etc/passwd")])
def test_what_is_not_a_matter_of_robots_txt(request_: Request) -> None:
    host = Host([says(503)])
    asyncio.run(host.middleware().process_request(request_))
    assert not host.asked


def test_it_can_be_switched_off() -> None:
    host = Host([says(200)])
    host.settings.set("ROBOTSTXT_OBEY", False)
    with pytest.raises(NotConfigured):
        host.middleware()


@pytest.mark.promise("T12")
def test_a_large_file_is_read_beside_the_loop() -> None:
    host = Host([says(200, "User-agent: *\n" + "# filling\n" * 20_000 + "Disallow: /2026/\n")])
    with pytest.raises(ForbiddenByRobots):
        ask(host)


# --- Crawl-delay -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T12")
def test_a_crawl_delay_is_learnt_from_the_host_and_from_the_state() -> None:
    host = Host([says(200, "User-agent: *\nCrawl-delay: 20")])
    ask(host)
    assert host.turns.manners.of("courier.example").delay_seconds == 20
    later = Host([says(503)])
    later.files = host.files
    ask(later)
    assert later.turns.manners.of("courier.example").delay_seconds == 20


@pytest.mark.promise("T12")
def test_an_old_crawl_delay_holds_until_the_new_file_is_there() -> None:
    host = Host([says(200, "User-agent: *\nCrawl-delay: 20")])
    ask(host)
    later = Host([lambda request: says(200)(request) if later.turns.manners.of("courier.example").delay_seconds == 20 else says(503)(request)])
    later.files = host.files
    later.expire()
    ask(later)
    assert later.asked == [HOST + "/robots.txt"]


# --- what is said of re-use --------------------------------------------------------------------------------------------------------------------

RESERVED = '[{"location": "/2026/", "tdm-reservation": 1, "tdm-policy": "/terms"}]'
ROBOTS_TXT = "User-agent: *\nContent-Signal: ai-train=no\nContent-Usage: train-ai=n\nContent-Usage: /ok/ train-ai=y\n"


def test_the_signals_of_a_page() -> None:
    host = Host([says(200, ROBOTS_TXT)], [says(200, RESERVED)])
    assert ask(host, **page()).meta["signals"] == HostSignals(content_signal="ai-train=no", content_usage="train-ai=n", tdm_reservation="1", tdm_policy="/terms")
    assert ask(host, **page(HOST + "/ok/1")).meta["signals"] == HostSignals(content_signal="ai-train=no", content_usage="train-ai=y")
    assert host.asked == [HOST + "/robots.txt", HOST + "/.well-known/tdmrep.json"]


def test_only_a_page_needs_them() -> None:
    host = Host([says(200, ROBOTS_TXT)], [says(200, RESERVED)])
    assert "signals" not in ask(host, HOST + "/feed/").meta
    assert host.asked == [HOST + "/robots.txt"]


NO_FILE = [says(404), says(410), says(200, "<html>"), says(503), says(429), says(200, "[" * 70_000), fails(DownloadTimeoutError("took too long")), fails(OSError("reset")), fails(IgnoreRequest("redirected to nowhere"), 301), fails(ForbiddenAddress(REFUSED), 301)]


@pytest.mark.parametrize("answer", NO_FILE)
def test_no_tdmrep_json_keeps_no_page_back_and_is_asked_for_once(answer: Answer) -> None:
    host = Host([says(200)], [answer])
    for _ in range(2):
        assert ask(host, **page()).meta["signals"] == HostSignals()
    assert host.asked.count(HOST + "/.well-known/tdmrep.json") == 1


def test_tdmrep_json_is_not_asked_for_where_robots_txt_closes_it() -> None:
    host = Host([says(200, "User-agent: *\nDisallow: /.well-known/")], [says(200, RESERVED)])
    assert ask(host, **page()).meta["signals"] == HostSignals()
    assert host.asked == [HOST + "/robots.txt"]


@pytest.mark.promise("T12")
def test_the_target_of_a_redirect_has_its_own_hosts_rules_and_signals() -> None:
    other = "https://other.example"
    host = Host([says(200)], [says(200, RESERVED)], **{other + "/robots.txt": [says(200, "User-agent: *\nDisallow: /closed/\nContent-Signal: ai-train=no")]})
    middleware = host.middleware()
    first = ask(host, middleware=middleware, **page())
    target = first.replace(url=other + "/2026/")
    asyncio.run(middleware.process_request(target))
    assert target.meta["signals"] == HostSignals(content_signal="ai-train=no")
    with pytest.raises(ForbiddenByRobots):
        asyncio.run(middleware.process_request(first.replace(url=other + "/closed/")))


@pytest.mark.parametrize(("url", "expected"), [(PAGE, HOST), ("http://Courier.example:80/a?b", "http://courier.example"), ("http://[::1]:8080/", "http://[::1]:8080")])
def test_an_origin_is_scheme_and_authority(url: str, expected: str) -> None:
    assert origin(url) == expected
