"""A file of the output that is not there any more: said, put back, fetched again, or accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.loopback import LoopbackOutlet
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


@pytest.mark.parametrize("spider", ["latest", "backfill"])
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
    (("forget-part", "articles/loopback/1999-01-01.jsonl"), "articles/loopback/1999-01-01.jsonl: no such file is known; files that are gone: articles/loopback/"),
]


def test_what_can_not_be_accepted(moved: Moved) -> None:
    for args, says in WRONG:
        told = moved.state(*args)
        assert told.code == 2
        assert told.stderr.startswith(says)
        assert told.stderr.count("\n") == 1
    moved.away.rename(moved.part)
    told = moved.state("forget-part", moved.name)
    assert (told.code, told.stderr) == (2, f"{moved.name}: it is there; files that are gone: none\n")
