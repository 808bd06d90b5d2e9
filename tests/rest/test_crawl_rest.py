"""`scrapy crawl backfill` over a made-up WordPress interface: every post once, from as few requests as can be, and from where a dead run stood."""

from __future__ import annotations

import os
import signal
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawling import Crawls
from tests.rest.posts import POSTS, links, wanted
from tests.site import process
from tests.site.behaviour import Answer, delay
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress, kept_once, now_utc


def test_the_answer_is_the_page(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 230)
    made.open()
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 0, ran.log
    assert links(crawls) == wanted(made)
    assert ran.links()["kept"] == 230
    assert not site.article_requests()
    assert len(site.asked(POSTS)) <= 8  # the last change, three windows, one for new posts, one for edits, their number
    assert site.requests <= 20
    newest = max(made.posts, key=lambda post: post.date)
    record = next(r for r in crawls.records() if r["raw"][0]["member"] == str(newest.id))
    assert record["title"] == newest.story.title
    assert record["text"] == newest.text
    assert record["published"] == f"{newest.date.isoformat()}+03:00"
    assert record["authors"] == ["Salma C"] or record["authors"] == [f"Salma {'ABCD'[1 + newest.id % 3]}"]
    assert record["sections"] == [f"Reports {'ABCDE'[1 + newest.id % 4]}"]
    assert len(record["tags"]) == 2
    assert {record["provenance"][name] for name in ("title", "published", "authors", "sections", "tags")} == {"wp-rest"}


def test_a_finished_walk_asks_for_what_changed(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 120)
    made.open()
    crawls.crawl("backfill", "-a", "outlet=loopback")
    before = len(site.asked(POSTS))
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert len(site.asked(POSTS)) == before + 3  # new posts, edits, their number
    made.publish(now_utc())
    edited = made.change(made.posts[3], modified=now_utc() + timedelta(minutes=2), text="\n".join(["Another text altogether stands here now."] * 4))
    made.change(made.posts[5], status="trash")
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.links()["kept"] == 2
    versions = [r for r in crawls.records() if r["raw"][0]["member"] == str(edited.id)]
    assert [(r["version"], r["cause"]) for r in versions] == [(1, "first"), (2, "edit")]
    assert len(site.asked(POSTS)) == before + 6


def test_a_killed_walk_goes_on_where_it_was(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 300)
    made.open()
    for request in (3, 5, 4, 6):
        site.log.clear()
        running = crawls.start("-a", "outlet=loopback", spider="backfill")
        site.on_request(request, lambda running=running: os.killpg(running.pid, signal.SIGKILL))
        running.communicate(timeout=60)
        process.end_session(running)
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)
    assert kept_once(crawls.records())


def test_a_kill_while_posts_are_judged_costs_none(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 150)
    made.open()
    running = crawls.start("-a", "outlet=loopback", spider="backfill")
    while not crawls.data.exists() or len(crawls.records()) < 40:
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=60)
    process.end_session(running)
    held = len(crawls.records())
    assert 40 <= held < 150
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)
    assert kept_once(crawls.records())


def test_the_outlet_publishes_edits_and_deletes_meanwhile(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 250)
    made.open()
    gone = made.posts[120]

    def change() -> None:
        made.publish(now_utc())
        made.change(made.posts[200], modified=now_utc())
        made.publish(datetime(2025, 1, 7, 5), modified=now_utc())
        if gone in made.posts:
            made.posts.remove(gone)

    site.on_request(6, change)
    site.on_request(9, change)
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert set(wanted(made)) <= set(links(crawls)) <= {*wanted(made), made.link(gone).lower()}
    assert kept_once([record for record in crawls.records() if record["version"] == 1])


def test_only_the_days_that_are_wanted(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress(site)
    for day in range(120):
        made.publish(datetime(2025, 1, 1, 0, 0) + timedelta(days=day))
        made.publish(datetime(2025, 1, 1, 23, 59, 59) + timedelta(days=day))
    made.open()
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "since=2025-02", "-a", "until=2025-03").code == 0
    assert links(crawls) == sorted(made.link(post).lower() for post in made.posts if post.date.month in (2, 3))
    assert len(site.asked(POSTS)) <= 6


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_limit_ends_cleanly_and_the_next_run_goes_on(site: LoopbackOutlet, crawls: Crawls, order: str) -> None:
    made = MadeWordPress.with_posts(site, 40)
    made.open()
    ran = crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "limit=15", "-a", f"order={order}")
    assert ran.code == 0, ran.log
    first = sorted(made.posts, key=lambda post: post.date, reverse=order == "newest")[:15]
    assert links(crawls) == sorted(made.link(post).lower() for post in first)
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", f"order={order}").code == 0
    assert links(crawls) == wanted(made)
    assert kept_once(crawls.records())


def test_many_posts_of_one_second(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 260, apart=timedelta())
    made.publish(datetime(2024, 1, 1))
    made.says_total = False
    made.open()
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)


def test_what_latest_knows_is_one_article(tmp_path: Path, crawls: Crawls) -> None:
    with LoopbackOutlet(articles=12) as site:
        site.outlet_toml(tmp_path / "outlets")
        made = MadeWordPress(site)
        for told in site.truth():
            post = made.publish(datetime.fromisoformat(told["published"]).replace(tzinfo=None))
            made.change(post, story=next(s for s in site._stories if site.home + s.path == told["url"]), text=told["text"])
        made.open()
        crawls.latest("-a", "outlet=loopback")
        assert len(crawls.records()) == 12
        ran = crawls.crawl("backfill", "-a", "outlet=loopback")
        assert ran.code == 0, ran.log
        assert len(crawls.records()) == 12


@pytest.mark.parametrize("way", ["header", "link", "everywhere"])
def test_the_front_page_says_where_the_interface_is(site: LoopbackOutlet, crawls: Crawls, way: str) -> None:
    made = MadeWordPress.with_posts(site, 12, prefix="/blog/index.php/wp-json")
    made.open()
    api = f"{site.home}/blog/index.php/wp-json/"

    def front(answer: Answer) -> Answer:
        route = site.log[-1].path.partition("/wp/v2/")[2].partition("&")[0]
        if route:
            return made.answer(route, site.log[-1]) if way == "everywhere" else Answer(status=404)
        link = f'<link rel="https://api.w.org/" href="{api}">' if way == "link" else ""
        headers = (("Content-Type", "text/html"), *((("Link", f'<{api}>; rel="https://api.w.org/"'),) if way == "header" else ()))
        return Answer(headers=headers, body=f"<html><head>{link}</head><body><h1>Front</h1></body></html>".encode())

    site.behave("/", front)
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 0, ran.log
    assert links(crawls) == wanted(made)
    assert ran.seeds()["failed"] == 0
    site.log.clear()
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    asked = [request for request in site.log if "robots" not in request.path]
    assert len(asked) == 3  # what is new, what was edited, how many there are: the place is remembered, and that there is no sitemap


def test_what_is_archived_can_be_read_again(site: LoopbackOutlet, crawls: Crawls, tmp_path: Path) -> None:
    made = MadeWordPress.with_posts(site, 30)
    made.change(made.posts[3], protected=True)
    made.open()
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "since=2025-01-01", "-a", "until=2025-01-01").code == 0
    first = crawls.records()
    assert 5 < len(first) < 29
    assert crawls.crawl("replay").links()["unchanged"] == len(first)
    assert crawls.records() == first
    anew = Crawls(tmp_path / "anew")
    site.outlet_toml(tmp_path / "anew" / "outlets")
    ran = anew.crawl("replay", "-a", f"warc={crawls.data}/warc/**/*.warc.gz")
    assert ran.code == 0, ran.log
    judged = [{key: value for key, value in record.items() if key not in ("raw", "first_seen", "cause")} for record in anew.records()]
    assert sorted(judged, key=lambda record: record["id"]) == sorted(
        ({key: value for key, value in record.items() if key not in ("raw", "first_seen", "cause")} for record in first), key=lambda record: record["id"]
    )


def test_an_older_wordpress_that_can_not_tell_edits(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 30)
    made.knows_modified_after = False
    made.closed = {"users"}
    made.open()
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 0, ran.log
    assert links(crawls) == wanted(made)
    assert any("does not tell its users" in note for note in ran.summary["notes"])
    assert any("edits are not looked for" in note for note in ran.summary["notes"])


@pytest.mark.parametrize("root", ["/blog/wp-json/", "/?rest_route=/"])
def test_wherever_the_interface_is(tmp_path: Path, site: LoopbackOutlet, crawls: Crawls, root: str) -> None:
    made = MadeWordPress.with_posts(site, 12, prefix=root.rstrip("/") if "?" not in root else "/wp-json")
    made.open()
    if "?" in root:
        site.behave("/", lambda _: made.answer(site.log[-1].path.partition("/wp/v2/")[2].partition("&")[0], site.log[-1]))
    site.outlet_toml(tmp_path / "outlets", extra=f'[[seed]]\nvia = "wordpress"\nurl = "{site.home}{root}"\n')
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 0, ran.log
    assert links(crawls) == wanted(made)


def test_minutes_and_delay_are_kept(site: LoopbackOutlet, crawls: Crawls, tmp_path: Path) -> None:
    site.outlet_toml(tmp_path / "outlets", delay=0.5)
    made = MadeWordPress.with_posts(site, 20)
    made.open()
    site.behave("/robots.txt", delay(0.0))
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "minutes=5").code == 0
    times = [request.at for request in site.log]
    assert min(b - a for a, b in pairwise(times)) >= 0.45
