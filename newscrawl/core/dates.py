"""Dates as machines and people write them, read into ISO 8601 to the precision that is there, and not a digit more.

A moment is `2024`, `2024-05`, `2024-05-01`, `2024-05-01T10:15+03:00` or `2024-05-01T10:15:20+03:00`: a time stands there only with an offset, so a
time whose zone nobody knows is left out and its day stays. Read are ISO 8601, RFC 822 and 5322, seconds and milliseconds since 1970, numeric dates
that can be read in one way only, and dates with the Gregorian month names of `month_names`. Everything else, other calendars too, is unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.core.clock import Clock, split_clock
from newscrawl.core.date_text import fold, shape_of

MAX_DATE_CHARS = 200
"""A printed date in two calendars has fewer than 100; a longer text is no date."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""The year of the first web page: an article that claims to be older bears the date of something else, mostly a machine's zero."""

MAX_AHEAD = timedelta(hours=48)
"""The zones of the world span 26 hours; the rest is for clocks that are wrong and papers that are dated ahead."""

FIRST_GREGORIAN_YEAR = 1900
"""A smaller year is one of another calendar (1448 is Hijri, 1405 Persian) or a database's zero, and can't be read as ours."""

_CORRESPONDING_TO = "الموافق"
"""Stands between the Hijri and the Gregorian form of one date."""

_EPOCH = re.compile("[0-9]{10}|[0-9]{13}")
_COMPACT = re.compile("((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[t ]?([0-9]{2})([0-9]{2})([0-9]{2})?)?(z|[+-][0-9:]+)?")
_REMARK = re.compile(r" ?(?:\([^()]*\)|\[[^\[\]]*\])$")
_NUMERIC = re.compile("(?<![0-9])([0-9]{1,4})([/.-])([0-9]{1,2})(?:\\2([0-9]{1,4}))?(?![0-9])")


class DateProblem(Enum):
    """Why a text gives no moment."""

    UNREADABLE = "unreadable"
    ABSURD = "absurd"


@dataclass(frozen=True, slots=True)
class _Day:
    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)

    def is_real(self) -> bool:
        """Whether the calendar has it, in a year that can be ours."""
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return self.year >= FIRST_GREGORIAN_YEAR


def parse_moment(text: str, *, zone: str | None, now: datetime) -> str | None:
    """The moment that `text` says, or None. `zone` is the IANA zone of times without an offset; `now` is aware. Never raises."""
    moment = read_moment(text, zone=zone, now=now)
    return None if isinstance(moment, DateProblem) else moment


def read_moment(text: str, *, zone: str | None, now: datetime) -> str | DateProblem:
    """As `parse_moment`, with the reason where there is none."""
    if len(text) > MAX_DATE_CHARS:
        return DateProblem.UNREADABLE
    for part in fold(text).split(_CORRESPONDING_TO):
        moment = _read(part.strip(), zone)
        if moment is not None:
            return DateProblem.ABSURD if is_absurd(moment, now) else moment
    return DateProblem.UNREADABLE


def is_absurd(iso: str, now: datetime) -> bool:
    """Whether a moment can't be an article's: before 1990, or more than 48 hours after `now`. A year or month counts by its first day."""
    if int(iso[:4]) > now.year + 1:
        return True
    start = datetime.fromisoformat(iso if is_full(iso) else (iso + "-01-01")[:10])
    start = start if start.tzinfo else start.replace(tzinfo=UTC)
    return not EARLIEST <= start <= now + MAX_AHEAD


def is_full(iso: str) -> bool:
    """Whether a moment has a time, and so an offset."""
    return "T" in iso


def day_of(iso: str) -> str | None:
    """The calendar day of a moment where it was written, or None when it has only a month or a year."""
    return iso[:10] if len(iso) >= len("2024-05-01") else None


def as_utc(iso: str) -> datetime | None:
    """The instant of a moment that has a time, in UTC; None for a day, a month, a year and for what is no moment."""
    if not is_full(iso):
        return None
    try:
        instant = datetime.fromisoformat(iso)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _read(text: str, zone: str | None) -> str | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    rest, clock = split_clock(_REMARK.sub("", _spread(text)))
    day = _numeric_day(rest) or _written_day(rest)
    if day is None or not day.is_real():
        return None
    return _render(day, clock, _zone(zone))


def _spread(text: str) -> str:
    """ISO 8601's compact form with its signs, and a space for its T."""
    compact = _COMPACT.fullmatch(text)
    if not compact:
        return re.sub("(?<=[0-9])t(?=[0-9])", " ", text)
    year, month, day, hour, minute, second, offset = compact.groups()
    clock = f" {hour}:{minute}" + (f":{second}" if second else "") + (offset or "") if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _numeric_day(text: str) -> _Day | None:
    """`2024-05-01`, `2024-05`, `01.05.2024`, `22/05/2024`, `05/22/2024`; not `03/05/2024`, which is two days."""
    found = _NUMERIC.search(text)
    if not found or shape_of(text[: found.start()] + " " + text[found.end() :]) != ():
        return None
    first, sign, second, third = found[1], found[2], found[3], found[4]
    if len(first) == 4:
        return _Day(int(first), int(second), int(third) if third else None)
    if third is None or len(third) != 4:
        return None
    return _day_before_year(int(first), int(second), int(third), sign)


def _day_before_year(first: int, second: int, year: int, sign: str) -> _Day | None:
    if sign == "." or first > 12 or first == second:
        return _Day(year, second, first)
    return _Day(year, first, second) if second > 12 else None


def _written_day(text: str) -> _Day | None:
    """Day, month name and year in any order that is in use; month name and year; or a year alone."""
    match shape_of(text):
        case [str(day), int(month), str(year)] if len(day) <= 2 and len(year) in (2, 4):
            return _Day(_full_year(year), month, int(day))
        case [int(month), str(day), str(year)] if len(day) <= 2 and len(year) == 4:
            return _Day(int(year), month, int(day))
        case [str(year), int(month), str(day)] | [str(year), str(day), int(month)] if len(year) == 4 and len(day) <= 2:
            return _Day(int(year), month, int(day))
        case [int(month), str(year)] | [str(year), int(month)] if len(year) == 4:
            return _Day(int(year), month)
        case [str(year)] if len(year) == 4:
            return _Day(int(year))
    return None


def _full_year(digits: str) -> int:
    """RFC 5322 §4.3: two digits up to 49 are of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _render(day: _Day, clock: Clock | None, zone: tzinfo | None) -> str:
    if clock is None or day.month is None or day.day is None:
        return str(day)
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0, tzinfo=clock.offset or zone)
    return str(day) if local.tzinfo is None else local.isoformat(timespec="minutes" if clock.second is None else "seconds")
