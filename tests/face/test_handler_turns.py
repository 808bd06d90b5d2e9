"""The turn that a request takes at its host, and what happens to the next one when it leaves late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.test import get_crawler

from newscrawl import departures
from newscrawl.core.outlet import FetchRules, Outlet
from newscrawl.handlers import WebHandler
from newscrawl.manners import Manners
from newscrawl.turns import Turns

HOST = "courier.example"
GAP = 0.2


class State:
    """Keeps turns as the store does, in the event loop's time."""

    def __init__(self) -> None:
        self.next_at = 0.0
        self.taken: list[float] = []

    def take_turn(self, host: str, gap_ms: int) -> float:
        now = asyncio.get_running_loop().time()
        if now >= self.next_at:
            self.taken.append(now)
            self.next_at = now + gap_ms / 1000
            return 0
        return 1000 * (self.next_at - now)

    def hold_turn(self, host: str, seconds: float) -> float:
        self.next_at = max(self.next_at, asyncio.get_running_loop().time() + seconds)
        return seconds


class Run:
    """A run's handler, as far as turns go."""

    def __init__(self, state: State, monkeypatch: pytest.MonkeyPatch) -> None:
        async def ask(function: Callable[[Any], float]) -> float:
            return function(state)

        outlet = Outlet(slug="courier", name="Courier", home=f"https://{HOST}/", fetch=FetchRules(delay_seconds=GAP))
        ledger = SimpleNamespace(turns=Turns(Manners([outlet]), ask, offline=False), paths=SimpleNamespace(offline=""))
        self.crawler = get_crawler()
        self.crawler.crawling = True
        monkeypatch.setattr(self.crawler, "get_extension", lambda _: ledger)
        self.handler = WebHandler(self.crawler, cast(BaseDownloadHandler, object()), 0, 1.0)

    async def goes(self, late: float = 0.0) -> float:
        """Take the turn, connect for `late` seconds and send; returns when that was."""
        await self.handler._wait_for_turn(HOST)
        await asyncio.sleep(late)
        self.handler._note_sent(HOST)
        for _ in range(4):
            await asyncio.sleep(0)
        return asyncio.get_running_loop().time()


@pytest.mark.promise("T13")
def test_what_leaves_late_moves_the_turn_of_another_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both() -> tuple[float, float]:
        state = State()
        late, other = Run(state, monkeypatch), Run(state, monkeypatch)
        await late.handler._wait_for_turn(HOST)
        waiting = asyncio.ensure_future(other.goes())
        await asyncio.sleep(GAP / 2)
        late.handler._note_sent(HOST)
        sent = asyncio.get_running_loop().time()
        return sent, await waiting

    sent, after = asyncio.run(both())
    assert after - sent >= GAP


@pytest.mark.promise("T13")
@pytest.mark.parametrize("is_same_run", [True, False])
def test_a_turn_is_not_over_before_its_request_has_left(monkeypatch: pytest.MonkeyPatch, is_same_run: bool) -> None:
    """Also when connecting takes longer than the gap."""

    async def both() -> tuple[float, float]:
        state = State()
        late = Run(state, monkeypatch)
        other = late if is_same_run else Run(state, monkeypatch)
        sending = asyncio.ensure_future(late.goes(late=1.3 * GAP))
        await asyncio.sleep(GAP / 10)
        after = await other.goes()
        return await sending, after

    sent, after = asyncio.run(both())
    assert after - sent >= 0.95 * GAP


@pytest.mark.promise("T13")
def test_what_never_left_keeps_nobody_waiting_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failed() -> float:
        run = Run(State(), monkeypatch)
        await run.handler._wait_for_turn(HOST)
        run.handler._departures.over(HOST)
        began = asyncio.get_running_loop().time()
        return await run.goes() - began

    assert asyncio.run(failed()) < 10 * GAP


@pytest.mark.promise("T13")
def test_what_leaves_in_time_costs_the_state_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "LATE_SHARE", 0.9)
    monkeypatch.setattr(departures, "HOLD_SHARE", 0.9)

    async def twice() -> tuple[State, int]:
        state = State()
        run = Run(state, monkeypatch)
        held: list[float] = []
        monkeypatch.setattr(state, "hold_turn", lambda host, seconds: held.append(seconds) or seconds)
        await run.goes()
        await run.goes()
        return state, len(held)

    state, held = asyncio.run(twice())
    assert len(state.taken) == 2
    assert state.taken[1] - state.taken[0] >= GAP
    assert held == 0


@pytest.mark.promise("T5")
def test_who_waits_for_a_turn_goes_when_the_run_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped() -> None:
        state = State()
        run = Run(state, monkeypatch)
        await run.goes()
        waiting = asyncio.ensure_future(run.goes())
        await asyncio.sleep(0)
        run.crawler.crawling = False
        await waiting

    with pytest.raises(IgnoreRequest, match="stopped"):
        asyncio.run(stopped())
