"""Saved pages on their way: as many as fit, and their verdicts in the order of the archive, whatever each of them takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from newscrawl.core.page import Page
from newscrawl.hand import Name, name_of

MOST_PAGES = 64
"""On their way at once: more than a group commit takes, so that the pages that wait for one do not keep the workers idle."""

STUCK_CHECK_SECONDS = 5.0
"""How often who waits looks whether there is anything to wait for."""

TICKS_OF_AN_ITEM = 100
"""Turns of the event loop within which an item that has its verdict is through Scrapy's signals."""

MOST_BYTES = 64 * 1024 * 1024
"""Of bodies on their way; one larger page goes alone. As much as Scrapy's scraper holds of answers."""


@dataclass(slots=True, kw_only=True)
class _Place:
    """One page's place: its size in bytes, what tells it from the next page of its link, whether its verdict is on its way."""

    size: int
    mark: object
    is_judged: bool = False


class Procession:
    """Who entered first is judged first. A link is on its way once: its next page waits until the one before is through.

    `is_over`: nobody is to enter any more. `are_gone`: those on their way will never come, since somebody else's component made them vanish.
    """

    def __init__(self, is_over: Callable[[], bool], are_gone: Callable[[], bool]) -> None:
        self.vanished = 0
        self._is_over = is_over
        self._are_gone = are_gone
        self._places: dict[Name, _Place] = {}  # in the order of entry
        self._changed = asyncio.Condition()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: Name) -> bool:
        return name in self._places

    def holds(self, page: Page) -> bool:
        """Whether this very page is on its way."""
        place = self._places.get(name_of(page.link))
        return place is not None and place.mark == page.raw

    @property
    def waiting(self) -> int:
        """Those that have no verdict yet."""
        return sum(not place.is_judged for place in self._places.values())

    async def enter(self, page: Page) -> bool:
        """Join once there is room; False when nobody is to enter any more."""
        name, size = name_of(page.link), page.size
        while not self._is_over():
            if await self._comes(lambda: self._has_room(name, size)):
                self._places[name] = _Place(size=size, mark=page.raw)
                return True
        return False

    async def last(self) -> None:
        """Wait until all are through, and through Scrapy's signals too."""
        while not await self._comes(lambda: not self._places):
            pass
        for _ in range(TICKS_OF_AN_ITEM):
            await asyncio.sleep(0)

    async def _comes(self, condition: Callable[[], bool]) -> bool:
        """Whether the condition came true within a while; who will never come is no longer waited for."""
        try:
            async with asyncio.timeout(STUCK_CHECK_SECONDS), self._changed:
                await self._changed.wait_for(condition)
        except TimeoutError:
            if self._are_gone():
                await self._clear()
            return False
        return True

    def _has_room(self, name: Name, size: int) -> bool:
        if not self._places:
            return True
        held = sum(place.size for place in self._places.values())
        return name not in self._places and len(self._places) < MOST_PAGES and held + size <= MOST_BYTES

    async def turn(self, name: Name) -> None:
        """Wait until all that entered before have their verdict on its way, or have left. At once for who never entered.

        From here to the next `await` of the caller nobody else has a turn.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: name not in self._places or self._first() == name)
            if name in self._places:
                self._places[name].is_judged = True
            self._changed.notify_all()

    def _first(self) -> Name | None:
        return next((name for name, place in self._places.items() if not place.is_judged), None)

    async def leave(self, name: Name) -> None:
        """It is through, whatever became of it; twice is harmless."""
        async with self._changed:
            self._places.pop(name, None)
            self._changed.notify_all()

    async def _clear(self) -> None:
        async with self._changed:
            self.vanished += len(self._places)
            self._places.clear()
            self._changed.notify_all()
