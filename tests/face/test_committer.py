"""The group commit's queue."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.committer import BATCH_OUTCOMES, GroupCommit
from newscrawl.errors import StoreError
from newscrawl.stores.state.outcome import Lost


def committing(outcomes: int, on_its_way: int, fail_at: int | None = None, error: Exception | None = None):
    """Submit `outcomes` at once; the sizes of the batches that were written, and what each submitter was told."""
    sizes: list[int] = []

    async def write(batch):
        sizes.append(len(batch))
        if fail_at is not None and len(sizes) > fail_at:
            raise error or StoreError("disk full")
        return [Lost() for _ in batch]

    async def main():
        group = GroupCommit(write, lambda: on_its_way)
        told = await asyncio.gather(*(group.submit(object()) for _ in range(outcomes)), return_exceptions=True)
        await group.close()
        return group, told

    group, told = asyncio.run(main())
    return group, sizes, told


def test_many_outcomes_share_a_commit():
    _, sizes, told = committing(120, 1000)
    assert sizes == [BATCH_OUTCOMES, BATCH_OUTCOMES, 20]
    assert told == [Lost()] * 120


def test_nothing_waits_for_others_when_there_are_none():
    _, sizes, _ = committing(1, 1)
    assert sizes == [1]


def test_a_failed_commit_is_told_to_all_and_nothing_is_taken_after_it():
    group, _, told = committing(70, 1000, fail_at=0)
    assert isinstance(group.failure, StoreError)
    assert len(told) == 70
    assert all(isinstance(answer, StoreError) for answer in told)
    with pytest.raises(StoreError):
        asyncio.run(group.submit(object()))


def test_a_bug_in_the_state_ends_the_run_and_leaves_nobody_waiting():
    group, _, told = committing(3, 1000, fail_at=0, error=KeyError("bug"))
    assert "KeyError" in str(group.failure)
    assert all(isinstance(answer, StoreError) for answer in told)


def test_closing_what_never_began_is_harmless():
    group = GroupCommit(None, lambda: 0)
    asyncio.run(group.close())
    assert not group.is_busy
