"""The pages that extractors are compared on, with their truth: real ones from outside the repository, and the golden pages of the tests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
GOLDEN_NAME = "golden"

FETCHED_AT = "2026-11-01T00:00:00+00:00"
"""Later than every page of the collection, and the same in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a page says, as far as somebody wrote it down; None and empty for what nobody did."""

    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page: `file` holds its HTML, gzip or plain; `corpus` is the collection that it is from."""

    id: str
    corpus: str
    url: str
    file: Path
    truth: Truth
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: str = FETCHED_AT

    def as_task(self) -> dict[str, Any]:
        """What an extractor's process is told of the page: everything but the truth."""
        return {"id": self.id, "url": self.url, "file": str(self.file), "headers": dict(self.headers), "fetched_at": self.fetched_at}


def corpus_folder() -> Path:
    """Where the real pages are, if they are: NEWSCRAWL_SHARED, or the folder `shared` beside the repository."""
    return Path(os.environ.get("NEWSCRAWL_SHARED") or ROOT.parent / "shared") / "corpus" / "extraction"


def real_cases(folder: Path) -> list[Case]:
    """The pages of a collection with its `truth.jsonl`, none where that is missing."""
    truth = folder / "truth.jsonl"
    if not truth.exists():
        return []
    with truth.open(encoding="utf-8") as lines:
        return [_real_case(folder, json.loads(line)) for line in lines]


def _real_case(folder: Path, row: dict[str, Any]) -> Case:
    said = row["truth"]
    truth = Truth(
        body=said.get("body"),
        title=said.get("title"),
        authors=tuple(said.get("authors") or ()),
        date=said.get("date"),
        wanted=tuple(said.get("must_contain") or ()),
        unwanted=tuple(said.get("must_not_contain") or ()),
    )
    return Case(id=row["id"], corpus=row["corpus"], url=row["url"], file=folder / row["html"], truth=truth)


def golden_cases(folder: Path = GOLDEN) -> list[Case]:
    """The golden pages that hold an article."""
    return list(_golden_cases(folder))


def _golden_cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*/*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        if "record" not in expected:
            continue
        yield Case(
            id=f"{GOLDEN_NAME}-{path.parent.name}-{path.stem}",
            corpus=GOLDEN_NAME,
            url=expected["url"],
            file=path.with_suffix(".html"),
            truth=_golden_truth(expected["record"]),
            headers=tuple(expected.get("headers", {}).items()),
            fetched_at=expected["fetched_at"],
        )


def _golden_truth(record: dict[str, Any]) -> Truth:
    return Truth(
        body="\n".join(record.get("text", ())) or None,
        title=record.get("title"),
        authors=tuple(record.get("authors") or ()),
        date=(record.get("published") or "")[:10] or None,
    )


def by_corpus(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases of each collection, in their order."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.corpus, []).append(case)
    return groups
