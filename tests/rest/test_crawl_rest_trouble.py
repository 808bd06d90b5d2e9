"""`scrapy crawl backfill` over a WordPress interface that is closed, fails, is slow or wants to be left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawls, served
from tests.rest.posts import POSTS, links, row, sizes, wanted
from tests.site.behaviour import Answer, content, status
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress, kept_once


def test_protected_and_hidden_posts_are_no_articles(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 5)
    made.change(made.posts[1], protected=True)
    made.open()
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.links()["rejected"] == {"protected": 1}
    assert links(crawls) == wanted(made)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (status(401), "forbidden: HTTP 401"),
        (status(403), "forbidden: HTTP 403"),
        (content(b"<html><body>Not here</body></html>"), "not_rest"),
        (content(b'[{"id": 1, "da', "application/json"), "not_json"),
        (content(b'{"code": "rest_disabled"}', "application/json"), "not_rest"),
    ],
)
def test_a_closed_interface_has_a_reason(tmp_path: Path, site: LoopbackOutlet, crawls: Crawls, behaviour: object, said: str) -> None:
    extra = f'[[seed]]\nvia = "wordpress"\nurl = "{site.home}/wp-json/"\n'
    site.outlet_toml(tmp_path / "outlets", extra=extra)
    site.behave(POSTS, lambda _: behaviour(Answer(status=200)))  # type: ignore[operator]
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 3
    assert said in str(ran.summary["outlets"]["loopback"]["seed_problems"]), ran.log


def test_smaller_windows_where_the_outlet_fails(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 60)
    made.open()
    whole = made._behaviour("posts")
    site.behave(POSTS, whole, served(b'[{"id": 1, "da', "application/json"), whole)
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert sizes(site) == [1, 100, 50, 50, 100, 100, 1]  # the last change; cut, smaller, the rest; more again, step by step; their number
    assert links(crawls) == wanted(made)


def test_a_post_that_the_outlet_fails_at_is_named_and_stepped_over(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 130)
    broken, worse = made.posts[90], made.posts[30]
    made.fails_at_text = {broken.id}
    made.fails_at = {worse.id}
    made.open()
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 3
    assert links(crawls) == sorted(set(wanted(made)) - {made.link(broken).lower(), made.link(worse).lower()})
    assert kept_once(crawls.records())
    assert f"fails at post {broken.id}: http_error: HTTP 500" in str(row(crawls, made.link(broken)).detail)
    assert crawls.verdicts() == {"kept": 128, "pending": 1}
    assert any("one post next to 2025-01-02" in note for note in ran.summary["notes"])
    assert len(site.asked(POSTS)) <= 45
    crawls.query("UPDATE link SET due_at = 0")
    site.log.clear()
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 3
    assert row(crawls, made.link(broken)).attempts == 2
    made.fails_at_text.clear()
    crawls.query("UPDATE link SET due_at = 0")
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert made.link(broken).lower() in links(crawls)


def test_an_outlet_that_is_down_is_not_asked_post_by_post(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 130)
    made.open()
    whole = made._behaviour("posts")
    site.behave(POSTS, whole, whole, status(500))
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 3
    assert len(site.asked(POSTS)) <= 16
    assert "http_error: HTTP 500" in str(ran.summary["outlets"]["loopback"]["seed_problems"])
    site.behave(POSTS, whole)
    site.log.clear()
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)
    assert sizes(site)[0] == 1  # it goes on as gently as it stopped


def test_a_moment_of_quiet_is_kept_and_the_walk_goes_on(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 130)
    made.open()
    whole = made._behaviour("posts")
    site.behave(POSTS, whole, whole, status(429, ("Retry-After", "2")), status(503, ("Retry-After", "1")), whole)
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)
    assert sizes(site)[2:5] == [100, 100, 100]
    times = [request.at for request in site.asked(POSTS)]
    assert times[3] - times[2] >= 1.9
    assert times[4] - times[3] >= 0.9


@pytest.mark.thorough
def test_a_long_quiet_is_for_a_later_run(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 130)
    made.open()
    whole = made._behaviour("posts")
    site.behave(POSTS, whole, whole, status(429, ("Retry-After", "3000")), whole)
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 3
    assert len(site.asked(POSTS)) == 3
    assert len(crawls.records()) == 100
    assert "is left alone for" in str(ran.summary["outlets"]["loopback"]["seed_problems"])
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 3
    assert len(site.asked(POSTS)) == 3
    crawls.query("DELETE FROM host_turn")
    assert crawls.crawl("backfill", "-a", "outlet=loopback").code == 0
    assert links(crawls) == wanted(made)


ODD: dict[int, Callable[[dict[str, Any]], Any]] = {
    2: lambda post: {**post, "content": None},
    3: lambda post: {**post, "content": "<p>no object</p>"},
    4: lambda _: 7,
    5: lambda post: {**post, "id": str(post["id"])},
    6: lambda post: {name: value for name, value in post.items() if not name.startswith("date")},
    7: lambda post: {**post, "title": {"rendered": ""}},
    8: lambda post: {**post, "link": "https://elsewhere.example/x"},
    9: lambda post: {**post, "link": "javascript:alert(1)"},
    10: lambda post: {name: value for name, value in post.items() if name != "link"},
    11: lambda post: {**post, "content": {"rendered": "<p>" + "word " * 2_000_000 + "</p>", "protected": False}},
    12: lambda post: {**post, "date": "0000-00-00T00:00:00", "date_gmt": None},
    13: lambda post: {**post, "title": "no object", "author": "me", "categories": {"a": 1}, "tags": None},
}


def test_odd_posts_cost_themselves_alone(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, 40)
    made.open()
    whole = made._behaviour("posts")

    def odd(answer: Answer) -> Answer:
        given = whole(answer)
        posts = json.loads(given.body)
        changed = [ODD.get(place, dict)(post) for place, post in enumerate(posts)] if len(posts) == 40 else posts
        return Answer(headers=given.headers, body=json.dumps([*changed, posts[0]]).encode())  # and one twice

    site.behave(POSTS, odd)
    ran = crawls.crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 0, ran.log
    assert kept_once(crawls.records())
    newest = sorted(made.posts, key=lambda post: post.date, reverse=True)
    sound = {made.link(post).lower() for place, post in enumerate(newest) if place not in ODD}
    assert sound <= set(links(crawls))
    assert crawls.verdicts()["empty_body"] == 3  # content of a wrong kind, and ten million characters
    assert set(ran.summary["outlets"]["loopback"]["refused"]) == {"no_post", "bad_scheme", "other_site"}

