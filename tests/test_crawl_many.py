"""Limits, several outlets at once, and hosts that want to be left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.crawling import PATCHES, Crawls, Ran, page, plain_feed
from tests.site.behaviour import Answer, cut_gzip, status
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import rss
from tests.site.prose import story

ARTICLES = 8
LIMIT = 3
TOLD_TO_WAIT_SECONDS = 7200
WAIT = ("Retry-After", str(TOLD_TO_WAIT_SECONDS))
DEAD = "http://127.0.0.1:1"  # a port that nobody listens on


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A run with a limit over one outlet, then one over all outlets, most of which are ill."""

    crawls: Crawls
    good: LoopbackOutlet
    limited: Ran
    pages_limited: int
    everything: Ran
    busy: LoopbackOutlet
    shut: LoopbackOutlet
    tired: LoopbackOutlet
    asked_too_early: Ran


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Many]:
    crawls = Crawls(tmp_path_factory.mktemp("many"), PYTHONPATH=str(PATCHES))
    sites = LoopbackOutlet(ARTICLES), LoopbackOutlet(2, seed=2), LoopbackOutlet(3, seed=3), LoopbackOutlet(1, seed=4), LoopbackOutlet(1, seed=5)
    with sites[0] as good, sites[1] as ill, sites[2] as busy, sites[3] as shut, sites[4] as tired:
        good.outlet_toml(crawls.outlets, "good")
        limited = crawls.latest("-a", f"limit={LIMIT}")
        pages_limited = good.article_requests().total()
        write_ill_outlets(crawls.outlets, ill)
        for article in busy.truth():
            busy.behave(article["url"], status(429, WAIT))
        shut.behave("/feed/", status(429, WAIT))
        tired.behave(tired.truth()[0]["url"], status(503, WAIT))
        tired.outlet_toml(crawls.outlets, "tired", delay=0.01)
        busy.outlet_toml(crawls.outlets, "busy", delay=0.01, connections=1)
        shut.outlet_toml(crawls.outlets, "shut", delay=0.01)
        everything = crawls.latest()
        too_early = crawls.latest("-a", "outlet=busy,shut", "-a", "force=1")
        yield Many(
            crawls=crawls,
            good=good,
            limited=limited,
            pages_limited=pages_limited,
            everything=everything,
            busy=busy,
            shut=shut,
            tired=tired,
            asked_too_early=too_early,
        )


def write_ill_outlets(folder: Path, site: LoopbackOutlet) -> None:
    """One outlet for each way in which a seed can't be read; they share a site, and their articles' paths tell them apart."""
    whole = rss([replace(story(2, 1), path="/cut/1/"), replace(story(2, 2), path="/cut/2/")], site.home).encode()
    site.behave("/html/feed/", lambda _: Answer(headers=(("Content-Type", "text/html"),), body=b"<!DOCTYPE html><html><body>Soon back</body></html>"))
    feed = Answer(headers=(("Content-Type", "application/rss+xml"), ("ETag", '"cut"')), body=whole)
    site.behave("/cut/feed/", lambda _: replace(feed, body=whole[: whole.rindex(b"<item>") + 20]))
    site.behave("/gzip/feed/", lambda _: cut_gzip(feed))
    site.behave("/breaks-a-worker/feed/", plain_feed(f"{site.home}/breaks-a-worker/1/"))
    site.behave("/kills-a-worker/feed/", plain_feed(f"{site.home}/kills-a-worker/1/"))
    site.behave("/cut/1/", page(site, 1))
    for slug in ("html", "cut", "gzip", "breaks-a-worker", "kills-a-worker"):
        site.outlet_toml(folder, slug, feed=f"/{slug}/feed/", extra=f'[article]\npath = "^/{slug}/"')
    (folder / "dead.toml").write_text(f'name = "Dead"\nhome = "{DEAD}/"\n[[seed]]\nvia = "feed"\nurl = "{DEAD}/feed/"\n', encoding="utf-8")


def test_a_limit_is_kept_to_the_page_and_leaves_the_rest(many: Many) -> None:
    assert many.limited.code == 0
    assert many.pages_limited == LIMIT
    links = many.limited.links("good")
    assert (links["announced"], links["kept"], links["owed"], links["left"]) == (ARTICLES, LIMIT, 0, ARTICLES - LIMIT)


def test_the_next_run_goes_on_where_the_limit_was(many: Many) -> None:
    links = many.everything.links("good")
    assert (links["carried"], links["kept"], links["owed"], links["left"]) == (ARTICLES - LIMIT, ARTICLES - LIMIT, 0, 0)
    assert set(many.good.article_requests().values()) == {1}
    assert {record["text"] for record in many.crawls.records() if record["outlet"] == "good"} == {article["text"] for article in many.good.truth()}


SEED_PROBLEMS = {
    "html": "html",
    "shut": "HTTP 429",
    "gzip": "cut",
    "dead": "refused",
    "breaks-a-worker": "a bug of ours",
    "kills-a-worker": "SIGSEGV",
}


@pytest.mark.promise("T15")
@pytest.mark.parametrize("slug", SEED_PROBLEMS)
def test_a_seed_that_cant_be_read_is_told_and_costs_nobody_else(many: Many, slug: str) -> None:
    assert many.everything.code == 3
    assert many.everything.seeds(slug) == {"read": 0, "unchanged": 0, "failed": 1}
    (problem,) = many.everything.summary["outlets"][slug]["seed_problems"]
    assert SEED_PROBLEMS[slug] in problem
    assert problem in many.everything.stdout
    assert many.everything.links(slug)["announced"] == 0


@pytest.mark.parametrize("slug", SEED_PROBLEMS)
def test_a_seed_that_cant_be_read_keeps_no_validators(many: Many, slug: str) -> None:
    assert many.crawls.query("SELECT etag, last_modified, body_hash, outcome FROM seed WHERE outlet = ?", slug) == [(None, None, None, "failed")]


@pytest.mark.promise("T13")
def test_a_seed_that_says_when_is_left_alone_until_then(many: Many) -> None:
    ((wait,),) = many.crawls.query("SELECT next_due_at - polled_at FROM seed WHERE outlet = 'shut'")
    assert TOLD_TO_WAIT_SECONDS - 60 < wait <= TOLD_TO_WAIT_SECONDS  # the run that came too early noted what was left


@pytest.mark.promise("T13")
def test_a_page_that_says_when_is_not_asked_again_before(many: Many) -> None:
    assert many.tired.article_requests().total() == 1
    (wait,) = many.crawls.query("SELECT status, reason, due_at - announced_at >= ? FROM link WHERE outlet = 'tired'", TOLD_TO_WAIT_SECONDS)
    assert wait == ("pending", "http_error", 1)


@pytest.mark.promise("T13")
def test_a_page_of_a_host_that_says_when_is_owed_until_then_and_so_are_its_neighbours(many: Many) -> None:
    assert many.busy.article_requests().total() == 1
    assert many.crawls.verdicts("busy") == {"pending": 3}
    waits = dict(many.crawls.query("SELECT detail = 'HTTP 429', min(due_at - announced_at) FROM link WHERE outlet = 'busy' GROUP BY 1"))
    assert waits[1] >= TOLD_TO_WAIT_SECONDS


@pytest.mark.promise("T13")
def test_a_host_that_says_when_is_asked_for_nothing_until_then(many: Many) -> None:
    """Not by the next run either, though it is told to ask all seeds."""
    assert many.asked_too_early.code == 3
    assert [request.path for request in many.busy.log].count("/feed/") == 1
    assert [request.path for request in many.shut.log].count("/feed/") == 1


@pytest.mark.promise("T10")
def test_a_cut_feed_gives_its_links_but_no_validators(many: Many) -> None:
    assert many.everything.links("cut")["kept"] == 1
    assert many.crawls.query("SELECT etag, body_hash, outcome FROM seed WHERE outlet = 'cut'") == [(None, None, "read")]
