"""When a seed is asked again: one rule for its interval, one for its failures.

interval = clamp(max(Retry-After, Cache-Control, the feed's own period, what was learnt), floor, ceiling), and up to a tenth more, so that the
seeds of many outlets do not come due together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from newscrawl.core.failure import FailureKind

FLOOR_SECONDS = 300.0
"""Five minutes: no outlet publishes so fast that a reader gains from more, and operators of feeds complain about less."""
FIRST_SECONDS = 1800.0
"""Before anything was learnt: half an hour is the middle of what feeds declare."""
CEILING_SECONDS = 24 * 3600.0
"""A day: as long as a Retry-After is believed, and a news outlet that publishes less often than daily loses nothing by it."""
CHILD_CEILING_SECONDS = 30 * CEILING_SECONDS
"""Sitemaps of an index that says nothing of their changes: old ones never change again."""
LONGEST_WAIT_SECONDS = 2 * int(CHILD_CEILING_SECONDS)
"""Nothing is put off for so long: what is due later was written under a clock that ran ahead, and is due now."""
JITTER_SHARE = 0.1

FIRST_FAILURE_SECONDS: Mapping[FailureKind, float] = {
    FailureKind.TEMPORARY: 60.0,  # nothing is wrong over there
    FailureKind.SOFT: FLOOR_SECONDS,
    FailureKind.HARD: 3600.0,  # a deploy that went wrong is mended within hours
}
"""The wait after the first failure of a seed; it doubles with each further one."""

LONGEST_FAILURE_SECONDS: Mapping[FailureKind, float] = {
    FailureKind.TEMPORARY: 3600.0,
    FailureKind.SOFT: CEILING_SECONDS,
    FailureKind.HARD: 7 * CEILING_SECONDS,  # dead feeds come back; a week loses little of one that was dead for weeks
}

MOST_DOUBLINGS = 30
"""Keeps the power a number; every wait has reached its ceiling by then."""

_MAX_AGE = re.compile(r'(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*"?([0-9]{1,9})', re.IGNORECASE)
_AGE = re.compile(r"[0-9]{1,9}")


def learnt_seconds(before: float, new_links: int, ceiling: float = CEILING_SECONDS) -> float:
    """The interval after a poll: half of the one before when new links came, twice when none did. `before` is 0 when nothing was learnt yet."""
    interval = before or FIRST_SECONDS
    return min(max(interval / 2 if new_links else interval * 2, FLOOR_SECONDS), ceiling)


def next_poll_seconds(learnt: float, asked_for: Iterable[float | None], spread: float, ceiling: float = CEILING_SECONDS) -> float:
    """How long to leave a seed alone. `asked_for`: waits in seconds that the answer asked for, None where it asked for none; `spread`: 0 to 1."""
    longest = max([learnt, *(seconds for seconds in asked_for if seconds is not None)])
    return min(max(longest, FLOOR_SECONDS), ceiling) * (1 + JITTER_SHARE * spread)


def after_failure_seconds(failures: int, kind: FailureKind, asked_for: float | None = None, spread: float = 0.0) -> float:
    """How long to leave a seed alone after its `failures`-th failure in a row (1 or more), at least `asked_for`."""
    delay = FIRST_FAILURE_SECONDS[kind] * 2.0 ** min(max(failures, 1) - 1, MOST_DOUBLINGS)
    return max(min(delay, LONGEST_FAILURE_SECONDS[kind]) * (1 + JITTER_SHARE * spread), asked_for or 0.0)


def max_age_seconds(cache_control: str | None, age: str | None = None) -> float | None:
    """How long an answer stays fresh by its Cache-Control (RFC 9111 section 5.2.2), less its Age; None when it does not say or says 0."""
    found = [int(seconds) for seconds in _MAX_AGE.findall(cache_control or "")]
    if not found:
        return None
    spent = int(age) if age and _AGE.fullmatch(age.strip()) else 0
    return float(max(found) - spent) if max(found) > spent else None


def spread_of(name: str, moment: int) -> float:
    """A number from 0 to 1 that is another one for each name and each second, and always the same for the same: jitter without chance."""
    return int.from_bytes(blake2b(f"{name}\n{moment}".encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big") / 2**32
