"""The posts of an archive's walk in one run: taken with the walk's cursor, as many on their way as fit, until each has its verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from newscrawl.book import Book
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.hand import Hand
from newscrawl.stores.state.frontier import Claim
from newscrawl.stores.state.session import RunSession
from newscrawl.stores.state.walks import Found, Taken

Ask = Callable[[Callable[[RunSession], Any]], Awaitable[Any]]

MOST_ON_THEIR_WAY = 0
"""Posts that still wait for their verdict when those of the next answer join them, which was asked for meanwhile: a run that dies leaves one answer's
posts to be asked for again, and that next answer."""
LOOK_SECONDS = 0.05
STUCK_LOOKS = 100
"""Five seconds without a verdict, and with nothing on its way in the engine: what is waited for will never come."""
TICKS_OF_AN_ITEM = 100
"""Turns of the event loop within which an item that has its verdict is through Scrapy's signals too."""


class WalkDesk:
    """Hands out the posts of walks. `ask` calls the state; `is_over`: the run is stopped, or failed; `nothing_moves`: no verdict is on its way."""

    def __init__(self, book: Book, hand: Hand, ask: Ask, is_over: Callable[[], bool], nothing_moves: Callable[[], bool]) -> None:
        self._book = book
        self._hand = hand
        self._ask = ask
        self._nothing_moves = nothing_moves
        self.is_over = is_over

    @property
    def room(self) -> int | None:
        """How many pages this run may still have; None: as many as there are."""
        return self._hand.budget

    async def cursor(self, outlet: Outlet, url: str) -> str | None:
        """How far the walk over the seed at `url` came."""
        found: str | None = await self._ask(lambda session: session.walk_cursor(outlet.slug, url))
        return found

    async def save(self, outlet: Outlet, url: str, cursor: str) -> None:
        """Store the cursor of a walk that brought nothing further."""
        await self._ask(lambda session: session.save_walk(outlet.slug, url, cursor))

    async def roots(self, outlet: Outlet) -> list[str]:
        """Where walks over the outlet's archive came somewhere before, without a seed that named the place."""
        found: list[str] = await self._ask(lambda session: session.walked_roots(outlet.slug))
        return found

    async def wanted(self, outlet: Outlet, found: Sequence[Found]) -> list[int]:
        """The places of those posts that are for this run to judge."""
        places: list[int] = await self._ask(lambda session: session.wanted_posts(outlet, found)) if found else []
        return places

    async def take(self, outlet: Outlet, url: str, found: Sequence[Found], cursor: str, known: int) -> Sequence[tuple[int, Link]]:
        """The links of those posts that this run is to judge, each with its place in `found`; the cursor is stored with them. So many others of the
        same answer are `known`."""
        taken: Taken = await self._ask(lambda session: session.take_posts(outlet, url, found, cursor))
        mine = self._book.summary.outlet(outlet.slug)
        mine.new += taken.announced.new
        mine.known += taken.announced.known + known
        self._held([claim for _, claim in taken.claims], outlet)
        return [(place, claim.link) for place, claim in taken.claims]

    async def owed(self, outlet: Outlet, url: str, most: int) -> list[Link]:
        """Links that an earlier run of the walk left without a verdict."""
        count = most if self.room is None else min(most, self.room)
        claims: list[Claim] = await self._ask(lambda session: session.take_owed_posts(outlet.slug, url, count)) if count else []
        self._held(claims, outlet)
        return [claim.link for claim in claims]

    def _held(self, claims: Sequence[Claim], outlet: Outlet) -> None:
        self._hand.take({outlet.slug: len(claims)}, {outlet.slug: claims})

    async def announce(self, outlet: Outlet, counts: Mapping[str, int]) -> None:
        """Store how many posts an outlet's WordPress says that it has, by range of months."""
        await self._ask(lambda session: session.announce_months(outlet.slug, Via.WORDPRESS, counts))

    async def wait_for_room(self, most: int = MOST_ON_THEIR_WAY) -> None:
        """Until at most so many posts wait for their verdict, or the run is over. What somebody else's component made vanish stays owed."""
        looks, before = 0, len(self._hand)
        while len(self._hand) > most and not self.is_over():
            await asyncio.sleep(LOOK_SECONDS)
            looks = looks + 1 if len(self._hand) == before else 0
            before = len(self._hand)
            if looks >= STUCK_LOOKS and self._nothing_moves():
                self._book.summary.errors += len(self._hand)
                self._hand.clear()

    async def all_judged(self) -> None:
        """Until all posts have their verdict, and are through."""
        await self.wait_for_room(0)
        for _ in range(TICKS_OF_AN_ITEM):
            await asyncio.sleep(0)
