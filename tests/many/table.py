"""The result of many rounds as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tests.many.checks import Check, faults_in

if TYPE_CHECKING:
    from tests.many.rounds import Result, Round

MIB = 1024 * 1024
HEAD = ("round", "seconds", "CPU, s", "peak PSS, MiB", "open files", "state, MiB", "requests", "polls 200", "304", "3xx", "other", "published", "other changes", "kept", "errors", "exit")
VERDICTS = {True: "kept", False: "**broken**", None: ""}


def report(result: Result) -> str:
    """What was run, one row for each check, one for each round."""
    options = result.options
    faulty = sum(plan.fault is not None for plan in result.plans)
    about = (
        f"{options.outlets} outlets ({faulty} faulty) with {options.articles} articles each, {options.rounds} rounds of {options.step_minutes:g} simulated minutes, "
        f"then catching up; seed {options.seed}, {options.workers} workers. Faults: {faults_in(result.plans)}."
    )
    checks = table(("check", "found", "promised", ""), (row_of(check) for check in result.checks))
    return "\n\n".join((about, checks, table(HEAD, (figures(one) for one in result.rounds))))


def row_of(check: Check) -> Sequence[str]:
    """One check."""
    return (check.name, check.value, check.bound, VERDICTS[check.kept])


def figures(one: Round) -> Sequence[str]:
    """One round."""
    changes = ", ".join(f"{count} {name}" for name, count in sorted(one.changes.items()))
    polls = (one.polls.ok, one.polls.not_modified, one.polls.moved, one.polls.other)
    sizes = (f"{one.peak_bytes / MIB:.0f}", str(one.peak_files), f"{one.state_bytes / MIB:.1f}")
    return (str(one.number), f"{one.seconds:.1f}", f"{one.cpu_seconds:.1f}", *sizes, str(one.requests), *map(str, polls), str(one.published), changes, str(one.kept), str(one.errors), str(one.code))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
