"""The summary of one run: a short table for the end of its log, and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from newscrawl.report.table import Table
from newscrawl.report.terminal import as_text, print_table

Summary = Mapping[str, Any]
"""What `data/runs/<id>.json` holds; a key that is not there counts as nothing."""

SEED_COUNTS = ("read", "unchanged", "failed")
LINK_COUNTS = ("announced", "kept", "rejected", "owed")
RARE_LINK_COUNTS = ("unchanged", "left", "elsewhere")
"""Columns that are shown only when one of their numbers is not zero."""


MAIN_RULES = frozenset(("body", "published", "title"))
"""Rules of `[extract]` for what every article has: one that holds on less than half of the pages does not fit the outlet any more."""

MIN_PAGES_OF_RULE = 10
"""A rule for what only some articles have may well match nothing on fewer pages."""


def sums_close(links: Mapping[str, Any]) -> bool:
    """Whether every announced link is accounted for once: announced = kept + unchanged + rejected + owed + left + elsewhere,
    none of them negative."""
    counts = [_count(links, name) for name in (*LINK_COUNTS, *RARE_LINK_COUNTS)]
    return min(counts) >= 0 and counts[0] == sum(counts[1:])


def summary_text(summary: Summary) -> str:
    """The summary as plain text: a heading, a row for each outlet with a total, and below it the reasons, the problems and the files."""
    return as_text(_table(summary), [_heading(summary)], list(_notes(summary)))


def print_summary(summary: Summary, stream: TextIO) -> None:
    """Write the summary to `stream`, with a drawn table when that is a terminal."""
    print_table(_table(summary), stream, [_heading(summary)], list(_notes(summary)))


def summary_json(summary: Summary) -> str:
    """The summary as indented JSON with a newline at its end, which is the content of its file."""
    return json.dumps(summary, ensure_ascii=False, indent=2) + "\n"


def total_of(summary: Summary, name: str) -> int:
    """The sum of one link count over all outlets of a run."""
    return sum(_count(outlet.get("links", {}), name) for outlet in summary.get("outlets", {}).values())


def _count(links: Mapping[str, Any], name: str) -> int:
    value = links.get(name, 0)
    return sum(value.values()) if isinstance(value, Mapping) else value


def _heading(summary: Summary) -> str:
    parts = (f"run {summary.get('run', '?')}", summary.get("spider", ""), summary.get("outcome", ""), f"exit {summary.get('exit', '?')}")
    return " · ".join(part for part in parts if part)


def _table(summary: Summary) -> Table:
    outlets = summary.get("outlets", {})
    columns = (*LINK_COUNTS, *(name for name in RARE_LINK_COUNTS if total_of(summary, name)))
    seed_columns = tuple(f"seeds {name}" for name in SEED_COUNTS)
    numbers = {slug: _numbers(outlets[slug], columns) for slug in sorted(outlets)}
    if len(numbers) > 1:
        numbers["total"] = [sum(column) for column in zip(*numbers.values(), strict=True)]
    return Table(
        header=("outlet", *seed_columns, *columns),
        rows=tuple((slug, *map(str, counts)) for slug, counts in numbers.items()),
        numeric=frozenset((*seed_columns, *columns)),
    )


def _numbers(outlet: Mapping[str, Any], columns: tuple[str, ...]) -> list[int]:
    seeds, links = outlet.get("seeds", {}), outlet.get("links", {})
    return [*(seeds.get(name, 0) for name in SEED_COUNTS), *(_count(links, name) for name in columns)]


def _notes(summary: Summary) -> Iterator[str]:
    """What a table can't hold, one line each."""
    for slug, outlet in sorted(summary.get("outlets", {}).items()):
        yield from _outlet_notes(slug, outlet)
    if summary.get("adopted"):
        yield f"adopted: {summary['adopted']} lines that a run which died had written"
    if skipped := summary.get("skipped"):
        yield f"saved answers that are no page of these outlets: {_by_reason(skipped)}"
    if summary.get("damaged"):
        yield f"damaged: {summary['damaged']} records of the archive can't be trusted and were left out"
        yield from (f"damaged: {place}" for place in summary.get("damaged_places", ()))
    yield from summary.get("notes", ())
    if summary.get("errors"):
        yield f"errors: {summary['errors']}, see the log"
    yield from (f"articles: {part}" for part in summary.get("parts", ()))


def _outlet_notes(slug: str, outlet: Mapping[str, Any]) -> Iterator[str]:
    links = outlet.get("links", {})
    if rejected := links.get("rejected"):
        yield f"{slug}: rejected: {_by_reason(rejected)}"
    if refused := outlet.get("refused"):
        yield f"{slug}: entries without a link to follow: {_by_reason(refused)}"
    yield from (f"{slug}: seed problem: {problem}" for problem in outlet.get("seed_problems", ()))
    yield from (f"{slug}: [extract] {told}" for told in _failing_rules(outlet.get("rules", {})))
    if not sums_close(links):
        yield f"{slug}: the sums do not close: announced {_count(links, 'announced')}, accounted for {_accounted(links)}"


def _failing_rules(rules: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """The rules that do not match the outlet's pages (any more), each with what it met there."""
    for rule, outcomes in rules.items():
        used, pages = outcomes.get("used", 0), sum(outcomes.values())
        if 2 * used < pages if rule in MAIN_RULES else used == 0 and pages >= MIN_PAGES_OF_RULE:
            failures = {outcome: count for outcome, count in outcomes.items() if outcome != "used"}
            yield f"{rule} matched {used} of {pages} pages: {_by_reason(failures)}"


def _by_reason(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _accounted(links: Mapping[str, Any]) -> int:
    return sum(_count(links, name) for name in (*LINK_COUNTS[1:], *RARE_LINK_COUNTS))
