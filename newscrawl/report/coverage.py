"""Coverage as a table for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from newscrawl.core.agreement import Disagreement
from newscrawl.core.coverage import NOT_LISTED, MonthCoverage, Verdict
from newscrawl.core.coverage_rows import OutletCoverage
from newscrawl.report.table import Table
from newscrawl.report.terminal import print_table

REASONS_SHOWN = 3
"""Reasons of a month that a row has room for."""

LINKS_SHOWN = 50
"""Owed links that are named for a person; programs get more."""

SEEDS_SHOWN, SEEDS_NAMED = 20, 1000
"""Unread seeds that are named for a person, and for a program."""

UNDATED_NAME = "undated"

VERDICTS: Mapping[Verdict, str] = {
    Verdict.WHOLE: "all that was announced is held, or rejected for a reason",
    Verdict.OWED: "some links have no verdict yet; run the crawl again",
    Verdict.GAPS: "articles are missing, or output and state disagree",
    Verdict.UNKNOWN: "no road told what there is, or a seed was not read",
}


def coverage_json(outlets: Sequence[OutletCoverage], runs: Sequence[str]) -> dict[str, Any]:
    """Plain JSON values; `docs/operations.md` has the shape."""
    return {"runs_not_ended": list(runs), "outlets": {each.outlet: _outlet_json(each) for each in outlets}}


def _outlet_json(outlet: OutletCoverage) -> dict[str, Any]:
    return {
        "verdict": str(outlet.verdict),
        "months": [{**asdict(month), "month": month.month or UNDATED_NAME} for month in outlet.months],
        "ranges": [each._asdict() for each in outlet.ranges],
        "again": outlet.again,
        "unannounced": outlet.unannounced,
        "disagreements": [{**asdict(each), "problem": str(each.problem)} for each in outlet.disagreements],
        "unread_seeds": [seed._asdict() for seed in outlet.unread[:SEEDS_NAMED]],
        "owed_links": [{**link._asdict(), "month": link.month or UNDATED_NAME} for link in outlet.owed_links],
    }


def print_coverage(outlets: Sequence[OutletCoverage], runs: Sequence[str], stream: TextIO) -> None:
    """One table for each outlet, with its verdict above and what a table can't hold below."""
    for run in runs:
        stream.write(f"run {run} is at work, or died: the numbers are those of the last moment it wrote down\n\n")
    for number, outlet in enumerate(outlets):
        stream.write("\n" if number else "")
        print_table(_table(outlet), stream, [f"{outlet.outlet}: {outlet.verdict} ({VERDICTS[outlet.verdict]})"], list(_notes(outlet)))
    if not outlets:
        stream.write("no outlet was crawled yet\n")


def _table(outlet: OutletCoverage) -> Table:
    roads = sorted({road for month in outlet.months for road in month.announced})
    counts = (*roads, "held", "rejected", "owed", *(["left"] if any(month.left for month in outlet.months) else []), "missing")
    rows = [_row(month, counts) for month in outlet.months]
    total = ("total", *(str(sum(_number(month, name) for month in outlet.months)) for name in counts), "")
    return Table(header=("month", *counts, "why"), rows=(*rows, *([total] if len(rows) > 1 else [])), numeric=frozenset(counts))


def _row(month: MonthCoverage, counts: Sequence[str]) -> tuple[str, ...]:
    return (month.month or UNDATED_NAME, *(str(_number(month, name)) for name in counts), "; ".join(_why(month)))


def _number(month: MonthCoverage, name: str) -> int:
    numbers = {"held": month.held, "left": month.left}
    reasons = {"rejected": month.rejected, "owed": month.owed, "missing": month.missing}
    if name in reasons:
        return sum(reasons[name].values())
    return numbers[name] if name in numbers else month.announced.get(name, 0)


def _why(month: MonthCoverage) -> Iterator[str]:
    for name, reasons in (("missing", month.missing), ("owed", month.owed), ("rejected", month.rejected)):
        if reasons:
            yield f"{name}: {_commonest(reasons)}"
    if month.held_by_first_seen:
        yield f"dated by first_seen: {month.held_by_first_seen}"


def _commonest(reasons: Mapping[str, int]) -> str:
    ordered = sorted(Counter(reasons).items(), key=lambda item: (-item[1], item[0]))
    others = sum(count for _, count in ordered[REASONS_SHOWN:])
    return ", ".join([*(f"{reason} {count}" for reason, count in ordered[:REASONS_SHOWN]), *([f"others {others}"] if others else [])])


def _notes(outlet: OutletCoverage) -> Iterator[str]:
    yield from (disagreement_text(each) for each in outlet.disagreements)
    for each in outlet.ranges:
        yield f"{each.road} says that it has {each.announced} in {each.months}: {f'{each.missing} are missing' if each.missing else 'it closes'}"
    if outlet.again:
        yield f"{outlet.again} held articles are to be looked at again"
    if outlet.unannounced:
        yield f"{outlet.unannounced} held articles were listed by no road"
    if any(NOT_LISTED in month.missing for month in outlet.months):
        yield "not_listed: a road says that it has more articles than all roads listed links"
    for seed in outlet.unread[:SEEDS_SHOWN]:
        yield f"not read: {seed.outcome}{f' {seed.failures} times' if seed.failures else ''}  {seed.url}"
    if len(outlet.unread) > SEEDS_SHOWN:
        yield f"not read: {len(outlet.unread) - SEEDS_SHOWN} more"
    for link in outlet.owed_links[:LINKS_SHOWN]:
        yield f"owed: {link.month or UNDATED_NAME}  {link.reason or 'untried'}  {link.url}"
    owed = sum(sum(month.owed.values()) for month in outlet.months) + outlet.again
    if owed > LINKS_SHOWN:
        yield f"owed: {owed - LINKS_SHOWN} more"


def disagreement_text(each: Disagreement) -> str:
    """One line: the file or the articles, and what is wrong with them."""
    if each.file is None:
        more = f" and {each.count - len(each.ids)} more" if each.count > len(each.ids) else ""
        return f"disagree: {each.problem} {each.count}: {', '.join(each.ids)}{more}"
    sizes = [f"lines {each.lines:+d}"] if each.lines is not None else []
    sizes += [f"bytes {each.bytes:+d}"] if each.bytes is not None else []
    return f"disagree: {each.file}: {each.problem}: {', '.join(sizes) or f'lines {each.count}'}"
