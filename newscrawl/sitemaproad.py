"""The road over sitemaps: an index, those of its sitemaps that can hold what is wanted, and theirs; what has not changed since is not asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

from scrapy.crawler import Crawler

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.wanted import Wanted
from newscrawl.discovery.reading import Child
from newscrawl.discovery.sitemap_kinds import may_hold_articles
from newscrawl.discovery.sitemap_range import Order, choose_children
from newscrawl.ledger import Ledger
from newscrawl.polls import conditions
from newscrawl.restapi import Cause, RestTrouble
from newscrawl.roadasks import RoadAsker
from newscrawl.roadend import RoadEnd
from newscrawl.seedreader import Asked, SeedReader, seed_of
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState, is_due_at

BUSY_SECONDS, BUSY_CHECK_SECONDS = 60.0, 2.0
"""A poll of the same sitemap by another run is over in a moment; a walk is not."""

READ = frozenset({"read", "unchanged"})
CUT = "cut; what stood whole before the cut was taken"


class SitemapRoad:
    """One sitemap of the outlet, and all below it. `is_sure`: it is known to be one; else it is a guess, which costs nothing when it is wrong."""

    def __init__(self, crawler: Crawler, ledger: Ledger, asker: RoadAsker, seed: Seed, wanted: Wanted, *, is_sure: bool) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._asker = asker
        self._outlet: Outlet = asker.outlet
        self._seed = seed
        self._wanted = wanted
        self._is_sure = is_sure
        self._reader = SeedReader(crawler, ledger)
        self._asked: set[str] = set()
        self._problems: list[str] = []
        self._is_stopped = False
        self.end: RoadEnd | None = None

    async def steps(self) -> AsyncIterator[None]:
        """Walks on by one sitemap a step; `end` says how it went."""
        first = SeedState(outlet=self._outlet.slug, url=self._seed.url, via=self._seed.via, origin=Origin.WALK, next_due_at=NEVER)
        if not await self._ask(first):
            self.end = RoadEnd(seed=self._seed, problem="; ".join(self._problems), is_absent=not self._is_sure)
            return
        yield
        async for _ in self._below(self._seed.url):
            yield
        if not self._is_stopped:
            is_whole = not self._problems
            self.end = RoadEnd(seed=self._seed, is_whole=is_whole, pages=len(self._asked), problem="; ".join(self._problems[:3]))

    async def _below(self, index: str) -> AsyncIterator[None]:
        """The sitemaps that an index lists, each followed by those below it."""
        states = {state.url: state for state in await self._ledger.roads.children(self._outlet, index)}
        order = Order.OLDEST if self._wanted.oldest_first else Order.NEWEST
        listed = [Child(url=url, modified=state.listed_as) for url, state in states.items() if may_hold_articles(url, states)]
        for child in choose_children(listed, self._wanted.days, order).asked:
            if child.url in self._asked or self._is_stopped:
                continue
            if not _is_read(states[child.url]):
                await self._ask(states[child.url])
                yield
            async for _ in self._below(child.url):
                yield

    async def _ask(self, wanted: SeedState) -> bool:
        """Ask for a sitemap and store what it says; whether it could be read."""
        self._asked.add(wanted.url)
        state = await self._held(wanted)
        if state is None:
            self._problems.append(f"{wanted.url}: another run reads it")
            self._ledger.book.summary.notes.append(f"{self._outlet.slug}: sitemap {wanted.url}: another run reads it; run again when that is over")
            return False
        seed = self._seed if wanted.url == self._seed.url else seed_of(state)
        return await self._answered(Asked(outlet=self._outlet, seed=seed, state=state))

    async def _answered(self, asked: Asked) -> bool:
        is_guess = not self._is_sure and asked.state.url == self._seed.url
        try:
            validators = conditions(asked.state, asked.mark, int(utc_now().timestamp()))
            response = await self._asker.answer(asked.state.address, str(asked.seed.via), validators)
        except RestTrouble as trouble:
            return await self._troubled(asked, trouble, is_guess=is_guess)
        if is_guess:
            found = await self._reader.try_out(response, asked) if response.status == 200 else None
            if found is None:
                await self._ledger.roads.forget(self._outlet, asked.state.url)
            self._ledger.seeds.let_go(self._outlet)
            return found is not None and await self._read(asked, found)
        return await self._read(asked, await self._reader.store(response, asked))

    async def _read(self, asked: Asked, state: SeedState) -> bool:
        """Whether a sitemap gave something, which is stored. One that was cut did, and is a failure all the same: the road did not see all of it."""
        if state.outcome not in READ:
            self._problems.append(f"{state.url}: not read")
        elif _was_cut(state):
            self._problems.append(f"{state.url}: {CUT}")
            self._ledger.seeds.hold()
            await self._reader.fail(replace(asked, state=state), FailureKind.SOFT, CUT)
        return state.outcome in READ

    async def _troubled(self, asked: Asked, trouble: RestTrouble, *, is_guess: bool) -> bool:
        self._problems.append(f"{asked.state.url}: {trouble.problem}")
        self._is_stopped = trouble.cause is Cause.STOPPED
        if self._is_stopped or is_guess:
            if is_guess and not self._is_stopped:
                await self._ledger.roads.forget(self._outlet, asked.state.url)
            self._ledger.seeds.let_go(self._outlet)
        elif trouble.wait is not None:
            await self._reader.postpone(asked, trouble.problem, trouble.wait)
        else:
            await self._reader.fail(asked, trouble.kind, trouble.problem)
        return False

    async def _held(self, wanted: SeedState) -> SeedState | None:
        """The state of a sitemap, held by this run; None when another one holds it for long."""
        until = time.monotonic() + BUSY_SECONDS
        while not (taken := await self._ledger.seeds.take([wanted], due_or_not=True)):
            if time.monotonic() > until or not self._crawler.crawling:
                return None
            await asyncio.sleep(BUSY_CHECK_SECONDS)
        return taken[0]


def _is_read(state: SeedState) -> bool:
    """Whether a sitemap was read since its index says that it changed last; one that is not dated may have changed."""
    return state.outcome in READ and not _was_cut(state) and state.listed_as is not None and not is_due_at(state, int(utc_now().timestamp()))


def _was_cut(state: SeedState) -> bool:
    """Whether the last body that was read was no whole one: then nothing of it is kept to know it again by."""
    return state.body_hash is None
