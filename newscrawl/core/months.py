"""Months such as `2024-05`, and ranges of months such as `2015-01/2019-12`: both ends included, `..` for an open one (ISO 8601-2, section 4.4)."""

from __future__ import annotations

import re

UNDATED = ""
"""The month of what nobody dates."""

EVERYTHING = "../.."
"""The range of all months, and of what is undated."""

OPEN = ".."

_MONTH = re.compile("(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    """Whether `text` is a month of the years 1 to 9999."""
    return _MONTH.fullmatch(text) is not None


def is_range(text: str) -> bool:
    """Whether `text` is a range of months that does not end before it begins."""
    first, slash, last = text.partition("/")
    are_ends = all(end == OPEN or is_month(end) for end in (first, last))
    return bool(slash) and are_ends and (OPEN in (first, last) or first <= last)


def lies_in(months: str, wider: str) -> bool:
    """Whether a month, a range, or what is undated lies within a month or range; all do in themselves."""
    if months == wider or wider == EVERYTHING:
        return True
    if UNDATED in (months, wider):
        return False
    (first, last), (start, end) = _ends(months), _ends(wider)
    return (start == OPEN or (first != OPEN and start <= first)) and (end == OPEN or (last != OPEN and last <= end))


def _ends(months: str) -> tuple[str, str]:
    first, _, last = months.partition("/")
    return first, last or first
