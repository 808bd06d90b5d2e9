"""A huge seed beside small outlets: how much memory the crawl takes, how late the small outlets are, how long the event loop stands still.

    python -m tests.many.large --kind feed        100,000 entries
    python -m tests.many.large --kind sitemap     200,000 addresses in one file
    python -m tests.many.large --kind index       the same in four files of an index

The small outlets are crawled alone first. The run beside the huge seed is stopped (SIGINT) when the small outlets are done and every link of the seed
is in the state, at the latest after `--patience` seconds; when the seed could not be read it ends by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.memory import PeakWatch
from tests.crawling import Crawls
from tests.many import counts
from tests.many.big import ADDRESS, KINDS, SLUG, BigOutlet
from tests.many.plan import NETWORK, plans
from tests.many.rounds import PATCHES_CLOCK, percentile_95
from tests.many.table import MIB, table
from tests.many.world import World
from tests.site import output, process

LOOK_SECONDS = 0.5
ENDING_SECONDS = 60
FINE = (0, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of one run: times in seconds, `links` of the huge seed that are in the state, `seeds` how its polls went."""

    peak_bytes: int
    lateness: list[float]
    stall_seconds: float | None
    seconds: float
    code: int
    links: int
    seeds: dict[str, int]


def measure(folder: Path, small: int, articles: int, big: BigOutlet | None, patience_seconds: float, workers: int) -> Measured:
    """One run over `small` outlets, beside the big one if there is one."""
    with World(plans(small, 1, 0.0), articles, 1, guests={ADDRESS: big.respond} if big else {}) as world:
        crawls = Crawls(
            folder,
            PYTHONPATH=os.pathsep.join((str(PATCHES_CLOCK), str(process.ROOT / "benchmarks"))),
            NEWSCRAWL_WORKERS=str(workers),
            NEWSCRAWL_ALLOW_ADDRESSES=NETWORK,
        )
        world.write_outlets(crawls.outlets)
        if big:
            (crawls.outlets / f"{SLUG}.toml").write_text(big.outlet_toml(world.wire.port), encoding="utf-8")
        loop = folder / "loop.json"
        started = time.time()
        running = crawls.start("-s", 'ADDONS={"stall.LoopWatchAddon": 0}', "-s", f"LOOPWATCH_FILE={loop}", "--logfile", str(folder / "log"), "-s", "LOG_LEVEL=WARNING")
        with PeakWatch(running.pid) as memory:
            wait_for(running, patience_seconds, lambda: big is not None and links_of_big(crawls) >= big.entries and len(articles_out(world)) >= small * articles)
            ran = crawls.ran(running, ENDING_SECONDS)
        if ran.code not in FINE:
            raise AssertionError(f"exit code {ran.code}: …{(ran.log + (folder / 'log').read_text(encoding='utf-8'))[-3000:]}")
        return Measured(
            peak_bytes=memory.peak_bytes,
            lateness=sorted(counts.last_articles(world.seen, started).values()),
            stall_seconds=json.loads(loop.read_text(encoding="ascii"))["worst_seconds"] if loop.exists() else None,
            seconds=time.time() - started,
            code=ran.code,
            links=links_of_big(crawls),
            seeds=output.last_summary(crawls.data)["outlets"][SLUG]["seeds"] if big else {},
        )


def articles_out(world: World) -> set[tuple[str, int | None]]:
    """Articles that were given out."""
    return {(row.address, row.article) for row in world.seen if row.article is not None and row.status == 200}


def links_of_big(crawls: Crawls) -> int:
    """Its links in the state; 0 while there is none yet."""
    try:
        with closing(sqlite3.connect(f"file:{crawls.data / 'state.sqlite'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM link WHERE outlet = ?", (SLUG,)).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(running: subprocess.Popen[str], patience_seconds: float, is_done: Callable[[], bool]) -> None:
    """Until the run ends; stop it when all is done, or patience is."""
    began = time.monotonic()
    while running.poll() is None:
        if is_done() or time.monotonic() - began > patience_seconds:
            os.kill(running.pid, signal.SIGINT)
            return
        time.sleep(LOOK_SECONDS)


def report(kind: str, entries: int, small: int, alone: Measured, beside: Measured) -> str:
    """Both runs beside each other as Markdown."""
    rows = [
        ("peak PSS of the process tree, MiB", f"{alone.peak_bytes / MIB:.0f}", f"{beside.peak_bytes / MIB:.0f}"),
        ("lateness of the small outlets, median, s", f"{median(alone.lateness):.1f}", f"{median(beside.lateness):.1f}"),
        ("the same, 95th percentile, s", f"{percentile_95(alone.lateness):.1f}", f"{percentile_95(beside.lateness):.1f}"),
        ("longest stand-still of the event loop, s", shown(alone.stall_seconds), shown(beside.stall_seconds)),
        ("links of the huge seed in the state", "", f"{beside.links} of {entries}"),
        ("its polls", "", ", ".join(f"{count} {name}" for name, count in beside.seeds.items())),
        ("seconds until all was done", f"{alone.seconds:.1f}", f"{beside.seconds:.1f}"),
    ]
    return f"{kind} of {entries} links beside {small} small outlets\n\n" + table(("", "alone", "beside it"), rows)


def shown(seconds: float | None) -> str:
    """A time, or that there is none."""
    return "?" if seconds is None else f"{seconds:.2f}"


def main() -> int:
    """Measure and print; 1 when not all links came into the state."""
    parser = argparse.ArgumentParser(prog="python -m tests.many.large", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=tuple(KINDS), default="feed")
    parser.add_argument("--entries", type=int, default=None)
    parser.add_argument("--small", type=int, default=20)
    parser.add_argument("--articles", type=int, default=20, help="of each small outlet")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    big = BigOutlet(given.kind, given.entries)
    with tempfile.TemporaryDirectory(prefix="newscrawl-large-") as folder:
        alone = measure(Path(folder) / "alone", given.small, given.articles, None, given.patience, given.workers)
        beside = measure(Path(folder) / "beside", given.small, given.articles, big, given.patience, given.workers)
    print(report(given.kind, big.entries, given.small, alone, beside))
    return 0 if beside.links >= big.entries else 1


if __name__ == "__main__":
    sys.exit(main())
