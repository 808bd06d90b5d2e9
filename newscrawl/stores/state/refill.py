"""Articles whose lines are not in the output any more: forgotten, so that their links are owed and bring them anew under the same ids."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, select

from newscrawl.core.outlet import Via
from newscrawl.core.verdict import Reason
from newscrawl.stores.held import outlet_of_part, parts_below, read_held
from newscrawl.stores.state import part_rows
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.schema import CLAIMED, KEPT, PENDING, REJECTED, ROAD_BITS, alias, article, fingerprint, link

ARTICLES_A_COMMIT = 400
"""Articles that are forgotten in one transaction, and values in one IN list; SQLite took 999 variables at most before 3.32."""

_OPEN = (KEPT, PENDING, CLAIMED)
_IS_COPY = (link.c.status == REJECTED) & link.c.reason.in_([Reason.SEEN, Reason.DUPLICATE])
"""Turned away because the article was there: its text may come from this link as well, should the other one not answer any more."""


def refill(db: StateDb, data: Path, outlet: str, now: int) -> int:
    """Forget what the state knows of each article of `outlet` that has no line, and of the parts that are gone; how many links are owed by that.

    A link that came over WordPress's interface is fetched as a page. Killed half-way, it does the rest when it is called again.
    """
    with db.write() as connection:  # before the lines are read: what a run keeps meanwhile is not among these
        known = list(connection.scalars(select(article.c.id).where(article.c.outlet == outlet)))
        parts = [name for name in part_rows.load_parts(connection) if outlet_of_part(name) == outlet]
    lengths = {name: size for name, size in parts_below(data).items() if outlet_of_part(name) == outlet}
    held = read_held(data, outlet, lengths)
    lost = [name for name in known if name not in held.lines]
    owed = 0
    for start in range(0, len(lost), ARTICLES_A_COMMIT):
        with db.write() as connection:
            owed += _forget(connection, lost[start : start + ARTICLES_A_COMMIT], now)
    with db.write() as connection:
        part_rows.accept_parts(connection, parts, there=lengths)
    return owed


def _forget(connection: Connection, ids: list[str], now: int) -> int:
    mine = link.c.article.in_(ids) & (link.c.status.in_(_OPEN) | _IS_COPY)
    over_rest = mine & (link.c.via == Via.WORDPRESS)
    also = link.c.also.bitwise_or(ROAD_BITS[Via.WORDPRESS])
    connection.execute(link.update().where(over_rest).values(via=None, seed=None, also=also))
    fresh = {"status": PENDING, "reason": None, "detail": None, "article": None, "run": None, "due_at": now, "attempts": 0, "settled_at": None}
    owed = connection.execute(link.update().where(mine).values(**fresh)).rowcount
    for table in (alias, fingerprint):
        connection.execute(delete(table).where(table.c.article.in_(ids)))
    connection.execute(delete(article).where(article.c.id.in_(ids)))
    return owed
