"""What the benchmark prints: Markdown tables, and whether what is asked for was met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.extraction.cases import Case
from benchmarks.extraction.differences import difference
from benchmarks.extraction.predictions import NOTHING, Prediction
from benchmarks.extraction.scoring import PageScore, Score

ASKED: Mapping[str, Mapping[str, float]] = {
    "aeb": {"f1": 0.972, "precision": 0.960, "recall": 0.980},
    "wcxb_dev": {"f1": 0.948, "title": 0.82, "near": 0.93, "authors": 0.86, "date": 0.93},
}
"""The least that newscrawl is to reach on the real pages."""

ASKED_RATIO = 1.2
"""newscrawl's CPU time by trafilatura's, both with all their fields."""

WORST_PAGES = 15

MEASURES: Mapping[str, str] = {
    "f1": "F1",
    "precision": "P",
    "recall": "R",
    "bad": "bad pages",
    "empty": "empty",
    "failed": "exceptions",
    "wanted": "wanted snippets",
    "unwanted": "unwanted dropped",
    "title": "title exact",
    "near": "title near",
    "authors": "authors",
    "date": "day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """CPU milliseconds per page."""

    median: float
    mean: float
    p95: float


def times_of(seconds: Sequence[float]) -> Times | None:
    """The times of some pages, None when there is none."""
    if not seconds:
        return None
    in_order = sorted(1000 * value for value in seconds)
    return Times(median=median(in_order), mean=fmean(in_order), p95=in_order[math.ceil(0.95 * len(in_order)) - 1])


def scores_table(scores: Mapping[str, Score]) -> str:
    """A row for each extractor; columns that nobody has are left out."""
    columns = [name for name in MEASURES if any(getattr(score, name) is not None for score in scores.values())]
    lines = [_row(["extractor", *(MEASURES[name] for name in columns)]), _row(["---", *("---:" for _ in columns)])]
    lines += [_row([name, *(_shown(getattr(score, column)) for column in columns)]) for name, score in scores.items()]
    return "\n".join(lines)


def times_table(times: Mapping[str, Times | None], yardstick: str) -> str:
    """CPU time per page, and beside it the ratio to the yardstick's in the same run."""
    base = times.get(yardstick)
    lines = [_row(["extractor", "median ms", "mean ms", "95 % ms", "ratio of medians", "ratio of means"]), _row(["---", *["---:"] * 5])]
    for name, mine in times.items():
        if mine is not None:
            ratios = ("–", "–") if base is None else (f"{mine.median / base.median:.2f}", f"{mine.mean / base.mean:.2f}")
            lines.append(_row([name, f"{mine.median:.1f}", f"{mine.mean:.1f}", f"{mine.p95:.1f}", *ratios]))
    return "\n".join(lines)


def steps_table(seconds: Mapping[str, float], pages: int) -> str:
    """Steps, the longest first, those under half a percent summed up."""
    whole = sum(seconds.values()) or 1.0
    long = {name: value for name, value in seconds.items() if value >= whole / 200}
    rows = [*long.items(), ("steps under 0.5 %", whole - sum(long.values()))]
    lines = [_row(["step", "mean ms", "share"]), _row(["---", "---:", "---:"])]
    return "\n".join(lines + [_row([name, f"{1000 * value / max(pages, 1):.2f}", f"{100 * value / whole:.1f} %"]) for name, value in rows])


def worst_table(cases: Sequence[Case], ours: Sequence[PageScore], theirs: Mapping[str, float | None], predictions: Mapping[str, Prediction]) -> str:
    """The pages with the lowest F1, and what is wrong there: which share of the truth is lost, of the text is extra, and the longest run of each."""
    known = {case.id: case for case in cases}
    worst = sorted((page for page in ours if page.f1 is not None), key=lambda page: page.f1 or 0.0)[:WORST_PAGES]
    lines = [_row(["page", "F1", "P / R", "trafilatura's F1", "what is wrong"]), _row(["---", "---:", "---:", "---:", "---"])]
    for page in worst:
        wrong = difference(known[page.id].truth.body or "", predictions.get(page.id, NOTHING))
        lines.append(_row([page.id, _shown(page.f1), f"{_shown(page.precision)} / {_shown(page.recall)}", _shown(theirs.get(page.id)), wrong]))
    return "\n".join(lines)


def asked_lines(corpus: str, score: Score) -> Iterator[str]:
    """For each measure that something is asked of: met or missed."""
    for name, asked in ASKED.get(corpus, {}).items():
        value = getattr(score, name)
        is_met = value is not None and value >= asked
        yield f"- {corpus} {MEASURES[name]} ≥ {asked}: {_shown(value)} {_met(is_met)}"


def asked_times(mine: Times, base: Times) -> Iterator[str]:
    """Whether the CPU time is within its bound."""
    for name, ratio in (("median", mine.median / base.median), ("mean", mine.mean / base.mean)):
        yield f"- CPU per page ≤ {ASKED_RATIO} × trafilatura's, {name}: {ratio:.2f} {_met(ratio <= ASKED_RATIO)}"


def _met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
