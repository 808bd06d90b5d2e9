"""`scrapy crawl backfill` over the roads of an outlet that fails: cuts, loops, caches, what is taken down meanwhile."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, served
from tests.roads.backfills import backfill, coverage, notes, open_all, urls
from tests.site.behaviour import Answer, as_usual, status
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import kept_once

pytestmark = pytest.mark.promise("T11")


@pytest.mark.parametrize("via", ["feed", pytest.param("listing", marks=pytest.mark.thorough)])
def test_what_is_taken_down_meanwhile_hides_nothing(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls, via: str) -> None:
    open_all(roads)
    newest = list(roads.newest())
    gone = newest[3:9]

    def take_down() -> None:
        for each in gone:
            roads.remove(each)

    path = "/feed/" if via == "feed" else "/page/2/"
    before = site._behaviours[path][0]
    calls: list[int] = []

    def once(answer: Answer) -> Answer:
        if not calls and (via == "listing" or "paged=2" in site.log[-1].path):
            calls.append(1)
            take_down()
        return before(answer)

    site.behave(path, once)
    ran = backfill(crawls, f"via={via}")
    assert ran.code == 0, ran.log
    assert calls
    assert set(roads.links()) <= set(urls(crawls))
    assert kept_once(crawls.records())


def test_a_cache_that_repeats_page_one(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    roads.open_feed(repeats=True)
    assert backfill(crawls, "via=feed").code == 0
    assert urls(crawls) == roads.links()


def test_a_road_that_fails_goes_on_in_the_next_run(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    open_all(roads)
    site.behave("/page/4/", status(500))
    ran = backfill(crawls, "via=listing")
    assert ran.code == 3
    assert "/page/4/: http_error: HTTP 500" in notes(ran)
    assert len(crawls.records()) == 30
    roads.open_list()
    site.log.clear()
    assert backfill(crawls, "via=listing").code == 0
    assert urls(crawls) == roads.links()
    assert site.log[0].path == "/page/4/"


def test_a_sitemap_of_an_index_that_is_not_there(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    roads.open_sitemaps()
    site.behave("/sitemap-2025-02.xml", status(404))
    ran = backfill(crawls, "via=sitemap")
    assert ran.code == 3
    assert urls(crawls) == roads.links(["2025-01", "2025-03"])
    assert "sitemap-2025-02.xml" in str(ran.summary["outlets"]["loopback"]["seed_problems"])
    roads.open_sitemaps()
    site.log.clear()
    assert backfill(crawls, "via=sitemap").code == 0
    assert urls(crawls) == roads.links()
    assert [each.path for each in site.log if "sitemap-" in each.path] == ["/sitemap-2025-02.xml"]  # the others have not changed


def test_indexes_that_lead_in_circles_and_lists_with_sessions(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    rows = "".join(f"<sitemap><loc>{site.home}{path}</loc></sitemap>" for path in ("/sitemap.xml", "/other.xml", "/sitemap-2025-01.xml"))
    xml = f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()
    roads.open_sitemaps()
    site.behave("/sitemap.xml", served(xml, "text/xml"))
    site.behave("/other.xml", served(xml, "text/xml"))
    assert backfill(crawls, "via=sitemap").code == 0
    assert urls(crawls) == roads.links(["2025-01"])
    assert len(site.asked("/sitemap.xml")) == len(site.asked("/other.xml")) == 1

    def page(_: Answer) -> Answer:
        session = len(site.log)
        links = "".join(f'<article><h2><a href="{each.path}?PHPSESSID={session}">{each.title}</a></h2></article>' for each in roads.newest()[:20])
        body = f'<html><body><main>{links}</main><a class="next" href="/?PHPSESSID={session}">Older posts</a></body></html>'
        return Answer(headers=(("Content-Type", "text/html"),), body=body.encode())

    site.log.clear()
    site.behave("/", page)
    assert backfill(crawls, "via=listing").code == 0
    assert len([each for each in site.log if each.path.startswith("/?") or each.path == "/"]) <= 6
    assert kept_once(crawls.records())


def test_sections_where_home_leads_no_further(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    world, sport = list(roads.newest())[:25], list(roads.newest())[25:50]
    roads.open_list("/world/", world)
    roads.open_list("/sport/", sport)
    menu = "".join(f'<li><a href="{path}">{path}</a></li>' for path in ("/world/", "/sport/", "/about/", "/contact/", "/author/x/"))
    site.behave("/", served(f"<html><body><nav><ul>{menu}</ul></nav><main><p>Welcome</p></main></body></html>".encode(), "text/html"))
    ran = backfill(crawls, "via=listing")
    assert ran.code == 0, ran.log
    assert urls(crawls) == sorted(site.home + unquote(each.path) for each in (*world, *sport))
    assert not site.asked("/about/")


def test_no_road_at_all(site: LoopbackOutlet, crawls: Crawls) -> None:
    site.behave("/", served(b"<html><body><p>Nothing here</p></body></html>", "text/html"))
    for path in ("/feed/", "/atom/"):
        site.behave(path, status(404))
    ran = backfill(crawls)
    assert ran.code == 3
    assert "no road to its archive was found" in str(ran.summary["outlets"]["loopback"]["seed_problems"])


def test_latest_and_backfill_know_the_same_articles(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    open_all(roads)
    assert crawls.latest("-a", "outlet=loopback", "-a", "limit=20").code == 0
    assert len(crawls.records()) == 20 or len(crawls.records()) == 10
    assert backfill(crawls).code == 0
    assert urls(crawls) == roads.links()
    assert set(site.article_requests().values()) == {1}
    site.behave("/feed/", as_usual)


@pytest.mark.thorough
def test_named_pages_that_answer_500_are_owed_and_told_by_month(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    roads.open_sitemaps()
    failing = [each for each in roads.newest() if f"{each.published:%Y-%m}" == "2025-02"][:12]
    for each in failing:
        site.behave(each.path, status(500))
    assert backfill(crawls, "via=sitemap").code == 3
    told = coverage(crawls)
    assert told.code == 3
    for each in failing:
        assert f"owed: 2025-02  http_error  {site.home}{unquote(each.path)}" in unquote(told.stdout)
    for each in failing:
        site.behave(each.path, as_usual)
    crawls.query("UPDATE link SET due_at = 0")
    assert backfill(crawls, "via=sitemap").code == 0
    assert coverage(crawls).code == 0
    assert urls(crawls) == roads.links()


@pytest.mark.thorough
def test_latest_and_backfill_at_once_keep_one_gap(tmp_path: Path) -> None:
    with LoopbackOutlet(articles=20) as site:
        roads = MadeRoads(site)
        open_all(roads)
        site.outlet_toml(tmp_path / "outlets", delay=0.3)
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
        both = [crawls.start("-a", "outlet=loopback", "-a", "via=sitemap", spider="backfill"), crawls.start("-a", "outlet=loopback", spider="latest")]
        assert [each.wait(timeout=120) for each in both] == [0, 0]
        times = [request.at for request in site.log]
        assert min(b - a for a, b in pairwise(times)) >= 0.95 * 0.3
        assert urls(crawls) == roads.links()
        assert set(site.article_requests().values()) == {1}

