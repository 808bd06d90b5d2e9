"""Reading what a run left in its data folder, as strictly as a user's loader would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def parts(data: Path) -> list[Path]:
    """All output files, in order of outlet and name."""
    return sorted(data.glob("articles/*/*.jsonl"))


def read_lines(data: Path) -> list[dict[str, Any]]:
    """Every record of every part; fails the test when a file ends without a newline or a line is not one JSON object."""
    return [record for part in parts(data) for record in _records(part)]


def whole_lines(data: Path) -> list[bytes]:
    """Every line that is complete now, a torn last one left out: what may never vanish again."""
    return [line for part in parts(data) for line in part.read_bytes().split(b"\n")[:-1]]


def last_summary(data: Path) -> dict[str, Any]:
    """`data/runs/<id>.json` of the newest run."""
    files = sorted(data.glob("runs/*.json"), key=lambda file: file.stat().st_mtime_ns)
    assert files, f"no run summary under {data / 'runs'}"
    summary: dict[str, Any] = json.loads(files[-1].read_text(encoding="utf-8"))
    return summary


def _records(part: Path) -> list[dict[str, Any]]:
    raw = part.read_bytes()
    assert not raw or raw.endswith(b"\n"), f"{part}: torn last line {raw[-80:]!r}"
    return [_record(part, number, line) for number, line in enumerate(raw.split(b"\n")[:-1], start=1)]


def _record(part: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise AssertionError(f"{part}:{number}: {error}: {line[:80]!r}") from error
    assert isinstance(record, dict), f"{part}:{number}: not an object"
    return record
