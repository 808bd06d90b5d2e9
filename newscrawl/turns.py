"""The turns of hosts in one run: each request waits for its host's, which the state shares with all other runs."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable

from newscrawl.manners import LONGEST_TURN_SECONDS, HostWantsQuiet, Manners, turn
from newscrawl.stores.state.session import RunSession
from newscrawl.traffic import Traffic


class Turns:
    """Gaps and quiet times of hosts. `ask` calls the state."""

    def __init__(self, manners: Manners, ask: Callable[[Callable[[RunSession], float]], Awaitable[float]], *, offline: bool) -> None:
        self.manners = manners
        self._ask = ask
        self._offline = offline
        self._quiet_until: dict[str, float] = {}
        self._deadline = math.inf
        self.traffic = Traffic()

    def end_after(self, seconds: float) -> None:
        """The run is to end so many seconds from now: turns that come later are for a later run."""
        self._deadline = time.monotonic() + seconds

    @property
    def is_late(self) -> bool:
        """Whether the run is to end."""
        return self.is_over_in(0.0)

    def is_over_in(self, seconds: float) -> bool:
        """Whether the run is to end within so many seconds."""
        return time.monotonic() + seconds >= self._deadline

    async def take(self, host: str) -> float:
        """Take the turn at `host` when it has come, and return 0; else the seconds to wait before asking here again. Raises `HostWantsQuiet` when
        those are for a later run."""
        if self._offline:
            return 0.0
        gap = self.manners.of(host).delay_seconds
        quiet = self._quiet_until.get(turn(host), 0.0) - time.monotonic()
        if quiet <= 0 and (gap > 0 or turn(host) not in self._quiet_until):  # without a gap the state is asked once, for another run's quiet time
            wait = await self._taken(host, gap)
            self._quiet_until.setdefault(turn(host), time.monotonic() + wait if gap <= 0 else 0.0)
        else:
            wait = max(quiet, 0.0)
        if wait > max(LONGEST_TURN_SECONDS, 2 * gap) or (wait > 0 and time.monotonic() + wait > self._deadline):
            raise HostWantsQuiet(host, wait)
        return wait

    async def _taken(self, host: str, gap: float) -> float:
        return await self._ask(lambda session: session.take_turn(turn(host), int(gap * 1000)) / 1000)

    async def learn(self, host: str, crawl_delay: float, *, was_asked: bool) -> None:
        """The host's robots.txt asks for this gap. One that has just been asked for it gave its turn away by the gap that was known before."""
        before = self.manners.of(host).delay_seconds
        self.manners.learn(host, crawl_delay)
        gap = self.manners.of(host).delay_seconds
        if was_asked and gap > before:
            await self.hold(host)

    async def hold(self, host: str) -> None:
        """`host` was asked just now: neither this run nor another takes a turn before its gap is over."""
        if not self._offline:
            gap = self.manners.of(host).delay_seconds
            await self._ask(lambda session: session.hold_turn(turn(host), gap))

    async def leave_alone(self, host: str, seconds: float) -> None:
        """`host` said that it is busy: neither this run nor another asks it before `seconds` have gone."""
        if self._offline or seconds <= 0:
            return
        self._quiet_until[turn(host)] = time.monotonic() + seconds
        await self._ask(lambda session: session.leave_alone(turn(host), seconds))
