"""`scrapy status`: the last runs, what is owed, and the seeds that can't be read."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl.clock import utc_now
from newscrawl.errors import NewscrawlError
from newscrawl.paths import paths_from
from newscrawl.report import json_text, output, status_text
from newscrawl.stores.state.db import StateReader
from newscrawl.stores.state.frontier import owed_by_outlet
from newscrawl.stores.state.seeds import NEVER, SeedState, failing_seeds
from newscrawl.summaries import summary_files

RUNS_SHOWN = 10


class Command(ScrapyCommand):
    """Reads the summaries and the state; changes nothing."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[--runs N] [--json]"

    def short_desc(self) -> str:
        return "Print the last runs, what is owed, and seeds that can't be read"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--runs", type=int, default=RUNS_SHOWN, metavar="N", help=f"how many runs (default {RUNS_SHOWN})")
        parser.add_argument("--json", action="store_true", help="JSON instead of text")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            paths = paths_from(self.settings)
            runs = last_runs(paths.runs, opts.runs)
            with StateReader(paths.state_url).read() as connection:
                owed = {slug: count.total for slug, count in owed_by_outlet(connection).items()}
                seeds = [described(state) for state in failing_seeds(connection)]
        except NewscrawlError as problem:
            print(problem, file=sys.stderr)
            self.exitcode = 2
            return
        found = {"runs": runs, "owed": owed, "seeds": seeds}
        with output() as stream:
            print(json_text(found) if opts.json else status_text(runs, owed, seeds), file=stream)


def described(state: SeedState) -> dict[str, str | int | None]:
    """A seed that failed, as the report shows it."""
    return {
        "outlet": state.outlet,
        "outcome": state.outcome,
        "failures": state.failures,
        "last asked": moment(state.polled_at) if state.polled_at else None,
        "next": None if state.next_due_at == NEVER else moment(state.next_due_at),
        "seed": state.address,
    }


def moment(seconds: int) -> str:
    """A time of the state as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def last_runs(folder: Path, count: int) -> list[dict[str, Any]]:
    """Summaries of the last `count` runs, newest first; one that can't be read (a power loss may leave it empty) is passed over."""
    found = (summary_in(path) for path in reversed(summary_files(folder, utc_now())))
    return list(islice((summary for summary in found if summary is not None), max(count, 0)))


def summary_in(path: Path) -> dict[str, Any] | None:
    """The summary of a file, or None when it holds none."""
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return summary if isinstance(summary, dict) and "run" in summary else None
