"""The extraction processes: started when there is something to read, warmed up, bounded in time and memory, none left behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool
from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.errors import NewscrawlError, UsageProblem
from newscrawl.fair import FairGate
from newscrawl.spawning import WorkerContext
from newscrawl.tasks import prepare_worker

T = TypeVar("T")

TASK_SECONDS = 15.0
"""One page; the slowest real page of the test corpora needs under 3 s, with a cold start. Feeds and sitemaps have `discovery.read_seconds`."""
MEMORY_BYTES = 1024 * 1024 * 1024
"""Private memory of one worker; a page of 10 MB needs about 300 MB in lxml and trafilatura."""
TASKS_A_WORKER = 2000
"""Then a worker is replaced, so that what libraries cache or leak stays small in a crawl of days."""
STOP_CHECK_SECONDS = 0.5
STOP_PATIENCE_SECONDS = 4.0
"""For pages that were being read when the run was stopped, all of them together."""
TRIES = 2
"""A worker may die of something else than its task: the system was short of memory, somebody sent a signal."""
MOST_WORKERS = 64
QUEUED_A_WORKER = 2
"""Bodies that wait in front of a worker: enough to keep it busy, few enough to keep the parent small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerProblem:
    """Why a task has no result; the page is to blame, not the run."""

    detail: str


class WorkerPool:
    """Runs functions of installed modules in other processes; a task that hangs, bloats or dies costs only itself."""

    def __init__(
        self, workers: int, *, seconds: float = TASK_SECONDS, memory_bytes: int = MEMORY_BYTES, stopping: Callable[[], bool] = lambda: False
    ) -> None:
        self._stopping = stopping
        self._patience = STOP_PATIENCE_SECONDS
        self.workers = workers
        self._memory_bytes = memory_bytes
        self._pool: ProcessPool | None = None
        self._gate = FairGate(workers * QUEUED_A_WORKER)
        self._seconds = seconds
        self._longest = seconds

    @property
    def is_full(self) -> bool:
        """Whether there is work for every worker."""
        return self._gate.inside >= self.workers

    async def run(self, function: Callable[..., T], *args: Any, share: str = "", seconds: float | None = None) -> T | WorkerProblem:
        """Result of `function(*args)` in a worker; exceptions of the function itself are raised here.

        `share` is the outlet on whose account it runs, `seconds` what it may take where that is not the usual time.
        """
        seconds = self._seconds if seconds is None else seconds
        async with self._gate.passed(share):
            for _ in range(TRIES):
                pool = self._started()
                try:
                    return await self._result(pool, pool.schedule(function, args=args, timeout=seconds), seconds)
                except (TimeoutError, FutureTimeout):
                    return WorkerProblem(detail=f"took longer than {seconds:g} s")
                except ProcessExpired as died:
                    problem = WorkerProblem(detail=_how_it_died(died))
                except MemoryError:
                    return WorkerProblem(detail=f"needed more than {self._memory_bytes // 2**20} MB")
                except RuntimeError:  # of the function, or BrokenProcessPool and its kin: pebble gives all up when a worker dies that reads nothing
                    if pool.active:
                        raise
                    problem = WorkerProblem(detail="the workers died")
                    await self._give_up(pool)
            return problem

    async def _give_up(self, pool: ProcessPool) -> None:
        """A broken pool goes; the next task starts another."""
        if self._pool is pool:
            self._pool = None
            await asyncio.to_thread(_end, pool)

    async def _result(self, pool: ProcessPool, future: Future[T], seconds: float) -> T | WorkerProblem:
        """What the task gives; given up soon after the run was stopped, so that a page that hangs does not hold it."""
        result = asyncio.wrap_future(future)
        self._longest = max(self._longest, seconds)
        latest = asyncio.get_running_loop().time() + (QUEUED_A_WORKER + 2) * self._longest  # the queue before it, a cold start, itself
        while not result.done():
            await asyncio.wait({result}, timeout=STOP_CHECK_SECONDS)
            if not result.done() and asyncio.get_running_loop().time() > latest:
                future.cancel()
                return WorkerProblem(detail="a worker took it and never answered")
            if not result.done() and not pool.active:
                raise BrokenProcessPool("a task was left behind")
            if not result.done() and self._stopping():
                self._patience -= STOP_CHECK_SECONDS
                if self._patience <= 0:
                    future.cancel()
                    return WorkerProblem(detail="the run was stopped")
        return result.result()

    def close(self) -> None:
        """End all workers, also those that are at work."""
        if self._pool is not None:
            _end(self._pool)
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self.workers,
                max_tasks=TASKS_A_WORKER,
                initializer=prepare_worker,
                initargs=(os.getpid(), self._memory_bytes),
                context=WorkerContext(),
            )
        return self._pool


class Workers:
    """The run's pool as a Scrapy extension; no process starts before there is something to read."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """`NEWSCRAWL_WORKERS` processes, one for each core when it is empty; raises `UsageProblem` for what is no number from 1 to 64."""
        extension = cls(WorkerPool(worker_count(crawler.settings["NEWSCRAWL_WORKERS"]), stopping=lambda: not crawler.crawling))
        crawler.signals.connect(extension._close, signals.spider_closed)
        return extension

    def _close(self) -> None:
        self.pool.close()


def worker_count(setting: str | int | None) -> int:
    """The number that the setting names."""
    if setting in (None, ""):
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not str(setting).isdecimal() or not 1 <= int(str(setting)) <= MOST_WORKERS:
        raise UsageProblem(f"NEWSCRAWL_WORKERS: {setting!r} is not a number of processes from 1 to {MOST_WORKERS}")
    return int(str(setting))


def workers_of(crawler: Crawler) -> WorkerPool:
    """The run's pool; raises `NewscrawlError` with the line to add when the extension is off."""
    extension = crawler.get_extension(Workers)
    if extension is None:
        raise NewscrawlError('no workers: add EXTENSIONS = {"newscrawl.workers.Workers": 0} to the settings')
    return extension.pool


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _how_it_died(died: ProcessExpired) -> str:
    code = died.exitcode
    if code is not None and code < 0:
        return f"killed its process ({signal.Signals(-code).name})"
    return f"ended its process (code {code})"
