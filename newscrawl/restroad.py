"""The road over WordPress's REST interface: looked for where it may be, walked, and how it went."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

from scrapy.crawler import Crawler

from newscrawl.clock import utc_now
from newscrawl.core.outlet import Outlet, Serves, Via
from newscrawl.core.page import Page, Unfetched
from newscrawl.core.wanted import Wanted
from newscrawl.ledger import Ledger
from newscrawl.restapi import POSTS_ROUTE, Cause, RestApi, RestTrouble
from newscrawl.restroots import declared_roots
from newscrawl.restwalk import RestWalk
from newscrawl.roadend import later
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState

logger = logging.getLogger(__name__)

USUAL, EVERYWHERE = "wp-json/", "?rest_route=/"
"""Where WordPress has its interface, below its front page: with readable addresses, and in any case."""


class RestRoad:
    """The interface of one outlet. `is_alone`: no other road is walked, so that none being there is a failure."""

    def __init__(self, crawler: Crawler, ledger: Ledger, outlet: Outlet, wanted: Wanted, *, is_alone: bool) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._outlet = outlet
        self._wanted = wanted
        self._is_alone = is_alone
        self.problem = ""
        self.is_over = False
        self.is_busy = False
        self.total: int | None = None
        self._named = [seed for seed in outlet.seeds if seed.via is Via.WORDPRESS and seed.is_for(Serves.BACKFILL)]

    async def pages(self) -> AsyncIterator[Page | Unfetched]:
        """All posts that are wanted, as pages. Afterwards `problem` says why it was not walked to its end, `is_over` that the run was stopped
        meanwhile, `total` how many posts there are in the days that are wanted (None: not told)."""
        absent: tuple[SeedState, RestTrouble] | None = None
        async for root in self._roots():
            taken = await self._ledger.seeds.take([root], due_or_not=True)
            if not taken:
                self.is_busy = True
                self.problem = f"{root.url}: another run walks it"
                return
            trouble: RestTrouble | None = None
            try:
                async for page in self._over_types(taken[0].url):
                    yield page
            except RestTrouble as problem:
                trouble = problem
            await self._ledger.walks.all_judged()
            if trouble is None or trouble.cause is not Cause.ABSENT:
                await self._walked(taken[0], trouble)
                return
            logger.info("%s: %s outlet=%s", root.url, trouble.problem, self._outlet.slug)
            absent = absent or (taken[0], trouble)
            self._ledger.seeds.let_go(self._outlet)
        if absent is not None:
            self._ledger.seeds.hold()
            await self._walked(*absent)

    async def _over_types(self, root: str) -> AsyncIterator[Page | Unfetched]:
        """The posts of all types that are wanted, one type after the other; their numbers count together."""
        walks: list[RestWalk] = []
        for route in await self._routes(root):
            api = RestApi(self._crawler, self._ledger, self._outlet, root, route)
            walk = RestWalk(self._crawler, self._ledger, api, self._wanted.days, oldest_first=self._wanted.oldest_first)
            walks.append(walk)
            async for page in walk.pages():
                yield page
        if walks and all(walk.total is not None for walk in walks):
            self.total = sum(walk.total or 0 for walk in walks)
            await self._ledger.walks.announce(self._outlet, {walks[0].months: self.total})

    async def _routes(self, root: str) -> list[str]:
        """The routes of the types that the outlet file names; posts alone where it names none. One that is not there is said, and the others are
        walked."""
        types = self._named[0].types if self._named else ()
        if not types or types == (POSTS_ROUTE,):
            return [POSTS_ROUTE]
        known = await RestApi(self._crawler, self._ledger, self._outlet, root).routes()
        for name in types:
            if name not in known:
                note = f"{root}: it has no post type {name} (it has {', '.join(sorted(set(known.values())))}); correct seed.types"
                logger.warning("%s outlet=%s", note, self._outlet.slug)
                self._ledger.book.summary.notes.append(f"{self._outlet.slug}: {note}")
        return list(dict.fromkeys(known[name] for name in types if name in known))

    # --- where the interface is -------------------------------------------------------------------------------------------------------------

    async def _roots(self) -> AsyncIterator[SeedState]:
        """Where the interface may be, best first: where the outlet file says, and nowhere else; or where it was before, in its usual place, where
        the front page says, and where every WordPress has it."""
        outlet = self._outlet
        if self._named:
            yield SeedState(outlet=outlet.slug, url=self._named[0].url, via=Via.WORDPRESS)
            return
        tried: set[str] = set()
        front = outlet.home.partition("?")[0].rstrip("/")
        for url in [*await self._ledger.walks.roots(outlet), f"{front}/{USUAL}"]:
            if url not in tried:
                tried.add(url)
                yield _state(outlet, url)
        for url in [*await declared_roots(self._crawler, outlet), f"{front}/{EVERYWHERE}"]:
            if url not in tried:
                tried.add(url)
                yield _state(outlet, url)

    # --- how it went ------------------------------------------------------------------------------------------------------------------------

    async def _walked(self, state: SeedState, trouble: RestTrouble | None) -> None:
        """Store how the walk over a seed went. One that the run's end cut short is as it was."""
        if trouble is not None and (trouble.cause is Cause.STOPPED or (trouble.wait and self._ledger.turns.is_over_in(trouble.wait))):
            self.is_over = True
            self._ledger.seeds.let_go(self._outlet)
            return
        at = int(utc_now().timestamp())
        if trouble is None:
            after, problem = replace(state, outcome="read", failures=0, polled_at=at, next_due_at=NEVER), None
        else:
            self.problem = problem = f"{state.url}: {trouble.problem}"
            after = later(state, trouble)
            if not self._is_alone and not self._named and trouble.cause in (Cause.ABSENT, Cause.REFUSED):
                await self._ledger.roads.forget(self._outlet, state.url)  # there is none, or it is closed: the other roads are for that
                self._ledger.seeds.let_go(self._outlet)
                return
            logger.warning("seed %s outlet=%s", problem, state.outlet)
        await self._ledger.seeds.answered(Poll(outlet=self._outlet, before=state, settle=lambda _: after), problem and trouble and trouble.problem)


def _state(outlet: Outlet, url: str) -> SeedState:
    return SeedState(outlet=outlet.slug, url=url, via=Via.WORDPRESS, origin=Origin.WALK, next_due_at=NEVER)
