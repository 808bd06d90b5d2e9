"""The state of the house: the last runs, what is owed for each outlet, and the seeds that can't be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TextIO

from newscrawl.report.summary import LINK_COUNTS, Summary, total_of
from newscrawl.report.table import Table
from newscrawl.report.terminal import as_text, print_table

NO_RUNS = "no run yet"
NOTHING_OWED = "nothing is owed"


SEED_COLUMNS = ("outlet", "outcome", "failures", "last asked", "next", "seed")

SeedRow = Mapping[str, str | int | None]
"""A seed that failed, by the names of `SEED_COLUMNS`; a moment is ISO 8601, or None for never."""


def status_text(runs: Sequence[Summary], owed: Mapping[str, int], seeds: Sequence[SeedRow] = ()) -> str:
    """The last runs in the order given, one row each, the number of links owed by outlet, and the seeds that could not be read, if there are any."""
    return "\n\n".join(as_text(table, before) for table, before in _sections(runs, owed, seeds))


def print_status(runs: Sequence[Summary], owed: Mapping[str, int], stream: TextIO, seeds: Sequence[SeedRow] = ()) -> None:
    """Write the status to `stream`, with drawn tables when that is a terminal."""
    for number, (table, before) in enumerate(_sections(runs, owed, seeds)):
        stream.write("\n" if number else "")
        print_table(table, stream, before)


def _sections(runs: Sequence[Summary], owed: Mapping[str, int], seeds: Sequence[SeedRow]) -> list[tuple[Table, list[str]]]:
    sections = [(_runs_table(runs), _runs_before(runs)), (_owed_table(owed), _owed_before(owed))]
    return [*sections, (_seeds_table(seeds), ["seeds that could not be read"])] if seeds else sections


def _seeds_table(seeds: Sequence[SeedRow]) -> Table:
    rows = tuple(tuple("never" if row[name] is None else str(row[name]) for name in SEED_COLUMNS) for row in seeds)
    return Table(header=SEED_COLUMNS, rows=rows, numeric=frozenset(("failures",)))


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
