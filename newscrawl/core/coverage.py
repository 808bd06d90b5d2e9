"""Coverage: per outlet and month, what its roads announced against what is held, and why the rest is not.

A link counts in the month of its article once that is held, and before that in the month which its road dates it: so each month's sums close.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from newscrawl.core.months import UNDATED, is_month, lies_in
from newscrawl.core.verdict import Reason

UNTRIED = "untried"
"""Why a link is owed that was never fetched."""

NO_LINE = "no_line"
"""Missing: the state says that it was kept, and no line of the output has it."""

NOT_LISTED = "not_listed"
"""Missing: a road counts more articles in the month than all roads listed links."""

_MONTH_OF_PATH = re.compile("://[^/?#]*/(?:[^?#]*/)?((?:19|20)[0-9]{2})/(0[1-9]|1[0-2])/")


class Verdict(StrEnum):
    """What can be said of an outlet's coverage, the worst first."""

    GAPS = "gaps"  # something is missing, or output and state disagree
    OWED = "owed"  # nothing is missing, but links wait for their verdict
    UNKNOWN = "unknown"  # no road told what there is, or one could not be read
    WHOLE = "whole"  # all that the roads announced is held, or rejected for a reason


def month_of(published: str | None, url: str = "", modified: str | None = None) -> str:
    """The month that a road dates a link: by the publication it gives, else by `/2024/05/` in the address, else by the change it gives."""
    said = (published, month_in_path(url), modified)
    return next((text[:7] for text in said if text and is_month(text[:7])), UNDATED)


def month_in_path(url: str) -> str | None:
    """The month of `/2024/05/` in an address."""
    found = _MONTH_OF_PATH.search(url)
    return "-".join(found.groups()) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCoverage:
    """One month: `announced` by road, `rejected`, `owed` and `missing` by reason. `held_by_first_seen` of the held ones have no date of their own."""

    month: str
    announced: Mapping[str, int]
    held: int = 0
    held_by_first_seen: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    owed: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def accounted(self) -> int:
        """Articles that are held, or of which it is known why not. Further addresses of an article are no articles."""
        others = sum(count for reason, count in self.rejected.items() if reason != Reason.SEEN)
        return self.held + others + sum(self.owed.values()) + self.left + sum(self.missing.values())


class RangeCoverage(NamedTuple):
    """What `road` says that it has in a range of months, and how many of those are not accounted for in its months."""

    months: str
    road: str
    announced: int
    missing: int


@dataclass(slots=True, kw_only=True)
class Month:
    """What is counted of one month while the rows come in. `stated` is what roads say that they have, `listed` the links they gave."""

    listed: Counter[str] = field(default_factory=Counter)
    stated: dict[str, int] = field(default_factory=dict)
    held: int = 0
    held_by_first_seen: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    left: int = 0
    no_line: int = 0


class Tally:
    """Counts one outlet's links and articles by month."""

    def __init__(self) -> None:
        self._months: dict[str, Month] = {}

    def hold(self, month: str, *, by_first_seen: int = 0, count: int = 1) -> None:
        """`count` articles of this month stand in the output."""
        found = self._month(month)
        found.held += count
        found.held_by_first_seen += by_first_seen

    def list(self, month: str, road: str | None, count: int = 1) -> None:
        """A road gave so many links; None for links that no road gave."""
        if road:
            self._month(month).listed[road] += count

    def reject(self, month: str, reason: str, count: int = 1) -> None:
        """So many links were rejected."""
        self._month(month).rejected[reason] += count

    def owe(self, month: str, reason: str | None, count: int = 1) -> None:
        """So many links have no verdict yet; `reason` is why the last try failed, None when there was none."""
        self._month(month).owed[reason or UNTRIED] += count

    def leave(self, month: str, count: int = 1) -> None:
        """So many links were left out by a rule of the job."""
        self._month(month).left += count

    def lose(self, month: str) -> None:
        """An article was kept and has no line."""
        self._month(month).no_line += 1

    def state(self, road: str, counts: Mapping[str, int]) -> None:
        """What a road says that it has, by month."""
        for month, count in counts.items():
            self._month(month).stated[road] = count

    def months(self) -> tuple[MonthCoverage, ...]:
        """All months in their order, what is undated last."""
        return tuple(_covered(month, self._months[month]) for month in sorted(self._months, key=lambda month: (month == UNDATED, month)))

    def _month(self, month: str) -> Month:
        return self._months.setdefault(month, Month())


def _covered(name: str, month: Month) -> MonthCoverage:
    found = MonthCoverage(
        month=name,
        announced={**month.listed, **month.stated},
        held=month.held,
        held_by_first_seen=month.held_by_first_seen,
        rejected=dict(month.rejected),
        owed=dict(month.owed),
        left=month.left,
        missing={NO_LINE: month.no_line} if month.no_line else {},
    )
    not_listed = max(month.stated.values(), default=0) - found.accounted  # of the road that counts most
    return replace(found, missing={**found.missing, NOT_LISTED: not_listed}) if not_listed > 0 else found


def cover_range(name: str, road: str, count: int, months: Iterable[MonthCoverage]) -> RangeCoverage:
    """What a road says that it has in the range called `name`, against all months within."""
    accounted = sum(month.accounted for month in months if lies_in(month.month, name))
    return RangeCoverage(name, road, count, max(count - accounted, 0))


def verdict_of(
    months: Sequence[MonthCoverage], ranges: Sequence[RangeCoverage] = (), *, again: int = 0, problems: int = 0, unread: int = 0
) -> Verdict:
    """What the months and ranges say together; `again` held articles are to be looked at again, `problems` say where output and state
    disagree, `unread` seeds could not be read."""
    if problems or any(month.missing for month in months) or any(each.missing for each in ranges):
        return Verdict.GAPS
    if again or any(month.owed for month in months):
        return Verdict.OWED
    if unread or not (any(any(month.announced.values()) for month in months) or any(each.announced for each in ranges)):
        return Verdict.UNKNOWN
    return Verdict.WHOLE
