"""A file of the output that is not there any more: said, put back, fetched again, or accepted."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.behaviour import as_usual, content, redirect, status
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page
from tests.site.prose import story
from tests.site.wordpress import kept_once

pytestmark = pytest.mark.promise("T2")

ARTICLES = 6


class Moved:
    """A crawled outlet, one of whose two files of lines was moved away."""

    def __init__(self, folder: Path, site: LoopbackOutlet) -> None:
        self.site, self.away = site, folder / "away.jsonl"
        site.outlet_toml(folder / "outlets")
        self.crawls = Crawls(folder, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
        assert self.crawl().code == 0
        (self.part,) = self.crawls.data.glob("articles/*/*.jsonl")
        self.name = self.part.relative_to(self.crawls.data).as_posix()
        self.before = {record["id"]: record["text"] for record in self.crawls.records()}
        self.part.rename(self.away)
        site.publish(1)

    def crawl(self, *args: str) -> Ran:
        return self.crawls.latest("-a", "outlet=loopback", "-a", "force=1", *args)

    def state(self, *args: str) -> process.Finished:
        return process.run(process.scrapy_command("state", *args), env=self.crawls.env)


@pytest.fixture
def moved(tmp_path: Path) -> Moved:
    with LoopbackOutlet(articles=ARTICLES) as site:
        yield Moved(tmp_path, site)


def test_it_is_said_until_it_is_back(moved: Moved) -> None:
    for new in (1, 0):
        ran = moved.crawl()
        assert ran.code == 3, ran.log
        assert ran.summary["gone"] == [moved.name]
        assert f"{moved.name} is gone, and its articles count as kept: put it back" in ran.stdout
        assert ran.links()["kept"] == new
    moved.away.rename(moved.part)
    assert moved.crawl().code == 0
    assert len(moved.crawls.records()) == ARTICLES + 1
    assert kept_once(moved.crawls.records())


@pytest.mark.parametrize("spider", ["latest", pytest.param("backfill", marks=pytest.mark.thorough)])
def test_its_articles_are_fetched_again_when_that_is_asked_for(moved: Moved, spider: str) -> None:
    moved.site.log.clear()
    ran = moved.crawls.crawl(spider, "-a", "outlet=loopback", "-a", "refill=1", *(() if spider == "latest" else ("-a", "via=feed")))
    assert ran.code == 0, ran.log
    assert f"loopback: {ARTICLES} articles that have no line in the output are fetched again" in ran.stdout
    assert {record["id"]: record["text"] for record in moved.crawls.records() if record["id"] in moved.before} == moved.before
    assert kept_once(moved.crawls.records())
    assert set(moved.site.article_requests().values()) == {1}
    assert moved.crawl("-a", "refill=1").code == 0
    assert len(moved.crawls.records()) == ARTICLES + 1
    assert process.run(process.scrapy_command("coverage"), env=moved.crawls.env).code == 0


def test_that_it_was_moved_is_accepted(moved: Moved) -> None:
    done = moved.state("forget-part", str(moved.part))
    assert (done.code, done.stdout) == (0, f"{moved.name}: forgotten; its articles count as kept\n")
    ran = moved.crawl()
    assert ran.code == 0, ran.log
    assert ran.links()["kept"] == len(moved.crawls.records()) == 1


WRONG = [
    ((), "give `scrapy state forget-part FILE`"),
    (("forget",), "give `scrapy state forget-part FILE`"),
    (("forget-part",), "give `scrapy state forget-part FILE`"),
    (("forget-part", "articles/loopback/1999-01-01.jsonl"), "articles/loopback/1999-01-01.jsonl: no such file is known; files that are gone or lost lines: articles/loopback/"),
]


def test_what_can_not_be_accepted(moved: Moved) -> None:
    for args, says in WRONG:
        told = moved.state(*args)
        assert told.code == 2
        assert told.stderr.startswith(says)
        assert told.stderr.count("\n") == 1
    moved.away.rename(moved.part)
    told = moved.state("forget-part", moved.name)
    assert (told.code, told.stderr) == (2, f"{moved.name}: it is there; files that are gone or lost lines: none\n")


def test_a_file_that_is_accepted_is_no_more_written_to(moved: Moved) -> None:
    """Whoever moves each day's file to one place would lose the first one by the second."""
    assert moved.state("forget-part", moved.name).code == 0
    assert moved.crawl().code == 0
    assert not moved.part.exists()
    assert len(moved.crawls.records()) == 1
    told = moved.state("forget-part", moved.name)
    assert (told.code, told.stderr) == (2, f"{moved.name}: it was accepted before; files that are gone or lost lines: none\n")
    moved.away.rename(moved.part)
    ran = moved.crawl()
    assert (ran.code, len(moved.crawls.records())) == (0, ARTICLES + 1)
    assert f"took in {ARTICLES} lines that the state did not know" in ran.stdout


def test_that_it_was_moved_can_not_be_written_down(moved: Moved) -> None:
    """A full disk, that is: the state may not grow."""
    command = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *process.scrapy_command("state", "forget-part", moved.name)]
    told = process.run(command, env=moved.crawls.env)
    assert (told.code, told.stderr.count("\n")) == (1, 1), told.stderr
    assert "state.sqlite" in told.stderr
    assert moved.state("forget-part", moved.name).code == 0


class Shorter:
    """A crawled outlet whose file of lines was put back from an older copy."""

    LEFT = 2

    def __init__(self, folder: Path, site: LoopbackOutlet) -> None:
        self.site = site
        site.outlet_toml(folder / "outlets")
        self.crawls = Crawls(folder)
        assert self.crawl().code == 0
        (self.part,) = self.crawls.data.glob("articles/*/*.jsonl")
        self.name = self.part.relative_to(self.crawls.data).as_posix()
        self.whole = self.part.read_bytes()
        self.part.write_bytes(b"".join(self.whole.splitlines(keepends=True)[: self.LEFT]))
        site.log.clear()

    def crawl(self, *args: str) -> Ran:
        return self.crawls.latest("-a", "outlet=loopback", "-a", "force=1", *args)


@pytest.fixture
def shorter(tmp_path: Path) -> Shorter:
    with LoopbackOutlet(articles=ARTICLES) as site:
        yield Shorter(tmp_path, site)


def test_a_file_that_lost_lines_is_said_until_it_is_whole(shorter: Shorter) -> None:
    for _ in range(2):
        ran = shorter.crawl()
        assert ran.code == 3, ran.log
        assert ran.summary["gone"] == [shorter.name]
        assert f"lines lost from {shorter.name}: {ARTICLES - shorter.LEFT}, and their articles count as kept" in ran.stdout
        assert "took in" not in ran.stdout
    shorter.part.write_bytes(shorter.whole)
    assert shorter.crawl().code == 0
    assert not shorter.site.article_requests()


def test_what_it_lost_is_fetched_again_when_that_is_asked_for(shorter: Shorter) -> None:
    assert shorter.crawl("-a", "refill=1").code == 0
    assert shorter.crawl().code == 0
    assert set(shorter.site.article_requests().values()) == {1}
    assert len(shorter.site.article_requests()) == ARTICLES - shorter.LEFT
    assert kept_once(shorter.crawls.records())
    assert len(shorter.crawls.records()) == ARTICLES
    assert process.run(process.scrapy_command("coverage"), env=shorter.crawls.env).code == 0


def test_what_it_lost_is_accepted(shorter: Shorter) -> None:
    assert shorter.crawl().code == 3
    told = process.run(process.scrapy_command("state", "forget-part", shorter.name), env=shorter.crawls.env)
    assert (told.code, told.stdout) == (0, f"{shorter.name}: accepted as it is; the articles of the lines that it lost count as kept\n")
    shorter.site.publish(1)
    assert shorter.crawl().code == 0
    assert len(shorter.crawls.records()) == shorter.LEFT + 1


def test_an_older_copy_of_the_state_learns_what_was_written_since(tmp_path: Path) -> None:
    with LoopbackOutlet(articles=ARTICLES) as site:
        site.outlet_toml(tmp_path / "outlets")
        crawls = Crawls(tmp_path)
        args = ("-a", "outlet=loopback", "-a", "force=1")
        assert crawls.latest(*args).code == 0
        copy = (crawls.data / "state.sqlite").read_bytes()
        site.publish(3)
        assert crawls.latest(*args).code == 0
        for file in crawls.data.glob("state.sqlite*"):
            file.unlink()
        (crawls.data / "state.sqlite").write_bytes(copy)
        site.log.clear()
        ran = crawls.latest(*args)
        assert ran.code == 0, ran.log
        assert ran.stdout.count("took in 3 lines that the state did not know") == 1
        assert not site.article_requests()
        assert len(crawls.records()) == ARTICLES + 3
        assert kept_once(crawls.records())


@pytest.mark.parametrize("second", ["seen", "duplicate"])
def test_a_text_that_stands_elsewhere_too_is_fetched_from_there_when_its_page_is_gone(tmp_path: Path, second: str) -> None:
    with LoopbackOutlet(articles=2, seed=3) as site:
        site.outlet_toml(tmp_path / "outlets")
        one, other = story(3, 1), story(3, 2)
        copy = content(article_page(replace(one, path=other.path, title="Another headline"), site.home).encode())
        site.behave(other.path, redirect(site.home + one.path) if second == "seen" else copy)
        crawls = Crawls(tmp_path)
        args = ("-a", "outlet=loopback", "-a", "force=1")
        assert crawls.latest(*args).code == 0
        assert crawls.verdicts() == {"kept": 1, second: 1}
        (record,) = crawls.records()
        (part,) = crawls.data.glob("articles/*/*.jsonl")
        part.unlink()
        gone, left = (one, other) if record["link"].endswith(one.path) else (other, one)
        site.behave(gone.path, status(404))
        site.behave(left.path, copy if left is other else as_usual)
        assert crawls.latest(*args, "-a", "refill=1").code == 0
        assert [again["text"] for again in crawls.records()] == [record["text"]]


@pytest.mark.thorough
@pytest.mark.promise("T1")
def test_a_refill_of_two_outlets_that_is_killed_goes_on(tmp_path: Path) -> None:
    with LoopbackOutlet(articles=ARTICLES, page_delay_seconds=0.05) as one, LoopbackOutlet(articles=ARTICLES, seed=2, address="127.0.0.2") as two:
        one.outlet_toml(tmp_path / "outlets", "one", connections=1)
        two.outlet_toml(tmp_path / "outlets", "two", connections=1)
        crawls = Crawls(tmp_path)
        assert crawls.latest("-a", "force=1").code == 0
        before = {record["id"]: record["text"] for record in crawls.records()}
        for part in crawls.data.glob("articles/*/*.jsonl"):
            part.unlink()
        for request in (1, 3, 5):
            arrived = threading.Event()
            one.on_request(one.requests + request, arrived.set)
            running = crawls.start("-a", "force=1", "-a", "refill=1")
            assert arrived.wait(60)
            os.killpg(running.pid, signal.SIGKILL)
            assert crawls.ran(running).code == -signal.SIGKILL
        assert crawls.latest("-a", "force=1", "-a", "refill=1").code == 0
        assert {record["id"]: record["text"] for record in crawls.records()} == before
        assert kept_once(crawls.records())
        assert process.run(process.scrapy_command("coverage"), env=crawls.env).code == 0
