"""Which roads to an outlet's archive are walked, in which order, and what is said of each in the run's summary.

WordPress's interface comes first. Sitemaps are always compared. Feeds and lists are read where the interface failed, or where it has more posts than
there are articles.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Collection

from scrapy.crawler import Crawler

from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.wanted import Wanted
from newscrawl.errors import BusyError
from newscrawl.ledger import Ledger
from newscrawl.pagedroad import PagedRoad
from newscrawl.restroad import RestRoad
from newscrawl.roadasks import RoadAsker
from newscrawl.roadend import RoadEnd
from newscrawl.roadfinder import Candidate, RoadFinder
from newscrawl.sitemaproad import SitemapRoad

logger = logging.getLogger(__name__)

ROADS = (Via.WORDPRESS, Via.SITEMAP, Via.FEED, Via.LISTING)
"""In the order in which they are walked."""

FEW_PAGES = 3
"""A home page that counts on through so many pages lists the whole outlet; else its sections are walked."""

NOTHING_FOUND = "no road to its archive was found from the home page; name a seed in the outlet file"


class ArchiveWalk:
    """The walk over all roads of one outlet but its interface, which was walked before (`rest`; None: it was not to be)."""

    def __init__(self, crawler: Crawler, ledger: Ledger, outlet: Outlet, wanted: Wanted, chosen: Collection[Via] | None) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._outlet = outlet
        self._wanted = wanted
        self._chosen = chosen
        self._asker = RoadAsker(crawler, ledger, outlet)
        self._finder = RoadFinder(crawler, ledger, self._asker)
        self._ends: list[RoadEnd] = []
        self._is_stopped = False
        self.rest: RestRoad | None = None
        if self._is_chosen(Via.WORDPRESS):
            is_alone = chosen is not None and set(chosen) == {Via.WORDPRESS}
            self.rest = RestRoad(crawler, ledger, outlet, wanted, is_alone=is_alone)

    def _is_chosen(self, via: Via) -> bool:
        return self._chosen is None or via in self._chosen

    @property
    def has_others(self) -> bool:
        """Whether other roads than the interface are to be walked."""
        return any(self._is_chosen(via) for via in ROADS[1:])

    async def steps(self) -> AsyncIterator[None]:
        """Walks on by one page or sitemap a step."""
        for via in ROADS[1:]:
            if not self._is_chosen(via) or self._is_stopped:
                continue
            if via is not Via.SITEMAP and (reason := await self._needless(via)):
                self._note(f"{via}: not read, {reason}")
                continue
            async for _ in self._kind(via):
                yield
        self._tell()

    async def _needless(self, via: Via) -> str:
        """Why a road is not needed; empty when it is."""
        rest = self.rest
        if self._chosen is not None or rest is None or rest.problem:
            return ""
        if rest.total is None:
            return "WordPress's interface was read to its end"
        accounted = await self._ledger.roads.accounted(self._outlet)
        if accounted < rest.total and self._wanted.is_everything:
            self._note(f"{via}: read, since WordPress has {rest.total} posts and {accounted} are accounted for")
            return ""
        return f"WordPress's interface gave all of its {rest.total} posts"

    async def _kind(self, via: Via) -> AsyncIterator[None]:
        """All roads of one kind."""
        found: list[RoadEnd] = []
        for candidate in await self._finder.of_kind(via):
            if (candidate.is_enough and found) or self._is_stopped:
                break
            road = self._road(candidate)
            async for _ in road.steps():
                yield
            if road.end is None:
                self._is_stopped = True
            elif not road.end.is_absent:
                found.append(road.end)
                if self._lists_everything(candidate, road.end):
                    break
        self._ends += found
        if not found and not self._is_stopped and not self._asker.is_troubled:
            await self._ledger.roads.was_looked_for(self._outlet, via)
            self._note(f"{via}: none was found")

    def _road(self, candidate: Candidate) -> SitemapRoad | PagedRoad:
        about = (self._crawler, self._ledger, self._asker, candidate.seed, self._wanted)
        if candidate.seed.via is Via.SITEMAP:
            return SitemapRoad(*about, is_sure=candidate.is_sure)
        is_only_road = not any(end.is_whole and end.pages > 1 for end in self._ends)
        return PagedRoad(*about, is_sure=candidate.is_sure, is_only_road=is_only_road)

    def _lists_everything(self, candidate: Candidate, end: RoadEnd) -> bool:
        is_home = candidate.seed.via is Via.LISTING and candidate.seed.url == self._outlet.home
        return is_home and end.is_whole and end.pages >= FEW_PAGES

    # --- what is said -----------------------------------------------------------------------------------------------------------------------

    def tell_of_rest(self) -> None:
        """Say in the summary how WordPress's interface went."""
        rest = self.rest
        if rest is None:
            return
        if rest.problem:
            self._note(f"wordpress: {rest.problem}")
        if rest.is_busy and not self.has_others:
            self._ledger.book.problem = BusyError(f"{rest.problem}; wait until that is over")

    def _tell(self) -> None:
        for end in self._ends:
            self._note(end.in_words())
        is_rest = self.rest is not None and not self.rest.problem
        if not self._ends and not is_rest and not self._is_stopped:
            self._ledger.book.summary.no_seed(self._outlet.slug, f"{self._outlet.home}: {NOTHING_FOUND}")

    def _note(self, what: str) -> None:
        logger.info("%s outlet=%s", what, self._outlet.slug)
        self._ledger.book.summary.notes.append(f"{self._outlet.slug}: {what}")
