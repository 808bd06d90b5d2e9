"""What newscrawl promises, and the table of docs/reliability.md that the tests of each promise write.

A test names its promise with `@pytest.mark.promise("T6")` (or its module with `pytestmark`) and may say more with the fixture `measured`: how many
cases of which kind it tried, and one figure. `--reliability FILE --as COMMAND` puts the rows of this run into FILE in the place of those that the
same command wrote before; the other rows stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

PROMISES = {
    "T1": "SIGKILL at any moment, the same command again: nothing lost, doubled, torn or gone, validators never ahead of entries, no process left behind",
    "T2": "the state is sound after every kill; lost or older than the output it is rebuilt; a part that is gone is said, filled again or forgotten on request",
    "T3": "two runs at once on one data folder end as one after the other would, or the second leaves with code 4",
    "T4": "full disk, read-only folder, I/O error at any write: exit code other than 0, one clear message, nothing half-written, the next run completes",
    "T5": "SIGTERM and Ctrl-C end a run cleanly within 10 seconds",
    "T6": "only public addresses, http and https, ports 80, 443 and those of the outlet file: for every kind of request, spelling, redirect and answer of a name",
    "T7": "no local file is read for a page, nothing listens",
    "T8": "bombs cost at most 128 MB beyond a clean run and 15 seconds, and the reason is named",
    "T9": "every hop, link and extraction has a deadline and a memory bound: one bad page costs one page, one slow host only itself",
    "T10": "a body that was cut is never an article",
    "T11": "traps end: at most 1 % more requests, or 200; each stop is reported",
    "T12": "robots.txt by RFC 9309 in full; no forbidden fetch",
    "T13": "politeness as the server sees it: gaps, one connection, Retry-After, 304 for unchanged feeds, nothing fetched twice",
    "T14": "with a fifth of all answers broken every article still comes, once",
    "T15": "what is given up is written down with its reason: announced = kept + rejected + owed, always",
    "T16": "a thousand rounds over 200 outlets: memory, time, state and open files do not grow with the rounds",
    "T17": "hostile text has no effect: charset lies, control characters, markup, paths, formulas, terminal escapes",
    "T18": "damaged archives: the rest is read, the damage is counted, exit code 3",
}
HEAD = ("promise", "tested by", "cases", "result", "date")
ROW = re.compile(r"^\| (T\d+): .* \| `([^`]+)`:")


@dataclass(slots=True)
class Tried:
    """What one run tried for one promise."""

    files: set[str] = field(default_factory=set)
    cases: Counter[str] = field(default_factory=Counter)
    most: dict[str, float] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)
    kept: int = 0
    broken: int = 0
    skipped: int = 0

    def row(self, promise: str, command: str, day: str) -> tuple[str, ...]:
        """The cells of its line in the table."""
        cases = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.cases.items()))
        verdict = f"**broken**: {self.broken} of {self.broken + self.kept} tests" if self.broken else "kept"
        most = [f"at most {value:,.3g} {what}" for what, value in self.most.items()]
        result = "; ".join([verdict, *([f"{self.skipped} tests skipped"] if self.skipped else []), *most, *self.figures])
        return (f"{promise}: {PROMISES[promise]}", f"`{command}`: {', '.join(sorted(self.files))}", cases, result, day)


class Collector:
    """Gathers the reports of all processes of a run, and writes the table at its end."""

    def __init__(self, file: Path, command: str) -> None:
        self.file = file
        self.command = command
        self.tried: dict[str, Tried] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one test."""
        told = list(report.user_properties)
        for promise in [value for name, value in told if name == "promise"]:
            self._count(self.tried.setdefault(str(promise), Tried()), report, told)

    def _count(self, tried: Tried, report: pytest.TestReport, told: list[tuple[str, object]]) -> None:
        if report.failed:
            tried.broken += 1
        elif report.skipped:
            tried.skipped += 1
        elif report.when == "call":
            tried.kept += 1
        if report.skipped or (report.when != "call" and not report.failed):
            return
        tried.files.add(report.location[0])
        own = [value for name, value in told if name == "cases"] or [("tests", 1)]
        for kind, count in own:  # type: ignore[misc]
            tried.cases[kind] += count
        tried.figures += [str(value) for name, value in told if name == "figure"]
        for what, value in [value for name, value in told if name == "most"]:  # type: ignore[misc]
            tried.most[what] = max(value, tried.most.get(what, value))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write the rows; a run that was cut short writes nothing."""
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and self.tried:
            day = datetime.now(UTC).date().isoformat()
            rows = [tried.row(promise, self.command, day) for promise, tried in self.tried.items() if tried.files]
            self.file.write_text(with_rows(self.file.read_text(encoding="utf-8"), self.command, rows), encoding="utf-8")


def with_rows(text: str, command: str, rows: Iterable[tuple[str, ...]]) -> str:
    """The text with its table's rows of one command replaced, in the order of the promises. A promise has one row for each command."""
    head = line_of(HEAD)
    before, found, after = text.partition(f"{head}\n")
    if not found:
        raise ValueError(f"no table with the head {head}")
    rule, *lines = after.splitlines(keepends=True)
    old = [line for line in lines if line.startswith("| ")]
    rest = lines[len(old) :]
    kept = [line.rstrip("\n") for line in old if key_of(line)[1] != command]
    new = sorted([*kept, *map(line_of, rows)], key=key_of)
    return "".join([before, head, "\n", rule, *(f"{line}\n" for line in new), *rest])


def key_of(line: str) -> tuple[int, str]:
    """Number of the promise and command of a row."""
    found = ROW.match(line)
    if found is None:
        raise ValueError(f"not a row of the table: {line[:100]}")
    return (int(found[1][1:]), found[2])


def line_of(cells: Iterable[str]) -> str:
    """One row as Markdown."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def mark(items: Iterable[pytest.Item]) -> None:
    """Let each test's report carry the promises of its marks."""
    for item in items:
        named = dict.fromkeys(str(each) for marker in item.iter_markers("promise") for each in marker.args)
        unknown = named.keys() - PROMISES
        if unknown or (not named and item.get_closest_marker("promise")):
            raise pytest.UsageError(f"{item.nodeid}: no such promise: {', '.join(unknown) or 'none named'}")
        item.user_properties += [("promise", each) for each in named]


class Measured(Protocol):
    """What the fixture `measured` is."""

    def __call__(self, kind: str, count: int, figure: str = "", most: Mapping[str, float] | None = None) -> None:
        """Say that `count` cases of this `kind` were tried, instead of one test; perhaps a figure, and values of which the table has the largest."""


def measured(request: pytest.FixtureRequest) -> Measured:
    """Fixture: what a test of a promise tried and found, for the table."""

    def say(kind: str, count: int, figure: str = "", most: Mapping[str, float] | None = None) -> None:
        told = request.node.user_properties
        told.append(("cases", (kind, count)))
        if figure:
            told.append(("figure", figure))
        told += [("most", (what, value)) for what, value in (most or {}).items()]

    return say
