"""The time of day in a printed date, taken out of the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from newscrawl.core.date_text import fold
from newscrawl.core.date_words import DAY_HALVES, HALVES_BEFORE, ZONES_MINUTES, ZONES_NAMED

MAX_OFFSET_MINUTES = 14 * 60
"""Kiribati, the farthest from Greenwich."""

_TIME = re.compile(r"(?<![0-9:.])([0-9]{1,2})(?::| ?h ?)([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?![0-9:])")
_OFFSET = re.compile(r" ?(?:gmt|utc|ut)? ?([+-])([0-9]{1,2}):?([0-9]{2})?(?![0-9/.:-])")
_LETTERS = "(?:[^\\W\\d_]|[\u0900-\u0963\u0971-\u109f])+"
_FIRST_WORD = re.compile(f" ?({_LETTERS})")
_LAST_WORD = re.compile(f"({_LETTERS})[. ]{{0,2}}$")
_WORD = re.compile(r"[^\W\d_]+")
_TIME_WORDS = "klo|kl|klockan|klokken|pukul|jam|ore|um|godz|ora|saat|kell|plkst"
_AFTER_A_WORD = re.compile(rf"(?<![^\W\d_])({_TIME_WORDS}) ?\.? ?([0-9]{{1,2}})\.([0-9]{{2}})(?![0-9.])")
_BEFORE_A_WORD = re.compile(r"(?<![0-9.])([0-9]{1,2})\.([0-9]{2})(?= ?(?:uhr|uur|wib|wita|wit|น)(?![^\W\d_]))")
_AFTER_THE_YEAR = re.compile(r"(?<=[0-9]{4}) ([0-2]?[0-9])\.([0-5][0-9])(?:\.([0-5][0-9]))?$")
_BARE_HOUR = re.compile(r"(?<![0-9:.])[0-9]{1,2} ?(?:h|hs|hrs|uhr|uur|am|pm|ч)(?![^\W\d_]|[0-9])")
"""An hour without its minutes: less than a record's time can say."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Hour of 24, minute, the second if it was written, the offset if it was said."""

    hour: int
    minute: int
    second: int | None
    offset: tzinfo | None


def split_clock(text: str) -> tuple[str, Clock | None]:
    """What stands around the time of day, and that time; None when there is none or it can't be: `24:00:00`, `10:75`."""
    text = _with_colons(text) if "." in text else text
    found = _TIME.search(text)
    if not found:
        return _BARE_HOUR.sub(" ", text), None
    before, half = _half_before(text[: found.start()])
    half_after, after = _split_half(text[found.end() :])
    offset, after = _split_offset(after)
    rest = f"{before} {after}"
    hour = _hour(int(found[1]), half_after or half)
    second = int(found[3]) if found[3] else None
    if hour is None or int(found[2]) > 59 or (second or 0) > 59:
        return rest, None
    return rest, Clock(hour, int(found[2]), second, offset)


def _with_colons(text: str) -> str:
    """A time written with dots, where a word beside it or the year before it says that it is one."""
    text = _BEFORE_A_WORD.sub(r"\1:\2", _AFTER_A_WORD.sub(r"\1 \2:\3", text))
    return _AFTER_THE_YEAR.sub(lambda time: " " + ":".join(part for part in time.groups() if part), text)


def _half_before(before: str) -> tuple[str, str]:
    word = _LAST_WORD.search(before)
    if word and word[1] in _halves_before():
        return before[: word.start()], word[1]
    return before, ""


def _split_half(after: str) -> tuple[str, str]:
    word = _FIRST_WORD.match(after)
    if word and word[1] in _halves():
        return word[1], after[word.end() :]
    return "", after


@cache
def _halves() -> dict[str, int | None]:
    return {fold(word): hours for word, hours in DAY_HALVES.items()} | _halves_before()


@cache
def _halves_before() -> dict[str, int | None]:
    return {fold(word): hours for word, hours in HALVES_BEFORE.items()}


@cache
def _zones() -> dict[str, int]:
    return {fold(name): minutes for name, minutes in ZONES_MINUTES.items()}


def _hour(hour: int, half: str) -> int | None:
    """Hour of 24, or None when it is none: too high, or a half of the day that does not fit it."""
    if not half:
        return hour if hour < 24 else None
    first = _halves()[half]
    if first is None or hour > 23:
        return None
    if hour > 12:
        return hour if first else None
    return hour % 12 + first


def _split_offset(after: str) -> tuple[tzinfo | None, str]:
    found = _OFFSET.match(after)
    if found:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return _offset(-minutes if found[1] == "-" else minutes), after[found.end() :]
    words = _WORD.findall(after)
    named = next((word for word in words if word in _zones()), None)
    if named is None and words and words[0] in ZONES_NAMED:
        return ZoneInfo(ZONES_NAMED[words[0]]), after
    return (None if named is None else _offset(_zones()[named])), after


def _offset(minutes: int) -> timezone | None:
    return timezone(timedelta(minutes=minutes)) if abs(minutes) <= MAX_OFFSET_MINUTES else None
