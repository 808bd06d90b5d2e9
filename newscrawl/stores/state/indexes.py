"""Sitemaps that indexes list: which of them are new or have changed, and when each is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from newscrawl.core.schedule import CEILING_SECONDS, FLOOR_SECONDS
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.schema import seed
from newscrawl.stores.state.seeds import MOST_NESTED, NEVER, Origin, SeedState

MOST_CHILDREN = 50_000
"""Sitemaps of all indexes of an outlet: as many as the protocol lets one index list."""


def list_children(
    connection: Connection, index: SeedState, listed: Sequence[tuple[str, str | None]], oldest: str | None, now: int, *, is_whole: bool
) -> Announced:
    """Store what the index lists: (address, last change as ISO 8601 or None). Returns how many these are, and how many of them are due now; the
    sitemaps of an index that stands below three others are left out, and counted as such.

    One that is new or that the index says has changed is due, unless it changed last before the day `oldest`; one that the index dates as
    before is not. Where a change was told again and again and nothing new was there, it is due later each time, up to a day after it was asked.
    Addresses that are seeds already, by the outlet file or by another index, stay as they are. Those of this index that are missing in a list
    that `is_whole` are forgotten.
    """
    if _depth(connection, index) >= MOST_NESTED:
        return Announced(too_deep=len(listed))
    columns = (seed.c.url, seed.c.origin, seed.c.parent, seed.c.listed_as, seed.c.outcome, seed.c.next_due_at, seed.c.polled_at, seed.c.fruitless)
    stored = select(*columns).where(seed.c.outlet == index.outlet)
    known = {row.url: row for row in connection.execute(stored)}
    mine = {url for url, row in known.items() if row.origin == Origin.INDEX and row.parent == index.url}
    wanted = dict(listed)
    new = [(url, change) for url, change in wanted.items() if url not in known][: max(0, MOST_CHILDREN - len(known))]
    changed = {url: change for url, change in wanted.items() if url in mine and _has_changed(known[url], change, oldest)}
    due = [(url, change, NEVER if _is_old(change, oldest) else _after_fruitless_polls(known[url], now)) for url, change in changed.items()]
    _insert(connection, index, new, oldest)
    _set_due(connection, index.outlet, due)
    if is_whole:
        _forget(connection, index.outlet, mine - wanted.keys())
    changed_now = sum(not _is_old(change, oldest) for _, change in new) + sum(at <= now for *_, at in due)
    return Announced(listed=len(listed), changed=changed_now)


def _after_fruitless_polls(row: Any, now: int) -> int:
    """When a sitemap is asked that its index dates anew: some indexes date all of theirs to the moment in which they are asked."""
    return int(min(row.polled_at, now) + min(FLOOR_SECONDS * 2.0**row.fruitless, CEILING_SECONDS)) if row.fruitless else 0


def _has_changed(row: Any, change: str | None, oldest: str | None) -> bool:
    """Whether an index says that a sitemap changed; also for one that was too old for a rule of the outlet that is gone."""
    was_too_old = row.outcome == "new" and row.next_due_at == NEVER
    return (change is not None and change != row.listed_as) or (was_too_old and not _is_old(change, oldest))


def _depth(connection: Connection, state: SeedState) -> int:
    """How many indexes stand above `state`."""
    depth, parent = 0, state.parent
    while parent is not None and depth < MOST_NESTED:
        depth += 1
        parent = connection.scalar(select(seed.c.parent).where(seed.c.outlet == state.outlet, seed.c.url == parent))
    return depth


def _insert(connection: Connection, index: SeedState, new: Sequence[tuple[str, str | None]], oldest: str | None) -> None:
    rows = [
        {
            "outlet": index.outlet,
            "url": url,
            "via": "sitemap",
            "origin": Origin.INDEX,
            "parent": index.url,
            "listed_as": change,
            "next_due_at": NEVER if _is_old(change, oldest) else 0,
            "reader": 0,
            "polled_at": 0,
            "outcome": "new",
            "failures": 0,
        }
        for url, change in new
    ]
    if rows:
        connection.execute(seed.insert(), rows)


def _set_due(connection: Connection, outlet: str, changed: Sequence[tuple[str, str | None, int]]) -> None:
    rows = [{"of": outlet, "at": url, "change": change, "due": due} for url, change, due in changed]
    here = (seed.c.outlet == bindparam("of")) & (seed.c.url == bindparam("at"))
    if rows:
        connection.execute(seed.update().where(here).values(listed_as=bindparam("change"), next_due_at=bindparam("due")), rows)


def _forget(connection: Connection, outlet: str, gone: Iterable[str]) -> None:
    rows = [{"of": outlet, "at": url} for url in gone]
    if rows:
        connection.execute(seed.delete().where(seed.c.outlet == bindparam("of"), seed.c.url == bindparam("at")), rows)


def _is_old(change: str | None, oldest: str | None) -> bool:
    """Whether a change lies before the day `oldest`; compared to the precision that both have."""
    return change is not None and oldest is not None and change[:10] < oldest[: len(change[:10])]
