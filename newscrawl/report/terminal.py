"""Tables on a terminal: drawn by rich there, plain text everywhere else. Only this file and `liveline` know rich."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from newscrawl.report.table import Table, plain_table, showable


def print_table(table: Table, stream: TextIO, before: Sequence[str] = (), after: Sequence[str] = ()) -> None:
    """Print a table between lines of text; lines and cells are shown as they are, never read as markup."""
    if stream.isatty():
        _print_rich(table, stream, before, after)
    else:
        stream.write(as_text(table, before, after) + "\n")


def as_text(table: Table, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """What `print_table` prints where there is no terminal, without the last newline."""
    lines = [*map(showable, before), *([plain_table(table)] if table.rows else []), *map(showable, after)]
    return "\n".join(lines)


def _print_rich(table: Table, stream: TextIO, before: Sequence[str], after: Sequence[str]) -> None:
    console = Console(file=stream)
    for line in before:
        console.print(Text(showable(line)), soft_wrap=True)
    if table.rows:
        console.print(_rich_table(table))
    for line in after:
        console.print(Text(showable(line)), soft_wrap=True)


def _rich_table(table: Table) -> RichTable:
    drawn = RichTable()
    for name in table.header:
        drawn.add_column(name, justify="right" if name in table.numeric else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(showable(cell)) for cell in row))
    return drawn
