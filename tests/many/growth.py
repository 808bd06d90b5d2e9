"""What must not grow with the rounds: late rounds beside early ones, by medians, since one round on a busy machine says little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

from tests.many.checks import MOST_MEMORY, Check, at_most

if TYPE_CHECKING:
    from tests.many.rounds import Round

EARLY, WARM = 10, 20  # round to compare the last one with, and how many rounds make that worth it
SOAK_EARLY, SOAK_WARM, WINDOW = 50, 200, 50  # the same for a soak, and of how many rounds a median is taken
SOAK_MOST_MEMORY = 1.05
SOAK_MOST_TIME = 1.1
SOAK_MOST_STATE = 1.1  # bytes for each line of the output
SOAK_MORE_FILES = 2  # a connection that one round opened and another did not
ABOUT_AS_MUCH = 0.1  # of the requests of a round; silent seeds are asked less and less over the first 165 rounds or so
MIB = 1024 * 1024


def growth_checks(done: Sequence[Round]) -> list[Check]:
    """Memory and state at the end beside those of an early round; after a soak time, open files and linear growth too."""
    if len(done) < WARM:
        return []
    if len(done) >= SOAK_WARM:
        return soak_checks(done)
    early, last = done[EARLY - 1], done[-1]
    grown, more = last.state_bytes - early.state_bytes, last.lines - early.lines
    return [
        at_most(f"peak memory of round {last.number} / round {early.number}", round(last.peak_bytes / early.peak_bytes, 3), MOST_MEMORY),
        Check(name=f"state of round {last.number} / round {early.number}", value=f"{last.state_bytes / early.state_bytes:.2f} ({grown / max(more, 1):.0f} bytes for each new line)"),
    ]


def soak_checks(done: Sequence[Round]) -> list[Check]:
    """The rounds around the 50th beside as many at the end; what a request costs, beside the first rounds that asked about as much."""
    early, late = done[SOAK_EARLY - WINDOW // 2 : SOAK_EARLY + WINDOW // 2], done[-WINDOW:]
    return [
        ratio("peak memory", early, late, lambda one: one.peak_bytes / MIB, SOAK_MOST_MEMORY, "MiB"),
        ratio("wall time", early, late, lambda one: one.seconds, SOAK_MOST_TIME, "s"),
        ratio("processor time", early, late, lambda one: one.cpu_seconds, SOAK_MOST_TIME, "s"),
        request_check(done, late),
        ratio("open files", early, late, lambda one: one.peak_files, 1, "files", slack=SOAK_MORE_FILES),
        ratio("state for each line", early, late, lambda one: one.state_bytes / one.lines, SOAK_MOST_STATE, "bytes"),
    ]


def request_check(done: Sequence[Round], late: Sequence[Round]) -> Check:
    """Rounds that ask less take less time and hide what each request costs more; and what a run costs before its first request weighs more in them."""
    name = "processor time for each request"
    early = as_busy(done, late)
    if early is None:
        return Check(name=f"{name}, medians", value="no early rounds asked as much as the late ones", bound=f"≤ {SOAK_MOST_TIME}", kept=False)
    return ratio(name, early, late, lambda one: 1000 * one.cpu_seconds / max(one.requests, 1), SOAK_MOST_TIME, "ms")


def as_busy(done: Sequence[Round], late: Sequence[Round]) -> Sequence[Round] | None:
    """The first so many rounds in a row, from where the early ones begin, that asked about as much as `late`; None when the first half has none."""
    wanted = median(one.requests for one in late)
    for start in range(SOAK_EARLY - WINDOW // 2, len(done) // 2 - WINDOW + 1):
        rounds = done[start : start + WINDOW]
        if abs(median(one.requests for one in rounds) - wanted) <= ABOUT_AS_MUCH * wanted:
            return rounds
    return None


def ratio(name: str, early: Sequence[Round], late: Sequence[Round], of: Callable[[Round], float], most: float, unit: str, slack: float = 0) -> Check:
    """Median of the late rounds over that of the early ones: at most `most`, or so much more as `slack` says."""
    before, after = (median(map(of, rounds)) for rounds in (early, late))
    return Check(
        name=f"{name}, rounds {late[0].number}–{late[-1].number} / {early[0].number}–{early[-1].number}, medians",
        value=f"{after / before:.3f} ({after:.1f} {unit}, before {before:.1f} {unit})",
        bound=f"≤ {most}" + (f", or {slack:g} {unit} more" if slack else ""),
        kept=after <= max(before * most, before + slack),
    )
