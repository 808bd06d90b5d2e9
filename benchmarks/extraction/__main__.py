"""newscrawl's extraction beside that of other libraries: `make bench-extraction`, or `python -m benchmarks.extraction`. Prints Markdown.

    --corpus FOLDER     real pages with a truth.jsonl (default: shared/corpus/extraction beside the repository)
    --only NAME,NAME    only these extractors
    --rounds N          how often each is run; the least CPU time of each page counts
    --score FILE        score predictions of one's own instead: JSON lines with id, text, title, authors, published

CPU times mean something only while nothing else computes on the machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.extraction.cases import GOLDEN_NAME, Case, by_corpus, corpus_folder, golden_cases, real_cases
from benchmarks.extraction.peers import EXTRACTORS, OURS, YARDSTICK, Extractor, Unavailable, predict
from benchmarks.extraction.predictions import Prediction, least_seconds, read_predictions
from benchmarks.extraction.scoring import Score, score_pages, summed
from benchmarks.extraction.steps import seconds_by_step
from benchmarks.extraction.tables import Times, asked_lines, asked_times, scores_table, steps_table, times_of, times_table, worst_table

ROUNDS = 2

Predictions = dict[str, dict[str, Prediction]]


def main() -> None:
    options = _options()
    cases = _cases(options.corpus)
    if options.score:
        print_scores(cases, {options.score.name: read_predictions(options.score)})
        return
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; load at start {os.getloadavg()[0]:.1f}\n")
    predictions, times = run(_chosen(options.only), cases, options.rounds)
    print_scores(cases, predictions)
    print_times(times)
    if OURS in predictions:
        print_worst(cases, predictions)
        print(f"\n### Where newscrawl's time goes\n\n{steps_table(seconds_by_step(cases), len(cases))}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=corpus_folder(), help="folder of real pages with a truth.jsonl")
    parser.add_argument("--only", default="", help=f"comma-separated: {', '.join(each.name.split()[0] for each in EXTRACTORS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each extractor is run (default {ROUNDS})")
    parser.add_argument("--score", type=Path, help="score this file of predictions and run nothing")
    return parser.parse_args()


def _cases(folder: Path) -> list[Case]:
    real = real_cases(folder)
    if not real:
        print(f"real pages skipped: no truth.jsonl in {folder} (name another folder with --corpus)\n")
    return real + golden_cases()


def _chosen(only: str) -> list[Extractor]:
    names = {name.strip() for name in only.split(",") if name.strip()}
    return [each for each in EXTRACTORS if not names or each.name.split()[0] in names]


def run(extractors: Sequence[Extractor], cases: Sequence[Case], rounds: int) -> tuple[Predictions, dict[str, Times | None]]:
    """Predictions and CPU times of each extractor; one that can't be run here is a line, and left out."""
    found: dict[str, list[dict[str, Prediction]]] = {}
    for number in range(rounds):
        for extractor in extractors if number == 0 else [each for each in extractors if each.name in found]:
            print(f"round {number + 1}: {extractor.name}", file=sys.stderr, flush=True)
            try:
                found.setdefault(extractor.name, []).append(predict(extractor, cases))
            except Unavailable as problem:
                found.pop(extractor.name, None)
                print(f"left out: {problem}\n", flush=True)
    measured = {case.id for case in cases if case.corpus != GOLDEN_NAME} or {case.id for case in cases}
    times = {name: times_of([value for page, value in least_seconds(all_rounds).items() if page in measured]) for name, all_rounds in found.items()}
    return {name: all_rounds[-1] for name, all_rounds in found.items()}, times


def print_scores(cases: Sequence[Case], predictions: Predictions) -> None:
    """A table for each collection, and what newscrawl was to reach on it."""
    for corpus, group in by_corpus(cases).items():
        scores = {name: _score(name, group, mine) for name, mine in predictions.items()}
        print(f"### {corpus}, {len(group)} pages\n\n{scores_table(scores)}\n")
        if OURS in scores and (lines := list(asked_lines(corpus, scores[OURS]))):
            print("\n".join(lines) + "\n")


def _score(name: str, cases: Sequence[Case], predictions: dict[str, Prediction]) -> Score:
    """The scores of an extractor, without those of fields that it does not give at all."""
    score = summed(score_pages(cases, predictions))
    gives_less = any(each.name == name and not each.has_authors_and_date for each in EXTRACTORS)
    return replace(score, authors=None, date=None) if gives_less else score


def print_times(times: dict[str, Times | None]) -> None:
    """CPU time per page, of the real pages."""
    print(f"### CPU time per page, all fields, warm process\n\n{times_table(times, YARDSTICK)}\n")
    mine, base = times.get(OURS), times.get(YARDSTICK)
    if mine and base:
        print("\n".join(asked_times(mine, base)) + "\n")


def print_worst(cases: Sequence[Case], predictions: Predictions) -> None:
    """The worst pages of newscrawl."""
    ours = score_pages(cases, predictions[OURS])
    theirs = {page.id: page.f1 for page in score_pages(cases, predictions.get(YARDSTICK, {}))} if YARDSTICK in predictions else {}
    print(f"### The worst pages\n\n{worst_table(cases, ours, theirs, predictions[OURS])}", flush=True)


if __name__ == "__main__":
    main()
