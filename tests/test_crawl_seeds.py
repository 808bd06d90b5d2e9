"""Every kind of seed through a real crawl: what is found, when it is asked again, moves, lies and ends."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.core.url import clean_url
from tests.crawling import Crawls, Ran, plain_feed, served
from tests.site.behaviour import as_usual, cut_gzip, hang, redirect, status
from tests.site.loopback import LoopbackOutlet

HOUR = 3600


def later(crawls: Crawls, hours: float) -> Ran:
    """A run of the same command so many hours from now."""
    return crawls.latest(env={"PYTHONPATH": str(CLOCK), "NEWSCRAWL_TEST_CLOCK_OFFSET": str(hours * HOUR)})


CLOCK = Path(__file__).parent / "patches_clock"


def outlet(crawls: Crawls, site: LoopbackOutlet, *seeds: tuple[str, str], extra: str = "") -> None:
    """The site's outlet file with these seeds (via, path) in place of its feed."""
    text = "".join(f"[[seed]]\nvia = {json.dumps(via)}\nurl = {json.dumps(site.home + path)}\nserves = \"latest\"\n" for via, path in seeds)
    crawls.outlets.joinpath("loopback.toml").write_text(
        f'name = "The Loopback Herald"\nhome = "{site.home}/"\ntimezone = "Asia/Aden"\n{text}[fetch]\ndelay_seconds = 0\nconnections = 4\n{extra}', encoding="utf-8"
    )


def urlset(articles: Sequence[dict[str, Any]], *, news: bool = False) -> bytes:
    def entry(each: dict[str, Any]) -> str:
        told = f"<news:news><news:title>{each['title']}</news:title><news:publication_date>{each['published']}</news:publication_date></news:news>"
        return f"<url><loc>{each['url']}</loc><lastmod>2026-11-01</lastmod>{told if news else ''}</url>"

    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {names}>{"".join(map(entry, articles))}</urlset>'.encode()


def index(site: LoopbackOutlet, *children: tuple[str, str | None]) -> bytes:
    rows = "".join(f"<sitemap><loc>{site.home}{path}</loc>{f'<lastmod>{change}</lastmod>' if change else ''}</sitemap>" for path, change in children)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()


def kept(crawls: Crawls) -> set[str]:
    return {record["link"] for record in crawls.records()}


def urls(articles: Sequence[dict[str, Any]]) -> set[str]:
    return {str(clean_url(each["url"])) for each in articles}


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path)


# --- kinds of seeds -----------------------------------------------------------------------------------------------------------------------


def json_feed(articles: Sequence[dict[str, Any]]) -> bytes:
    items = [{"id": each["url"], "url": each["url"], "title": each["title"], "date_published": each["published"]} for each in articles]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "items": items}).encode()


def rdf(articles: Sequence[dict[str, Any]]) -> bytes:
    items = "".join(f'<item rdf:about="{each["url"]}"><title>{each["title"]}</title><link>{each["url"]}</link></item>' for each in articles)
    names = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    return f'<?xml version="1.0"?><rdf:RDF {names}><channel rdf:about="x"><title>Herald</title></channel>{items}</rdf:RDF>'.encode()


KINDS = [
    ("JSON Feed", "feed", json_feed, "application/feed+json"),
    ("RDF", "feed", rdf, "application/rdf+xml"),
    ("news sitemap", "sitemap", lambda articles: urlset(articles, news=True), "application/xml"),
    ("sitemap", "sitemap", urlset, "text/xml"),
    ("gz sitemap", "sitemap", lambda articles: gzip.compress(urlset(articles)), "application/x-gzip"),
    ("text sitemap", "sitemap", lambda articles: "\n".join(each["url"] for each in articles).encode(), "text/plain"),
]


@pytest.mark.parametrize(("via", "make", "content_type"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_a_kind_of_seed_brings_all_its_articles(crawls: Crawls, via: str, make: Any, content_type: str) -> None:
    with LoopbackOutlet(3) as site:
        outlet(crawls, site, (via, "/seed"))
        site.behave("/seed", served(make(site.truth()), content_type))
        ran = crawls.latest()
        assert (ran.code, kept(crawls)) == (0, urls(site.truth()))
        assert {record["provenance"]["published"] for record in crawls.records()} != {None}


def test_an_index_is_followed_and_only_what_changed_is_asked_again(crawls: Crawls) -> None:
    with LoopbackOutlet(6) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        truth = site.truth()
        for number, some in enumerate((truth[:2], truth[2:4], truth[4:]), start=1):
            site.behave(f"/s{number}.xml", served(urlset(some), "application/xml"))
        site.behave("/s2.xml.gz", served(gzip.compress(urlset(truth[2:4])), "application/octet-stream"))
        listed = [("/s1.xml", "2026-01-01"), ("/s2.xml.gz", "2026-02-01"), ("/s3.xml", "2026-03-01"), ("/index.xml", "2026-03-01"), ("/missing.xml", None)]
        site.behave("/index.xml", served(index(site, *listed), "application/xml"))
        first = crawls.latest()
        assert (first.code, kept(crawls)) == (3, urls(truth))  # one sitemap is missing
        assert "/missing.xml" in " ".join(first.summary["outlets"]["loopback"]["seed_problems"])
        new = site.publish(1)
        site.behave("/s3.xml", served(urlset([*truth[4:], *new]), "application/xml"))
        site.behave("/index.xml", served(index(site, *listed[:2], ("/s3.xml", "2026-03-02")), "application/xml"))
        second = later(crawls, 30)
        assert (second.code, kept(crawls)) == (0, urls(site.truth()))
        assert [len(site.asked(path)) for path in ("/index.xml", "/s1.xml", "/s2.xml.gz", "/s3.xml", "/missing.xml")] == [2, 1, 1, 2, 1]


def test_old_sitemaps_of_an_index_are_not_asked_for(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"), extra="max_age_days = 30\n")
        site.behave("/index.xml", served(index(site, ("/old.xml", "2019-04-01"), ("/new.xml", "2099-01-01")), "application/xml"))
        site.behave("/new.xml", served(urlset(site.truth()), "application/xml"))
        assert crawls.latest().code == 0
        assert (len(site.asked("/old.xml")), len(site.asked("/new.xml"))) == (0, 1)


# --- from the home page, and from an address ----------------------------------------------------------------------------------------------


def test_seeds_are_found_from_the_home_page_and_remembered(crawls: Crawls) -> None:
    with LoopbackOutlet(3) as site:
        outlet(crawls, site)
        assert (crawls.latest().code, kept(crawls)) == (0, urls(site.truth()))
        assert len(site.asked("/")) == 1
        site.publish(2)
        assert (later(crawls, 2).code, kept(crawls)) == (0, urls(site.truth()))
        assert len(site.asked("/")) == 1
        assert site.asked("/feed/")[-1].is_conditional


def test_dead_seeds_are_looked_for_again(crawls: Crawls) -> None:
    with LoopbackOutlet(3) as site:
        outlet(crawls, site)
        assert crawls.latest().code == 0
        for path in ("/feed/", "/atom/"):
            site.behave(path, status(410))
        assert later(crawls, 30).code == 3
        new = site.publish(1)
        site.behave("/news.json", served(json_feed(site.truth()), "application/feed+json"))
        site.behave("/", served(b'<html><head><link rel="alternate" type="application/feed+json" href="/news.json"></head><body>Home</body></html>', "text/html"))
        assert later(crawls, 60).code == 0
        assert urls(new) <= kept(crawls)


def test_a_site_without_any_seed_says_so_and_is_left_alone(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        outlet(crawls, site)
        site.behave("/", served(b"<html><body>Nothing here</body></html>", "text/html"))
        for path in ("/feed/", "/atom/"):
            site.behave(path, status(404))
        ran = crawls.latest()
        assert ran.code == 3
        assert "name a seed in the outlet file" in ran.stdout
        before = site.requests
        assert crawls.latest().code == 0
        assert site.requests == before


def test_a_sitemap_of_robots_txt_is_found(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site)
        site.robots = f"User-agent: *\nAllow: /\nSitemap: {site.home}/maps/articles.xml\n"
        site.behave("/", served(b"<html><body>Nothing here</body></html>", "text/html"))
        site.behave("/feed/", status(404))
        site.behave("/maps/articles.xml", served(urlset(site.truth()), "application/xml"))
        assert (crawls.latest().code, kept(crawls)) == (0, urls(site.truth()))


def test_a_site_by_its_address_becomes_an_outlet_that_is_kept(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        assert crawls.latest("-a", f"site={site.home}").code == 0
        (file,) = crawls.data.glob("outlets/*.toml")
        assert {record["outlet"] for record in crawls.records()} == {file.stem}
        assert kept(crawls) == urls(site.truth())
        site.publish(1)
        assert crawls.latest("-a", f"outlet={file.stem}", "-a", "force=1").code == 0
        assert kept(crawls) == urls(site.truth())


def test_a_site_of_a_known_outlet_is_that_outlet(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        assert crawls.latest("-a", f"site={site.home}/").code == 0
        assert {record["outlet"] for record in crawls.records()} == {"loopback"}
        assert not (crawls.data / "outlets").exists()


# --- when it is asked again ---------------------------------------------------------------------------------------------------------------


@pytest.mark.promise("T13")
def test_a_seed_that_is_not_due_costs_nothing(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        site.outlet_toml(crawls.outlets)
        crawls.latest()
        before = site.requests
        ran = crawls.latest()
        assert (ran.code, site.requests) == (0, before)
        assert later(crawls, 1).seeds()["unchanged"] == 1


WAITS = [
    ("Retry-After", ("Retry-After", "7200"), b""),
    ("Cache-Control", ("Cache-Control", "max-age=7200"), b""),
    ("ttl", ("X-Nothing", "here"), b"<ttl>120</ttl>"),
]


@pytest.mark.promise("T13")
@pytest.mark.parametrize(("header", "inside"), [row[1:] for row in WAITS], ids=[row[0] for row in WAITS])
def test_what_a_seed_asks_for_is_waited_for(crawls: Crawls, header: tuple[str, str], inside: bytes) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        body = b'<rss version="2.0"><channel><title>T</title>' + inside + f"<item><link>{site.truth()[0]['url']}</link></item></channel></rss>".encode()
        site.behave("/feed/", served(body, "application/rss+xml", header))
        crawls.latest()
        later(crawls, 1.9)
        assert len(site.asked("/feed/")) == 1
        later(crawls, 2.3)
        assert len(site.asked("/feed/")) == 2


def test_failures_of_a_seed_back_off(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        site.behave("/feed/", status(404))
        assert crawls.latest().code == 3
        assert crawls.latest().code == 0  # not due, and nothing is owed
        assert later(crawls, 0.9).seeds()["failed"] == 0
        assert later(crawls, 1.2).seeds()["failed"] == 1
        assert len(site.asked("/feed/")) == 2


def test_410_stops_a_seed_and_every_run_says_so(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        site.behave("/feed/", status(410))
        first = crawls.latest()
        assert (first.code, first.seeds()["failed"]) == (3, 1)
        site.behave("/feed/")
        second = later(crawls, 24 * 400)
        assert (second.code, len(site.asked("/feed/"))) == (3, 1)
        assert "it answered 410 on" in second.stdout
        assert crawls.latest("-a", "force=1").code == 0
        assert len(crawls.records()) == 1


def test_a_permanent_redirect_is_adopted_and_the_old_address_is_the_way_back(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        site.outlet_toml(crawls.outlets)
        site.behave("/feed/", redirect("/atom/", 308))
        ran = crawls.latest()
        assert (ran.code, len(crawls.records())) == (0, 2)
        assert "moved for good" in ran.stdout
        assert later(crawls, 2).seeds()["unchanged"] == 1
        assert (len(site.asked("/feed/")), len(site.asked("/atom/"))) == (1, 2)
        site.behave("/feed/")
        site.behave("/atom/", status(404))
        assert later(crawls, 5).code == 3
        site.publish(1)
        assert later(crawls, 6).code == 0
        assert len(site.asked("/feed/")) == 2
        assert len(crawls.records()) == 3


def test_a_redirect_to_a_feed_of_others_is_not_adopted(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        site.behave("/feed/", redirect("/parked/", 301))
        site.behave("/parked/", plain_feed("https://casino.example/win"))
        crawls.latest()
        later(crawls, 2)
        assert len(site.asked("/feed/")) == 2


@pytest.mark.promise("T13")
def test_a_304_that_lies_is_found_out_and_remembered(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        site.outlet_toml(crawls.outlets)
        headers = (("ETag", '"always"'),)
        site.behave("/feed/", served(b"".join(feed_of(site)), "application/rss+xml", *headers), status(304, *headers))
        crawls.latest()
        site.publish(1)
        assert later(crawls, 2).seeds()["unchanged"] == 1
        site.behave("/feed/", served(b"".join(feed_of(site)), "application/rss+xml", *headers))
        ran = later(crawls, 24 * 31)
        assert not site.asked("/feed/")[-1].is_conditional
        assert len(crawls.records()) == 3
        assert "without conditions" in ran.stdout
        later(crawls, 24 * 33)
        assert not site.asked("/feed/")[-1].is_conditional


def feed_of(site: LoopbackOutlet) -> list[bytes]:
    items = [f"<item><link>{each['url']}</link></item>".encode() for each in site.truth()]
    return [b'<rss version="2.0"><channel><title>T</title>', *items, b"</channel></rss>"]


@pytest.mark.promise("T9")
def test_a_seed_that_hangs_holds_no_other_up(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site, LoopbackOutlet(2, seed=2, address="127.0.0.2") as other:
        site.outlet_toml(crawls.outlets)
        other.outlet_toml(crawls.outlets, "other")
        site.behave("/feed/", hang)
        ran = crawls.latest("-s", "DOWNLOAD_TIMEOUT=2")
        assert ran.code == 3
        assert {record["outlet"] for record in crawls.records()} == {"other"}
        site.behave("/feed/", as_usual)
        assert later(crawls, 1).code == 0
        assert len(crawls.records()) == 4


# --- what a bad hour may not cost -----------------------------------------------------------------------------------------------------------


def test_a_sitemap_that_changes_on_the_day_that_its_index_names_is_asked_again(crawls: Crawls) -> None:
    today = datetime.now(UTC).date().isoformat()
    with LoopbackOutlet(2) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        site.behave("/index.xml", served(index(site, ("/month.xml", today)), "application/xml"))
        site.behave("/month.xml", served(urlset(site.truth()), "application/xml"))
        crawls.latest()
        site.publish(2)
        site.behave("/month.xml", served(urlset(site.truth()), "application/xml"))
        later(crawls, 3)
        assert kept(crawls) == urls(site.truth())


def test_an_index_whose_sitemaps_change_is_asked_more_often(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        for hour in range(3):
            site.behave("/index.xml", served(index(site, ("/s.xml", f"2026-01-0{hour + 1}")), "application/xml"))
            site.behave("/s.xml", served(urlset(site.truth()), "application/xml"))
            later(crawls, hour)
        ((interval,),) = crawls.query("SELECT interval_s FROM seed WHERE url LIKE '%index.xml'")
        assert interval < HOUR / 2


@pytest.mark.thorough
def test_found_seeds_outlive_an_outage(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site)
        crawls.latest()
        for path in ("/feed/", "/atom/"):
            site.behave(path, status(503))
        for hours in (2, 2.3, 2.6, 3, 4, 6):
            later(crawls, hours)
        site.behave("/feed/")
        site.publish(1)
        later(crawls, 12)
        assert kept(crawls) == urls(site.truth())


def test_one_bad_candidate_does_not_end_the_search(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site)
        links = b"".join(b'<link rel="alternate" type="application/rss+xml" href="/%s">' % name for name in (b"a.xml", b"b.xml", b"feed/"))
        site.behave("/", served(b"<html><head>" + links + b"</head><body>Home</body></html>", "text/html"))
        site.behave("/a.xml", hang)
        site.behave("/b.xml", cut_gzip)
        ran = crawls.latest("-s", "DOWNLOAD_TIMEOUT=1")
        assert (kept(crawls), ran.summary["errors"]) == (urls(site.truth()), 0)


def test_a_busy_host_is_searched_later_and_not_told_to_have_nothing(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site)
        for path in ("/feed/", "/atom/"):
            site.behave(path, status(429, ("Retry-After", "4")))
        ran = crawls.latest()
        assert (ran.code, "name a seed" in ran.stdout) == (3, False)
        assert len(site.asked("/feed/")) + len(site.asked("/atom/")) == 1
        for path in ("/feed/", "/atom/"):
            site.behave(path)
        later(crawls, 0.5)
        assert kept(crawls) == urls(site.truth())


def test_410_behind_a_temporary_redirect_is_not_the_end(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        site.behave("/feed/", redirect("/maintenance/", 302), as_usual)
        site.behave("/maintenance/", status(410))
        assert crawls.latest().code == 3
        assert later(crawls, 3).code == 0
        assert kept(crawls) == urls(site.truth())


def test_a_rule_that_is_gone_keeps_no_sitemap_away(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"), extra="max_age_days = 30\n")
        site.behave("/index.xml", served(index(site, ("/old.xml", "2019-04-01")), "application/xml"))
        site.behave("/old.xml", served(urlset(site.truth()), "application/xml"))
        crawls.latest()
        assert not site.asked("/old.xml")
        outlet(crawls, site, ("sitemap", "/index.xml"))
        later(crawls, 30)
        assert kept(crawls) == urls(site.truth())


def test_sitemaps_of_an_index_that_is_no_seed_any_more_are_left_alone(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        site.behave("/index.xml", served(index(site, ("/s.xml", None)), "application/xml"))
        site.behave("/s.xml", served(urlset(site.truth()), "application/xml"))
        crawls.latest()
        outlet(crawls, site, ("sitemap", "/other.xml"))
        site.behave("/other.xml", served(urlset(site.truth()), "application/xml"))
        later(crawls, 30)
        assert len(site.asked("/s.xml")) == 1


def test_the_address_of_a_feed_given_as_a_site_is_that_feed(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        assert crawls.latest("-a", f"site={site.home}/feed/").code == 0
        assert kept(crawls) == urls(site.truth())


def test_what_a_killed_run_had_read_and_not_stored_is_removed(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        spool = crawls.data / "runs" / "20260101T000000Z-abcdef.1.links"
        spool.parent.mkdir(parents=True)
        spool.write_bytes(b"x")
        crawls.latest()
        assert not spool.exists()


# --- what must not grow out of one bad answer ---------------------------------------------------------------------------------------------


def test_a_place_that_is_always_busy_ends_no_search(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site:
        outlet(crawls, site)
        site.robots = f"User-agent: *\nAllow: /\nSitemap: {site.home}/maps/articles.xml\n"
        site.behave("/", served(b"<html><body>Nothing here</body></html>", "text/html"))
        site.behave("/feed/", status(503))
        site.behave("/maps/articles.xml", served(urlset(site.truth()), "application/xml"))
        assert later(crawls, 0).code == 0
        assert kept(crawls) == urls(site.truth())


@pytest.mark.promise("T13")
def test_another_host_that_wants_quiet_ends_no_search(crawls: Crawls) -> None:
    with LoopbackOutlet(2) as site, LoopbackOutlet(1) as other:
        outlet(crawls, site)
        other.behave("/robots.txt", status(503))
        links = f'<link rel="alternate" type="application/rss+xml" href="{other.home}/a.xml"><link rel="alternate" type="application/rss+xml" href="/feed/">'
        site.behave("/", served(f"<html><head>{links}</head><body></body></html>".encode(), "text/html"))
        later(crawls, 0)
        assert kept(crawls) == urls(site.truth())


@pytest.mark.thorough
def test_an_index_that_dates_all_its_sitemaps_anew_has_them_asked_less_and_less(crawls: Crawls) -> None:
    with LoopbackOutlet(1) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        site.behave("/map.xml", served(urlset(site.truth()), "application/xml"))
        for step in range(5):
            site.behave("/index.xml", served(index(site, ("/map.xml", f"2026-11-20T10:{step:02}:00Z")), "application/xml"))
            later(crawls, step * 0.2)
        assert len(site.asked("/map.xml")) <= 3  # at once, ten minutes later, twenty minutes later
        site.publish(1)
        site.behave("/map.xml", served(urlset(site.truth()), "application/xml"))
        later(crawls, 30)
        assert kept(crawls) == urls(site.truth())


def test_what_a_clock_that_ran_ahead_put_off_is_fetched(crawls: Crawls) -> None:
    ahead = {"PYTHONPATH": str(CLOCK), "NEWSCRAWL_TEST_CLOCK_OFFSET": str(400 * 24 * HOUR)}
    with LoopbackOutlet(3) as site:
        outlet(crawls, site, ("feed", "/feed/"))
        crawls.latest("-a", "limit=1", env=ahead)
        assert later(crawls, 0).code == 0
        assert kept(crawls) == urls(site.truth())


def test_a_sitemap_of_an_index_that_a_clock_put_off_is_asked(crawls: Crawls) -> None:
    ahead = {"PYTHONPATH": str(CLOCK), "NEWSCRAWL_TEST_CLOCK_OFFSET": str(400 * 24 * HOUR)}
    with LoopbackOutlet(1) as site:
        outlet(crawls, site, ("sitemap", "/index.xml"))
        site.behave("/index.xml", served(index(site, ("/map.xml", None)), "application/xml"))
        site.behave("/map.xml", served(urlset(site.truth()), "application/xml"))
        crawls.latest(env=ahead)
        site.publish(1)
        site.behave("/map.xml", served(urlset(site.truth()), "application/xml"))
        later(crawls, 1)
        assert kept(crawls) == urls(site.truth())
