"""Where the roads to an outlet's archive are: what its file names, what runs found before, and what its home page leads to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.core.host_file import ROBOTS
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.robots import parse_robots
from newscrawl.core.url import url_key
from newscrawl.discovery.home import sitemaps_in_robots, well_known_seeds
from newscrawl.ledger import Ledger
from newscrawl.pagedroad import MARK
from newscrawl.restapi import RestTrouble
from newscrawl.roadasks import RoadAsker
from newscrawl.robots import origin
from newscrawl.seedreader import header
from newscrawl.tasks import read_home, read_sections
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

MOST_FEEDS = 5
"""Of one home page: the main one and those of large sections; more repeat each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place where a road may be. `is_sure`: it was named, or found before; of guesses the first that is one is enough, if `is_enough`."""

    seed: Seed
    is_sure: bool
    is_enough: bool = False


class RoadFinder:
    """The roads of the outlet of `asker`."""

    def __init__(self, crawler: Crawler, ledger: Ledger, asker: RoadAsker) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._asker = asker
        self._outlet: Outlet = asker.outlet
        self._home: Response | None = None
        self._is_asked = False

    async def of_kind(self, via: Via) -> list[Candidate]:
        """The candidates of one kind, best first."""
        sure = await self._sure(via)
        if sure:
            return [Candidate(seed=seed, is_sure=True) for seed in sure]
        if not await self._ledger.roads.is_to_be_looked_for(self._outlet, via):
            return []
        home = await self._front()
        if via is Via.SITEMAP:
            return await self._sitemaps()
        if via is Via.FEED:
            return await self._feeds(home)
        return await self._lists(home)

    async def _sure(self, via: Via) -> list[Seed]:
        """What the outlet's file names for this job, else of this kind at all; else what runs found."""
        named = [seed for seed in self._outlet.seeds if seed.via is via]
        mine = [seed for seed in named if seed.is_for(Serves.BACKFILL)] or named
        if mine:
            return mine
        walked = [state.url.partition(MARK)[0] for state in await self._ledger.roads.walked(self._outlet, via)]
        found = [] if walked else [state.url for state in await self._ledger.seeds.found(self._outlet) if state.via == via and not state.is_dead]
        return [_seed(via, url) for url in dict.fromkeys(walked or found)]

    async def _front(self) -> Response | None:
        """The answer for the home page, asked for once; None where there is none."""
        if not self._is_asked:
            self._is_asked = True
            try:
                response = await self._asker.answer(self._outlet.home, "page")
                self._home = response if response.status == 200 else None
            except RestTrouble as trouble:
                logger.info("looking for roads: %s: %s outlet=%s", self._outlet.home, trouble.problem, self._outlet.slug)
        return self._home

    async def _sitemaps(self) -> list[Candidate]:
        """All that robots.txt names, which was read before the home page was asked for; else the usual places."""
        file = await self._ledger.host_file(origin(self._outlet.home), ROBOTS)
        named = sitemaps_in_robots(parse_robots(file.body, "").sitemaps if file is not None else (), self._outlet.home)
        whole = [seed for seed in named if seed.serves is not Serves.LATEST]
        usual = [seed for seed in self._usual(Via.SITEMAP) if seed.serves is not Serves.LATEST]
        return [*(Candidate(seed=seed, is_sure=False) for seed in whole), *(Candidate(seed=seed, is_sure=False, is_enough=True) for seed in usual)]

    async def _feeds(self, home: Response | None) -> list[Candidate]:
        declared: Sequence[Seed] = ()
        if home is not None:
            links = b", ".join(home.headers.getlist("Link")).decode("latin-1") or None
            found = await workers_of(self._crawler).run(read_home, home.body, home.url, header(home, "Content-Type"), links)
            declared = () if isinstance(found, WorkerProblem) else [seed for seed in found if seed.via is Via.FEED]
        sure = [Candidate(seed=seed, is_sure=False) for seed in declared[:MOST_FEEDS]]
        return [*sure, *(Candidate(seed=seed, is_sure=False, is_enough=True) for seed in self._usual(Via.FEED))]

    async def _lists(self, home: Response | None) -> list[Candidate]:
        """The home page, where it counts on through its pages; else the sections that it leads to."""
        if home is None:
            return []
        found = await workers_of(self._crawler).run(read_sections, home.body, self._outlet, home.url, header(home, "Content-Type"))
        sections = () if isinstance(found, WorkerProblem) else found
        return [Candidate(seed=_seed(Via.LISTING, url), is_sure=False) for url in (self._outlet.home, *sections)]

    def _usual(self, via: Via) -> list[Seed]:
        places = [*well_known_seeds(self._outlet.home), *well_known_seeds(f"{origin(self._outlet.home)}/")]
        found: dict[str, Seed] = {}
        for seed in places:
            if seed.via is via:
                found.setdefault(url_key(seed.url), seed)
        return list(found.values())


def _seed(via: Via, url: str) -> Seed:
    return Seed(via=via, url=url, serves=Serves.BACKFILL)
