"""Rows of the output's parts: who writes them and how many of their bytes the state knows of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import part


class PartRow(NamedTuple):
    """One part as the state knows it: bytes and lines (None: not counted), whether nobody writes to it again, and how many lines it lost."""

    name: str
    committed: int = 0
    lines: int | None = 0
    closed: int = 0
    short: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether articles count as kept because of lines that stand, or stood, in it."""
        return bool(self.committed or self.lines or self.short)


IS_ACCEPTED = (part.c.closed == 1) & (part.c.committed == 0) & (part.c.lines == 0)
"""That a part is gone was accepted."""

_ROWS = select(*(part.c[name] for name in PartRow._fields))


def load_part(connection: Connection, name: str) -> PartRow | None:
    """What the state knows of a part."""
    row = connection.execute(_ROWS.where(part.c.name == name)).first()
    return PartRow(*row) if row else None


def load_parts(connection: Connection) -> dict[str, PartRow]:
    """All parts by name."""
    return {row.name: PartRow(*row) for row in connection.execute(_ROWS)}


def own_part(connection: Connection, name: str, outlet: str, run: str | None, host: str, location: str) -> None:
    """Write down that `run` writes to this part."""
    changed = connection.execute(part.update().where(part.c.name == name).values(run=run, host=host, location=location))
    if not changed.rowcount:
        row = {"name": name, "outlet": outlet, "run": run, "host": host, "committed": 0, "closed": 0, "location": location, "lines": 0}
        connection.execute(part.insert().values(**row))


def commit_length(connection: Connection, name: str, length: int, more_lines: int) -> None:
    """The state knows of the first `length` bytes of the part, which are so many lines more than it knew of."""
    connection.execute(part.update().where(part.c.name == name).values(committed=length, lines=part.c.lines + more_lines))


def recount(connection: Connection, name: str, short: int) -> None:
    """The part is read from its first byte again, and lacks so many lines that it had."""
    connection.execute(part.update().where(part.c.name == name).values(lines=0, short=short))


def close_part(connection: Connection, name: str) -> None:
    """Nobody writes to this part again."""
    connection.execute(part.update().where(part.c.name == name).values(closed=1, run=None))


def accept_parts(connection: Connection, names: Sequence[str], there: Collection[str]) -> None:
    """What these parts lost is accepted. The name of one that is not among those that are there is not used again: whoever moved it may move the
    next one to the same place. One that comes back is adopted from its first byte.
    """
    connection.execute(part.update().where(part.c.name.in_(names)).values(short=0))
    gone = [name for name in names if name not in there]
    connection.execute(part.update().where(part.c.name.in_(gone)).values(committed=0, lines=0, closed=1, run=None))


def forget_parts(connection: Connection, names: Sequence[str]) -> None:
    """Nothing was ever written to these parts, and they are not there."""
    connection.execute(part.delete().where(part.c.name.in_(names)))
