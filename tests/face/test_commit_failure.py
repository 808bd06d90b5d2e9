"""A commit that failed is the last one that is tried: what it wrote is for the next run to adopt."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.committer import BATCH_OUTCOMES, GroupCommit
from newscrawl.errors import StoreError
from newscrawl.stores.state.outcome import Lost


@pytest.mark.parametrize("waiting", [1, BATCH_OUTCOMES, 3 * BATCH_OUTCOMES])
def test_what_waits_behind_a_failed_commit_is_not_written(waiting: int) -> None:
    written: list[int] = []

    async def write(batch: list[object]) -> list[Lost]:
        written.append(len(batch))
        if len(written) == 1:
            raise StoreError("disk full")
        return [Lost() for _ in batch]

    async def submit_many() -> list[object]:
        group = GroupCommit(write, lambda: 1000)
        told = await asyncio.gather(*(group.submit(object()) for _ in range(BATCH_OUTCOMES + waiting)), return_exceptions=True)
        await group.close()
        return told

    told = asyncio.run(submit_many())
    assert written == [BATCH_OUTCOMES]
    assert [type(answer) for answer in told] == [StoreError] * (BATCH_OUTCOMES + waiting)
