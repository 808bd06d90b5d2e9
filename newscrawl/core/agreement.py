"""Whether the output and the state tell of the same lines: file by file, and article by article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

IDS_NAMED = 20
"""Ids that a disagreement names: enough to look at, few enough to read."""


class Problem(StrEnum):
    """How output and state disagree."""

    GONE = "gone"  # a file that the state knows is not there
    UNKNOWN = "unknown"  # a file that the state does not know
    SHORTER = "shorter"
    LONGER = "longer"
    DAMAGED = "damaged"  # lines that are no records of the outlet
    IDS_MISSING = "ids_missing"  # articles that the state knows and no line has
    IDS_UNKNOWN = "ids_unknown"  # articles of lines that the state does not know
    VERSIONS_MISSING = "versions_missing"  # articles with fewer lines than versions
    VERSIONS_EXTRA = "versions_extra"  # articles with more lines than versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One problem. `lines` and `bytes` are what the output has more than the state knows, negative when fewer; None when nobody knows.
    `ids` are the first of `count`."""

    problem: Problem
    file: str | None = None
    lines: int | None = None
    bytes: int | None = None
    count: int = 0
    ids: tuple[str, ...] = ()


class KnownPart(NamedTuple):
    """A part as the state knows it: bytes, lines (None: written before they were counted), and the run that writes to it and has not ended."""

    bytes: int
    lines: int | None
    writer: str | None = None


class FoundPart(NamedTuple):
    """A part as it lies there: bytes, whole lines, and those of them that are no records of the outlet."""

    bytes: int
    lines: int
    damaged: int = 0


class Lines(NamedTuple):
    """The lines of one article: how many, the highest version, the month of that one, and whether that month is of first_seen."""

    number: int
    version: int
    month: str
    by_first_seen: bool


def parts_disagree(known: Mapping[str, KnownPart], found: Mapping[str, FoundPart]) -> Iterator[Disagreement]:
    """Each file that is not as the state knows it. Lines that a run is writing, or that one which died had written, are still to come."""
    for name in sorted({*known, *found}):
        if name not in found:
            yield Disagreement(problem=Problem.GONE, file=name, lines=_negative(known[name].lines), bytes=-known[name].bytes)
        elif name not in known:
            yield Disagreement(problem=Problem.UNKNOWN, file=name, lines=found[name].lines, bytes=found[name].bytes)
        else:
            yield from _part_disagrees(name, known[name], found[name])
        if name in found and found[name].damaged:
            yield Disagreement(problem=Problem.DAMAGED, file=name, count=found[name].damaged)


def _part_disagrees(name: str, known: KnownPart, found: FoundPart) -> Iterator[Disagreement]:
    lines = None if known.lines is None else found.lines - known.lines
    more = found.bytes - known.bytes
    if (more and not (more > 0 and known.writer)) or (lines and not known.writer):
        problem = Problem.SHORTER if more < 0 or (not more and (lines or 0) < 0) else Problem.LONGER
        yield Disagreement(problem=problem, file=name, lines=lines, bytes=more)


def _negative(lines: int | None) -> int | None:
    return None if lines is None else -lines


def articles_disagree(versions: Mapping[str, int], lines: Mapping[str, Lines]) -> Iterator[Disagreement]:
    """Articles whose lines are not those that the state knows; `versions` are the last ones by id."""
    yield from _ids(Problem.IDS_MISSING, (each for each in versions if each not in lines))
    yield from _ids(Problem.IDS_UNKNOWN, (each for each in lines if each not in versions))
    yield from _ids(Problem.VERSIONS_MISSING, (each for each, last in versions.items() if each in lines and lines[each].number < last))
    yield from _ids(Problem.VERSIONS_EXTRA, (each for each, last in versions.items() if each in lines and lines[each].number > last))


def _ids(problem: Problem, ids: Iterable[str]) -> Iterator[Disagreement]:
    named: list[str] = []
    count = 0
    for each in ids:
        count += 1
        if len(named) < IDS_NAMED:
            named.append(each)
    if count:
        yield Disagreement(problem=problem, count=count, ids=tuple(named))
