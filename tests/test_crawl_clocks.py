"""A machine's clock runs ten years ahead for a while and is set right again: every run ends with 0, and everything arrives, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.behaviour import Answer, Behaviour
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadePost, MadeWordPress, now_utc

CLOCK = Path(__file__).parent / "patches_clock"
AHEAD_SECONDS = 3650 * 24 * 3600
ARTICLES, POSTS = 3, 5

pytestmark = [pytest.mark.promise("T1"), pytest.mark.promise("T15"), pytest.mark.thorough]


def updated(times: int) -> Behaviour:
    """The sound page with a word more in each paragraph for each time that it was edited."""
    more = b" Updated." * times + b"</p>"
    return lambda answer: Answer(status=answer.status, headers=(("Content-Type", "text/html; charset=UTF-8"),), body=answer.body.replace(b"</p>", more))


@dataclass(slots=True, kw_only=True)
class World:
    """An outlet with a feed and an archive, both of which go on, and a newsroom's runs on one machine."""

    site: LoopbackOutlet
    made: MadeWordPress
    crawls: Crawls
    offset_seconds: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    ran: list[tuple[str, Ran]] = field(default_factory=list)

    def run(self, spider: str, *args: str) -> Ran:
        """One run, by the machine's clock."""
        ran = self.crawls.crawl(spider, "-a", "outlet=loopback", *args, env={"NEWSCRAWL_TEST_CLOCK_OFFSET": str(self.offset_seconds)})
        self.ran.append((f"{spider} at {self.offset_seconds}", ran))
        return ran

    def all_three(self) -> tuple[Ran, Ran, Ran]:
        """What is new, the pages that were edited, the archive."""
        pages = self.crawls.outlets.parent / "edited.txt"
        pages.write_text("\n".join([*self.edits, self.url(0)]), encoding="utf-8")
        return self.run("latest"), self.run("pages", "-a", f"file={pages}"), self.run("backfill", "-a", "via=wordpress")

    def url(self, place: int) -> str:
        return str(self.site.truth()[place]["url"])

    def edit_page(self, place: int) -> None:
        """The page of an article says something more."""
        url = self.url(place)
        self.edits[url] += 1
        self.site.behave(url, updated(self.edits[url]))

    def edit_post(self, place: int) -> MadePost:
        """The same of a post of the archive."""
        post = self.made.posts[place]
        return self.made.change(post, modified=now_utc() + timedelta(minutes=2), text=f"{post.text}\nIt was edited {post.modified.isoformat()}.")

    def versions(self) -> dict[str, list[dict[str, Any]]]:
        """The lines of each article, by its address."""
        found: dict[str, list[dict[str, Any]]] = {}
        for record in sorted(self.crawls.records(), key=lambda record: record["version"]):
            found.setdefault(record["url"].lower(), []).append(record)
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("clocks")
    with LoopbackOutlet(ARTICLES) as site:
        world = World(site=site, made=MadeWordPress.with_posts(site, POSTS), crawls=Crawls(folder, PYTHONPATH=str(CLOCK)))
        site.outlet_toml(world.crawls.outlets)
        world.made.open()
        world.all_three()
        world.offset_seconds = AHEAD_SECONDS
        site.publish(1)
        world.made.publish(now_utc())
        world.edit_page(0)
        world.edit_post(0)
        world.all_three()
        yield world


@pytest.fixture(scope="module")
def right_again(world: World) -> tuple[Ran, Ran, Ran]:
    """What the first runs do under the right clock: one article and one post are new, and what was kept before and ahead is edited."""
    world.offset_seconds = 0
    world.site.publish(1)
    world.made.publish(now_utc())
    for place in (0, 1, ARTICLES):
        world.edit_page(place)
    for place in (0, 1, POSTS):
        world.edit_post(place)
    return world.all_three()


def test_a_clock_that_is_set_right_costs_no_article(world: World, right_again: tuple[Ran, Ran, Ran]) -> None:
    assert [(name, ran.code) for name, ran in world.ran] == [(name, 0) for name, _ in world.ran], world.ran[-1][1].log
    wanted = {article["url"].lower() for article in world.site.truth()} | {world.made.link(post).lower() for post in world.made.posts}
    assert world.versions().keys() == wanted
    assert [ran.links()["kept"] for ran in right_again] == [1, 3, 4]
    assert [ran.links()["owed"] for ran in right_again] == [0, 0, 0]


def test_every_edit_is_the_next_version(world: World, right_again: tuple[Ran, Ran, Ran]) -> None:
    versions = world.versions()
    edits = {world.url(0): 2, world.url(1): 1, world.url(ARTICLES): 1}
    edits |= {world.made.link(world.made.posts[place]): times for place, times in ((0, 2), (1, 1), (POSTS, 1))}
    for url, times in edits.items():
        lines = versions.pop(url.lower())
        assert [(line["version"], line["cause"]) for line in lines] == [(1, "first"), *((n, "edit") for n in range(2, times + 2))], url
        assert len({line["text"] for line in lines}) == times + 1
    assert {len(lines) for lines in versions.values()} == {1}


@pytest.mark.promise("T13")
def test_then_all_is_as_ever(world: World, right_again: tuple[Ran, Ran, Ran]) -> None:
    """Nothing is fetched again, nothing is written, and an unchanged feed answers 304."""
    before, lines = world.site.article_requests(), world.crawls.records()
    world.run("latest")
    assert world.run("latest", "-a", "force=1").code == 0
    assert world.site.asked("/feed/")[-1].is_conditional
    backfill = world.run("backfill", "-a", "via=wordpress")
    assert (backfill.code, backfill.links()["kept"]) == (0, 0)
    assert world.site.article_requests() == before
    replay = world.run("replay")
    assert replay.code == 0, replay.log
    assert world.crawls.records() == lines
    assert not world.crawls.query("SELECT url FROM link WHERE status IN ('pending', 'claimed')")


def test_status_tells_the_last_run_first(world: World, right_again: tuple[Ran, Ran, Ran]) -> None:
    said = process.run(process.scrapy_command("status", "--runs", "1", "--json"), env=world.crawls.env)
    assert f'"run": "{right_again[-1].summary["run"][:8]}' in said.stdout
    assert '"2036' not in said.stdout


def test_what_was_too_old_ahead_is_fetched(tmp_path: Path) -> None:
    """The outlet wants nothing that is older than 3,000 days, which is nothing at all ten years from now."""
    crawls = Crawls(tmp_path, PYTHONPATH=str(CLOCK))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, extra="max_age_days = 3000")
        assert crawls.latest(env={"NEWSCRAWL_TEST_CLOCK_OFFSET": str(AHEAD_SECONDS)}).links()["left"] == ARTICLES
        ran = crawls.latest()
        assert (ran.code, ran.links()["kept"], ran.links()["left"]) == (0, ARTICLES, 0)


def test_a_dead_run_of_a_machine_whose_clock_ran_ahead_holds_no_links(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path, PYTHONPATH=str(CLOCK))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        assert crawls.latest("-a", "limit=1").code == 0
        far = "SELECT strftime('%s', 'now') + ?"
        crawls.query(f"INSERT INTO run (id, spider, host, started_at, heartbeat_at) VALUES ('far', 'latest', 'elsewhere', ({far}), ({far}))", *[AHEAD_SECONDS] * 2)
        crawls.query("UPDATE link SET status = 'claimed', run = 'far' WHERE status = 'pending'")
        crawls.query("UPDATE seed SET run = 'far'")
        ran = crawls.latest("-a", "force=1")
        assert (ran.code, ran.links()["kept"], sum(ran.seeds().values())) == (0, ARTICLES - 1, 1)
