"""The files of run summaries, in the order of their runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from newscrawl.core.belief import CLOCKS_DIFFER_SECONDS

MOMENT = "%Y%m%dT%H%M%SZ"
"""How the name of a run begins: when it began, in UTC."""


def summary_files(folder: Path, now: datetime) -> list[Path]:
    """The summaries in `folder`, oldest first. Those that a clock which ran ahead has dated stand before all others: nobody knows when they were, and
    they would hide what came later."""
    latest = (now + timedelta(seconds=CLOCKS_DIFFER_SECONDS)).strftime(MOMENT)
    return sorted(folder.glob("*.json"), key=lambda path: (path.name[: len(latest)] <= latest, path.name))
