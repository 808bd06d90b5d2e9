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
    """The rounds around the 50th beside as many at the end."""
    early, late = done[SOAK_EARLY - WINDOW // 2 : SOAK_EARLY + WINDOW // 2], done[-WINDOW:]

    def ratio(name: str, of: Callable[[Round], float], most: float, unit: str, scale: float = 1) -> Check:
        before, after = (median(map(of, rounds)) / scale for rounds in (early, late))
        return Check(
            name=f"{name}, rounds {late[0].number}–{late[-1].number} / {early[0].number}–{early[-1].number}, medians",
            value=f"{after / before:.3f} ({after:.1f} {unit}, before {before:.1f} {unit})",
            bound=f"≤ {most}",
            kept=after <= before * most,
        )

    return [
        ratio("peak memory", lambda one: one.peak_bytes, SOAK_MOST_MEMORY, "MiB", 1024 * 1024),
        ratio("wall time", lambda one: one.seconds, SOAK_MOST_TIME, "s"),
        ratio("processor time", lambda one: one.cpu_seconds, SOAK_MOST_TIME, "s"),
        ratio("open files", lambda one: one.peak_files, 1, "files"),
        ratio("state for each line", lambda one: one.state_bytes / one.lines, SOAK_MOST_STATE, "bytes"),
    ]
