"""A WordPress REST interface as a walk asks it: one answer at a time, read in a worker; what goes wrong has a cause that says what can be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind, classify_status, retry_after_seconds
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.page import Page
from newscrawl.core.post import Members
from newscrawl.core.url import host_of
from newscrawl.discovery.wordpress import MOMENT_FIELDS, POST_FIELDS, PostList, RestPost, read_posts, read_types
from newscrawl.discovery.wordpress_walk import rest_url
from newscrawl.handlers import BUSY, QUIET_SECONDS, STOPPED
from newscrawl.ledger import Ledger
from newscrawl.manners import HostWantsQuiet
from newscrawl.seedreader import header
from newscrawl.spiders.addresses import is_at_site
from newscrawl.unanswered import UNANSWERED
from newscrawl.workers import WorkerProblem, workers_of

READ_SECONDS = 60.0
POSTS_ROUTE = "posts"
MOST_WAITS = 5
"""So often in a row a host may ask for a moment of quiet, be left alone for it, and be asked again."""
TRIES = 2
"""Tries after the first, as for pages; none where the next question is a smaller one."""
ANSWERS = [304, *range(400, 600)]
_FAILURES = (*(kind for kind, _, _ in UNANSWERED), IgnoreRequest)


class Cause(StrEnum):
    """What is behind a trouble, and so what can be done."""

    ABSENT = "absent"  # there is no such interface: it may be elsewhere
    REFUSED = "refused"  # it is not for us, or can't be read
    QUIET = "quiet"  # the host wants to be left alone
    HEAVY = "heavy"  # it failed over this question: a smaller one may be answered
    STOPPED = "stopped"  # the run was stopped


class RestTrouble(Exception):
    """Why an interface gave no answer, in the words of the run's summary. `wait`: the seconds that it is to be left alone."""

    def __init__(self, problem: str, cause: Cause, kind: FailureKind = FailureKind.SOFT, wait: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cause = cause
        self.kind = kind
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A whole answer of the interface, and its posts, of which at most `asked_for` were to come; `broken`: why it holds them without their texts."""

    page: Page
    posts: Sequence[RestPost]
    asked_for: int
    total: int | None
    seconds: float
    broken: str = ""


class RestApi:
    """The interface at `root`, asked for posts of the type at `route`; `seed` names both. Every method raises `RestTrouble`."""

    def __init__(self, crawler: Crawler, ledger: Ledger, outlet: Outlet, root: str, route: str = POSTS_ROUTE) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self.outlet = outlet
        self.root = root
        self.route = route
        self.seed = root if route == POSTS_ROUTE else f"{root}#{route}"
        self.has_answered = False

    async def posts(self, asks: Mapping[str, str], fields: str = POST_FIELDS, tries: int = TRIES) -> Answered:
        """The posts of an answer, which is not archived yet."""
        page, response = await self.ask(self.route, {**asks, "_fields": fields}, tries)
        found: PostList | WorkerProblem = await workers_of(self._crawler).run(read_posts, page.body, share=self.outlet.slug, seconds=READ_SECONDS)
        if isinstance(found, WorkerProblem):
            raise RestTrouble(found.detail, Cause.HEAVY)
        if found.unreadable == "not_rest":
            raise RestTrouble(found.unreadable, Cause.REFUSED if self.has_answered else Cause.ABSENT, FailureKind.HARD)
        if found.unreadable:
            raise RestTrouble(found.unreadable, Cause.HEAVY)
        self.has_answered = True
        self._ledger.book.summary.entries(self.outlet.slug, found.refused, {})
        total = header(response, "X-WP-Total") or ""
        return Answered(
            page=page,
            posts=found.posts,
            asked_for=int(asks["per_page"]),
            total=int(total) if re.fullmatch("[0-9]{1,9}", total) else None,
            seconds=response.meta.get("seconds_asked", 0.0),
        )

    async def changed_last(self) -> RestPost | None:
        """The post that was changed last; None where there is none. Shows that the interface answers at all."""
        asks = {"per_page": "1", "orderby": "modified", "order": "desc"}
        return next(iter((await self.posts(asks, MOMENT_FIELDS)).posts), None)

    async def routes(self) -> Mapping[str, str]:
        """The routes of the interface's post types, by the type's name and by the route's own."""
        page, _ = await self.ask("types", {})
        found = read_types(page.body)
        if isinstance(found, str):
            raise RestTrouble(found, Cause.REFUSED, FailureKind.HARD)
        return found

    async def archived(self, page: Page, members: Members | None = None) -> Page:
        """The answer with the place where it was saved, and with it what its posts need to be read again."""
        page = replace(page, members=members)
        return replace(page, raw=(await self._ledger.save(page))[-1:])

    async def ask(self, route: str, asks: Mapping[str, str], tries: int = TRIES) -> tuple[Page, Response]:
        """One answer 200. A host that asks for a moment of quiet is left alone so long, and asked again."""
        link = Link(url=rest_url(self.root, route, asks), outlet=self.outlet.slug, via=Via.WORDPRESS, seed=self.seed)
        for _ in range(MOST_WAITS):
            response = await self._response(link, tries)
            wait = await self._quiet_seconds(response)
            if wait is None:
                return self._page(response, link), response
        raise RestTrouble(f"HTTP {response.status} again and again", Cause.QUIET, wait=max(wait, QUIET_SECONDS))

    async def _response(self, link: Link, tries: int) -> Response:
        assert self._crawler.engine is not None
        about = {"handle_httpstatus_list": ANSWERS, "kind": "wordpress", "max_retry_times": tries}
        request = Request(link.url, headers={"Accept": "application/json"}, meta=about, cb_kwargs={"link": link}, dont_filter=True)
        try:
            return await self._crawler.engine.download_async(request)
        except HostWantsQuiet as quiet:
            raise RestTrouble(str(quiet), Cause.QUIET, wait=quiet.seconds) from quiet
        except _FAILURES as failure:
            if str(failure) == STOPPED:
                raise RestTrouble(STOPPED, Cause.STOPPED) from failure
            is_refused = isinstance(failure, IgnoreRequest)
            cause, kind = (Cause.REFUSED, FailureKind.HARD) if is_refused else (Cause.HEAVY, FailureKind.SOFT)
            raise RestTrouble(_in_words(failure), cause, kind) from failure

    async def _quiet_seconds(self, response: Response) -> float | None:
        """How long the host wants to be left alone, which all runs know then; None when it does not ask for it."""
        wait = retry_after_seconds(header(response, "Retry-After"), utc_now())
        if response.status not in BUSY or (wait is None and response.status != 429):
            return None
        wait = QUIET_SECONDS if wait is None else wait
        await self._ledger.turns.leave_alone(host_of(response.url), wait)
        return wait

    def _page(self, response: Response, link: Link) -> Page:
        if response.status != 200:
            raise _trouble_of(response.status)
        if not is_at_site(response.url, self.outlet) and host_of(response.url) != host_of(self.root):
            raise RestTrouble(f"led to {response.url[:200]}", Cause.REFUSED, FailureKind.HARD)
        headers = response.meta.get("wire_headers", response.headers)
        pairs = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values)
        signals = response.meta.get("signals")
        return Page(link=link, url=response.url, status=200, headers=pairs, body=response.body, fetched_at=utc_now(), signals=signals)


def _trouble_of(status: int) -> RestTrouble:
    kind, reason = classify_status(status)
    if status in (404, 410):
        return RestTrouble(f"{reason}: HTTP {status}", Cause.ABSENT, kind)
    is_heavy = status >= 500 or status == 408
    return RestTrouble(f"{reason}: HTTP {status}", Cause.HEAVY if is_heavy else Cause.REFUSED, kind)


def _in_words(failure: BaseException) -> str:
    reason = next((f"{reason}: " for kind, _, reason in UNANSWERED if isinstance(failure, kind)), "")
    return reason + (" ".join(str(failure).split())[:200] or type(failure).__name__)
