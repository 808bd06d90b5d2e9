"""Which dates a walk is asked for: `since` and `until`, both inclusive, each a day, a month or a year, in the outlet's zone."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.core.dates import as_utc, is_full
from newscrawl.core.day import FIRST_GREGORIAN_YEAR
from newscrawl.errors import UsageProblem

LAST_YEAR = 2999
"""A later one is a slip of the finger, and Python's calendar ends in 9999."""

ALLOWED = f"give a day, a month or a year from {FIRST_GREGORIAN_YEAR} to {LAST_YEAR}, as in 2019-03-31, 2019-03 or 2019"

WEST, EAST = timedelta(hours=12), timedelta(hours=14)
"""The zones of the world, from Baker Island to Kiribati: the local days of an instant whose zone nobody knows."""

_WRITTEN = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Holds(StrEnum):
    """Whether a moment lies in a range; unknown when it is too coarse to say, or none."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The days from `first` to `last`, both included, in `zone` (IANA); None is an open end. Made by `parse_range`; `Range()` holds everything."""

    first: date | None = None
    last: date | None = None
    zone: str | None = None

    def holds(self, iso: str | None) -> Holds:
        """Whether a moment of `newscrawl.core.dates` lies in the range. Never raises; what is no moment is unknown, but in the range of everything.

        A year, a month, and an instant in UTC of an outlet without zone are several days: yes when all are in the range, no when none is.
        """
        if self.first is None and self.last is None:
            return Holds.YES
        days = days_of(iso, self.zone) if iso else None
        if days is None:
            return Holds.UNKNOWN
        if self._is_before(days) or self._is_after(days):
            return Holds.NO
        is_whole = (self.first is None or self.first <= days[0]) and (self.last is None or days[1] <= self.last)
        return Holds.YES if is_whole else Holds.UNKNOWN

    def overlaps(self, iso: str) -> bool:
        """Whether a month (or a year, or a day) may have a day of the range."""
        return self.holds(iso) is not Holds.NO

    def is_after(self, iso: str | None) -> bool:
        """Whether all of the range is after a moment: nothing up to that moment is asked for. False for what is no moment."""
        days = days_of(iso, self.zone) if iso else None
        return days is not None and self._is_before(days)

    def is_before(self, iso: str | None) -> bool:
        """Whether all of the range is before a moment."""
        days = days_of(iso, self.zone) if iso else None
        return days is not None and self._is_after(days)

    def instants(self) -> tuple[datetime | None, datetime | None]:
        """The first instant of the range and the first behind it, in UTC; those of all zones of the world for an outlet without zone."""
        zone = zone_of(self.zone)
        start = None if self.first is None else _midnight(self.first, zone, -EAST)
        return start, None if self.last is None else _midnight(self.last + timedelta(days=1), zone, WEST)

    def _is_before(self, days: tuple[date, date]) -> bool:
        return self.first is not None and days[1] < self.first

    def _is_after(self, days: tuple[date, date]) -> bool:
        return self.last is not None and self.last < days[0]


def parse_range(since: str | None, until: str | None, zone: str | None) -> Range:
    """The range of two arguments, each None where it was not given; raises `UsageProblem` that names the wrong one and says what is allowed."""
    first, last = _argument("since", since), _argument("until", until)
    if first and last and last[1] < first[0]:
        raise UsageProblem(f"-a since={since} -a until={until}: the range ends before it begins; give until the same or a later date")
    return Range(first=first[0] if first else None, last=last[1] if last else None, zone=zone)


def days_of(iso: str, zone: str | None = None) -> tuple[date, date] | None:
    """The first and the last day that a moment may lie on, where `zone` is; None for what is no moment. Never raises.

    An instant with an offset other than UTC's, of an outlet without zone, lies on the day on which it was written.
    """
    if not is_full(iso):
        written = _WRITTEN.fullmatch(iso)
        return _period(*(int(part) if part else None for part in written.groups())) if written else None
    instant, place = as_utc(iso), zone_of(zone)
    if instant is None:
        return None
    try:
        if place is not None:
            return (instant.astimezone(place).date(),) * 2
        written_at = datetime.fromisoformat(iso)
        return (written_at.date(),) * 2 if written_at.utcoffset() else ((instant - WEST).date(), (instant + EAST).date())
    except OverflowError:  # in the first or the last hours of the calendar
        return None


def zone_of(name: str | None) -> tzinfo | None:
    """The zone of a name; None for none, and for one that nobody knows."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _period(year: int | None, month: int | None, day: int | None) -> tuple[date, date] | None:
    if not year or month == 0 or day == 0:
        return None
    try:
        first = date(year, month or 1, day or 1)
        return first, first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _argument(name: str, text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    written = _WRITTEN.fullmatch(text.strip()) if len(text) <= 40 else None
    days = days_of(written[0]) if written else None
    if days is None or not FIRST_GREGORIAN_YEAR <= days[0].year <= LAST_YEAR:
        raise UsageProblem(f"-a {name}={text[:40]}: {ALLOWED}")
    return days


def _midnight(day: date, zone: tzinfo | None, widened: timedelta) -> datetime:
    """The beginning of a day in UTC; without a zone the UTC day's, moved outwards."""
    if zone is None:
        return datetime.combine(day, time(), UTC) + widened
    return datetime.combine(day, time(), zone).astimezone(UTC)
