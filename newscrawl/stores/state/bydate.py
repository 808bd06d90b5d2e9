"""The frontier by date: an archive's links that are wanted, newest or oldest first, and those that a range of days leaves out."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from newscrawl.core.coverage import month_of
from newscrawl.core.failure import LONGEST_DELAY_SECONDS
from newscrawl.core.link import Hints
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state.announcements import LOOKUP_KEYS, hints_from_json, is_older
from newscrawl.stores.state.belief import beyond_belief, is_due
from newscrawl.stores.state.frontier import Claim, Owed, claim_of
from newscrawl.stores.state.schema import CLAIMED, IS_OWED, LEFT, PENDING, link

ROWS_AT_ONCE = 5000
"""Rows that are held in memory while a large table flows through."""


def first_due(connection: Connection, outlet: str, wanted: Wanted, now: int, most: int) -> list[int]:
    """The numbers of the first `most` due links that are wanted, in the order in which they are to be fetched. Looks at all that are due, in flat
    memory: some 200,000 a second."""
    come = is_due(link.c.due_at, now, LONGEST_DELAY_SECONDS)
    due = ((row, hints) for row, hints in _rows(connection, outlet, PENDING, IS_OWED, come) if not wanted.leaves_out(hints, row.url))
    rows = ((wanted.place(hints, row.url, row.id), row.id) for row, hints in due)
    best = heapq.nsmallest(most, rows) if wanted.oldest_first else heapq.nlargest(most, rows)
    return [number for _, number in best]


def claim_rows(connection: Connection, run: str, numbers: Sequence[int]) -> list[Claim]:
    """Those of the links of these numbers that are still to be had, for `run`, in this order."""
    here = link.c.id.in_(numbers) & (link.c.status == PENDING)
    rows = {row.id: row for row in connection.execute(select(link).where(here))}
    connection.execute(link.update().where(here).values(status=CLAIMED, run=run))
    return [claim_of(rows[number]) for number in numbers if number in rows]


def reopen(connection: Connection, outlet: str, wanted: Wanted, now: int) -> int:
    """Links that a rule of another run left out and this one wants are owed again; how many."""
    numbers = [row.id for row, hints in _rows(connection, outlet, LEFT) if not wanted.leaves_out(hints, row.url)]
    return _owe(connection, numbers, now)


def _owe(connection: Connection, numbers: Sequence[int], now: int) -> int:
    for start in range(0, len(numbers), LOOKUP_KEYS):
        some = link.c.id.in_(numbers[start : start + LOOKUP_KEYS])
        connection.execute(link.update().where(some).values(status=PENDING, due_at=now, settled_at=None))
    return len(numbers)


def recall(connection: Connection, outlet: str, oldest: str, now: int) -> int:
    """Links that were left as older than some day, under a clock that ran ahead and had that day too late, are owed: all but those that are older
    than the day `oldest`; how many. Looks at all links of the outlet."""
    rows = _rows(connection, outlet, LEFT, beyond_belief(link.c.announced_at, now))
    return _owe(connection, [row.id for row, hints in rows if not is_older(hints, oldest)], now)


def leave(connection: Connection, row: int, published: str, now: int) -> None:
    """A claimed link is left for a run that wants its article's days, which are known now."""
    url, text = connection.execute(select(link.c.url, link.c.hints).where(link.c.id == row)).one()
    hints = json.dumps({**json.loads(text or "{}"), "published": published}, ensure_ascii=False)
    values = {"status": LEFT, "run": None, "hints": hints, "month": month_of(published, url), "settled_at": now}
    connection.execute(link.update().where(link.c.id == row).values(**values))


def owed_beyond(connection: Connection, outlet: str, wanted: Wanted) -> Owed:
    """What the outlet owes that this walk does not want."""
    beyond = [row.attempts for row, hints in _rows(connection, outlet, PENDING, IS_OWED) if wanted.leaves_out(hints, row.url)]
    tried = sum(attempts > 0 for attempts in beyond)
    return Owed(untried=len(beyond) - tried, tried=tried)


def _rows(connection: Connection, outlet: str, status: str, *also: Any) -> Iterator[tuple[Any, Hints]]:
    columns = select(link.c.id, link.c.url, link.c.hints, link.c.attempts).where(link.c.outlet == outlet, link.c.status == status, *also)
    for row in connection.execute(columns.execution_options(yield_per=ROWS_AT_ONCE)):
        yield row, hints_from_json(row.hints)
