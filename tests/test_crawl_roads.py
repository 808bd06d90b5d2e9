"""`scrapy crawl backfill` over sitemaps, feeds and lists of a loopback outlet: each road alone, the choice among them, days, limits, kills, trouble."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, Ran, served
from tests.site import process
from tests.site.behaviour import Answer, as_usual, status
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress, kept_once

COUNT = 75  # a day each, from January to the middle of March 2025


@pytest.fixture
def site() -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(articles=COUNT) as made:
        yield made


@pytest.fixture
def roads(site: LoopbackOutlet) -> MadeRoads:
    return MadeRoads(site)


@pytest.fixture
def crawls(tmp_path: Path, site: LoopbackOutlet) -> Crawls:
    file = site.outlet_toml(tmp_path / "outlets")
    file.write_text(file.read_text().replace('[[seed]]\nvia = "feed"\n', "").replace(f'url = "{site.home}/feed/"\n', ""))  # home alone
    return Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")


def backfill(crawls: Crawls, *args: str) -> Ran:
    return crawls.crawl("backfill", "-a", "outlet=loopback", *(each for arg in args for each in ("-a", arg)))


def urls(crawls: Crawls) -> list[str]:
    return sorted(unquote(record["url"]) for record in crawls.records())


def coverage(crawls: Crawls) -> process.Finished:
    return process.run(process.scrapy_command("coverage", "-a", "outlet=loopback"), env=crawls.env)


def notes(ran: Ran) -> str:
    return "\n".join(ran.summary["notes"])


def open_all(roads: MadeRoads) -> None:
    roads.open_sitemaps()
    roads.open_feed()
    roads.open_list()


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


@pytest.mark.parametrize("via", ["sitemap", "feed", "listing"])
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


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("via", ["sitemap", "feed", "listing"])
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


@pytest.mark.parametrize("via", ["sitemap", "feed", "listing"])
def test_kills_cost_nothing(site: LoopbackOutlet, roads: MadeRoads, crawls: Crawls, via: str) -> None:
    open_all(roads)
    for request in (4, 15, 25, 20):
        running = crawls.start("-a", "outlet=loopback", "-a", f"via={via}", spider="backfill")
        site.on_request(site.requests + request, lambda running=running: os.killpg(running.pid, signal.SIGKILL))
        running.communicate(timeout=60)
        process.end_session(running)
    ran = backfill(crawls, f"via={via}")
    assert ran.code == 0, ran.log
    assert urls(crawls) == roads.links()
    assert kept_once(crawls.records())


@pytest.mark.parametrize("via", ["feed", "listing"])
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
