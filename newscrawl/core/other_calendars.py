"""Days of the Hijri calendar (Umm al-Qura, as Saudi Arabia counts) and of the Persian solar one, as Gregorian days.

The Hijri month begins by sight in some countries, so that a day there may be the one before or after; where a text has both calendars, the Gregorian
date is the one to read.
"""

from __future__ import annotations

from datetime import date

import hijridate
import jdatetime

from newscrawl.core.date_text import OtherMonth, Shape, words_of
from newscrawl.core.date_words import CALENDAR_MARKS
from newscrawl.core.day import Day

YEARS = {"hijri": range(1410, 1475), "jalali": range(1368, 1430)}
"""From 1990 to about 2050. The two do not meet before 2030, when Hijri dates of then and Persian dates of 1989 differ by their months."""


def to_gregorian(calendar: str, year: int, month: int, day: int) -> Day | None:
    """The Gregorian day, or None when that calendar has no such day or the year is none of today's."""
    if year not in YEARS[calendar]:
        return None
    try:
        found: date = hijridate.Hijri(year, month, day).to_gregorian() if calendar == "hijri" else jdatetime.date(year, month, day).togregorian()
    except (ValueError, OverflowError):
        return None
    return Day(found.year, found.month, found.day)


def calendar_named(text: str) -> str | None:
    """The calendar that a mark such as هـ or "هجری شمسی" names in a folded text; the solar one when both marks stand there."""
    words = set(words_of(text))
    named = {calendar for calendar, mark in CALENDAR_MARKS if mark in words}
    return next((calendar for calendar in ("jalali", "hijri") if calendar in named), None)


def split_calendars(shape: Shape) -> tuple[Shape, Day | None]:
    """What a date says in the Gregorian calendar, and the day that it says in another one."""
    at = next((i for i, part in enumerate(shape) if isinstance(part, OtherMonth)), None)
    if at is None:
        return shape, None
    month = shape[at]
    day, year = shape[at - 1] if at else None, shape[at + 1] if at + 1 < len(shape) else None
    if not isinstance(month, OtherMonth) or not _is_number(day, 2) or not _is_number(year, 4):
        return shape, None
    return shape[: at - 1] + shape[at + 2 :], to_gregorian(month.calendar, int(str(year)), month.month, int(str(day)))


def _is_number(part: object, max_digits: int) -> bool:
    return isinstance(part, str) and len(part) <= max_digits
