"""The road over the pages of a feed or list: each page asked for, read in a worker, and stored with the cursor behind it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.clock import utc_now
from newscrawl.core.outlet import Outlet, Seed, Via
from newscrawl.core.range import Range
from newscrawl.core.wanted import Wanted
from newscrawl.discovery import read_seconds
from newscrawl.discovery.paged_walk import PagedWalk, behind, walk_of
from newscrawl.discovery.road import Cursor, End, RoadPage
from newscrawl.discovery.wordpress_walk import name_of_walk
from newscrawl.ledger import Ledger
from newscrawl.restapi import Cause, RestTrouble
from newscrawl.roadasks import RoadAsker
from newscrawl.roadend import RoadEnd, later
from newscrawl.seedreader import header
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState
from newscrawl.tasks import RoadBody, read_road_page
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

MARK = "#archive"
"""Makes the address of a walk's own state one that no seed has: `latest` polls the same feed with validators of its own."""


def walk_address(seed: Seed, days: Range) -> str:
    """The address under which the walk over a seed is kept: one for all days, and one for each range."""
    is_everything = days.first is None and days.last is None
    return f"{seed.url}{MARK}" if is_everything else f"{seed.url}{MARK}:{name_of_walk(days)}"


def seed_of_walk(state: SeedState, seed: Seed) -> Seed:
    """The seed that a kept walk was over."""
    return replace(seed, via=Via(state.via), url=state.url.partition(MARK)[0])


class PagedRoad:
    """One feed or list. `is_sure`: it is known to be one; else it is a guess, which costs nothing when it is wrong. `is_only_road`: none was read
    whole before it."""

    def __init__(
        self, crawler: Crawler, ledger: Ledger, asker: RoadAsker, seed: Seed, wanted: Wanted, *, is_sure: bool, is_only_road: bool = True
    ) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._asker = asker
        self._outlet: Outlet = asker.outlet
        self._seed = seed
        self._wanted = wanted
        self._is_sure = is_sure
        self._is_only_road = is_only_road
        self._url = walk_address(seed, wanted.days)
        self.end: RoadEnd | None = None

    async def steps(self) -> AsyncIterator[None]:
        """Walks on by one page a step; `end` says how it went."""
        fresh = SeedState(outlet=self._outlet.slug, url=self._url, via=self._seed.via, origin=Origin.WALK, next_due_at=NEVER, outcome="unfinished")
        taken = await self._ledger.seeds.take([fresh], due_or_not=True)
        if not taken:
            self.end = RoadEnd.busy(self._seed)
            return
        state = taken[0]
        self._ledger.seeds.let_go(self._outlet)  # between two pages nothing is on its way; the state knows whose it is
        walk = walk_of(await self._ledger.walks.cursor(self._outlet, self._url), self._seed)
        try:
            while walk.cursor is not None and walk.end is not End.NO_ARTICLES:
                walk = await self._page(walk, walk.cursor)
                yield
        except RestTrouble as trouble:
            await self._troubled(state, walk, trouble)
        else:
            await self._ended(state, walk)

    async def _page(self, walk: PagedWalk, cursor: Cursor) -> PagedWalk:
        response = await self._asker.answer(cursor.url, str(self._seed.via))
        page = await self._read(response, cursor)
        barren = self._ledger.book.summary.outlet(self._outlet.slug).barren
        found = [walk]

        def settle(announced: Announced) -> str:
            new = announced.new + announced.left
            if announced.held:
                barren[self._seed.url] = 0
            found[0] = behind(walk, page, new, self._seed, self._wanted, is_only_road=self._is_only_road, barren=barren[self._seed.url])
            return found[0].to_text()

        self._ledger.book.summary.entries(self._outlet.slug, page.reading.refused, page.reading.dropped)
        await self._ledger.roads.announce_page(self._outlet, self._url, page.reading.links, settle)
        if cursor.page == 1 and walk.number == 1 and not page.next and self._is_nothing(page, response):
            raise RestTrouble(page.reading.unreadable or f"HTTP {response.status}", Cause.ABSENT)
        return found[0]

    def _is_nothing(self, page: RoadPage, response: Response) -> bool:
        """Whether the first page is none: not there, nothing that can be read, or a guess without articles."""
        return response.status != 200 or page.end is End.UNREADABLE or not (self._is_sure or page.reading.links)

    async def _read(self, response: Response, cursor: Cursor) -> RoadPage:
        body = RoadBody(
            body=response.body,
            cursor=cursor,
            status=response.status,
            seed=self._seed,
            outlet=self._outlet,
            base_url=response.url,
            content_type=header(response, "Content-Type"),
            link_header=b", ".join(response.headers.getlist("Link")).decode("latin-1") or None,
            now=utc_now(),
        )
        found = await workers_of(self._crawler).run(read_road_page, body, share=self._outlet.slug, seconds=read_seconds(response.body))
        if isinstance(found, WorkerProblem):
            raise RestTrouble(found.detail, Cause.STOPPED if not self._crawler.crawling else Cause.HEAVY)
        return found

    # --- how it went ------------------------------------------------------------------------------------------------------------------------

    async def _troubled(self, state: SeedState, walk: PagedWalk, trouble: RestTrouble) -> None:
        if trouble.cause is Cause.STOPPED:
            return
        at = walk.cursor.url if walk.cursor else self._seed.url
        self.end = RoadEnd(seed=self._seed, problem=trouble.problem if at == self._seed.url else f"{at}: {trouble.problem}", pages=walk.pages)
        if trouble.cause is Cause.ABSENT and not self._is_sure:
            self.end = replace(self.end, is_absent=True)
            await self._ledger.roads.forget(self._outlet, self._url)
            return
        logger.warning("road %s: %s outlet=%s", self._seed.url, trouble.problem, self._outlet.slug)
        await self._answered(state, later(state, trouble), self.end.problem)

    async def _ended(self, state: SeedState, walk: PagedWalk) -> None:
        is_whole = walk.is_whole
        self.end = RoadEnd(seed=self._seed, end=walk.end, pages=walk.pages, is_whole=is_whole)
        after = replace(state, outcome="read" if is_whole else "failed", failures=0, polled_at=int(utc_now().timestamp()), next_due_at=NEVER)
        await self._answered(state, after, None if is_whole else str(walk.end))

    async def _answered(self, before: SeedState, after: SeedState, problem: str | None) -> None:
        self._ledger.seeds.hold()
        poll = Poll(outlet=self._outlet, before=before, settle=lambda _: after)
        await self._ledger.seeds.answered(poll, problem and f"{self._seed.url}: {problem}")
