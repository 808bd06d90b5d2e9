"""When requests really leave for their hosts: connecting may take a while, and a turn is not used before its request is on the wire."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable

LATE_SHARE = 0.02
"""Of the gap: a request that left so much later than its turn was taken moves the turn after it."""
HOLD_SHARE = 0.5
"""Of the gap: so often the turn is held again for a request that has not left."""


class Departures:
    """One request of this run at most is on its way out to each host; until it has left, no run is to take the next turn there.

    `hold` tells the state that the gap begins now; `gap_of` is a host's gap in seconds. Hosts by the name under which they wait.
    """

    def __init__(self, hold: Callable[[str], Awaitable[None]], gap_of: Callable[[str], float]) -> None:
        self._hold = hold
        self._gap_of = gap_of
        self._out: dict[str, float] = {}
        self._keeping: dict[str, asyncio.Task[None]] = {}
        self._last: dict[str, float] = {}
        self._holding: set[asyncio.Future[None]] = set()

    def wait(self, host: str) -> float:
        """Seconds until this run may take the host's next turn; infinite while a request of its is on its way out."""
        if host in self._out:
            return math.inf
        return self._last.get(host, -math.inf) + self._gap_of(host) - asyncio.get_running_loop().time()

    def take(self, host: str, at: float) -> None:
        """The turn was taken at `at`, in the event loop's time. Without a gap nobody waits for it to be used."""
        if self._gap_of(host) > 0:
            self._out[host] = at
            self._keeping[host] = asyncio.ensure_future(self._keep(host))

    def left(self, host: str) -> None:
        """The request is on the wire. When that is later than its turn, the turn after it is moved."""
        taken = self._free(host)
        if taken is None:
            return
        now = asyncio.get_running_loop().time()
        self._last[host] = now
        if now - taken > LATE_SHARE * self._gap_of(host) > 0:
            holding = asyncio.ensure_future(self._hold(host))
            self._holding.add(holding)
            holding.add_done_callback(self._holding.discard)

    def over(self, host: str) -> None:
        """The request ended; one that never left keeps nobody waiting."""
        taken = self._free(host)
        if taken is not None:
            self._last[host] = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Wait for what the state is being told."""
        await asyncio.gather(*self._holding, return_exceptions=True)

    def _free(self, host: str) -> float | None:
        keeping = self._keeping.pop(host, None)
        if keeping is not None:
            keeping.cancel()
        return self._out.pop(host, None)

    async def _keep(self, host: str) -> None:
        while True:
            await asyncio.sleep(HOLD_SHARE * self._gap_of(host))
            await self._hold(host)
