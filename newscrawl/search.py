"""Seeds of an outlet whose file names none: looked for from its home page, and remembered once one of them gave something to read."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind, classify_status, retry_after_seconds
from newscrawl.core.host_file import ROBOTS
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.robots import parse_robots
from newscrawl.core.schedule import CEILING_SECONDS
from newscrawl.core.url import host_of, url_key
from newscrawl.discovery.home import sitemaps_in_robots, well_known_seeds
from newscrawl.handlers import QUIET_SECONDS, STOPPED
from newscrawl.hostfiles import UNREACHABLE
from newscrawl.ledger import Ledger
from newscrawl.manners import HostWantsQuiet, turn
from newscrawl.polls import after_asking_later, after_failure
from newscrawl.robots import origin
from newscrawl.seedreader import Asked, SeedReader, header
from newscrawl.stores.state.seeds import Origin, SeedState
from newscrawl.tasks import read_home
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

MOST_FEEDS = 5
"""Feeds of one home page that are kept: the main one and those of large sections; more repeat each other."""
MOST_TRIES = 8
"""Addresses of one group that are tried: a home page may declare hundreds."""
NOTHING_FOUND = "no feed or sitemap was found from the home page; name a seed in the outlet file"
_MARK = "#search"
"""Makes the address of the search's own state one that no seed has: a clean address has no fragment."""

SeedRequest = Callable[[Asked], Request]


def search_state(outlet: Outlet) -> SeedState:
    """The state of the search for seeds of `outlet`, before the first."""
    return SeedState(outlet=outlet.slug, url=outlet.home + _MARK, origin=Origin.SEARCH)


class SeedSearch:
    """Tries the addresses where an outlet may announce its articles: what the home page declares, then the usual places.

    `seed_request` makes the request for a seed.
    """

    def __init__(self, crawler: Crawler, ledger: Ledger, reader: SeedReader, seed_request: SeedRequest) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._reader = reader
        self._seed_request = seed_request

    async def from_home(self, home: Response, outlet: Outlet, state: SeedState) -> None:
        """Search with the home page's answer; what is found is stored, its links too."""
        found: list[str] = []
        is_over = False
        hopes = _Hopes(home=outlet.home, kind=FailureKind.HARD if home.status == 200 else classify_status(home.status)[0])
        try:
            async for group in self._groups(home, outlet):
                await self._try(group, outlet, hopes, found)
                if found:
                    break
            await self._end(outlet, state, found, hopes.kind)
            is_over = True
        except HostWantsQuiet as quiet:
            await self.postpone(outlet, state, quiet.seconds, found)
            is_over = True
        except _Stopped:
            logger.info("stopped while looking for seeds; they are looked for again outlet=%s", outlet.slug)
        finally:
            if not is_over:
                self._ledger.seeds.let_go(outlet)  # as it was

    async def postpone(self, outlet: Outlet, state: SeedState, seconds: float, found: Sequence[str] = ()) -> None:
        """A host wants to be left alone: the search goes on in a later run."""
        logger.info("looking for seeds is put off for %.0f s outlet=%s", seconds, outlet.slug)
        later = after_asking_later(state, seconds, int(utc_now().timestamp()))
        self._ledger.book.summary.no_seed(outlet.slug, f"{outlet.home}: the host wants to be left alone; seeds are looked for later")
        await self._ledger.seeds.search_ended(outlet, later, found)

    async def failed(self, outlet: Outlet, state: SeedState, problem: str, kind: FailureKind) -> None:
        """The home page could not be had."""
        await self._end(outlet, state, (), kind, f"{outlet.home}: {problem}; no seed could be looked for")

    async def _groups(self, home: Response, outlet: Outlet) -> AsyncIterator[Sequence[Seed]]:
        """Candidates in the order in which they are tried; the search ends with the first group that holds a sound one."""
        if home.status == 200 and "html" not in (header(home, "Content-Type") or "").lower():
            yield [Seed(via=via, url=outlet.home, serves=Serves.LATEST) for via in (Via.FEED, Via.SITEMAP)]  # a feed's own address was given
        declared = await self._declared(home) if home.status == 200 else ()
        yield [seed for seed in declared if seed.via is Via.FEED]
        usual = [*well_known_seeds(outlet.home), *well_known_seeds(f"{origin(outlet.home)}/")]
        yield [seed for seed in usual if seed.via is Via.FEED]
        yield [*sitemaps_in_robots(await self._named_in_robots(outlet), outlet.home), *(seed for seed in usual if seed.via is Via.SITEMAP)]

    async def _declared(self, home: Response) -> Sequence[Seed]:
        links = b", ".join(home.headers.getlist("Link")).decode("latin-1") or None
        found = await workers_of(self._crawler).run(read_home, home.body, home.url, header(home, "Content-Type"), links)
        return () if isinstance(found, WorkerProblem) else found

    async def _named_in_robots(self, outlet: Outlet) -> Sequence[str]:
        """Sitemap lines of the robots.txt, which was read before the home page was asked for."""
        file = await self._ledger.host_file(origin(outlet.home), ROBOTS)
        return parse_robots(file.body, "").sitemaps if file is not None else ()

    async def _try(self, group: Sequence[Seed], outlet: Outlet, hopes: _Hopes, found: list[str]) -> None:
        """Add to `found` the addresses of a group's seeds that gave something: feeds up to `MOST_FEEDS`, one sitemap."""
        for seed in list(_distinct(group))[:MOST_TRIES]:
            if len(found) >= (MOST_FEEDS if seed.via is Via.FEED else 1):
                break
            if await self._is_sound(seed, outlet, hopes):
                found.append(seed.url)

    async def _is_sound(self, seed: Seed, outlet: Outlet, hopes: _Hopes) -> bool:
        state = SeedState(outlet=outlet.slug, url=seed.url, via=seed.via, origin=Origin.HOME)
        asked = Asked(outlet=outlet, seed=replace(seed, serves=Serves.LATEST), state=state)
        response = await self._answer(self._seed_request(asked), hopes)
        return response is not None and await self._reader.try_out(response, asked) is not None

    async def _answer(self, request: Request, hopes: _Hopes) -> Response | None:
        """The answer 200 to a request, or None: a candidate that is not there is no failure. Raises `HostWantsQuiet` when the home page's host asks
        to be left alone; where another does, only its candidates are left out."""
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except HostWantsQuiet:
            if hopes.is_at_home(request.url):
                raise
            hopes.note(FailureKind.SOFT)
            return None
        except (*UNREACHABLE, IgnoreRequest) as problem:
            if str(problem) == STOPPED:
                raise _Stopped from problem
            logger.info("looking for seeds: %s: %s", request.url, problem)
            hopes.note(FailureKind.HARD if isinstance(problem, IgnoreRequest) else FailureKind.SOFT)
            return None
        if response.status == 429 and hopes.is_at_home(response.url):
            wait = retry_after_seconds(header(response, "Retry-After"), utc_now())
            raise HostWantsQuiet(host_of(request.url), QUIET_SECONDS if wait is None else max(wait, QUIET_SECONDS))
        hopes.note(FailureKind.HARD if response.status == 200 else classify_status(response.status)[0])
        return response if response.status == 200 else None

    async def _end(self, outlet: Outlet, state: SeedState, found: Sequence[str], kind: FailureKind = FailureKind.HARD, problem: str = "") -> None:
        now = int(utc_now().timestamp())
        if found:
            logger.info("seeds found from %s: %s outlet=%s", outlet.home, ", ".join(found), outlet.slug)
            searched = replace(state, polled_at=now, failures=0, outcome="read", next_due_at=now + int(CEILING_SECONDS))
        else:
            searched = after_failure(state, kind, now)
            logger.warning("%s outlet=%s", problem or f"{outlet.home}: {NOTHING_FOUND}", outlet.slug)
            self._ledger.book.summary.no_seed(outlet.slug, problem or f"{outlet.home}: {NOTHING_FOUND}")
        await self._ledger.seeds.search_ended(outlet, searched, found)


class _Stopped(Exception):
    """The run was stopped before a candidate's turn came."""


@dataclass(slots=True)
class _Hopes:
    """How the whole search failed when it finds nothing: soft when some address may answer another time."""

    home: str
    kind: FailureKind

    def is_at_home(self, url: str) -> bool:
        """Whether an address is at the host of the home page."""
        return turn(host_of(url)) == turn(host_of(self.home))

    def note(self, kind: FailureKind) -> None:
        """How one address failed."""
        if kind is not FailureKind.HARD:
            self.kind = FailureKind.SOFT


def _distinct(seeds: Sequence[Seed]) -> Iterator[Seed]:
    seen: set[str] = set()
    for seed in seeds:
        if (key := f"{seed.via} {url_key(seed.url)}") not in seen:
            seen.add(key)
            yield seed
