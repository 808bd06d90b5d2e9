"""The day in a folded text without its time: numbers, names of months, and other calendars beside or in place of ours."""

from __future__ import annotations

import re
from enum import Enum

from newscrawl.core.date_text import Shape, is_silent, shape_of, words_of
from newscrawl.core.day import FIRST_GREGORIAN_YEAR, Day
from newscrawl.core.other_calendars import calendar_named, split_calendars, to_gregorian

_NUMERIC = re.compile("(?<![0-9])([0-9]{1,4})([/.-])([0-9]{1,2})(?:\\2([0-9]{1,4}))?(?![0-9])")
_CROATIAN = re.compile(r"[0-9]\. ?(?:listopada|lip|lis|srp)(?![^\W\d_])")
"""Months that are others in Polish and Czech, which write no dot before them; so the date is left unread."""

_SPACED = re.compile("(?<=[0-9])(?: ([/.-]) ?|([/.-]) )(?=[0-9])")


class DayOrder(Enum):
    """What the first of two numbers means that may both be a month: `03/04/2024`."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


def read_day(text: str, order: DayOrder | None = None, calendar: str | None = None) -> Day | None:
    """The day, month or year that a text says, and nothing else; `calendar` is that of a year which can't be ours and has no mark beside it."""
    found = _numbers(text)
    if found:
        days = [day for numbers in found if (day := _numeric_day(numbers, order)) and day.year >= FIRST_GREGORIAN_YEAR]
        if len(days) == 1:
            return days[0]
        other = calendar_named(text) or calendar
        return _other_day(found[0], other) if other and len(found) == 1 else None
    shape = shape_of(text)
    if shape is None or _CROATIAN.search(text):
        return None
    ours, theirs = split_calendars(shape)
    return _written_day(ours) if ours else theirs


def _numbers(text: str) -> list[tuple[str, str, str, str]]:
    """First, sign, second, third of each numeric date, if the text has nothing beside them that says something."""
    for candidate in (text, _SPACED.sub(lambda sign: sign[1] or sign[2], text)):
        found = list(_NUMERIC.finditer(candidate))
        if found and _says_nothing(_NUMERIC.sub(" ", candidate)):
            return [(one[1], one[2], one[3], one[4] or "") for one in found]
    return []


def _says_nothing(text: str) -> bool:
    """Whether a text has neither an unknown word nor a number or month of our calendar; a weekday may be called as a month is elsewhere."""
    if all(map(is_silent, words_of(text))):
        return True
    shape = shape_of(text)
    return shape is not None and split_calendars(shape)[0] == ()


def _numeric_day(numbers: tuple[str, str, str, str], order: DayOrder | None) -> Day | None:
    """`2024-05-01`, `2024-05`, `01.05.2024`, `22/05/2024`, `05/22/2024`; `03/05/2024` and `03.05.24` only by an order that is known."""
    first, sign, second, third = numbers
    if len(first) == 4:
        return Day(int(first), int(second), int(third) if third else None) if len(third) <= 2 else None
    if len(third) == 4:
        return _day_before_year(int(first), int(second), int(third), sign, order)
    if len(third) == 2 and len(first) <= 2 and order is not None:
        return _day_before_year(int(first), int(second), full_year(third), sign, order)
    return None


def _day_before_year(first: int, second: int, year: int, sign: str, order: DayOrder | None) -> Day | None:
    if first > 12 or first == second or (sign == "." and order is not DayOrder.MONTH_FIRST):
        return Day(year, second, first)
    if second > 12:
        return Day(year, first, second)
    if order is None:
        return None
    return Day(year, second, first) if order is DayOrder.DAY_FIRST else Day(year, first, second)


def _other_day(numbers: tuple[str, str, str, str], calendar: str) -> Day | None:
    """Year, month, day of another calendar, or day, month, year: nobody writes the month first there."""
    first, _, second, third = numbers
    if len(first) == 4 and len(third) in (1, 2):
        return to_gregorian(calendar, int(first), int(second), int(third))
    return to_gregorian(calendar, int(third), int(second), int(first)) if len(third) == 4 else None


def _written_day(shape: Shape) -> Day | None:
    """Day, month name and year in any order that is in use; month name and year; or a year alone."""
    match shape:
        case [str(day), int(month), str(year)] if len(day) <= 2 and len(year) in (2, 4):
            return Day(full_year(year), month, int(day))
        case [int(month), str(day), str(year)] if len(day) <= 2 and len(year) == 4:
            return Day(int(year), month, int(day))
        case [str(year), int(month), str(day)] | [str(year), str(day), int(month)] if len(year) == 4 and len(day) <= 2:
            return Day(int(year), month, int(day))
        case [int(month), str(year)] | [str(year), int(month)] if len(year) == 4:
            return Day(int(year), month)
        case [str(year)] if len(year) == 4:
            return Day(int(year))
    return None


def full_year(digits: str) -> int:
    """RFC 5322 §4.3: two digits up to 49 are of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)
