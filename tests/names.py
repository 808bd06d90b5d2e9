"""What names stand for in a crawl, and who it connects to: see `tests/patches_names`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATCH = Path(__file__).parent / "patches_names"  # for PYTHONPATH
SILENT = "silent.example"
"""Names below it have no answer."""


class Names:
    """A name service for the crawls of one folder, and the list of their connections."""

    def __init__(self, folder: Path, **answers: Sequence[Sequence[str]]) -> None:
        """`answers` for each name `NAME.example`: what it stands for when it is asked for first, then, and so on."""
        self._connects, self._lookups = folder / "connects", folder / "lookups"
        names = {f"{name}.example": each for name, each in answers.items()}
        self.env = {"PYTHONPATH": str(PATCH), "TEST_NAMES": json.dumps(names), "TEST_CONNECTS": str(self._connects), "TEST_LOOKUPS": str(self._lookups)}

    def connected(self) -> set[tuple[str, int]]:
        """Every address and port that a process of a crawl tried to connect to."""
        return {(host, port) for host, port in _lines(self._connects)}

    def looked_up(self) -> list[str]:
        """Every name or address that a look-up began for."""
        return _lines(self._lookups)


def _lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")] if file.exists() else []
