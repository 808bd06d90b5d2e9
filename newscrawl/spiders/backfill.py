"""`backfill`: walks the archive of an outlet, newest first. What its WordPress interface gives is the article; no page is fetched for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.clock import utc_now
from newscrawl.core.outlet import Outlet, Serves, Via
from newscrawl.errors import BusyError
from newscrawl.paths import paths_from, registry_from
from newscrawl.polls import after_asking_later, after_failure
from newscrawl.restapi import Cause, RestApi, RestTrouble
from newscrawl.restroots import declared_roots
from newscrawl.restwalk import RestWalk
from newscrawl.spiders.arguments import backfill_arguments
from newscrawl.spiders.base import NewsSpider
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState
from newscrawl.stores.state.session import Poll

USUAL, EVERYWHERE = "wp-json/", "?rest_route=/"
"""Where WordPress has its interface, below its front page: with readable addresses, and in any case."""


class BackfillSpider(NewsSpider):
    """Arguments: `outlet=slug` or `site=URL`, `since=DATE`, `until=DATE`, `limit=N`, `minutes=N`, `order=oldest`, `via=wordpress`."""

    name = "backfill"

    def read_arguments(self, settings: BaseSettings) -> None:
        self.arguments = backfill_arguments(self.raw_arguments, registry_from(settings), paths_from(settings).kept_outlets)

    async def start(self) -> AsyncIterator[Any]:
        outlet = self.arguments.outlet
        await self.ledger.begin([outlet], self.arguments.limit)
        if self.arguments.minutes is not None:
            self.ledger.turns.end_after(60 * self.arguments.minutes)
        absent: tuple[SeedState, RestTrouble] | None = None
        async for wanted in self.roots():
            taken = await self.ledger.seeds.take([wanted], due_or_not=True)
            if not taken:
                self.ledger.book.problem = BusyError(f"{wanted.url}: another run walks it; wait until that is over")
                return
            trouble: RestTrouble | None = None
            try:
                async for page in self.walk(taken[0].url).pages():
                    yield page
            except RestTrouble as problem:
                trouble = problem
            await self.ledger.walks.all_judged()
            if trouble is None or trouble.cause is not Cause.ABSENT:
                await self.walked(taken[0], trouble)
                return
            self.logger.info("%s: %s outlet=%s", wanted.url, trouble.problem, outlet.slug)
            absent = absent or (taken[0], trouble)
            self.ledger.seeds.let_go(outlet)
        if absent is not None:
            self.ledger.seeds.hold()
            await self.walked(*absent)

    # --- where the interface is -------------------------------------------------------------------------------------------------------------

    async def roots(self) -> AsyncIterator[SeedState]:
        """Where the interface may be, best first: where the outlet file says, and nowhere else; or where it was before, in its usual place, where
        the front page says, and where every WordPress has it."""
        outlet = self.arguments.outlet
        named = [seed for seed in outlet.seeds if seed.via is Via.WORDPRESS and seed.is_for(Serves.BACKFILL)]
        if named:
            yield SeedState(outlet=outlet.slug, url=named[0].url, via=Via.WORDPRESS)
            return
        tried: set[str] = set()
        front = outlet.home.partition("?")[0].rstrip("/")
        for url in [*await self.ledger.walks.roots(outlet), f"{front}/{USUAL}"]:
            if url not in tried:
                tried.add(url)
                yield _state(outlet, url)
        for url in [*await declared_roots(self.crawler, outlet), f"{front}/{EVERYWHERE}"]:
            if url not in tried:
                tried.add(url)
                yield _state(outlet, url)

    def walk(self, root: str) -> RestWalk:
        """The walk over the interface at `root`."""
        arguments = self.arguments
        api = RestApi(self.crawler, self.ledger, arguments.outlet, root)
        return RestWalk(self.crawler, self.ledger, api, arguments.wanted, oldest_first=arguments.oldest_first)

    # --- how it went ------------------------------------------------------------------------------------------------------------------------

    async def walked(self, state: SeedState, trouble: RestTrouble | None) -> None:
        """Store how the walk over a seed went. One that the run's end cut short is as it was."""
        at = int(utc_now().timestamp())
        if trouble is not None and (trouble.cause is Cause.STOPPED or (trouble.wait and self.ledger.turns.is_over_in(trouble.wait))):
            self.ledger.seeds.let_go(self.arguments.outlet)
            return
        if trouble is None:
            after, problem = replace(state, outcome="read", failures=0, polled_at=at, next_due_at=NEVER), None
        else:
            problem = trouble.problem
            after = after_failure(state, trouble.kind, at) if trouble.wait is None else after_asking_later(state, trouble.wait, at)
            self.logger.warning("seed %s: %s outlet=%s", state.url, problem, state.outlet)
        await self.ledger.seeds.answered(Poll(outlet=self.arguments.outlet, before=state, settle=lambda _: after), problem)


def _state(outlet: Outlet, url: str) -> SeedState:
    return SeedState(outlet=outlet.slug, url=url, via=Via.WORDPRESS, origin=Origin.WALK, next_due_at=NEVER)
