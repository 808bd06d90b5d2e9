"""A gate in front of the workers that lets through, of all who wait, the one whose outlet has used them least."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FairGate:
    """At most `room` at a time. Who waits is let in by the time that its share has used so far, then in the order of arrival.

    So an outlet whose pages take long, or kill their reader, waits behind all others once they have cost it something.
    """

    def __init__(self, room: int) -> None:
        self._room = self._size = room
        self._used: defaultdict[str, float] = defaultdict(float)
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []

    @property
    def inside(self) -> int:
        """How many have been let in, and have not left."""
        return self._size - self._room

    @asynccontextmanager
    async def passed(self, share: str) -> AsyncIterator[None]:
        """Hold a place for the time of the block, on the account of `share`."""
        await self._enter(share)
        clock = asyncio.get_running_loop().time
        entered = clock()
        try:
            yield
        finally:
            self._used[share] += clock() - entered
            self._leave()

    async def _enter(self, share: str) -> None:
        if self._room > 0:
            self._room -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((share, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()  # it was let in at the very moment
            raise

    def _leave(self) -> None:
        self._waiting = [(share, turn) for share, turn in self._waiting if not turn.done()]
        if not self._waiting:
            self._room += 1
            return
        chosen = min(range(len(self._waiting)), key=lambda place: self._used[self._waiting[place][0]])
        self._waiting.pop(chosen)[1].set_result(None)
