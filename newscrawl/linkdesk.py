"""The links of one run: the next to fetch, once there is room for them, and the waiting for those that may still come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from newscrawl.book import Book
from newscrawl.core.failure import next_try_seconds
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Unfetched
from newscrawl.hand import Hand, name_of
from newscrawl.procession import STUCK_CHECK_SECONDS
from newscrawl.seeddesk import SeedDesk
from newscrawl.stores.state.session import RunSession
from newscrawl.turns import Turns

logger = logging.getLogger(__name__)
Ask = Callable[[Callable[[RunSession], Any]], Awaitable[Any]]
Room = Mapping[str, int]


class LinkDesk:
    """Hands out links. `ask` calls the state; `is_over`: the run is stopped, or failed; `nothing_moves`: no answer and no verdict is on its way."""

    def __init__(
        self,
        book: Book,
        hand: Hand,
        seeds: SeedDesk,
        ask: Ask,
        is_over: Callable[[], bool],
        nothing_moves: Callable[[], bool],
        turns: Turns,
    ) -> None:
        self._book = book
        self._hand = hand
        self._seeds = seeds
        self._ask = ask
        self._is_over = is_over
        self._nothing_moves = nothing_moves
        self._turns = turns
        self._changed = asyncio.Event()

    async def due(self) -> list[Link]:
        """The next links to fetch; waits while others are on their way, and is empty when there are no more."""

        async def claimed(room: Room) -> list[Link]:
            return self._hand.take(room, await self._ask(lambda session: session.claim(room)))

        return await self._next(claimed)

    async def on_the_way(self, outlet: Outlet, onward: Callable[[], Awaitable[bool]]) -> list[Link]:
        """The next links of an outlet's archive, in the run's order; empty at its end. Where none is due, `onward` walks further, and returns False
        when there is nothing further."""

        async def found(room: Room) -> list[Link] | None:
            count = room[outlet.slug]
            while not (claims := await self._ask(lambda session: session.roads.due(count))):
                if self._is_over() or self._turns.is_late or not await onward():
                    return None
            taken = self._hand.take({outlet.slug: len(claims)}, {outlet.slug: claims})
            self._hand.expect([outlet.slug])
            return taken

        return await self._next(found)

    async def asked_for(self, outlet: Outlet, links: Iterator[Link]) -> list[Link]:
        """The next of these `links`, known or not, as many as there is room for; empty when there are no more, or none may be fetched any more."""

        async def wanted(room: Room) -> list[Link] | None:
            some = list(islice(links, room[outlet.slug]))
            asked = await self._ask(lambda session: session.ask_for(outlet, some))
            self._book.summary.asked(outlet.slug, len(some), asked)
            taken = self._hand.take({outlet.slug: len(asked.claims)}, {outlet.slug: asked.claims})
            return taken if some else None

        return await self._next(wanted)

    @property
    def room(self) -> int | None:
        """How many links this run may still settle, those in its hand included; None: as many as there are."""
        return None if self._hand.budget is None else self._hand.budget + len(self._hand)

    def is_last_try(self, failed: Unfetched) -> bool:
        """Whether a link that failed so will not be asked for again."""
        claim = self._hand.get(name_of(failed.link))
        return claim is None or next_try_seconds(claim.attempts + 1, failed.kind) is None

    def expect(self, outlet: str) -> None:
        """Links of the outlet came, or will not come any more."""
        self._hand.expect([outlet])
        self.stir()

    def stir(self) -> None:
        """There may be room, or links, or no more use in waiting: look again."""
        self._changed.set()

    async def _next(self, more: Callable[[Room], Awaitable[list[Link] | None]]) -> list[Link]:
        """What `more` gives for the room that there is, once there is room and it gives something; None from it ends the wait."""
        while not self._is_over():
            self._changed.clear()
            if self._turns.is_late:
                self._hand.budget = 0
            if room := self._hand.room():
                links = await more(room)
                if links or links is None:
                    return links or []
            elif len(self._hand) or self._seeds.out:
                await self._wait_for_a_change()
            else:
                break
        return []

    async def _wait_for_a_change(self) -> None:
        """Until a verdict or a seed's answer is in. What somebody else's component made vanish would never come: it is mended."""
        while True:
            try:
                async with asyncio.timeout(STUCK_CHECK_SECONDS):
                    await self._changed.wait()
                    return
            except TimeoutError:
                if self._is_over():
                    return
                if self._nothing_moves():
                    self._mend_what_vanished()
                    return

    def _mend_what_vanished(self) -> None:
        logger.error("%d links and %d seeds vanished on their way; they stay owed", len(self._hand), self._seeds.out)
        self._book.summary.errors += len(self._hand) + self._seeds.out
        self._hand.clear()
        self._seeds.out = 0
