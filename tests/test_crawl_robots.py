"""robots.txt, Crawl-delay and what a host says of re-use, as its server sees them and as the records show them."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawling import Crawls
from tests.site.behaviour import Behaviour, as_usual, content, redirect, reset, status
from tests.site.loopback import LoopbackOutlet

pytestmark = pytest.mark.promise("T12")

ROBOTS, TDMREP = "/robots.txt", "/.well-known/tdmrep.json"
TRIES_A_RUN = 3
CRAWL_DELAY = 1.2
SHORTEST_SHARE = 0.95  # of the delay, as in test_crawl_manners
ARTICLES = 3


def paths(site: LoopbackOutlet) -> list[str]:
    return [request.path for request in site.log]


def let_time_pass(crawls: Crawls) -> None:
    """All that waits is due, and all that is remembered of hosts is old; turns stay as they are."""
    crawls.query("UPDATE host_file SET fetched_at = fetched_at - 864000, expires_at = expires_at - 864000")
    crawls.query("UPDATE host_turn SET quiet_until = 0")
    crawls.query("UPDATE seed SET next_due_at = 0")
    crawls.query("UPDATE link SET due_at = 0")


@pytest.mark.parametrize("fault", [status(503), status(500, body=b"User-agent: *\nAllow: /"), reset], ids=["503", "500 with rules", "reset"])
def test_a_host_whose_rules_cant_be_had_is_asked_for_nothing_else(tmp_path: Path, fault: Behaviour) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        site.behave(ROBOTS, fault)
        failed = crawls.latest()
        assert failed.code == 3
        assert set(paths(site)) == {ROBOTS}
        assert len([line for line in failed.summary["notes"] if site.home in line]) == 1
        assert f"robots.txt of {site.home}: " in failed.stdout

        asked = site.requests
        assert crawls.latest("-a", "force=1").code == 3
        assert site.requests == asked  # a run a few minutes later asks nothing, not even that

        site.behave(ROBOTS, as_usual)
        let_time_pass(crawls)
        assert crawls.latest().code == 0
        assert len(crawls.records()) == ARTICLES


def test_links_of_a_host_whose_rules_cant_be_had_stay_owed_without_a_try(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        crawls.latest("-a", "limit=1")
        let_time_pass(crawls)
        site.behave(ROBOTS, status(503))
        failed = crawls.latest()
        owed = [row for row in crawls.rows().values() if row.status == "pending"]
        assert failed.code == 3
        assert failed.links()["owed"] == len(owed) == ARTICLES - 1
        assert {(row.attempts, row.reason) for row in owed if row.reason} == {(0, "robots")}
        assert {row.attempts for row in owed} == {0}

        site.behave(ROBOTS, as_usual)
        let_time_pass(crawls)
        assert crawls.latest().code == 0
        assert crawls.verdicts() == {"kept": ARTICLES}


def test_a_429_is_not_asked_again_before_its_retry_after(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        site.behave(ROBOTS, status(429, ("Retry-After", "4000")), as_usual)
        assert crawls.latest().code == 3
        assert paths(site) == [ROBOTS]
        ((wait,),) = crawls.query("SELECT expires_at - fetched_at FROM host_file WHERE name = 'robots.txt'")
        assert wait == 4000
        assert crawls.latest("-a", "force=1").code == 3
        assert paths(site) == [ROBOTS]


def test_two_runs_share_one_robots_txt_and_one_tdmrep_json(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        assert crawls.latest().code == 0
        site.publish(2)
        assert crawls.latest("-a", "force=1").code == 0
        assert len(crawls.records()) == ARTICLES + 2
        assert (len(site.asked(ROBOTS)), len(site.asked(TDMREP))) == (1, 1)
        let_time_pass(crawls)
        site.publish(1)
        assert crawls.latest().code == 0
        assert (len(site.asked(ROBOTS)), len(site.asked(TDMREP))) == (2, 2)


@pytest.mark.parametrize("hops", [1, 5])
def test_redirects_of_robots_txt_are_followed_to_other_hosts_too(tmp_path: Path, hops: int) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site, LoopbackOutlet(0, address="127.0.0.2") as other:
        site.outlet_toml(crawls.outlets)
        site.behave(ROBOTS, redirect(other.home + "/hop-1"))
        for hop in range(1, hops):
            other.behave(f"/hop-{hop}", redirect(f"/hop-{hop + 1}"))
        other.behave(f"/hop-{hops}", status(200, body=b"User-agent: *\nDisallow: /2025/\n"))
        assert crawls.latest().code == 0
        assert crawls.verdicts() == {"robots": ARTICLES}
        assert not site.article_requests()


@pytest.mark.parametrize("answer", [status(404), status(403), redirect(ROBOTS), content(b"<!DOCTYPE html>\nUser-agent: *\nDisallow: /\n")])
def test_without_rules_all_is_open(tmp_path: Path, answer: Behaviour) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        site.behave(ROBOTS, answer)
        assert crawls.latest().code == 0
        assert len(crawls.records()) == 1


def test_what_is_closed_is_rejected_and_never_asked_for(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        closed, *_ = (article["url"] for article in site.truth())
        site.robots = f"User-agent: newscrawl\nDisallow: {closed.removeprefix(site.home)}\n\nUser-agent: *\nDisallow: /\n"
        assert crawls.latest().code == 0
        assert crawls.verdicts() == {"kept": ARTICLES - 1, "robots": 1}
        assert not site.asked(closed)


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    """From robots.txt itself on, though its own turn was taken by the outlet's gap."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, delay=0.1, connections=3)
        site.robots = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n"
        assert crawls.latest().code == 0
        gaps = gaps_of(site)
        assert len(gaps) == 2 + ARTICLES
        assert min(gaps) >= SHORTEST_SHARE * CRAWL_DELAY, gaps


@pytest.mark.thorough
def test_two_runs_at_once_keep_one_crawl_delay(tmp_path: Path) -> None:
    """Also where a request left later than its turn was taken: the other run's waits for it."""
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, delay=0.1, connections=3)
        site.robots = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n"
        runs = [crawls.start("-a", "force=1")]
        site.on_request(2, lambda: runs.append(crawls.start("-a", "force=1")))  # robots.txt is known by then
        ran = [crawls.ran(runs[0])]
        ran += [crawls.ran(running) for running in runs[1:]]
        gaps = gaps_of(site)
        assert {each.code for each in ran} <= {0, 3}
        assert len(ran) == 2
        assert len(site.asked(ROBOTS)) == 1
        assert len(gaps) >= 2 + ARTICLES
        assert min(gaps) >= SHORTEST_SHARE * CRAWL_DELAY, gaps
        assert set(site.article_requests().values()) == {1}


def gaps_of(site: LoopbackOutlet) -> list[float]:
    """Seconds between one request and the next, as the server saw them."""
    return [after.at - before.at for before, after in pairwise(site.log)]


def test_an_hour_of_crawl_delay_is_the_longest(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(0) as site:
        site.outlet_toml(crawls.outlets)
        site.robots = "User-agent: *\nCrawl-delay: 1000000\n"
        running = crawls.start()
        while not site.asked(ROBOTS) or not crawls.data.joinpath("state.sqlite").exists() or not crawls.query("SELECT 1 FROM host_file"):
            assert running.poll() is None
            time.sleep(0.05)
        running.terminate()
        crawls.ran(running)
        ((ahead,),) = crawls.query("SELECT next_at / 1000 - fetched_at FROM host_turn, host_file")
        assert 3600 <= ahead <= 2 * 3600 + 2  # the gap, and the turn of the feed after it
        assert paths(site) == [ROBOTS]


# --- what is said of re-use ------------------------------------------------------------------------------------------------------------------

RESERVED = json.dumps([{"location": "/2025/", "tdm-reservation": 1, "tdm-policy": "https://courier.example/terms"}]).encode()
CHOICES = [
    ("mark", {"kept": ARTICLES}, True),
    ("keep", {"kept": ARTICLES}, None),
    ("skip", {"opted_out": ARTICLES}, None),
]


@pytest.mark.parametrize(("choice", "verdicts", "reserved"), CHOICES)
def test_a_reservation_is_marked_kept_or_skipped(tmp_path: Path, choice: str, verdicts: dict[str, int], reserved: bool | None) -> None:
    crawls = Crawls(tmp_path, NEWSCRAWL_OPT_OUT=choice)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        site.behave(TDMREP, status(200, body=RESERVED))
        site.robots = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nContent-Usage: train-ai=n\n"
        ran = crawls.latest()
        assert ran.code == 0
        assert crawls.verdicts() == verdicts
        assert len(ran.summary["warcs"]) == 1  # the raw pages, whatever becomes of them
        for record in crawls.records():
            assert record["rights"] == {
                "robots": record["rights"]["robots"],
                "tdm_reservation": "1",
                "tdm_policy": "https://courier.example/terms",
                "content_signal": "search=yes, ai-train=no",
                "content_usage": "train-ai=n",
                "reserved": reserved,
                "paywall": None,
            }


def test_nobody_speaks_of_mining(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path, NEWSCRAWL_OPT_OUT="skip")
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        assert crawls.latest().code == 0
        (record,) = crawls.records()
        assert record["rights"]["reserved"] is None
        assert paths(site)[:3] == [ROBOTS, "/feed/", TDMREP]


@pytest.mark.parametrize("answer", [status(500), status(404), reset, status(200, body=b"[" * 60_000)])
def test_no_tdmrep_json_keeps_no_page_back(tmp_path: Path, answer: Behaviour) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        site.behave(TDMREP, answer)
        assert crawls.latest().code == 0
        assert len(crawls.records()) == ARTICLES


def test_a_wrong_choice_starts_nothing(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path, NEWSCRAWL_OPT_OUT="drop")
    ran = crawls.latest()
    assert ran.code == 2
    assert "NEWSCRAWL_OPT_OUT: 'drop' is none of keep, mark, skip" in ran.log
    assert not crawls.data.exists()


def test_a_robots_txt_larger_than_what_is_read_counts_up_to_there(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        closed, late, *_ = (article["url"].removeprefix(site.home) for article in site.truth())
        site.robots = f"User-agent: *\nDisallow: {closed}\n" + "# filling\n" * 100_000 + f"Disallow: {late}\n"
        assert crawls.latest().code == 0
        assert crawls.verdicts() == {"kept": ARTICLES - 1, "robots": 1}
        ((stored,),) = crawls.query("SELECT length(body) FROM host_file WHERE name = 'robots.txt'")
        assert 500 * 1024 <= stored <= 512 * 1024
