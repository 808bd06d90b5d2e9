"""Ways from an older schema of the state to the next, each run in the transaction that raises the number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Column, Connection, Index
from sqlalchemy.schema import CreateColumn

from newscrawl.stores.state.schema import announced, article, host_file, link, part, seed

Migration = Callable[[Connection], None]

SEED_COLUMNS_OF_3 = ("ttl_s", "fruitless")
SEED_COLUMNS_OF_2 = ("via", "origin", "parent", "listed_as", "moved_to", "interval_s", "read_at", "unchanged", "lies", "run")
ARTICLE_COLUMNS_OF_2 = ("content", "fetched_at")


def to_2(connection: Connection) -> None:
    """Seeds learn intervals and moves, articles know their content; files of hosts are kept. The output is read again to fill in the content."""
    for column in (*(seed.c[name] for name in SEED_COLUMNS_OF_2), *(article.c[name] for name in ARTICLE_COLUMNS_OF_2)):
        _add(connection, column)
    _index(seed.indexes, "seed_due").create(connection)
    host_file.create(connection)
    connection.execute(part.update().values(committed=0))


def to_3(connection: Connection) -> None:
    """Seeds remember the interval that their body asks for, and how often they brought nothing new."""
    for name in SEED_COLUMNS_OF_3:
        _add(connection, seed.c[name])


def to_4(connection: Connection) -> None:
    """What coverage needs."""
    add_coverage(connection)


def add_coverage(connection: Connection) -> None:
    """Links keep the month that their road dates them, parts count their lines, and roads say how much they have."""
    announced.create(connection)
    _add(connection, link.c.month)
    _add(connection, part.c.lines)


def to_5(connection: Connection) -> None:
    """Links know all roads that gave them."""
    _add(connection, link.c.also)


def to_6(connection: Connection) -> None:
    """Parts remember lines that they lost."""
    _add(connection, part.c.short)


MIGRATIONS: Mapping[int, Migration] = {1: to_2, 2: to_3, 3: to_4, 4: to_5, 5: to_6}


def _add(connection: Connection, column: Column[object]) -> None:
    written = CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {written}")


def _index(indexes: set[Index], name: str) -> Index:
    return next(index for index in indexes if index.name == name)
