"""From rows of the state and lines of the output to an outlet's coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from newscrawl.core.agreement import Disagreement, Lines, articles_disagree
from newscrawl.core.coverage import MonthCoverage, RangeCoverage, Tally, Verdict, cover_range, verdict_of
from newscrawl.core.months import is_range
from newscrawl.core.verdict import Reason

KEPT, REJECTED, LEFT = "kept", "rejected", "left"
"""States of a link with a verdict, as the state writes them; every other one is owed."""


class LinkRow(NamedTuple):
    """Links that share all of this; `article` only of those that an article was written under. `also` are the roads beside `road` that gave them."""

    month: str
    road: str | None
    status: str
    reason: str | None
    article: str | None
    number: int
    also: tuple[str, ...] = ()


class OwedLink(NamedTuple):
    """A link without a verdict: why the last try failed, and how often it was tried."""

    month: str
    url: str
    reason: str | None
    detail: str | None
    attempts: int


class UnreadSeed(NamedTuple):
    """A seed whose last poll gave nothing to read (`failed`, so many times in a row), or that was never asked (`untried`)."""

    url: str
    outcome: str
    failures: int


class ArticleRow(NamedTuple):
    """An article as the state knows it; first seen in UTC seconds."""

    id: str
    version: int
    first_seen_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCoverage:
    """Months and verdict of one outlet. `again` held articles are to be looked at again, `unannounced` ones no road listed;
    `owed_links` are the first of all; `unread` seeds may announce more."""

    outlet: str
    verdict: Verdict
    months: tuple[MonthCoverage, ...]
    disagreements: tuple[Disagreement, ...] = ()
    again: int = 0
    unannounced: int = 0
    owed_links: tuple[OwedLink, ...] = ()
    unread: tuple[UnreadSeed, ...] = ()
    ranges: tuple[RangeCoverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the state knows of an outlet: its articles, its links, what roads say that they have by month or range, the first owed links, and
    seeds that were not read."""

    articles: Iterable[ArticleRow]
    links: Iterable[LinkRow]
    stated: Mapping[str, Mapping[str, int]]
    owed_links: tuple[OwedLink, ...] = ()
    unread: tuple[UnreadSeed, ...] = ()


def cover(outlet: str, known: Known, lines: Mapping[str, Lines], files: Iterable[Disagreement]) -> OutletCoverage:
    """The coverage of one outlet: `lines` of its articles by id, and where its `files` are not as the state knows them."""
    articles = {row.id: row for row in known.articles}
    tally = Tally()
    for road, counts in known.stated.items():
        tally.state(road, {name: count for name, count in counts.items() if not is_range(name)})
    for line in lines.values():
        tally.hold(line.month, by_first_seen=int(line.by_first_seen))
    listed, again = _count_links(tally, known.links, articles, lines)
    for row in articles.values():
        if row.id not in lines and row.id not in listed:
            tally.lose(_month_of(row))
    months = tally.months()
    said = ((name, road, count) for road, counts in known.stated.items() for name, count in counts.items() if is_range(name))
    ranges = tuple(cover_range(name, road, count, months) for name, road, count in sorted(said))
    disagreements = (*files, *articles_disagree({row.id: row.version for row in articles.values()}, lines))
    return OutletCoverage(
        outlet=outlet,
        verdict=verdict_of(months, ranges, again=again, problems=len(disagreements), unread=len(known.unread)),
        months=months,
        disagreements=disagreements,
        again=again,
        unannounced=sum(not listed.get(name) for name in lines),
        owed_links=known.owed_links,
        unread=known.unread,
        ranges=ranges,
    )


def _count_links(
    tally: Tally, links: Iterable[LinkRow], articles: Mapping[str, ArticleRow], lines: Mapping[str, Lines]
) -> tuple[dict[str, bool], int]:
    """Count each link once. Returns whether a road listed each article that has a link, and how many held ones are owed a further look."""
    listed: dict[str, bool] = {}
    again = 0
    for row in links:
        own = row.article if row.article in lines or row.article in articles else None
        month = _month_of_link(row, own, articles, lines)
        for road in (row.road, *row.also):
            tally.list(month, road, row.number)
        if own is None:
            _count_verdict(tally, month, row)
        elif own in listed:  # a further address of one that is counted already
            tally.reject(month, Reason.SEEN)
        elif own not in lines:
            tally.lose(month)
        if own is not None:
            again += own in lines and row.status != KEPT
            listed[own] = listed.get(own, False) or row.road is not None
    return listed, again


def _month_of_link(row: LinkRow, own: str | None, articles: Mapping[str, ArticleRow], lines: Mapping[str, Lines]) -> str:
    if own is None or own not in lines:
        return row.month or (_month_of(articles[own]) if own else row.month)
    return lines[own].month


def _count_verdict(tally: Tally, month: str, row: LinkRow) -> None:
    if row.status == REJECTED:
        tally.reject(month, row.reason or "", row.number)
    elif row.status == LEFT:
        tally.leave(month, row.number)
    elif row.status == KEPT:  # its article is nowhere
        tally.lose(month)
    else:
        tally.owe(month, row.reason, row.number)


def _month_of(row: ArticleRow) -> str:
    return datetime.fromtimestamp(row.first_seen_at, UTC).isoformat()[: len("2024-05")]
