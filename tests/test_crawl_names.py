"""Names in real crawls: some that no name server answers for, some that lead to a private address, now or later."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.canary import Canary
from tests.crawling import Crawls, plain_feed
from tests.names import SILENT, Names
from tests.site.behaviour import Answer, Ending
from tests.site.loopback import LoopbackOutlet

ARTICLES = 3
SILENT_OUTLETS = 40  # more than the threads that Twisted would have for names
SOME_SILENT = 8
STOP_SECONDS = 10  # as in test_crawl_stop
ELSEWHERE = "127.0.0.2"
"""Stands for a private address: the setting lets the site's own address and port through only."""


def named(site: LoopbackOutlet, name: str) -> str:
    """The site's address under a name."""
    return f"http://{name}.example:{port_of(site)}"


def port_of(site: LoopbackOutlet) -> int:
    return int(site.home.rpartition(":")[2])


def outlet_file(crawls: Crawls, site: LoopbackOutlet, slug: str, home: str) -> None:
    file = site.outlet_toml(crawls.outlets, slug)
    file.write_text(file.read_text().replace(site.home, home))


def silent_outlets(crawls: Crawls, site: LoopbackOutlet) -> None:
    for number in range(SILENT_OUTLETS):
        outlet_file(crawls, site, f"silent{number}", f"http://a{number}.{SILENT}")


# --- names without an answer -----------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T9")
def test_names_without_an_answer_hold_no_other_outlet_up(tmp_path: Path) -> None:
    names = Names(tmp_path, honest=[["127.0.0.1"]])
    crawls = Crawls(tmp_path, **names.env)
    with LoopbackOutlet(ARTICLES) as site:
        silent_outlets(crawls, site)
        outlet_file(crawls, site, "zz-honest", named(site, "honest"))
        site.behave("/feed/", plain_feed(*(each["url"].replace(site.home, named(site, "honest")) for each in site.truth())))
        ran = crawls.latest()
        assert ran.code == 3
        assert crawls.verdicts("zz-honest") == {"kept": ARTICLES}
        assert ran.seeds("zz-honest")["failed"] == 0
        told = [note for note in ran.summary["notes"] if SILENT in note and "no name server told the address" in note]
        assert len(told) == SILENT_OUTLETS
        assert names.connected() == {("127.0.0.1", port_of(site))}


@pytest.mark.promise("T5")
def test_a_signal_does_not_wait_for_names_without_an_answer(tmp_path: Path) -> None:
    names = Names(tmp_path)
    crawls = Crawls(tmp_path, **names.env)
    with LoopbackOutlet(0) as site:
        silent_outlets(crawls, site)
    running = crawls.start()
    while len(names.looked_up()) < SOME_SILENT:
        assert running.poll() is None
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGTERM)
    ran = crawls.ran(running, STOP_SECONDS)
    assert (ran.code, ran.summary["outcome"]) == (3, "shutdown")
    assert "Traceback" not in ran.log


# --- names that lead to a private address ----------------------------------------------------------------------------------------------------


@pytest.mark.promise("T6")
@pytest.mark.parametrize("answer", [["127.0.0.1", ELSEWHERE], [ELSEWHERE, "127.0.0.1"]], ids=["private last", "private first"])
def test_a_name_with_a_private_address_beside_another_is_not_asked(tmp_path: Path, answer: list[str]) -> None:
    names = Names(tmp_path, mixed=[answer])
    with LoopbackOutlet(ARTICLES) as site, Canary((ELSEWHERE, port_of(site))) as canary:
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES=site.home.removeprefix("http://"), **names.env)
        outlet_file(crawls, site, "mixed", named(site, "mixed"))
        ran = crawls.latest()
        assert (ran.code, site.requests, canary.hits) == (3, 0, [])
        assert canary.places
        assert names.connected() == set()
        (problem,) = ran.summary["outlets"]["mixed"]["seed_problems"]
        assert f"mixed.example leads to {ELSEWHERE}" in problem


def closing(answer: Answer) -> Answer:
    """The connection is closed after the answer, so that the next request needs its name anew."""
    return replace(answer, ending=Ending.CLOSE)


@pytest.mark.promise("T6")
@pytest.mark.parametrize("sound", [1, 2, 3], ids=["robots.txt", "and the feed", "and tdmrep.json"])
def test_a_name_that_comes_to_stand_for_a_private_address_is_not_asked_there(tmp_path: Path, sound: int) -> None:
    """DNS rebinding: the first `sound` answers lead to the outlet, all others to a private address."""
    names = Names(tmp_path, rebound=[*[["127.0.0.1"]] * sound, [ELSEWHERE]])
    with LoopbackOutlet(ARTICLES) as site, Canary((ELSEWHERE, port_of(site))) as canary:
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES=site.home.removeprefix("http://"), **names.env)
        outlet_file(crawls, site, "rebound", named(site, "rebound"))
        links = [each["url"].replace(site.home, named(site, "rebound")) for each in site.truth()]
        site.behave("/feed/", lambda answer: closing(plain_feed(*links)(answer)))
        for path in ("/robots.txt", "/.well-known/tdmrep.json"):
            site.behave(path, closing)
        ran = crawls.latest("-s", "DNSCACHE_ENABLED=0")
        told = ran.summary["outlets"]["rebound"]["seed_problems"] if sound == 1 else [row.detail for row in crawls.rows("rebound").values()]
        assert ran.code == 3
        assert [request.path for request in site.log] == ["/robots.txt", "/feed/", "/.well-known/tdmrep.json"][:sound]
        assert canary.places
        assert canary.hits == []
        assert names.connected() == {("127.0.0.1", port_of(site))}
        assert len(told) == (1 if sound == 1 else ARTICLES)
        assert all(f"rebound.example leads to {ELSEWHERE}" in str(each) for each in told), told
