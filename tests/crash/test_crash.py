"""Nothing that ends a run loses, doubles or tears a line: SIGKILL at any moment, a lost state, two runs at once, Ctrl-C.

The short versions belong to the normal suite; `make crash` runs the long ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crash.harness import CrashLab, sums_close
from tests.reliability import Measured
from tests.site import output
from tests.site.loopback import LoopbackOutlet

SLOW_PAGE_SECONDS = 0.3  # thirteen pages a second over four connections: a session is far from its end when it is killed
SHORT_SITE, FULL_SITE = 60, 300
FULL_KILLS = 40
MIN_KILLS_AFTER_FIRST_LINE = 20
FULL_SEEDS = (1, 2)


pytestmark = [pytest.mark.promise("T1"), pytest.mark.promise("T2")]


@contextmanager
def lab(folder: Path, articles: int, seed: int, page_delay_seconds: float = SLOW_PAGE_SECONDS) -> Iterator[CrashLab]:
    with LoopbackOutlet(articles, seed=seed, page_delay_seconds=page_delay_seconds) as site:
        yield CrashLab(site, folder, seed, workers=1 if articles < FULL_SITE else 2)


def test_four_kills_while_the_outlet_publishes(tmp_path: Path, measured: Measured) -> None:
    with lab(tmp_path, SHORT_SITE - 20, seed=1) as crash:
        for kill in (crash.kill_by_growth, crash.kill_by_request, crash.kill_by_time, crash.kill_by_growth):
            kill()
            crash.site.publish(5)
        crash.tear()
        summary = crash.run_to_the_end()
        crash.check_complete()
        assert sums_close(summary)
        measured("kills", crash.figures.kills)
        assert crash.figures.kills == 4, str(crash.figures)
        assert crash.figures.after_first_line >= 1, str(crash.figures)


def test_the_state_is_lost_half_way(tmp_path: Path) -> None:
    with lab(tmp_path, SHORT_SITE, seed=3) as crash:
        lose_the_state_half_way(crash, kills=1)


@pytest.mark.thorough
@pytest.mark.promise("T3")
def test_two_runs_at_once(tmp_path: Path) -> None:
    with lab(tmp_path, SHORT_SITE, seed=4) as crash:
        run_two_at_once(crash)


@pytest.mark.thorough
@pytest.mark.promise("T5")
def test_ctrl_c_ends_the_run_and_loses_nothing(tmp_path: Path, measured: Measured) -> None:
    with lab(tmp_path, SHORT_SITE, seed=5) as crash:
        code, seconds = crash.interrupt()
        measured("signals", 1, most={"s until it had ended": seconds})
        print(f"\nCtrl-C: ended after {seconds:.2f} s with {len(output.read_lines(crash.data))} of {SHORT_SITE} lines")
        assert seconds <= 10
        assert code == 3, f"exit code {code}: {crash.last_log()}"
        assert 0 < len(output.read_lines(crash.data)) < SHORT_SITE
        assert sums_close(output.last_summary(crash.data))
        crash.check_after_kill()
        assert sums_close(crash.run_to_the_end())
        crash.check_complete()


@pytest.mark.crash
@pytest.mark.parametrize("seed", FULL_SEEDS)
def test_forty_kills(tmp_path: Path, seed: int, measured: Measured) -> None:
    with lab(tmp_path, FULL_SITE, seed) as crash:
        kill_often(crash, FULL_KILLS)
        summary = crash.run_to_the_end()
        print(f"\nseed {seed}: {crash.figures}")
        crash.check_complete()
        assert sums_close(summary)
        measured("kills", crash.figures.kills)
        assert crash.figures.kills == FULL_KILLS, str(crash.figures)
        assert crash.figures.by_request == FULL_KILLS // 2, str(crash.figures)
        assert crash.figures.after_first_line >= MIN_KILLS_AFTER_FIRST_LINE, str(crash.figures)


@pytest.mark.crash
def test_the_state_is_lost_half_way_of_a_big_outlet(tmp_path: Path) -> None:
    with lab(tmp_path, FULL_SITE, seed=6) as crash:
        lose_the_state_half_way(crash, kills=8)


@pytest.mark.crash
@pytest.mark.promise("T3")
def test_two_runs_at_once_of_a_big_outlet(tmp_path: Path) -> None:
    with lab(tmp_path, FULL_SITE, seed=7, page_delay_seconds=0) as crash:
        run_two_at_once(crash)


def kill_often(crash: CrashLab, kills: int) -> None:
    """Half of the kills by the server's count, a quarter by growth, a quarter by time, in a random order."""
    plan = [crash.kill_by_request] * (kills // 2) + [crash.kill_by_growth, crash.kill_by_time] * (kills // 4)
    crash.rng.shuffle(plan)
    for kill in plan:
        kill()


def lose_the_state_half_way(crash: CrashLab, kills: int) -> None:
    for _ in range(kills):
        crash.kill_by_growth()
    crash.tear()
    written = crash.written_addresses()
    assert 0 < len(written) < len(crash.site.truth())
    crash.lose_the_state()
    asked = crash.site.article_requests()
    summary = crash.run_to_the_end()
    crash.check_complete()
    assert sums_close(summary)
    again = [url for url, times in crash.site.article_requests().items() if url.lower() in written and times > asked[url]]
    assert not again, f"{len(again)} pages of written articles were fetched again, first {again[0]}"


def run_two_at_once(crash: CrashLab) -> None:
    both = [crash.start("-a", "force=1") for _ in range(2)]
    codes = [crash.finish(running) for running in both]
    assert set(codes) <= {0, 3}, f"{codes}: {crash.last_log()}"
    twice = crash.fetched_more_than_once()
    assert not twice, f"{len(twice)} pages were fetched by both runs, first {twice[0]}"
    crash.run_to_the_end()
    crash.check_complete()
