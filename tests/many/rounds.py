"""Many outlets polled for many rounds in fast motion, and what must hold at the end.

    python -m tests.many.rounds --outlets 300 --rounds 50 --seed 1

prints Markdown tables of every figure and ends with 1 when a promise was not kept. Each round is one `scrapy crawl latest` whose wall clock is
`--step-minutes` further on than the round before; outlets publish, edit, move and delete in between.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from benchmarks.memory import PeakWatch
from tests.crawling import Crawls, Ran
from tests.many import counts
from tests.many.checks import MOST_LATENESS, Check, broken, manners_checks, none_of, output_checks, silent_check
from tests.many.faults import FAULTS
from tests.many.growth import growth_checks
from tests.many.plan import DELAYS_SECONDS, NETWORK, Plan, plans
from tests.many.table import report
from tests.many.world import World

PATCHES_CLOCK = Path(__file__).parents[1] / "patches_clock"
TIMEOUT_SECONDS = 3  # for one hop, so that outlets that hang do not stretch each round to minutes
CATCH_UP_SECONDS = 25 * 3600  # no interval is longer than a day
CATCH_UPS = (1, 2, 9)  # after a failure the second one comes in time; a lie is found out after a week
FINE = (0, 3)  # 3: something is owed, or a seed could not be read, which is what faults are for


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is run. `faults` None: all kinds, in an order that the seed draws."""

    outlets: int = 300
    articles: int = 20
    rounds: int = 50
    seed: int = 1
    faulty_share: float = 0.1
    faults: tuple[str, ...] | None = None
    delays_seconds: tuple[float, ...] = DELAYS_SECONDS
    step_minutes: float = 20.0
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    patience_seconds: float = 1800.0
    compare: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Figures of one round; times in seconds, sizes in bytes. `lines` are all that the output has since the first round."""

    number: int
    code: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    peak_files: int
    state_bytes: int
    requests: int
    polls: counts.Polls
    published: int
    changes: dict[str, int]
    kept: int
    lines: int
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that was found."""

    options: Options
    plans: list[Plan]
    rounds: list[Round]
    checks: list[Check]

    @property
    def broken(self) -> list[Check]:
        """Promises that were not kept."""
        return broken(self.checks)


class Rounds:
    """One world, one data folder, one crawl a round."""

    def __init__(self, world: World, folder: Path, options: Options, *, honest_only: bool = False) -> None:
        self.world = world
        self.options = options
        self.crawls = Crawls(folder, PYTHONPATH=str(PATCHES_CLOCK), NEWSCRAWL_WORKERS=str(options.workers), NEWSCRAWL_ALLOW_ADDRESSES=NETWORK)
        world.write_outlets(self.crawls.outlets, honest_only=honest_only)
        self.done: list[Round] = []
        self.started_at = 0.0

    def run(self, number: int, offset: float, *, things_happen: bool) -> Round:
        """One round: the clock goes on, the outlets change, `latest` runs."""
        self.world.begin_round(number, offset)
        changes = self.world.let_things_happen() if things_happen else []
        self.crawls.env["NEWSCRAWL_TEST_CLOCK_OFFSET"] = str(offset)
        before = len(self.world.seen)
        self.started_at, cpu_before = time.time(), cpu_of_children()
        running = self.crawls.start("-s", f"DOWNLOAD_TIMEOUT={TIMEOUT_SECONDS}", "-s", "LOG_LEVEL=WARNING")
        with PeakWatch(running.pid) as peak:
            ran = self.crawls.ran(running, self.options.patience_seconds)
        seconds, cpu_seconds = time.time() - self.started_at, cpu_of_children() - cpu_before
        seen = self.world.seen[before:]
        self.done.append(
            Round(
                number=number,
                code=ran.code,
                seconds=seconds,
                cpu_seconds=cpu_seconds,
                peak_bytes=peak.peak_bytes,
                peak_files=peak.peak_files,
                state_bytes=sum(file.stat().st_size for file in self.crawls.data.glob("state.sqlite*")),
                requests=len(seen),
                polls=counts.polls(seen),
                published=sum(change.published for change in changes),
                changes=dict(Counter(kind for change in changes for kind in change.kinds)),
                kept=kept_by(ran),
                lines=kept_by(ran) + (self.done[-1].lines if self.done else 0),
                errors=ran.summary.get("errors", 0),
            )
        )
        if ran.code not in FINE:
            raise AssertionError(f"round {number}: exit code {ran.code}: …{ran.log[-3000:]}")
        return self.done[-1]

    def lateness(self) -> list[float]:
        """Seconds from the start of the round that ran last to each honest outlet's last article."""
        honest = {address for address, paper in self.world.papers.items() if paper.plan.fault is None}
        last = counts.last_articles((row for row in self.world.seen if row.round == self.world.round), self.started_at)
        return sorted(seconds for address, seconds in last.items() if address in honest)


def kept_by(ran: Ran) -> int:
    """Lines of one run."""
    return sum(outlet["links"]["kept"] for outlet in ran.summary.get("outlets", {}).values())


def run(options: Options, folder: Path) -> Result:
    """All rounds, and the first one without the faulty outlets before them."""
    chosen = plans(options.outlets, options.seed, options.faulty_share, options.faults, options.delays_seconds)
    alone = lateness_of_the_honest(options, chosen, folder / "honest") if options.compare else []
    step = options.step_minutes * 60
    with World(chosen, options.articles, options.seed) as world:
        rounds = Rounds(world, folder / "all", options)
        late: list[float] = []
        for number in range(1, options.rounds + 1):
            say(rounds.run(number, (number - 1) * step, things_happen=number > 1))
            late = late or rounds.lateness()
        measured = list(world.seen)
        for number, days in enumerate(CATCH_UPS, start=1):
            say(rounds.run(options.rounds + number, options.rounds * step + days * CATCH_UP_SECONDS, things_happen=False))
        checks = [
            *output_checks(world, rounds.crawls.records()),
            *manners_checks(world, measured),
            silent_check(world, measured, options.rounds),
            *lateness_checks(late, alone),
            *growth_checks(rounds.done[: options.rounds]),
            none_of("rounds with errors of our own", [f"round {one.number}: {one.errors}" for one in rounds.done if one.errors]),
        ]
    return Result(options=options, plans=chosen, rounds=rounds.done, checks=checks)


def lateness_of_the_honest(options: Options, chosen: Sequence[Plan], folder: Path) -> list[float]:
    """The first round of the honest outlets alone."""
    with World(chosen, options.articles, options.seed) as world:
        rounds = Rounds(world, folder, options, honest_only=True)
        say(rounds.run(0, 0.0, things_happen=False))
        return rounds.lateness()


def lateness_checks(late: Sequence[float], alone: Sequence[float]) -> list[Check]:
    """Honest outlets are not held up by the others."""
    if len(late) < 2 or len(alone) < 2:
        return []
    rows = [("median", median(late), median(alone)), ("95th percentile", percentile_95(late), percentile_95(alone)), ("last", late[-1], alone[-1])]
    return [
        Check(
            name=f"lateness of honest outlets in round 1, {name}",
            value=f"{here / there:.2f} ({here:.1f} s, without the faulty ones {there:.1f} s)",
            bound=f"≤ {MOST_LATENESS}" if name != "last" else "",
            kept=here / there <= MOST_LATENESS if name != "last" else None,
        )
        for name, here, there in rows
    ]


def percentile_95(values: Sequence[float]) -> float:
    """Of at least two values."""
    return quantiles(values, n=20, method="inclusive")[-1]


def cpu_of_children() -> float:
    """Seconds of processor time of all processes that we waited for, and of those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def say(one: Round) -> None:
    """Progress, on stderr."""
    print(f"round {one.number}: {one.seconds:.1f} s, {one.requests} requests, {one.kept} kept, exit code {one.code}", file=sys.stderr, flush=True)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    usual = Options()
    parser = argparse.ArgumentParser(prog="python -m tests.many.rounds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=usual.outlets)
    parser.add_argument("--articles", type=int, default=usual.articles, help="of each outlet at the start")
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--faulty-share", type=float, default=usual.faulty_share)
    parser.add_argument("--faults", type=lambda text: tuple(text.split(",")), default=None, help=f"kinds, separated by commas: {', '.join(FAULTS)}")
    parser.add_argument("--step-minutes", type=float, default=usual.step_minutes, help="simulated, between two rounds")
    parser.add_argument("--workers", type=int, default=usual.workers)
    parser.add_argument("--no-compare", dest="compare", action="store_false", help="leave the run without the faulty outlets out")
    parser.add_argument("--keep", type=Path, default=None, help="an empty folder for the data, which is left there")
    return parser.parse_args(given)


def main() -> int:
    """Run and print."""
    given = vars(arguments())
    keep = given.pop("keep")
    folder = keep or Path(tempfile.mkdtemp(prefix="newscrawl-many-"))
    try:
        result = run(Options(**given), folder)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(report(result))
    return 1 if result.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
