"""A table as aligned plain text, for log files, pipes and mail; and the letters that may be shown at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from unicodedata import category, east_asian_width

GAP = "  "

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls (a terminal obeys them), line ends, direction marks (they reorder what stands around them) and halves of characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading and rows of cells; numbers are written by whoever makes the table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[str] = frozenset()  # columns that are aligned at their right


def showable(text: str) -> str:
    """`text` with everything escaped that would not stand still on a terminal."""
    return _UNSHOWABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def plain_table(table: Table) -> str:
    """One line for the header and each row, columns aligned by what the letters take on a terminal, no space at the ends of lines."""
    lines = [table.header, *(tuple(map(showable, row)) for row in table.rows)]
    widths = [max(map(_cells, column)) for column in zip_longest(*lines, fillvalue="")]
    right = [name in table.numeric for name in table.header]
    return "\n".join(_line(line, widths, right) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (_padded(cell, width, is_right) for cell, width, is_right in zip(cells, widths, right, strict=True))
    return GAP.join(padded).rstrip()


def _padded(cell: str, width: int, at_right: bool) -> str:
    space = " " * (width - _cells(cell))
    return space + cell if at_right else cell + space


def _cells(text: str) -> int:
    """How many cells of a terminal `text` takes: none for marks on a letter, two for wide letters (UAX 11)."""
    return sum(0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text)
