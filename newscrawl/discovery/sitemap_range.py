"""Which sitemaps of an index can hold links of a range of dates, by their `lastmod` and their names; the others need not be fetched.

In doubt a sitemap is asked for: a request costs less than a lost article. So a name counts only where all names of its form can be read as it is, a
`lastmod` only where it tells the sitemaps apart, and neither where they contradict each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newscrawl.core.range import Range, days_of
from newscrawl.discovery.reading import Child
from newscrawl.discovery.sitemap_names import MONTH_WORDS, OPEN_WORDS, SITEMAP_NAMES, UNDATED_FOLDERS, SitemapName

NAME_SLACK = timedelta(days=1)
"""A server that sorts by days of its own zone, or of UTC, has the first hours of a month in the month before."""

LASTMOD_SLACK = timedelta(days=31)
"""WordPress leaves the change of a post that was scheduled where its author left it, before its publication; few plan more than a month ahead."""

MAX_NAME_CHARS = 500
"""Of path and query; longer ones are no names."""

MAX_PARTS = 20
"""Of a month or year: more numbers in a row are days."""

MONTHS_A_YEAR = 12

_NUMBER = re.compile("[0-9]+")
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=(?:[01][0-9](?:[0-3][0-9])?)?(?![0-9]))")
_OPEN = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, OPEN_WORDS))})[-_./=]?(?=(?:[0-9]{{2}}[-_.])?(?:19|20)[0-9]{{2}})")

Period = tuple[date, date]


class Order(StrEnum):
    """Which end of an archive is walked first."""

    NEWEST = "newest"
    OLDEST = "oldest"


class ChosenChildren(NamedTuple):
    """The sitemaps to ask for, in order; and those that can't hold a link of the range: by their name, by their `lastmod`."""

    asked: tuple[Child, ...]
    left_by_name: tuple[Child, ...]
    left_by_lastmod: tuple[Child, ...]


class _Known(NamedTuple):
    """A child, the period that its name says, the days of its `lastmod`."""

    child: Child
    period: Period | None
    changed: Period | None


def choose_children(children: Iterable[Child], wanted: Range, order: Order) -> ChosenChildren:
    """The sitemaps of one index that can hold links of `wanted`, newest or oldest first, and what was left out. Every child is in one of the three.

    Dated ones come first, by their date; the others in the order of the index's kinds, where `post-sitemap3.xml` is newer than `post-sitemap2.xml`.
    """
    listed = tuple(children)
    periods = periods_of([child.url for child in listed])
    changes = _changes_of(listed, wanted.zone)
    known = [_Known(*each) for each in zip(listed, _sure(periods, changes, listed), changes, strict=True)]
    by_name = [each for each in known if each.period and _is_outside(each.period, wanted)]
    others = [each for each in known if not (each.period and _is_outside(each.period, wanted))]
    by_lastmod = [each.child for each in others if _ended_before(each, wanted)]
    asked = _ordered([each for each in others if not _ended_before(each, wanted)], order)
    return ChosenChildren(tuple(asked), tuple(each.child for each in by_name), tuple(by_lastmod))


def periods_of(urls: Sequence[str]) -> list[Period | None]:
    """The first and the last day that each name of one index says; None where it says none. Never raises.

    Names that differ in numbers only are read in one way or not at all.
    """
    names = [_name_of(url) for url in urls]
    forms: dict[str, set[str]] = defaultdict(set)
    for name in names:
        forms[_NUMBER.sub("#", name)].add(name)
    read = {name: period for members in forms.values() for name, period in _read_form(sorted(members)).items()}
    return [read.get(name) for name in names]


def _name_of(url: str) -> str:
    """Path and query, as the patterns want them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    name = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path).lower()
    return name if len(name) <= MAX_NAME_CHARS else ""


def _read_form(names: list[str]) -> dict[str, Period]:
    """What the first row that reads all of the names says of each; nothing when there is none."""
    if any(_OPEN.search(name) or any(folder in name for folder in UNDATED_FOLDERS) for name in names):
        return {}
    for row, pattern in _rows():
        found = {name: pattern.search(name) for name in names}
        periods = {name: _period(match, name) for name, match in found.items() if match}
        if len(periods) < len(names) or (row.may_be_part and _are_parts(row, [match for match in found.values() if match])):
            continue
        sure = {name: period for name, period in periods.items() if period}
        return sure if len(sure) == len(names) else {}
    return {}


@cache
def _rows() -> list[tuple[SitemapName, re.Pattern[str]]]:
    return [(row, re.compile(row.pattern)) for row in SITEMAP_NAMES]


def _are_parts(row: SitemapName, found: list[re.Match[str]]) -> bool:
    """Whether what looks like months of years, or days of months, counts from one in each of them, and to no number that only dates have."""
    numbers: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for match in found:
        groups = match.groupdict()
        part = int(groups.pop(row.may_be_part))
        numbers[tuple(value or "" for value in groups.values())].add(part)
    most = MONTHS_A_YEAR - 1 if row.may_be_part == "m" else MAX_PARTS
    return all(max(parts) == len(parts) <= most for parts in numbers.values())


def _period(match: re.Match[str], name: str) -> Period | None:
    """What a match says; None where no calendar has it, or where the rest of the name has a year of its own."""
    parts = {key: value for key, value in match.groupdict().items() if value}
    first = _days(parts.get("y"), parts.get("m"), parts.get("d"), parts)
    last = _days(parts["y2"], parts.get("m2"), parts.get("d2"), {}) if "y2" in parts else first
    if first is None or last is None or last[1] < first[0]:
        return None
    years = {int(year[0]) for year in _YEAR.finditer(name)}
    return (first[0], last[1]) if years <= {int(parts["y"]), int(parts.get("y2", parts["y"]))} else None


def _days(year: str | None, month: str | None, day: str | None, more: dict[str, str]) -> Period | None:
    if "w" in more:
        return _week(int(year or 0), int(more["w"]))
    if "q" in more:
        quarter = int(more["q"])
        months = days_of(f"{year}-{3 * quarter - 2:02d}"), days_of(f"{year}-{3 * quarter:02d}")
        return (months[0][0], months[1][1]) if months[0] and months[1] else None
    written = [year, _month_number(month), day and day.zfill(2)]
    return days_of("-".join(part for part in written if part))


def _month_number(month: str | None) -> str | None:
    if month is None or month.isdigit():
        return month and month.zfill(2)
    return f"{[word[:3] for word in MONTH_WORDS].index(month[:3]) + 1:02d}"


def _week(year: int, week: int) -> Period | None:
    """ISO 8601's week with its neighbours, since other ways of counting are off by one; None for a number that no year has."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday - timedelta(days=7), monday + timedelta(days=13)


def _changes_of(children: Sequence[Child], zone: str | None) -> list[Period | None]:
    """The days of each `lastmod`; none at all when there are several and all are the same: a date that a program wrote once."""
    changes = [days_of(child.modified, zone) if child.modified else None for child in children]
    return changes if len(changes) == 1 or len(set(changes)) > 1 else [None] * len(changes)


def _sure(periods: list[Period | None], changes: list[Period | None], children: Sequence[Child]) -> list[Period | None]:
    """The periods, without those of forms in which a sitemap was last changed before its period began: such a number is no date."""
    forms = [_NUMBER.sub("#", _name_of(child.url)) for child in children]
    told = list(zip(forms, periods, changes, strict=True))
    liars = {form for form, period, changed in told if period and changed and changed[1] + LASTMOD_SLACK < period[0]}
    return [None if form in liars else period for form, period, _ in told]


def _is_outside(period: Period, wanted: Range) -> bool:
    before = wanted.first is not None and period[1] + NAME_SLACK < wanted.first
    return before or (wanted.last is not None and wanted.last < period[0] - NAME_SLACK)


def _ended_before(known: _Known, wanted: Range) -> bool:
    return wanted.first is not None and known.changed is not None and known.changed[1] + LASTMOD_SLACK < wanted.first


def _ordered(known: list[_Known], order: Order) -> list[Child]:
    dated = sorted((each for each in known if _date_of(each)), key=lambda each: (_date_of(each), _numbers(each)), reverse=order is Order.NEWEST)
    undated = [each for each in known if not _date_of(each)]
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(map(_kind, undated)))}
    undated.sort(key=_numbers, reverse=order is Order.NEWEST)
    undated.sort(key=lambda each: kinds[_kind(each)])
    return [each.child for each in (*dated, *undated)]


def _date_of(known: _Known) -> date | None:
    days = known.period or known.changed
    return days[1] if days else None


def _kind(known: _Known) -> str:
    return _NUMBER.sub("", known.child.url)


def _numbers(known: _Known) -> tuple[int, ...]:
    """Of the name, for their order; `post-sitemap.xml` comes before `post-sitemap2.xml`."""
    return tuple(int(number[:20]) for number in _NUMBER.findall(known.child.url))
