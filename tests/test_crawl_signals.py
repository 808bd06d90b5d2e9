"""SIGTERM, Ctrl-C and a second signal, in every kind of run: the last process is gone in time, lines are whole, and the next run completes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawling import Crawls, Ran
from tests.reliability import Measured
from tests.site import process
from tests.site.behaviour import hang
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = pytest.mark.promise("T5")

STOP_SECONDS = 10  # what a service manager and a person wait for before they kill
PATIENCE_SECONDS = 60
ARTICLES, POSTS, SAVED = 24, 300, 150
DELAY_SECONDS = 0.3

Send = Callable[[subprocess.Popen[str]], None]
SIGNALS: dict[str, Send] = {
    "SIGTERM": lambda running: os.kill(running.pid, signal.SIGTERM),
    "Ctrl-C": lambda running: os.killpg(running.pid, signal.SIGINT),
}
each_signal = pytest.mark.parametrize("send", [pytest.param(send, id=name, marks=pytest.mark.thorough if name == "Ctrl-C" else ()) for name, send in SIGNALS.items()])


def stopped(crawls: Crawls, running: subprocess.Popen[str], send: Send, measured: Measured, most: int) -> None:
    """Stop a run that has kept some of its `most` articles, but not all: it says so, and the rest is owed."""
    struck = time.monotonic()
    send(running)
    ran = ended(crawls, running, struck, measured)
    assert (ran.code, ran.summary["outcome"]) == (3, "shutdown")
    assert 0 < len(crawls.records()) < most


def ended(crawls: Crawls, running: subprocess.Popen[str], struck: float, measured: Measured) -> Ran:
    """The run's end; no process of it may be left 10 seconds after it was struck."""
    try:
        left = STOP_SECONDS - (time.monotonic() - struck)
        ran = crawls.ran(running, left)
        took = time.monotonic() - struck
        assert process.session_members(running.pid) == []
    finally:
        process.end_session(running)
    measured("signals", 1, most={"s until the last process was gone": took})
    assert took <= STOP_SECONDS
    assert "Traceback" not in ran.log, ran.log
    return ran


def at_request(site: LoopbackOutlet, n: int) -> threading.Event:
    """Set when that many more requests have arrived."""
    arrived = threading.Event()
    site.on_request(site.requests + n, arrived.set)
    return arrived


def texts(crawls: Crawls) -> Counter[str]:
    return Counter(record["text"] for record in crawls.records())


@each_signal
def test_a_backfill_over_the_interface(tmp_path: Path, send: Send, measured: Measured) -> None:
    """While the first hundred posts are judged, and the next hundred are asked for."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(0) as site:
        made = MadeWordPress.with_posts(site, POSTS)
        made.open()
        site.outlet_toml(crawls.outlets)
        running = crawls.start("-a", "outlet=loopback", "-a", "via=wordpress", spider="backfill")
        wait_for_lines(crawls, running)
        stopped(crawls, running, send, measured, POSTS)
        assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress").code == 0
        assert texts(crawls) == Counter(post.text for post in made.posts)


@each_signal
def test_a_backfill_over_pages(tmp_path: Path, send: Send, measured: Measured) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        MadeRoads(site).open_sitemaps()
        site.outlet_toml(crawls.outlets, delay=DELAY_SECONDS)
        arrived = at_request(site, 16)
        running = crawls.start("-a", "outlet=loopback", "-a", "via=sitemap", spider="backfill")
        assert arrived.wait(PATIENCE_SECONDS)
        stopped(crawls, running, send, measured, ARTICLES)
        site.outlet_toml(crawls.outlets)
        assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=sitemap").code == 0
        assert texts(crawls) == Counter(article["text"] for article in site.truth())


@each_signal
def test_a_replay(tmp_path: Path, send: Send, measured: Measured) -> None:
    saved, crawls = Crawls(tmp_path / "saved"), Crawls(tmp_path)
    archive = ("-a", f"warc={saved.data}/warc/**/*.warc.gz")
    with LoopbackOutlet(SAVED) as site:
        for each in (saved, crawls):
            site.outlet_toml(each.outlets)
        assert saved.latest().code == 0
        running = crawls.start(*archive, spider="replay")
        wait_for_lines(crawls, running)
        stopped(crawls, running, send, measured, SAVED)
        assert crawls.crawl("replay", *archive).code == 0
        assert texts(crawls) == Counter(article["text"] for article in site.truth())


def wait_for_lines(crawls: Crawls, running: subprocess.Popen[str]) -> None:
    """Until the run has written something; it must not be over by then."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not any(part.stat().st_size for part in crawls.data.glob("articles/*/*.jsonl")):
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)


def wait_for_log(running: subprocess.Popen[str], what: str) -> str:
    """The first line of the log that says this; empty when it ends before."""
    assert running.stderr is not None
    return next((line for line in running.stderr if what in line), "")


@each_signal
def test_a_second_signal_ends_a_run_at_once(tmp_path: Path, send: Send, measured: Measured) -> None:
    """Pages that hang would be waited for after the first one."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        hanging = site.truth()[::2]
        for article in hanging:
            site.behave(article["url"], hang)
        asked = threading.Event()
        site.on_request(site.requests + 8, asked.set)
        running = crawls.start("-a", "outlet=loopback")
        assert asked.wait(PATIENCE_SECONDS)
        struck = time.monotonic()
        send(running)
        assert wait_for_log(running, "shutting down gracefully")
        send(running)
        ran = ended(crawls, running, struck, measured)
        assert ran.code == 1
        for article in hanging:
            site.behave(article["url"])
        assert crawls.latest("-a", "force=1").code == 0
        assert texts(crawls) == Counter(article["text"] for article in site.truth())
