"""Dates as machines and people write them, read into ISO 8601 to the precision that is there, and not a digit more.

A moment is `2024`, `2024-05`, `2024-05-01`, `2024-05-01T10:15+03:00` or `2024-05-01T10:15:20+03:00`: a time stands there only with an offset, so a
time whose zone nobody knows is left out and its day stays. Read are ISO 8601, RFC 822 and 5322, seconds and milliseconds since 1970, numeric dates
that can be read in one way only, dates with the month names of some 80 languages, and dates of the Hijri, Persian, Thai and Japanese
calendars. Everything else is unreadable.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.core.ago import read_ago
from newscrawl.core.clock import Clock, split_clock
from newscrawl.core.date_text import fold
from newscrawl.core.day import Day
from newscrawl.core.day_text import DayOrder, read_day
from newscrawl.core.east_asia import spell_out

MAX_DATE_CHARS = 200
"""A printed date in two calendars has fewer than 100; a longer text is no date."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""The year of the first web page: an article that claims to be older bears the date of something else, mostly a machine's zero."""

MAX_AHEAD = timedelta(hours=48)
"""The zones of the world span 26 hours; the rest is for clocks that are wrong and papers that are dated ahead."""

_EPOCH = re.compile("[0-9]{10}|[0-9]{13}")
_COMPACT = re.compile("((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[t ]?([0-9]{2})([0-9]{2})([0-9]{2})?)?(z|[+-][0-9:]+)?")
_REMARK = re.compile(r" ?(?:\([^()]*\)|\[[^\[\]]*\])$")
_CLOCK_REMARK = re.compile(r"\(([0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?)\)")
_ZONE_REMARK = re.compile(r" ?[(\[]((?:gmt|utc)? ?[+-][0-9:]{1,5}|gmt|utc)[)\]]$")
_VIETNAMESE_WEEKDAY = re.compile("th\u1ee9 [2-7](?![0-9])", re.IGNORECASE)
_PERSIAN_DIGIT = re.compile("[\u06f0-\u06f9]")


class DateProblem(Enum):
    """Why a text gives no moment."""

    UNREADABLE = "unreadable"
    ABSURD = "absurd"


def parse_moment(text: str, *, zone: str | None, now: datetime, order: DayOrder | None = None) -> str | None:
    """The moment that `text` says, or None. Never raises.

    `zone` is the IANA zone of times without an offset, `now` is aware, and `order` says what `03/04/2024` means, if that is known.
    """
    moment = read_moment(text, zone=zone, now=now, order=order)
    return None if isinstance(moment, DateProblem) else moment


def read_moment(text: str, *, zone: str | None, now: datetime, order: DayOrder | None = None) -> str | DateProblem:
    """As `parse_moment`, with the reason where there is none."""
    if len(text) > MAX_DATE_CHARS:
        return DateProblem.UNREADABLE
    moment = _read(text, _zone(zone), order)
    if moment is None:
        return DateProblem.UNREADABLE
    return DateProblem.ABSURD if is_absurd(moment, now) else moment


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


def parse_printed(text: str, *, zone: str | None, now: datetime, order: DayOrder | None = None) -> str | None:
    """As `parse_moment`, for a text that a reader sees at the moment `now`: it may also say how long ago ("3 hours ago"), as `ago` has it."""
    moment = read_moment(text, zone=zone, now=now, order=order)
    if moment is not DateProblem.UNREADABLE or len(text) > MAX_DATE_CHARS:
        return None if isinstance(moment, DateProblem) else moment
    folded = spell_out(fold(text))
    rest, clock = split_clock(folded)
    ago = read_ago(rest if clock else folded, clock, _zone(zone), now)
    return None if ago is None or is_absurd(ago, now) else ago


def _read(raw: str, zone: tzinfo | None, order: DayOrder | None) -> str | None:
    text = fold(raw if raw.isascii() else _VIETNAMESE_WEEKDAY.sub(" ", normalize("NFC", raw)))
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    text = _REMARK.sub("", _ZONE_REMARK.sub(r" \1", _CLOCK_REMARK.sub(r" \1", _spread(spell_out(text)))))
    rest, clock = split_clock(text)
    day = read_day(rest, order, "jalali" if _PERSIAN_DIGIT.search(raw) else None)
    return _render(day, clock, zone) if day and day.is_real() else None


def _spread(text: str) -> str:
    """ISO 8601's compact form with its signs, and a space for its T."""
    compact = _COMPACT.fullmatch(text)
    if not compact:
        return re.sub("(?<=[0-9])t(?=[0-9])", " ", text)
    year, month, day, hour, minute, second, offset = compact.groups()
    clock = f" {hour}:{minute}" + (f":{second}" if second else "") + (offset or "") if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _render(day: Day, clock: Clock | None, zone: tzinfo | None) -> str:
    if clock is None or day.month is None or day.day is None:
        return str(day)
    local = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second or 0, tzinfo=clock.offset or zone)
    return str(day) if local.tzinfo is None else local.isoformat(timespec="minutes" if clock.second is None else "seconds")
