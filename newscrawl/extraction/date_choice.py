"""Which of the dates that a page states is the day it appeared: each source is checked against the others and against what is printed.

The first source of `FIELD_ORDER` gives a date. One that is only seen somewhere in the page gives way to what stands beside the headline or in the
address; any other stays unless one of these is true, tried in this order:

- padded: it is a bare 1 January that is printed nowhere: only its year is known, and the day as far as it is printed in that year;
- outvoted: it is printed nowhere, and the next source's date is;
- rewritten: it is no earlier than the last change, as where each build of a site dates all its pages anew, and the page prints an earlier day;
- re-issued: it stands in schema.org's words alone, and the page prints only a day more than a week later, as guides do that are written anew
  under one address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from itertools import chain
from typing import NamedTuple

from newscrawl.core.date_kind import DateKind
from newscrawl.core.dates import day_of, is_full
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.moments import Printed

MIN_REISSUE_DAYS = 7
"""News is corrected within days, and its first date stays; what changes later is another text."""

YEAR_CHARS, DAY_CHARS = len("2024"), len("2024-05-01")

_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:[Z+-]|$)")
"""An hour that is none; with a second of its own it is one."""

MINUTES_OF_OFFSET = 30
"""Offsets of zones are multiples of it, but for some 5 million people in Nepal's hills and on the Chatham Islands."""

MAX_OFFSET = timedelta(hours=14)

TO_THE_MINUTE = "2024-05-01T10:15+00:00"

SCHEMA_ORG = ("json-ld", "microdata")
"""One vocabulary in two places: what both say is said once."""

SEEN = ("time", "text", "htmldate")
"""Sources that a reader sees, somewhere in the page."""

CHECKED = (*SCHEMA_ORG, "meta", "feed")
"""Sources that a reader does not see."""

Read = Callable[[str], Findings]


class Chosen(NamedTuple):
    """A moment and the name of the source that gave it."""

    moment: str
    method: str


def check_published(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen:
    """The date that stands after the checks; `read` gives what a source says, by its name."""
    if first.method not in (*CHECKED, *SEEN) or any(_confirms(mark, first.moment) for mark in printed):
        return first
    known = first.moment[:YEAR_CHARS] if first.method in CHECKED and is_padded_year(first.moment) else first.moment
    if day_of(known) is None:
        return _fuller(Chosen(known, first.method), read, printed)
    if first.method in SEEN:
        return _nearer(first, read, printed)
    return _outvoted(first, read, printed) or _rewritten(first, read, printed) or _reissued(first, read, printed) or first


def prefer_printed(first: Chosen, printed: Sequence[Printed]) -> Chosen:
    """A date that the page prints as that of publication, before one of a source that says not which of its dates it has."""
    if day_of(first.moment) and any(_confirms(mark, first.moment) for mark in printed):
        return first
    return next((Chosen(mark.moment, mark.method) for mark in printed if mark.kind is DateKind.PUBLISHED), first)


def is_padded_year(moment: str) -> bool:
    """Whether a moment is 1 January without an hour, which a machine writes when it knows the year alone."""
    day, clock = moment[:DAY_CHARS], moment[DAY_CHARS:]
    return day.endswith("-01-01") and (not clock or _MIDNIGHT.match(clock) is not None)


def only_change(printed: Sequence[Printed]) -> str | None:
    """The day of the last change where the page prints that and no other: the text as it stands appeared then."""
    return printed[0].moment if printed and all(mark.kind is DateKind.MODIFIED for mark in printed) else None


def local_time(moment: str, printed: Sequence[Printed]) -> str:
    """A moment in UTC with the outlet's own offset, where the page prints the same minute on another clock; else as it is."""
    for mark in printed:
        offset = _offset(moment, mark.local) if mark.local and mark.kind is not DateKind.MODIFIED and moment.endswith("+00:00") else None
        if offset is not None:
            instant = datetime.fromisoformat(moment)
            return instant.astimezone(timezone(offset)).isoformat(timespec="minutes" if len(moment) == len(TO_THE_MINUTE) else "seconds")
    return moment


def _offset(moment: str, local: str) -> timedelta | None:
    apart = datetime.fromisoformat(local).replace(second=0) - datetime.fromisoformat(moment).replace(second=0)
    is_offset = apart % timedelta(minutes=MINUTES_OF_OFFSET) == timedelta() and abs(apart) <= MAX_OFFSET
    return apart if is_offset and apart else None


def _confirms(mark: Printed, moment: str) -> bool:
    """Whether a printed day is that of the moment, or next to it where the zone may make the difference."""
    if day_of(moment) is None:
        return False
    apart = _days(mark.moment, moment)
    return apart == 0 or (abs(apart) == 1 and is_full(moment))


def _fuller(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen:
    """A year or a month with its day, as it is printed or stands in the address."""
    marks = (Chosen(mark.moment, mark.method) for mark in printed if mark.kind is not DateKind.MODIFIED)
    others = (Chosen(moment, method) for method in ("time", "text", "url") if (moment := read(method).published))
    same = (each for each in chain(marks, others) if each.moment.startswith(first.moment) and each.moment != first.moment)
    return next(same, first)


def _outvoted(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen | None:
    other = read("meta").published
    if first.method != "json-ld" or other is None or day_of(other) is None:
        return None
    shown = printed[0].moment if printed else read("text").published
    return Chosen(other, "meta") if shown and day_of(shown) and _days(shown, other) == 0 != _days(first.moment, other) else None


def _nearer(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen:
    """What is printed beside the headline, else the address, before a date further off, which may be another story's."""
    mark = next((mark for mark in printed if mark.kind is not DateKind.MODIFIED), None)
    if mark is not None:
        return Chosen(mark.moment, mark.method)
    address = read("url").published
    if address and day_of(address):
        return first if _days(address, first.moment) == 0 else Chosen(address, "url")
    return Chosen(printed[0].moment, "change") if printed else first


def _rewritten(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen | None:
    changed = read(first.method).modified
    if changed is None or day_of(changed) is None or _days(changed, first.moment) > 0:
        return None
    if printed:
        witness = Chosen(printed[0].moment, printed[0].method)
        return witness if _is_before(witness.moment, first.moment) else None
    for method in ("time", "text", "url"):
        other = read(method).published
        if other and day_of(other):
            return Chosen(other, method) if _is_before(other, first.moment) else None
    return None


def _reissued(first: Chosen, read: Read, printed: Sequence[Printed]) -> Chosen | None:
    is_alone = first.method in SCHEMA_ORG and not any(read(method).published for method in ("meta", "feed", "url"))
    if not is_alone or not printed or _days(printed[0].moment, first.moment) <= MIN_REISSUE_DAYS:
        return None
    changed = read(first.method).modified
    is_change = printed[0].kind is DateKind.MODIFIED or (changed and day_of(changed) and abs(_days(printed[0].moment, changed)) <= 1)
    return Chosen(printed[0].moment, printed[0].method) if is_change else None


def _is_before(day: str, moment: str) -> bool:
    """Whether a day is certainly earlier than a moment: in UTC an evening in America is on the next day."""
    return _days(day, moment) < (-1 if moment.endswith("+00:00") else 0)


def _days(a: str, b: str) -> int:
    """Days from `b` to `a`, both with a day."""
    return (date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days
