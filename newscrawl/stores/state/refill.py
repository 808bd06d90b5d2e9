"""Articles whose lines are not in the output any more: forgotten, so that their links are owed and bring them anew under the same ids."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, select

from newscrawl.core.outlet import Via
from newscrawl.stores.held import Output, read_held
from newscrawl.stores.state import part_rows
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.schema import CLAIMED, KEPT, PENDING, ROAD_BITS, alias, article, fingerprint, link

ARTICLES_A_COMMIT = 400
"""Articles that are forgotten in one transaction, and values in one IN list; SQLite took 999 variables at most before 3.32."""

_OPEN = (KEPT, PENDING, CLAIMED)


def refill(db: StateDb, data: Path, outlet: str, now: int) -> int:
    """Forget what the state knows of each article of `outlet` that has no line, and of the parts that are gone; how many links are owed by that.

    A link that came over WordPress's interface is fetched as a page. Killed half-way, it does the rest when it is called again.
    """
    with db.write() as connection:  # before the lines are read: what a run keeps meanwhile is not among these
        known = list(connection.scalars(select(article.c.id).where(article.c.outlet == outlet)))
        parts = [name for name in part_rows.load_parts(connection) if name.split("/")[1] == outlet]
    lengths = Output.seen_now(data).lengths
    held = read_held(data, outlet, {name: size for name, size in lengths.items() if name.split("/")[1] == outlet})
    lost = [name for name in known if name not in held.lines]
    owed = 0
    for start in range(0, len(lost), ARTICLES_A_COMMIT):
        with db.write() as connection:
            owed += _forget(connection, lost[start : start + ARTICLES_A_COMMIT], now)
    gone = [name for name in parts if not (data / name).exists()]
    if gone:
        with db.write() as connection:
            part_rows.forget_parts(connection, gone)
    return owed


def _forget(connection: Connection, ids: list[str], now: int) -> int:
    mine = link.c.article.in_(ids) & link.c.status.in_(_OPEN)
    over_rest = mine & (link.c.via == Via.WORDPRESS)
    also = link.c.also.bitwise_or(ROAD_BITS[Via.WORDPRESS])
    connection.execute(link.update().where(over_rest).values(via=None, seed=None, also=also))
    fresh = {"status": PENDING, "article": None, "run": None, "due_at": now, "attempts": 0, "settled_at": None}
    owed = connection.execute(link.update().where(mine).values(**fresh)).rowcount
    for table in (alias, fingerprint):
        connection.execute(delete(table).where(table.c.article.in_(ids)))
    connection.execute(delete(article).where(article.c.id.in_(ids)))
    return owed
