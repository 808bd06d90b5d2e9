"""What an extractor made of a page: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """`published` is ISO 8601; `cpu_seconds` what the page cost; `error` the exception that it ended with."""

    text: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    cpu_seconds: float | None = None
    error: str | None = None


NOTHING = Prediction()


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Predictions by page id; of several for one page the last counts."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {row["id"]: _prediction(row) for row in rows}


def _prediction(row: Mapping[str, Any]) -> Prediction:
    return Prediction(
        text=row.get("text"),
        title=row.get("title"),
        authors=tuple(row.get("authors") or ()),
        published=row.get("published"),
        cpu_seconds=row.get("cpu_seconds"),
        error=row.get("error"),
    )


def least_seconds(rounds: Iterable[Mapping[str, Prediction]]) -> dict[str, float]:
    """For each page the least CPU time among some rounds: what else ran can only have added to it."""
    least: dict[str, float] = {}
    for predictions in rounds:
        for page, prediction in predictions.items():
            if prediction.cpu_seconds is not None:
                least[page] = min(least.get(page, prediction.cpu_seconds), prediction.cpu_seconds)
    return least
