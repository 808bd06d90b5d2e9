"""How far a run is, on one line: what is held of what is known, how fast, which limit binds, and how long it may still take."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum

from newscrawl.report.table import showable

WINDOW_SECONDS = 60.0
"""Rate and limit are those of the last minute: a host that slows down is seen, one slow page is not."""

MIN_WINDOW_SECONDS = 5.0
"""A rate of a shorter time says nothing."""

MINUTE, HOUR, DAY = 60, 3600, 86_400
MAX_DAYS = 999


class Limit(StrEnum):
    """What a run waits for most."""

    POLITENESS = "politeness"  # the gap between two requests to a host
    SERVER = "server"  # answers on their way
    EXTRACTION = "extraction"  # all workers are busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A moment of a run: links `held` (written, or unchanged) and `rejected` so far, `known` so far in all, those included; `left`: how many of them
    this run may still settle."""

    held: int = 0
    rejected: int = 0
    known: int = 0
    left: int = 0

    @property
    def settled(self) -> int:
        return self.held + self.rejected


class Pace:
    """Moments of the last minute: what they say of rate, limit and end."""

    def __init__(self) -> None:
        self._moments: deque[tuple[float, int, Limit | None]] = deque()

    def add(self, at: float, settled: int, limit: Limit | None) -> None:
        """One more moment; `at` in seconds, ascending."""
        self._moments.append((at, settled, limit))
        while self._moments[0][0] < at - WINDOW_SECONDS:
            self._moments.popleft()

    @property
    def rate(self) -> float | None:
        """Links a second; None as long as that can't be told."""
        if not self._moments or (seconds := self._moments[-1][0] - self._moments[0][0]) < MIN_WINDOW_SECONDS:
            return None
        return (self._moments[-1][1] - self._moments[0][1]) / seconds

    @property
    def limit(self) -> Limit | None:
        """The limit of most moments."""
        limits = Counter(limit for _, _, limit in self._moments if limit)
        return max(limits, key=lambda limit: limits[limit]) if limits else None


def progress_line(name: str, standing: Standing, pace: Pace) -> str:
    """The line, as plain text; what matters least stands last, where a narrow terminal cuts it off."""
    parts = [f"{showable(name)}: held {standing.held:,} / {standing.known:,} known"]
    if (rate := pace.rate) is not None:
        parts.append(f"{rate:.1f}/s" if rate >= 1 or not rate else f"{rate * MINUTE:.1f}/min")
    if rate and standing.left > 0:
        parts.append(f"~{time_left(standing.left / rate)} left")
    if pace.limit:
        parts.append(f"limit: {pace.limit}")
    if standing.rejected:
        parts.append(f"{standing.rejected:,} rejected")
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """A time to come, as exact as it can be: under an hour in minutes, then in hours and minutes, then in days."""
    if seconds < HOUR:
        return f"{max(1, round(seconds / MINUTE))} min"
    if seconds < DAY:
        return f"{int(seconds // HOUR)} h {int(seconds % HOUR // MINUTE)} min"
    return f"{min(MAX_DAYS, round(seconds / DAY))} days"
