"""The state of the house: the last runs, and what is owed for each outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from newscrawl.report.summary import LINK_COUNTS, Summary, total_of
from newscrawl.report.table import Table
from newscrawl.report.terminal import as_text, print_table

NO_RUNS = "no run yet"
NOTHING_OWED = "nothing is owed"


def status_text(runs: Sequence[Summary], owed: Mapping[str, int]) -> str:
    """The last runs in the order given, one row each, and the number of links owed by outlet."""
    return "\n\n".join((as_text(_runs_table(runs), _runs_before(runs)), as_text(_owed_table(owed), _owed_before(owed))))


def print_status(runs: Sequence[Summary], owed: Mapping[str, int], stream: TextIO) -> None:
    """Write the status to `stream`, with drawn tables when that is a terminal."""
    print_table(_runs_table(runs), stream, _runs_before(runs))
    stream.write("\n")
    print_table(_owed_table(owed), stream, _owed_before(owed))


def _runs_before(runs: Sequence[Summary]) -> list[str]:
    return ["last runs"] if runs else [NO_RUNS]


def _runs_table(runs: Sequence[Summary]) -> Table:
    return Table(
        header=("run", "spider", "started", "outcome", "exit", *LINK_COUNTS),
        rows=tuple(_run_row(run) for run in runs),
        numeric=frozenset(("exit", *LINK_COUNTS)),
    )


def _run_row(run: Summary) -> tuple[str, ...]:
    known = tuple(str(run.get(key, "?")) for key in ("run", "spider", "started_at", "outcome", "exit"))
    return (*known, *(str(total_of(run, name)) for name in LINK_COUNTS))


def _owed_before(owed: Mapping[str, int]) -> list[str]:
    return ["owed links"] if any(owed.values()) else [NOTHING_OWED]


def _owed_table(owed: Mapping[str, int]) -> Table:
    rows = tuple((slug, str(count)) for slug, count in sorted(owed.items()) if count)
    return Table(header=("outlet", "owed"), rows=rows, numeric=frozenset(("owed",)))
