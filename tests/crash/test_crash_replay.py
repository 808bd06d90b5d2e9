"""A replay that is killed at any moment loses, doubles and tears nothing. `make crash` runs the long version."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.harness import sums_close
from tests.crash.replay import ReplayLab
from tests.reliability import Measured
from tests.site.loopback import LoopbackOutlet

pytestmark = [pytest.mark.promise("T1"), pytest.mark.promise("T2")]

FULL_KILLS, FULL_ARTICLES = 25, 500


def kill_replays(folder: Path, articles: int, kills: int, seed: int, workers: int) -> ReplayLab:
    with LoopbackOutlet(articles, seed=seed) as site:
        crash = ReplayLab(site, folder, seed, workers)
        for _ in range(kills):
            crash.rng.choice((crash.kill_by_growth, crash.kill_after_its_lock))()
        crash.tear()
        summary = crash.run_to_the_end()
        crash.check_complete()
        assert sums_close(summary)
        return crash


def test_some_kills(tmp_path: Path, measured: Measured) -> None:
    crash = kill_replays(tmp_path, articles=40, kills=2, seed=21, workers=1)
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= 1, str(crash.figures)


@pytest.mark.crash
@pytest.mark.parametrize("seed", [4, 5])
def test_many_kills(tmp_path: Path, seed: int, measured: Measured) -> None:
    crash = kill_replays(tmp_path, FULL_ARTICLES, FULL_KILLS, seed, workers=2)
    print(f"\nseed {seed}: {crash.figures}")
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= FULL_KILLS * 3 // 4, str(crash.figures)
