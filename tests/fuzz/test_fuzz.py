"""No bytes break a reader: none raises what it does not say, breaks a law of its results or takes long.

The ordinary suite tries some inputs of each reader, always the same; `make fuzz` tries new ones for a bounded time (`NEWSCRAWL_FUZZ_SECONDS` of each).
A failure names the number of its input: `mutated(seeds, number)` makes it again.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType

import pytest

from newscrawl.workers import TASK_SECONDS
from tests.fuzz.mutate import CHANGES, MOST_BYTES, mutated
from tests.fuzz.targets import TARGETS, Target
from tests.reliability import Measured

FEW = 25
LONGEST_SECONDS = TASK_SECONDS  # of processor time for one input of at most 300 kB: a page that takes longer loses its worker
FUZZ_SECONDS = float(os.environ.get("NEWSCRAWL_FUZZ_SECONDS", "60"))

pytestmark = [pytest.mark.no_cover, pytest.mark.promise("T9"), pytest.mark.promise("T17")]


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Ends what takes longer, by processor time, so that a busy machine fails nothing."""

    def too_long(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"longer than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def feed_with(target: Target, number: int) -> float:
    """Try one input; the processor time that it took."""
    body, began = mutated(target.seeds, number), time.process_time()
    try:
        with bounded(LONGEST_SECONDS):
            target.check(body)
    except Exception as error:
        raise AssertionError(f"{target.name}, input {number} ({len(body)} bytes, begins {body[:80]!r}): {type(error).__name__}: {error}") from error
    return time.process_time() - began


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_some_inputs(target: Target) -> None:
    for number in range(FEW):
        feed_with(target, number)


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_the_seeds_themselves(target: Target) -> None:
    for seed in target.seeds:
        target.check(seed)


@pytest.mark.fuzz
@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_new_inputs(target: Target, measured: Measured) -> None:
    began, start = time.monotonic(), time.time_ns() % 2**40
    slowest, tried = 0.0, 0
    for number in count(start):
        slowest, tried = max(slowest, feed_with(target, number)), tried + 1
        if time.monotonic() - began > FUZZ_SECONDS:
            break
    print(f"\n{target.name}: {tried} inputs from number {start} on, the slowest {slowest:.2f} s of processor time")
    measured("inputs", tried, most={"s of processor time for one": slowest})


def test_the_same_number_makes_the_same_input() -> None:
    seeds = TARGETS[0].seeds
    assert mutated(seeds, 7) == mutated(seeds, 7)
    made = {mutated(seeds, number) for number in range(200)}
    assert len(made) > 190
    assert max(map(len, made)) <= MOST_BYTES
    assert len(CHANGES) > 5


def test_an_input_that_takes_too_long_is_ended() -> None:
    def spin(_: bytes) -> None:
        while True:
            pass

    with pytest.raises(AssertionError, match="longer than"), bounded(0.05):
        spin(b"")
