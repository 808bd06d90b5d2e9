"""Crawls that can't go on: a signal, a full disk. They end soon and say so, and the next run goes on without a loss."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawling import PATCHES, Crawls, Ran, page
from tests.site import output
from tests.site.behaviour import Answer, redirect
from tests.site.loopback import LoopbackOutlet

ARTICLES = 8
DELAY_SECONDS = 0.8
SHORTEST_SHARE = 0.95
STOP_SECONDS = 10  # what a service manager and a person wait for before they kill
BLOCK_BYTES = 512  # the unit of `ulimit -f` (POSIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A run that got SIGTERM, one that got Ctrl-C, and one to the end."""

    crawls: Crawls
    site: LoopbackOutlet
    stopped: tuple[Ran, Ran]
    lines: tuple[int, int]
    gaps: list[float]
    last: Ran


def stop_at(crawls: Crawls, site: LoopbackOutlet, n: int, send: Callable[[subprocess.Popen[str]], None]) -> Ran:
    """Start a run, `send` it a signal when its `n`-th request has arrived, and wait for its end."""
    arrived = threading.Event()
    site.on_request(site.requests + n, arrived.set)
    running = crawls.start("-a", "force=1")
    assert arrived.wait(60)
    send(running)
    return crawls.ran(running, STOP_SECONDS)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stopped]:
    crawls = Crawls(tmp_path_factory.mktemp("stopped"))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, delay=DELAY_SECONDS)
        by_term = stop_at(crawls, site, 5, lambda running: os.kill(running.pid, signal.SIGTERM))
        lines = len(crawls.records())
        by_ctrl_c = stop_at(crawls, site, 4, lambda running: os.killpg(running.pid, signal.SIGINT))
        gaps = [after.at - before.at for before, after in pairwise(site.log)]
        site.outlet_toml(crawls.outlets, delay=0)
        both = (lines, len(crawls.records()))
        yield Stopped(crawls=crawls, site=site, stopped=(by_term, by_ctrl_c), lines=both, gaps=gaps, last=crawls.latest("-a", "force=1"))


@pytest.mark.promise("T5")
@pytest.mark.parametrize("n", [0, 1], ids=["SIGTERM", "Ctrl-C"])
def test_a_signal_ends_a_run_with_3_and_what_it_holds_is_owed(stopped: Stopped, n: int) -> None:
    ran = stopped.stopped[n]
    assert ran.code == 3
    assert ran.summary["outcome"] == "shutdown"
    assert 0 < stopped.lines[n] < ARTICLES
    assert ran.links()["owed"] == ARTICLES - stopped.lines[n]
    assert ran.links()["rejected"] == {}


@pytest.mark.promise("T5")
def test_nothing_is_lost_or_doubled_after_a_signal(stopped: Stopped) -> None:
    assert stopped.last.code == 0, stopped.crawls.rows()
    assert Counter(record["text"] for record in stopped.crawls.records()) == Counter(article["text"] for article in stopped.site.truth())
    assert stopped.crawls.verdicts() == {"kept": ARTICLES}


def test_one_gap_is_kept_within_a_run_and_between_runs(stopped: Stopped) -> None:
    assert min(stopped.gaps) >= SHORTEST_SHARE * DELAY_SECONDS, stopped.gaps


@pytest.mark.promise("T5")
def test_a_signal_does_not_wait_for_pages_that_hang_a_worker(tmp_path: Path) -> None:
    """Each of them would be given up after its time only; the run is to end before the first one is."""
    crawls = Crawls(tmp_path, PYTHONPATH=str(PATCHES), HANG_LIMIT_SECONDS=str(3 * STOP_SECONDS))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        for number, article in enumerate(site.truth(), start=1):
            site.behave(article["url"], redirect(f"/hangs-a-worker/{number}/"))
            site.behave(f"/hangs-a-worker/{number}/", page(site, number))
        ran = stop_at(crawls, site, 2 + 2 * ARTICLES, lambda running: os.kill(running.pid, signal.SIGTERM))
        assert ran.code == 3
        assert crawls.verdicts() == {"pending": ARTICLES}


# --- the disk is full ------------------------------------------------------------------------------------------------------------------

PADDING_BYTES = 1_000_000
FILE_BYTES = 2_500_000


def padded(answer: Answer) -> Answer:
    """The sound page with a comment that does not compress."""
    noise = random.Random(answer.body).randbytes(PADDING_BYTES).replace(b"-", b"+").replace(b">", b"<").replace(b"\0", b" ")
    return replace(answer, body=answer.body.replace(b"<body", b"<!-- " + noise.hex().encode() + b" --><body", 1))


@pytest.mark.promise("T4")
def test_a_full_disk_ends_the_run_with_1_and_the_next_one_completes(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        for article in site.truth():
            site.behave(article["url"], padded)
        full = crawls.latest(shell=f"ulimit -f {FILE_BYTES // BLOCK_BYTES}")
        assert full.code == 1
        assert ".warc.gz" in full.log
        assert "raise the limit on file sizes" in full.log
        written = output.whole_lines(crawls.data)
        assert len(written) < ARTICLES
        after = crawls.latest("-a", "force=1")
        assert after.code == 0
        assert output.whole_lines(crawls.data)[: len(written)] == written
        assert Counter(record["text"] for record in crawls.records()) == Counter(article["text"] for article in site.truth())


@pytest.mark.promise("T4")
def test_a_disk_without_room_for_what_a_seed_announced_ends_the_run_with_1(tmp_path: Path) -> None:
    """Nothing of the announcement is stored, its validators neither: the next run reads the seed again."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1500) as site:
        site.outlet_toml(crawls.outlets)
        full = crawls.latest("-a", "limit=1", shell=f"ulimit -f {300_000 // BLOCK_BYTES}")
        assert crawls.query("SELECT count(*) FROM link") == [(0,)]
        assert crawls.query("SELECT count(*) FROM seed WHERE polled_at > 0 OR etag IS NOT NULL") == [(0,)]
        assert full.code == 1
        assert "state.sqlite" in full.log


@pytest.mark.promise("T4")
def test_a_disk_without_room_for_the_state_is_told(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        full = crawls.latest(shell=f"ulimit -f {16_384 // BLOCK_BYTES}")
        assert full.code == 1
        assert "state.sqlite" in full.log
        assert "Traceback" not in full.log
        assert site.requests == 0
