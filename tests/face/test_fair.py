"""The gate in front of the workers: as many as there is room for, and of those who wait the one whose outlet has used least."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from newscrawl.fair import FairGate

pytestmark = pytest.mark.promise("T9")


class Rig:
    """Tasks that pass a gate; `order` says who came in, `let(name)` ends the work of one."""

    def __init__(self, room: int) -> None:
        self.gate = FairGate(room)
        self.order: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}

    async def come(self, name: str, share: str) -> asyncio.Task[None]:
        self.ends[name] = asyncio.Event()
        task = asyncio.ensure_future(self._work(name, share))
        await asyncio.sleep(0)
        return task

    async def _work(self, name: str, share: str) -> None:
        async with self.gate.passed(share):
            self.order.append(name)
            await self.ends[name].wait()

    async def let(self, name: str, after_seconds: float = 0.0) -> None:
        await asyncio.sleep(after_seconds)
        self.ends[name].set()
        for _ in range(5):
            await asyncio.sleep(0)


def test_who_has_used_least_comes_before_who_came_first() -> None:
    async def main() -> list[str]:
        rig = Rig(1)
        for name in ("slow-1", "slow-2", "slow-3"):
            await rig.come(name, "slow")
        for name in ("quick-1", "quick-2"):
            await rig.come(name, "quick")
        await rig.let("slow-1", after_seconds=0.05)
        for name in ("quick-1", "quick-2", "slow-2", "slow-3"):
            await rig.let(name)
        return rig.order

    assert asyncio.run(main()) == ["slow-1", "quick-1", "quick-2", "slow-2", "slow-3"]


def test_never_more_than_there_is_room_and_all_come_in() -> None:
    async def main() -> None:
        rig = Rig(3)
        tasks = [await rig.come(f"{share}-{number}", share) for number in range(10) for share in "abc"]
        while len(rig.order) < 30:
            assert len(rig.order) - sum(event.is_set() for event in rig.ends.values()) == 3
            await rig.let(next(name for name in rig.order if not rig.ends[name].is_set()))
        for event in rig.ends.values():
            event.set()
        await asyncio.gather(*tasks)

    asyncio.run(main())


def test_who_gives_up_waiting_holds_nobody_up() -> None:
    async def main() -> list[str]:
        rig = Rig(1)
        await rig.come("first", "a")
        gone = await rig.come("gone", "b")
        await rig.come("last", "c")
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        await rig.let("first")
        await rig.let("last")
        await rig.come("later", "d")
        return rig.order

    assert asyncio.run(main()) == ["first", "last", "later"]


def test_who_is_cancelled_as_it_is_let_in_gives_the_place_back() -> None:
    async def main() -> list[str]:
        rig = Rig(1)
        await rig.come("first", "a")
        gone = await rig.come("gone", "b")
        await rig.come("last", "c")
        rig.ends["first"].set()
        await asyncio.sleep(0)  # the first leaves, and its place is given
        gone.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        await rig.let("last")
        return rig.order

    assert asyncio.run(main())[-1] == "last"
