"""A sitemap or an answer of the interface that was cut is never taken for the whole: what it lacks comes with the next sound answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, served
from tests.rest.posts import POSTS
from tests.site.behaviour import Answer, Behaviour, cut_body, cut_gzip
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = pytest.mark.promise("T10")

ARTICLES = 40  # of more than a month
SITEMAP = "/sitemap.xml"


def cut_text(answer: Answer) -> Answer:
    """Two thirds under a Content-Length that agrees: cut before it was sent."""
    return replace(answer, body=answer.body[: len(answer.body) * 2 // 3])


CUTS = {"shorter than its Content-Length": cut_body, "cut gzip": cut_gzip, "cut before it was sent": cut_text}
every_cut = pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)


def whole_texts(crawls: Crawls) -> dict[str, str]:
    return {unquote(record["url"]): record["text"] for record in crawls.records()}


def truth(site: LoopbackOutlet) -> dict[str, str]:
    return {unquote(each["url"]): each["text"] for each in site.truth()}


def listed(site: LoopbackOutlet) -> Behaviour:
    """A sitemap of all articles, with validators."""
    rows = "".join(f"<url><loc>{each['url']}</loc></url>" for each in site.truth())
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
    return served(body, "application/xml", ("ETag", '"whole"'), ("Last-Modified", "Sun, 01 Jun 2025 00:00:00 GMT"))


@every_cut
def test_a_cut_sitemap_keeps_no_validators(tmp_path: Path, cut: Behaviour) -> None:
    with LoopbackOutlet(6) as site:
        crawls = Crawls(tmp_path)
        file = site.outlet_toml(crawls.outlets, feed=SITEMAP)
        file.write_text(file.read_text(encoding="utf-8").replace('via = "feed"', 'via = "sitemap"'), encoding="utf-8")
        sound = listed(site)
        site.behave(SITEMAP, lambda answer: cut(sound(answer)))
        first = crawls.latest()
        site.behave(SITEMAP, sound)
        site.log.clear()
        assert len(whole_texts(crawls)) < 6, first.log
        assert first.code == (0 if cut is cut_text else 3)
        assert crawls.latest("-a", "force=1").code == 0
        assert whole_texts(crawls) == truth(site)
        crawls.latest("-a", "force=1")
        assert [request.is_conditional for request in site.asked(SITEMAP)] == [False, True]


@every_cut
def test_a_road_of_cut_sitemaps_is_not_walked_to_its_end(tmp_path: Path, cut: Behaviour) -> None:
    with LoopbackOutlet(ARTICLES) as site:
        crawls = Crawls(tmp_path)
        roads = MadeRoads(site)
        roads.open_sitemaps()
        site.outlet_toml(crawls.outlets)
        last = f"/sitemap-{roads.months()[-1]}.xml"
        sound = site._behaviours[last][0]
        site.behave(last, lambda answer: cut(sound(answer)))
        ran = crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=sitemap")
        assert ran.code == 3
        assert f"{last}: " in "\n".join(ran.summary["notes"])
        assert whole_texts(crawls).items() < truth(site).items()
        site.behave(last, sound)
        assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=sitemap").code == 0
        assert whole_texts(crawls) == truth(site)


@every_cut
def test_a_cut_answer_of_the_interface_is_no_page_of_it(tmp_path: Path, cut: Behaviour) -> None:
    with LoopbackOutlet(0) as site:
        crawls = Crawls(tmp_path)
        site.outlet_toml(crawls.outlets)
        made = MadeWordPress.with_posts(site, ARTICLES, apart=timedelta(hours=7))
        made.open()
        sound = site._behaviours[POSTS][0]
        site.behave(POSTS, lambda answer: cut(sound(answer)))
        ran = crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress")
        assert ran.code == 3
        assert crawls.records() == []
        site.behave(POSTS, sound)
        assert crawls.crawl("backfill", "-a", "outlet=loopback", "-a", "via=wordpress").code == 0
        assert whole_texts(crawls) == {unquote(made.link(post)): post.text for post in made.posts}
