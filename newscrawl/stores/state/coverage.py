"""What the state knows of an outlet's coverage: links by month and verdict, articles, parts, and what roads say that they have.

All of it is for reading but `announce_months`. One connection with a read transaction shows one moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, func, select, union

from newscrawl.core.agreement import KnownPart, parts_disagree
from newscrawl.core.coverage import month_of
from newscrawl.core.coverage_rows import ArticleRow, Known, LinkRow, OutletCoverage, OwedLink, UnreadSeed, cover
from newscrawl.core.months import UNDATED, is_month, is_range, lies_in
from newscrawl.core.outlet import Via
from newscrawl.stores.held import Output, read_held
from newscrawl.stores.state import part_rows
from newscrawl.stores.state.schema import CLAIMED, IS_OWED, KEPT, PENDING, ROAD_BITS, announced, article, link, part, run, seed
from newscrawl.stores.state.seeds import NEVER, Origin

ROWS_AT_ONCE = 5000
"""Rows that are held in memory while a large table flows through."""

_OWED = (PENDING, CLAIMED)


def begin_snapshot(connection: Connection) -> None:
    """From here on `connection` sees one moment, whatever runs commit; it holds nobody up. SQLite's driver begins no transaction to read."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")


def announce_months(connection: Connection, outlet: str, road: Via, counts: Mapping[str, int], now: int) -> None:
    """Store how many articles a road says it has in each month or range of months. What it said before of these, or of months and ranges within, is
    replaced. Raises `ValueError`."""
    wrong = [name for name, count in counts.items() if count < 0 or not (name == UNDATED or is_month(name) or is_range(name))]
    if wrong:
        raise ValueError(f"{road} of {outlet}: no month or range of months, or a negative count: {wrong[0]!r}")
    here = (announced.c.outlet == outlet) & (announced.c.road == road)
    for said in connection.scalars(select(announced.c.month).where(here)).all():
        if any(lies_in(said, name) for name in counts):
            connection.execute(announced.delete().where(here, announced.c.month == said))
    if counts:
        rows = [{"outlet": outlet, "road": road, "month": month, "count": count, "at": now} for month, count in counts.items()]
        connection.execute(announced.insert(), rows)


def announced_months(connection: Connection, outlet: str) -> dict[str, dict[str, int]]:
    """What each road says it has, by month or range of months."""
    found: dict[str, dict[str, int]] = {}
    columns = select(announced.c.road, announced.c.month, announced.c["count"])
    for road, month, count in connection.execute(columns.where(announced.c.outlet == outlet)):
        found.setdefault(road, {})[month] = count
    return found


def outlets_known(connection: Connection) -> list[str]:
    """Every outlet that has links, articles, parts, counts or seeds."""
    return sorted(connection.scalars(union(*(select(table.c.outlet) for table in (link, article, part, announced, seed)))))


def link_rows(connection: Connection, outlet: str) -> Iterator[LinkRow]:
    """All links of an outlet: those with an article one by one, the others counted together where they can be."""
    here = link.c.outlet == outlet
    yield from _counted(connection, here & link.c.month.is_not(None))
    with_article = link.c.status.in_((KEPT, *_OWED)) & link.c.article.is_not(None)
    columns = select(link.c.month, link.c.via, link.c.status, link.c.reason, link.c.article, link.c.url, link.c.hints, link.c.also)
    one_by_one = columns.where(here, with_article | link.c.month.is_(None)).execution_options(yield_per=ROWS_AT_ONCE)
    for row in connection.execute(one_by_one):
        own = row.article if row.status in (KEPT, *_OWED) else None
        yield LinkRow(_month(row.month, row.url, row.hints), row.via, row.status, row.reason, own, 1, _roads(row.also))


def _counted(connection: Connection, here: ColumnElement[bool]) -> Iterator[LinkRow]:
    key = (link.c.month, link.c.via, link.c.status, link.c.reason, link.c.also)
    without = link.c.status.not_in((KEPT, *_OWED)) | link.c.article.is_(None)
    for month, road, status, reason, also, count in connection.execute(select(*key, func.count()).where(here, without).group_by(*key)):
        yield LinkRow(month, road, status, reason, None, count, _roads(also))


def _roads(bits: int) -> tuple[str, ...]:
    return tuple(str(road) for road, bit in ROAD_BITS.items() if bits & bit)


def owed_links(connection: Connection, outlet: str, most: int) -> list[OwedLink]:
    """The first `most` links without a verdict, those that were tried most often first."""
    columns = select(link.c.month, link.c.url, link.c.reason, link.c.detail, link.c.attempts, link.c.hints)
    query = columns.where(IS_OWED, link.c.outlet == outlet, link.c.status.in_(_OWED)).order_by(link.c.attempts.desc(), link.c.id).limit(most)
    rows = connection.execute(query)
    return [OwedLink(_month(row.month, row.url, row.hints), row.url, row.reason, row.detail, row.attempts) for row in rows]


def unread_seeds(connection: Connection, outlet: str) -> list[UnreadSeed]:
    """Seeds that could not be read when they were asked last, and sitemaps that an index lists and nobody has asked yet; not those that a rule of the
    job leaves out."""
    is_waiting = (seed.c.outcome == "new") & (seed.c.origin == Origin.INDEX) & (seed.c.next_due_at < NEVER)
    here = (seed.c.outlet == outlet) & (seed.c.outcome.in_(["failed", "unfinished"]) | is_waiting)
    query = select(seed.c.url, seed.c.outcome, seed.c.failures).where(here).order_by(seed.c.failures.desc(), seed.c.url)
    return [UnreadSeed(url, "untried" if outcome == "new" else outcome, failures) for url, outcome, failures in connection.execute(query)]


def _month(month: str | None, url: str, hints: str | None) -> str:
    """The month of a link; worked out for one that an older version announced or that was made from a line."""
    if month is not None:
        return month
    given = json.loads(hints) if hints else {}
    return month_of(given.get("published"), url, given.get("modified"))


def article_rows(connection: Connection, outlet: str) -> Iterator[ArticleRow]:
    """All articles of an outlet."""
    query = select(article.c.id, article.c.version, article.c.first_seen_at).where(article.c.outlet == outlet)
    for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        yield ArticleRow(*row)


def known_parts(connection: Connection, outlet: str) -> dict[str, KnownPart]:
    """The parts of an outlet by name, but for those whose loss was accepted."""
    busy = set(connection.scalars(select(run.c.id).where(run.c.ended_at.is_(None))))
    query = select(part.c.name, part.c.committed, part.c.lines, part.c.run).where(part.c.outlet == outlet, ~part_rows.IS_ACCEPTED)
    return {name: KnownPart(size, lines, by if by in busy else None) for name, size, lines, by in connection.execute(query)}


def runs_not_ended(connection: Connection) -> list[str]:
    """Runs that are at work, or died."""
    return list(connection.scalars(select(run.c.id).where(run.c.ended_at.is_(None)).order_by(run.c.id)))


def outlet_coverage(connection: Connection, outlet: str, output: Output, runs: Sequence[str], most_links: int) -> OutletCoverage:
    """One outlet's coverage, with up to `most_links` owed links named. `output` was seen before the snapshot began. While `runs` work, files that
    the state does not know are theirs, and are not looked at."""
    parts = known_parts(connection, outlet)
    found = read_held(output.data, outlet, output.until(outlet, parts, runs_work=bool(runs)))
    known = Known(
        articles=article_rows(connection, outlet),
        links=link_rows(connection, outlet),
        stated=announced_months(connection, outlet),
        owed_links=tuple(owed_links(connection, outlet, most_links)),
        unread=tuple(unread_seeds(connection, outlet)),
    )
    return cover(outlet, known, found.lines, parts_disagree(parts, found.parts))
