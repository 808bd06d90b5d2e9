"""The group commit's queue: verdicts wait here for a moment, so that many share one transaction and one fsync."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from newscrawl.errors import StoreError
from newscrawl.stores.state.outcome import Outcome, Result

logger = logging.getLogger(__name__)

BATCH_OUTCOMES = 50
BATCH_SECONDS = 0.2
"""A commit costs two or three fsyncs; in 0.2 s two workers finish about seven pages."""

Waiting = tuple[Outcome, "asyncio.Future[Result]"]


class GroupCommit:
    """Collects outcomes until there are many, until the first has waited long enough, or until nothing else is on its way."""

    def __init__(self, write: Callable[[Sequence[Outcome]], Awaitable[list[Result]]], on_its_way: Callable[[], int]) -> None:
        self._write = write
        self._on_its_way = on_its_way
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._waiting = 0
        self.failure: StoreError | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an outcome waits for its commit."""
        return self._waiting > 0

    async def submit(self, outcome: Outcome) -> Result:
        """Record `outcome`; returns when it is durable. Raises `StoreError` once a commit has failed."""
        if self.failure is not None:
            raise self.failure
        if self._task is None:
            self._task = asyncio.create_task(self._commit_for_ever())
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((outcome, done))
        self._waiting += 1
        try:
            return await done
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """Stop; whatever was submitted has its answer by then."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _commit_for_ever(self) -> None:
        while True:
            batch = await self._collect()
            if self.failure is not None:  # lines of a commit that failed may stand in the part: nothing may be committed behind them
                _answer_all(batch, self.failure)
                continue
            try:
                results = await self._write([outcome for outcome, _ in batch])
            except Exception as error:  # the boundary to the state's thread: whatever went wrong there ends the run, and is said
                self.failure = error if isinstance(error, StoreError) else StoreError(f"group commit: {error!r}")
                logger.error("%s", self.failure, exc_info=not isinstance(error, StoreError))
                _answer_all(batch, self.failure)
                continue
            for (_, done), result in zip(batch, results, strict=True):
                if not done.cancelled():
                    done.set_result(result)

    async def _collect(self) -> list[Waiting]:
        batch = [await self._queue.get()]
        deadline = asyncio.get_running_loop().time() + BATCH_SECONDS
        while len(batch) < BATCH_OUTCOMES and self._on_its_way() > len(batch):
            try:
                async with asyncio.timeout_at(deadline):
                    batch.append(await self._queue.get())
            except TimeoutError:
                break
        return batch


def _answer_all(batch: Sequence[Waiting], error: StoreError) -> None:
    for _, done in batch:
        if not done.cancelled():
            done.set_exception(error)
