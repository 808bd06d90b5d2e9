"""The time of day in a printed date, taken out of the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone

from newscrawl.core.date_words import DAY_HALVES, ZONES_MINUTES

MAX_OFFSET_MINUTES = 14 * 60
"""Kiribati, the farthest from Greenwich."""

_TIME = re.compile(r"(?<![0-9:.])([0-9]{1,2})[:h]([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?![0-9:])")
_OFFSET = re.compile(r" ?(?:gmt|utc|ut)? ?([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9/.:-])")
_FIRST_WORD = re.compile(r" ?([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Clock:
    """Hour of 24, minute, the second if it was written, the offset if it was said."""

    hour: int
    minute: int
    second: int | None
    offset: timezone | None


def split_clock(text: str) -> tuple[str, Clock | None]:
    """What stands around the time of day, and that time; None when there is none or it can't be: `24:00:00`, `10:75`."""
    found = _TIME.search(text)
    if not found:
        return text, None
    after = text[found.end() :]
    half, after = _split_half(after)
    offset, after = _split_offset(after)
    rest = f"{text[: found.start()]} {after}"
    hour = _hour(int(found[1]), half)
    second = int(found[3]) if found[3] else None
    if hour is None or int(found[2]) > 59 or (second or 0) > 59:
        return rest, None
    return rest, Clock(hour, int(found[2]), second, offset)


def _split_half(after: str) -> tuple[str, str]:
    word = _FIRST_WORD.match(after)
    if word and word[1] in DAY_HALVES:
        return word[1], after[word.end() :]
    return "", after


def _hour(hour: int, half: str) -> int | None:
    """Hour of 24, or None when it is none: too high, or a half of the day that does not fit it."""
    if not half:
        return hour if hour < 24 else None
    first = DAY_HALVES[half]
    if first is None or hour > 23:
        return None
    if hour > 12:
        return hour if first else None
    return hour % 12 + first


def _split_offset(after: str) -> tuple[timezone | None, str]:
    found = _OFFSET.match(after)
    if found:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return _offset(-minutes if found[1] == "-" else minutes), after[found.end() :]
    named = (ZONES_MINUTES[word] for word in _WORD.findall(after) if word in ZONES_MINUTES)
    minutes_or_none = next(named, None)
    return (None if minutes_or_none is None else _offset(minutes_or_none)), after


def _offset(minutes: int) -> timezone | None:
    return timezone(timedelta(minutes=minutes)) if abs(minutes) <= MAX_OFFSET_MINUTES else None
