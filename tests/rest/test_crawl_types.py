"""`scrapy crawl backfill` over posts of types that the outlet file names."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.discovery.wordpress import read_types
from tests.crawling import Crawls, served
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress, kept_once

TYPES = {
    "post": {"rest_base": "posts", "rest_namespace": "wp/v2"},
    "press-release": {"rest_base": "releases"},
    "product": {"rest_base": "products", "rest_namespace": "wc/v3"},
}


def crawls_of(tmp_path: Path, site: LoopbackOutlet, types: str) -> Crawls:
    site.outlet_toml(tmp_path / "outlets", extra=f'[[seed]]\nvia = "wordpress"\nurl = "{site.home}/wp-json/"\ntypes = {types}\n')
    site.behave("/wp-json/wp/v2/types", served(json.dumps(TYPES).encode(), "application/json"))
    return Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")


def open_both(site: LoopbackOutlet) -> tuple[MadeWordPress, MadeWordPress]:
    posts = MadeWordPress.with_posts(site, 30)
    releases = MadeWordPress(site, first_id=5000)
    for post in posts.posts[:25]:
        releases.publish(post.date + timedelta(minutes=1))
    posts.open()
    site.behave("/wp-json/wp/v2/releases", releases._behaviour("posts"))
    return posts, releases


@pytest.mark.thorough
def test_types_by_name_or_route_are_walked_and_counted_together(tmp_path: Path, site: LoopbackOutlet) -> None:
    posts, releases = open_both(site)
    crawls = crawls_of(tmp_path, site, '["post", "releases"]')
    ran = crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress")
    assert ran.code == 0, ran.log
    urls = sorted(record["url"].lower() for record in crawls.records())
    assert urls == sorted(made.link(post).lower() for made in (posts, releases) for post in made.posts)
    assert crawls.query("SELECT month, count FROM announced") == [("../..", 55)]
    site.log.clear()
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress").code == 0
    assert len(site.log) <= 7  # the types; what is new, what was edited and how many there are, of each
    releases.publish(releases.posts[-1].date + timedelta(days=1))
    assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress").links()["kept"] == 1
    assert crawls.crawl("replay").links()["unchanged"] == 56
    assert kept_once(crawls.records())


def test_a_type_that_is_not_there_is_said(tmp_path: Path, site: LoopbackOutlet) -> None:
    posts, _ = open_both(site)
    ran = crawls_of(tmp_path, site, '["posts", "product"]').crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress")
    assert ran.code == 0, ran.log
    assert ran.links()["kept"] == len(posts.posts)
    assert any("it has no post type product (it has posts, releases)" in note for note in ran.summary["notes"])


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<html></html>", "not_json"),
        (b"[]", "not_rest"),
        (b"{}", {}),
        (b'{"a": {"rest_base": 5}, "b": {"rest_base": "../x"}, "c": 7, "d": {"rest_base": "dd"}}', {"d": "dd", "dd": "dd"}),
    ],
)
def test_types_of_any_shape(body: bytes, found: object) -> None:
    assert read_types(body) == found


def test_types_are_for_wordpress(tmp_path: Path, site: LoopbackOutlet) -> None:
    site.outlet_toml(tmp_path / "outlets", extra=f'[[seed]]\nvia = "sitemap"\nurl = "{site.home}/s.xml"\ntypes = ["News!"]\n')
    ran = Crawls(tmp_path).crawl("backfill", "-a", "outlet=loopback")
    assert ran.code == 2
    assert "seed 2.types" in ran.log
