"""Rows of the output's parts: who writes them and how many of their bytes the state knows of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import part


class PartRow(NamedTuple):
    """One part as the state knows it."""

    name: str
    committed: int
    closed: int


def load_part(connection: Connection, name: str) -> PartRow | None:
    """What the state knows of a part."""
    row = connection.execute(select(part.c.name, part.c.committed, part.c.closed).where(part.c.name == name)).first()
    return PartRow(*row) if row else None


def load_parts(connection: Connection) -> dict[str, PartRow]:
    """All parts by name."""
    return {row.name: PartRow(*row) for row in connection.execute(select(part.c.name, part.c.committed, part.c.closed))}


def own_part(connection: Connection, name: str, outlet: str, run: str | None, host: str, location: str) -> None:
    """Write down that `run` writes to this part."""
    changed = connection.execute(part.update().where(part.c.name == name).values(run=run, host=host, location=location))
    if not changed.rowcount:
        row = {"name": name, "outlet": outlet, "run": run, "host": host, "committed": 0, "closed": 0, "location": location, "lines": 0}
        connection.execute(part.insert().values(**row))


def commit_length(connection: Connection, name: str, length: int, more_lines: int) -> None:
    """The state knows of the first `length` bytes of the part, which are so many lines more than it knew of."""
    connection.execute(part.update().where(part.c.name == name).values(committed=length, lines=part.c.lines + more_lines))


def recount(connection: Connection, name: str) -> None:
    """The part is read from its first byte again."""
    connection.execute(part.update().where(part.c.name == name).values(lines=0))


def close_part(connection: Connection, name: str) -> None:
    """Nobody writes to this part again."""
    connection.execute(part.update().where(part.c.name == name).values(closed=1, run=None))


def forget_parts(connection: Connection, names: Sequence[str]) -> None:
    """These parts are gone; one that comes back is adopted from its first byte."""
    connection.execute(part.delete().where(part.c.name.in_(names)))
