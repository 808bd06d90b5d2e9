"""A worker that dies while it has nothing to do (the system was short of memory, somebody sent a signal) costs nothing."""

from __future__ import annotations

import asyncio
import operator
import os
import signal

import psutil
import pytest

from newscrawl.workers import WorkerPool

pytestmark = pytest.mark.promise("T9")

PATIENCE_SECONDS = 120
"""A worker may need ten seconds for its start on a machine that is busy; one that hangs never answers."""


def workers() -> list[psutil.Process]:
    """Processes of the pool, without the tracker that Python keeps for them."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def worked(count: int, *, has_noticed: bool) -> list[object]:
    """Results before and after all idle workers of a pool were killed; `has_noticed`: after their parent has seen it, else at once."""
    pool = WorkerPool(count)

    async def work_die_work() -> list[object]:
        results: list[object] = [await pool.run(operator.mul, 6, 7)]
        killed = [worker.pid for worker in workers()]
        assert len(killed) == count
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        while has_noticed and any(map(psutil.pid_exists, killed)):  # a zombie until then
            await asyncio.sleep(0.05)
        return [*results, *await asyncio.gather(*(pool.run(operator.mul, 6, number) for number in range(4)))]

    try:
        return asyncio.run(asyncio.wait_for(work_die_work(), PATIENCE_SECONDS))
    finally:
        pool.close()


@pytest.mark.parametrize("has_noticed", [False, True])
@pytest.mark.parametrize("count", [1, 2])
def test_work_goes_on_after_idle_workers_died(count: int, has_noticed: bool) -> None:
    assert worked(count, has_noticed=has_noticed) == [42, 0, 6, 12, 18]
