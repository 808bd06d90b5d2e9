"""A worker that dies while it has nothing to do (the system was short of memory, somebody sent a signal) costs nothing."""

from __future__ import annotations

import asyncio
import operator
import os
import signal

import psutil
import pytest

from newscrawl.workers import WorkerPool

PATIENCE_SECONDS = 10


def workers() -> list[psutil.Process]:
    """Processes of the pool: the children of this one that have no children's tracker as their job."""
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


@pytest.mark.parametrize("count", [1, 2])
def test_work_goes_on_after_idle_workers_died(count: int) -> None:
    pool = WorkerPool(count)

    async def work_die_work() -> list[object]:
        first = await pool.run(operator.mul, 6, 7)
        idle = workers()
        assert len(idle) == count
        for worker in idle:
            os.kill(worker.pid, signal.SIGKILL)
        await asyncio.to_thread(psutil.wait_procs, idle, PATIENCE_SECONDS)
        return [first, *await asyncio.gather(*(pool.run(operator.mul, 6, number) for number in range(4)))]

    try:
        assert asyncio.run(asyncio.wait_for(work_die_work(), 6 * PATIENCE_SECONDS)) == [42, 0, 6, 12, 18]
    finally:
        pool.close()


def test_work_goes_on_long_after_an_idle_worker_died() -> None:
    """By then the pool has noticed."""
    pool = WorkerPool(1)

    async def work_die_wait_work() -> list[object]:
        first = await pool.run(operator.mul, 6, 7)
        (idle,) = workers()
        os.kill(idle.pid, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while idle.is_running() and idle.status() != psutil.STATUS_ZOMBIE or idle.is_running():
                await asyncio.sleep(0.05)
        return [first, await pool.run(operator.mul, 6, 7)]

    try:
        assert asyncio.run(asyncio.wait_for(work_die_wait_work(), 6 * PATIENCE_SECONDS)) == [42, 42]
    finally:
        pool.close()
