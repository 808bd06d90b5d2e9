"""Seeds of an outlet whose file names none: looked for from its home page, and remembered once one of them gave something to read."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind
from newscrawl.core.host_file import ROBOTS
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.robots import parse_robots
from newscrawl.core.schedule import CEILING_SECONDS
from newscrawl.core.url import url_key
from newscrawl.discovery.home import sitemaps_in_robots, well_known_seeds
from newscrawl.ledger import Ledger
from newscrawl.polls import after_failure
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
        async for group in self._groups(home, outlet):
            found = await self._sound(group, outlet)
            if found:
                break
        await self._end(outlet, state, found)

    async def failed(self, outlet: Outlet, state: SeedState, problem: str, kind: FailureKind) -> None:
        """The home page could not be had."""
        await self._end(outlet, state, (), kind, f"{outlet.home}: {problem}; no seed could be looked for")

    async def _groups(self, home: Response, outlet: Outlet) -> AsyncIterator[Sequence[Seed]]:
        """Candidates in the order in which they are tried; the search ends with the first group that holds a sound one."""
        declared = await self._declared(home) if home.status == 200 else ()
        yield [seed for seed in declared if seed.via is Via.FEED]
        usual = well_known_seeds(outlet.home)
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

    async def _sound(self, group: Sequence[Seed], outlet: Outlet) -> list[str]:
        """Addresses of the seeds of a group that gave something: feeds up to `MOST_FEEDS`, one sitemap."""
        found: list[str] = []
        for seed in list(_distinct(group))[:MOST_TRIES]:
            if len(found) >= (MOST_FEEDS if seed.via is Via.FEED else 1):
                break
            if await self._is_sound(seed, outlet):
                found.append(seed.url)
        return found

    async def _is_sound(self, seed: Seed, outlet: Outlet) -> bool:
        state = SeedState(outlet=outlet.slug, url=seed.url, via=seed.via, origin=Origin.HOME)
        asked = Asked(outlet=outlet, seed=replace(seed, serves=Serves.LATEST), state=state)
        response = await self._answer(self._seed_request(asked))
        return response is not None and response.status == 200 and await self._reader.try_out(response, asked)

    async def _answer(self, request: Request) -> Response | None:
        """The answer to a request, or None when there is none: a candidate that is not there is no failure."""
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        except (DownloadFailedError, IgnoreRequest, OSError) as problem:
            logger.info("looking for seeds: %s: %s", request.url, problem)
            return None

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


def _distinct(seeds: Sequence[Seed]) -> Iterator[Seed]:
    seen: set[str] = set()
    for seed in seeds:
        if (key := url_key(seed.url)) not in seen:
            seen.add(key)
            yield seed
