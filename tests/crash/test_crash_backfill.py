"""A backfill that is killed at any moment loses, doubles and tears nothing, and asks little again. `make crash` runs the long versions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.crash.backfill import WINDOW, BackfillLab
from tests.crash.harness import sums_close
from tests.reliability import Measured
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = [pytest.mark.promise("T1"), pytest.mark.promise("T2")]

FULL_KILLS, FULL_POSTS = 50, 1000
CLAIM = 16  # links that a run holds at a time: four for each of four connections
SLOW_ANSWER_SECONDS = 0.4


def kill_posts(folder: Path, posts: int, kills: int, seed: int) -> BackfillLab:
    with LoopbackOutlet(articles=0, seed=seed) as site:
        made = MadeWordPress.with_posts(site, posts // 2, apart=timedelta(minutes=37))
        made.delay_seconds = SLOW_ANSWER_SECONDS
        made.open()
        crash = BackfillLab(site, folder, seed, "wordpress")
        for number in range(kills):
            crash.rng.choice((crash.kill_by_request, crash.kill_by_growth, crash.kill_by_growth, crash.kill_by_time))()
            for _ in range(posts // 2 // kills):  # so that there is something to come to until the last kill
                made.publish(made.posts[-1].date + timedelta(minutes=37))
            assert crash.figures.kills + crash.figures.finished_before_kill == number + 1
        summary = crash.run_to_the_end()
        crash.check_posts(made)
        assert sums_close(summary)
        again = crash.posts_asked_for_again(made)
        print(f"\nseed {seed}: {crash.figures}; {again} posts were given again")
        own = posts // 2 // kills * kills  # new ones: the look for them begins a day before the last
        assert again <= WINDOW * crash.figures.kills + own + day_of_posts(made) * (kills + 2), crash.figures
        return crash


def day_of_posts(made: MadeWordPress) -> int:
    """Posts of the last day, which each look for new ones has again."""
    newest = max(post.date for post in made.posts)
    return sum(post.date > newest - timedelta(days=1) for post in made.posts)


def kill_pages(folder: Path, articles: int, kills: int, seed: int, via: str) -> BackfillLab:
    with LoopbackOutlet(articles=articles, seed=seed, page_delay_seconds=0.1) as site:
        roads = MadeRoads(site)
        roads.open_sitemaps()
        roads.open_feed()
        roads.open_list()
        crash = BackfillLab(site, folder, seed, via)
        crash.last_requests = (4, 8, 16, 24)  # type: ignore[assignment]
        for _ in range(kills):
            crash.rng.choice((crash.kill_by_request, crash.kill_by_growth, crash.kill_by_time))()
        crash.tear()
        summary = crash.run_to_the_end()
        crash.check_complete()
        assert sums_close(summary)
        again = sum(site.article_requests().values()) - articles
        print(f"\nseed {seed}: {crash.figures}; {again} pages were fetched again")
        assert again <= CLAIM * crash.figures.kills + 4, crash.figures
        return crash


def test_some_kills_over_the_interface(tmp_path: Path, measured: Measured) -> None:
    crash = kill_posts(tmp_path, posts=180, kills=3, seed=11)
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= 2, str(crash.figures)


@pytest.mark.thorough
def test_some_kills_over_pages(tmp_path: Path, measured: Measured) -> None:
    crash = kill_pages(tmp_path, articles=45, kills=2, seed=12, via="sitemap")
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= 1, str(crash.figures)


@pytest.mark.crash
@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_kills_over_the_interface(tmp_path: Path, seed: int, measured: Measured) -> None:
    crash = kill_posts(tmp_path, FULL_POSTS, FULL_KILLS, seed)
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= FULL_KILLS * 3 // 4, str(crash.figures)


@pytest.mark.crash
@pytest.mark.parametrize("via", ["sitemap", "feed", "listing"])
def test_many_kills_over_pages(tmp_path: Path, via: str, measured: Measured) -> None:
    crash = kill_pages(tmp_path, articles=300, kills=30, seed=3, via=via)
    measured("kills", crash.figures.kills)
    assert crash.figures.kills >= 15, str(crash.figures)
