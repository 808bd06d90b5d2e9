"""`scrapy crawl backfill` over sitemaps, feeds and lists of a loopback outlet: each road alone, the choice among them, days, limits."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, served
from tests.roads.backfills import COUNT, backfill, coverage, notes, open_all, urls
from tests.site.behaviour import Answer, status
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress


@pytest.mark.parametrize("via", ["sitemap", "feed", "listing"])
def test_each_road_alone_brings_the_archive(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls, via: str) -> None:
    open_all(roads)
    ran = backfill(crawls, f"via={via}")
    assert ran.code == 0, ran.log
    assert urls(crawls) == roads.links()
    assert set(site.article_requests().values()) == {1}
    assert not site.asked("/wp-json/wp/v2/posts")
    assert {row[0] for row in crawls.query("SELECT DISTINCT via FROM link")} == {via}
    site.log.clear()
    assert backfill(crawls, f"via={via}").code == 0
    assert not site.article_requests()
    assert site.requests <= 5


def test_home_alone_is_enough_and_roads_are_merged(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    open_all(roads)
    ran = backfill(crawls)
    assert ran.code == 0, ran.log
    assert urls(crawls) == roads.links()
    assert set(site.article_requests().values()) == {1}
    assert "wordpress: " in notes(ran)
    assert "not_found: HTTP 404" in notes(ran)
    assert f"sitemap {site.home}/sitemap.xml: read to its end (4 pages)" in notes(ran)
    assert f"feed {site.home}/feed/: read to its end, past_the_end (9 pages)" in notes(ran)
    assert f"listing {site.home}/: read to its end, no_next (8 pages)" in notes(ran)
    told = coverage(crawls).stdout.split("\n")
    assert told[1].split()[:5] == ["month", "feed", "listing", "sitemap", "held"]
    assert next(line for line in told if line.startswith("total")).split()[1:5] == [str(COUNT)] * 4  # each road announced all of them


def test_the_interface_comes_first_and_the_sitemap_is_compared(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    open_all(roads)
    made = MadeWordPress.with_posts(site, 30)
    made.open()
    ran = backfill(crawls)
    assert ran.code == 0, ran.log
    assert len(crawls.records()) == 30 + COUNT
    assert len(site.article_requests()) == COUNT  # what the interface did not give
    assert not site.asked("/feed/")
    assert "feed: not read, WordPress's interface gave all of its 30 posts" in notes(ran)


def test_feeds_and_lists_are_read_where_the_totals_do_not_close(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    roads.open_feed()
    made = MadeWordPress.with_posts(site, 30)
    made.open()
    whole = made._behaviour("posts")
    site.behave("/wp-json/wp/v2/posts", lambda answer: _with_total(whole(answer), 500))
    ran = backfill(crawls)
    assert ran.code == 0, ran.log
    assert len(crawls.records()) == 30 + COUNT
    assert "feed: read, since WordPress has 500 posts and 30 are accounted for" in notes(ran)


def _with_total(answer: Answer, total: int) -> Answer:
    headers = tuple((name, value) for name, value in answer.headers if name != "X-WP-Total")
    return Answer(headers=(*headers, ("X-WP-Total", str(total))), body=answer.body)


def test_a_closed_interface_is_said_and_the_others_go_on(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    roads.open_sitemaps()
    site.behave("/wp-json/wp/v2/posts", status(401))
    ran = backfill(crawls)
    assert ran.code == 0, ran.log
    assert "wordpress: " in notes(ran)
    assert "forbidden: HTTP 401" in notes(ran)
    assert urls(crawls) == roads.links()


@pytest.mark.parametrize("via", ["sitemap", *(pytest.param(via, marks=pytest.mark.thorough) for via in ("feed", "listing"))])
def test_only_the_days_that_are_wanted(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls, via: str) -> None:
    open_all(roads)
    ran = backfill(crawls, f"via={via}", "since=2025-03-05", "until=2025-03-12")
    assert ran.code == 0, ran.log
    assert urls(crawls) == roads.links_of_days("2025-03-05", "2025-03-12")
    fetched = len(site.article_requests())
    assert fetched == (8 if via == "feed" else 16)  # addresses tell the month alone; the others were left when their day was known
    assert ran.links()["owed"] == 0
    assert not site.asked("/sitemap-2025-01.xml")
    assert site.requests <= fetched + (20 if via == "listing" else 10)  # a list without dates is walked to its end
    assert backfill(crawls, f"via={via}").code == 0
    assert urls(crawls) == roads.links()


@pytest.mark.thorough
def test_an_article_whose_road_tells_no_day_is_left_by_its_own(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls) -> None:
    stories = list(roads.newest())
    for place, each in enumerate(stories):
        path = f"/news/story-of-the-day-number-{place}/"
        site.behave(path, lambda _, each=each: site._sound_answer(unquote(each.path), {}))
    rows = "".join(f"<url><loc>{site.home}/news/story-of-the-day-number-{place}/</loc></url>" for place in range(len(stories)))
    xml = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    site.behave("/sitemap.xml", served(xml.encode(), "text/xml"))
    ran = backfill(crawls, "via=sitemap", "since=2025-03")
    assert ran.code == 0, ran.log
    assert len(crawls.records()) == len(roads.links(["2025-03"]))
    assert ran.links()["left"] == COUNT - len(crawls.records())
    site.log.clear()
    assert backfill(crawls, "via=sitemap", "since=2025-03").code == 0
    assert not [each for each in site.log if each.path.startswith("/news/")]  # the days are known now
    assert backfill(crawls, "via=sitemap", "since=2025-02").code == 0
    assert len(crawls.records()) == len(roads.links(["2025-02", "2025-03"]))


ENDS = [("sitemap", "newest"), ("listing", "oldest")]
MORE_ENDS = [("sitemap", "oldest"), ("feed", "newest"), ("listing", "newest")]


@pytest.mark.parametrize(("via", "order"), [*ENDS, *(pytest.param(*end, marks=pytest.mark.thorough) for end in MORE_ENDS)])
def test_a_limit_takes_one_end_of_the_archive_and_the_next_run_goes_on(
    site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls, via: str, order: str
) -> None:
    open_all(roads)
    ran = backfill(crawls, f"via={via}", f"order={order}", "limit=12")
    assert ran.code == 0, ran.log
    newest = [site.home + unquote(each.path) for each in roads.newest()]
    if via == "sitemap" or order == "newest":
        assert urls(crawls) == sorted(newest[:12] if order == "newest" else newest[-12:])
    assert len(crawls.records()) == 12
    assert len([each for each in site.log if "/page/" in each.path or "paged" in each.path]) <= 1  # no further than was needed
    assert backfill(crawls, f"via={via}", f"order={order}").code == 0
    assert urls(crawls) == roads.links()
    assert set(site.article_requests().values()) == {1}
