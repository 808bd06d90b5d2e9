"""How long before a moment something was, as people write it: "3 hours ago", "gestern 10:15", "منذ ساعتين".

A phrase says no more than its unit, and so does what is read from it. Minutes and seconds give the minute. Hours give the day, where the whole hour
in which it may have been lies in one. Days and words such as "yesterday" give the day, and the minute when a clock stands beside them. Weeks, months
and years give the month or the year that all days which they may mean have in common, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache

from newscrawl.core.ago_words import AGO_PHRASES, DAYS_AGO
from newscrawl.core.clock import Clock
from newscrawl.core.date_text import fold, is_silent, words_of

MAX_DIGITS = 2
"""Of a number of units: nobody says 100 hours."""

DAY_CHARS, MONTH_CHARS, YEAR_CHARS = len("2024-05-01"), len("2024-05"), len("2024")

MAX_WORDS = 8
"""The longest phrases have five, and a weekday or a label may stand beside them."""

_UNITS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}

_LONG_UNITS_DAYS = {"week": (7, 7), "month": (28, 31), "year": (365, 366)}
"""The fewest and the most days that one may have."""


def read_ago(text: str, clock: Clock | None, zone: tzinfo | None, now: datetime) -> str | None:
    """The moment that a folded text without its clock means, counted from `now` in `zone`, else in UTC; None when it is no such phrase."""
    words = words_of(text)
    if not 0 < len(words) <= MAX_WORDS:
        return None
    local = now.astimezone(zone or UTC)
    days = _days_ago().get(_said(words) or words[0])
    if days is not None:
        return _on_day(local - timedelta(days=days), clock, zone)
    numbers = [word for word in words if word.isdigit()]
    found = _phrases().get(" ".join("#" if word.isdigit() else word for word in words)) if clock is None else None
    if found is None or (numbers and len(numbers[0]) > MAX_DIGITS):
        return None
    unit, count = found
    return _before(local, unit, count or int(numbers[0]))


def _said(words: Iterable[str]) -> str:
    return " ".join(word for word in words if not is_silent(word))


def _on_day(day: datetime, clock: Clock | None, zone: tzinfo | None) -> str:
    offset = clock.offset or zone if clock else None
    if clock is None or offset is None:
        return day.date().isoformat()
    return datetime(day.year, day.month, day.day, clock.hour, clock.minute, tzinfo=offset).isoformat(timespec="minutes")


def _before(now: datetime, unit: str, count: int) -> str | None:
    if unit in _LONG_UNITS_DAYS:
        shortest, longest = _LONG_UNITS_DAYS[unit]
        return _in_common(now - timedelta(days=(count + 1) * longest - 1), now - timedelta(days=count * shortest), (MONTH_CHARS, YEAR_CHARS))
    last = now - count * _UNITS[unit]
    if unit == "day":
        return last.date().isoformat()
    return _in_common(last - _UNITS[unit], last, (DAY_CHARS, MONTH_CHARS, YEAR_CHARS)) if unit == "hour" else last.isoformat(timespec="minutes")


def _in_common(first: datetime, last: datetime, precisions: tuple[int, ...]) -> str | None:
    """The sharpest that is true of both days."""
    return next((first.isoformat()[:chars] for chars in precisions if first.isoformat()[:chars] == last.isoformat()[:chars]), None)


@cache
def _days_ago() -> dict[str, int]:
    return {_said(words_of(fold(words))): days for days, _, words in DAYS_AGO}


@cache
def _phrases() -> dict[str, tuple[str, int]]:
    return {_key(phrase): (unit, count) for unit, _, count, phrase in AGO_PHRASES}


def _key(phrase: str) -> str:
    before, mark, after = fold(phrase).partition("#")
    return " ".join([*words_of(before), *mark, *words_of(after)])
