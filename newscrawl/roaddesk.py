"""The roads of one run that walks an archive: where they are, how far they were walked, and what each of their pages brings into the state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from newscrawl.book import Book
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.seeds import SeedState
from newscrawl.stores.state.session import RunSession

Settle = Callable[[Announced], str]
Ask = Callable[[Callable[[RunSession], Any]], Awaitable[Any]]


class RoadDesk:
    """`ask` calls the state."""

    def __init__(self, book: Book, ask: Ask) -> None:
        self._book = book
        self._ask = ask

    async def announce_page(self, outlet: Outlet, url: str, links: Sequence[Link], settle: Settle) -> Announced:
        """Store the links of one page of the road at `url`, and the cursor behind it, which `settle` makes of what was new."""
        announced: Announced = await self._ask(lambda session: session.roads.announce_page(outlet, url, links, settle))
        mine = self._book.summary.outlet(outlet.slug)
        mine.new += announced.new
        mine.known += announced.known
        mine.too_old += announced.left
        return announced

    async def walked(self, outlet: Outlet, via: Via) -> list[SeedState]:
        """The roads of this kind that walks have found or begun."""
        found: list[SeedState] = await self._ask(lambda session: session.roads.walked(outlet.slug, via))
        return found

    async def children(self, outlet: Outlet, index: str) -> list[SeedState]:
        """The sitemaps that an index lists."""
        found: list[SeedState] = await self._ask(lambda session: session.roads.children(outlet.slug, index))
        return found

    async def accounted(self, outlet: Outlet) -> int:
        """Articles of the outlet of which it is known what became of them, or that they are owed."""
        found: int = await self._ask(lambda session: session.roads.accounted(outlet.slug))
        return found

    async def is_to_be_looked_for(self, outlet: Outlet, via: Via) -> bool:
        """Whether it is not known that there is no road of this kind."""
        found: bool = await self._ask(lambda session: session.roads.is_to_be_looked_for(outlet, via))
        return found

    async def was_looked_for(self, outlet: Outlet, via: Via) -> None:
        """Remember for a day that there is no road of this kind."""
        await self._ask(lambda session: session.roads.was_looked_for(outlet, via))

    async def forget(self, outlet: Outlet, url: str) -> None:
        """A road that turned out to be none."""
        await self._ask(lambda session: session.roads.forget(outlet.slug, url))
