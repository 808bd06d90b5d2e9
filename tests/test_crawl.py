"""One outlet polled again and again: what is asked, what is kept, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.crawling import Crawls, Ran, page, plain_feed
from tests.site.behaviour import Answer, redirect
from tests.site.loopback import LoopbackOutlet, Request
from tests.site.prose import story

ARTICLES, NEW_ARTICLES = 8, 2
MORE_SEEDS = """
[[seed]]
via = "feed"
url = "{home}/atom/"
[[seed]]
via = "feed"
url = "{home}/plain/"
[[seed]]
via = "feed"
url = "{home}/old-feed/"
"""


def weak_etag(answer: Answer) -> Answer:
    """What nginx makes of an entity tag when it compresses."""
    etag = dict(answer.headers)["ETag"]
    return answer.with_header("ETag", f"W/{etag}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """Three runs over one outlet with four seeds, and what the server was asked in each."""

    site: LoopbackOutlet
    crawls: Crawls
    runs: tuple[Ran, Ran, Ran]
    asked: tuple[list[Request], list[Request], list[Request]]

    def request(self, run: int, path: str) -> Request:
        """The one request of a path in a run."""
        (found,) = (request for request in self.asked[run] if request.path == path)
        return found

    def pages(self, run: int) -> list[str]:
        """Paths of a run that are no seed and no robots.txt."""
        return [request.path for request in self.asked[run] if request.path not in ("/feed/", "/atom/", "/plain/", "/old-feed/", "/robots.txt")]


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polled]:
    crawls = Crawls(tmp_path_factory.mktemp("polled"))
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets, connections=2, extra=MORE_SEEDS.format(home=site.home))
        site.behave("/feed/", weak_etag)
        site.behave("/old-feed/", redirect("/atom/", 302))
        site.behave("/plain/", plain_feed(f"{site.home}/only-here/"))
        site.behave("/only-here/", page(site, 500))
        moved = site.truth()[0]["url"]
        site.behave(moved, redirect("/hop/"))
        site.behave("/hop/", redirect("/final/", 302))
        site.behave("/final/", page(site, 1))
        runs, asked = [], []
        for prepare in (lambda: None, lambda: None, lambda: announce_more(site, crawls)):
            prepare()
            before = site.requests
            runs.append(crawls.latest("-a", "outlet=loopback", "-a", "force=1"))
            asked.append(site.log[before:])
        yield Polled(site=site, crawls=crawls, runs=tuple(runs), asked=tuple(asked))


def announce_more(site: LoopbackOutlet, crawls: Crawls) -> None:
    """New articles, old ones under other addresses, and a reader that has learnt something."""
    site.publish(NEW_ARTICLES)
    known = site.truth()[1]["url"]
    site.behave("/new-title/", redirect(known))
    site.behave("/plain/", plain_feed(f"{site.home}/hop/", f"{site.home}/final/?utm_source=feed", f"{known}?fbclid=x", f"{site.home}/new-title/"))
    crawls.query("UPDATE seed SET reader = 0 WHERE url = ?", f"{site.home}/feed/")


def test_each_run_ends_with_0_and_its_sums_close(polled: Polled) -> None:
    assert [ran.code for ran in polled.runs] == [0, 0, 0]
    assert [ran.links()["kept"] for ran in polled.runs] == [ARTICLES + 1, 0, NEW_ARTICLES]
    assert [ran.links()["rejected"] for ran in polled.runs] == [{}, {}, {"seen": 1}]
    assert sum(ran.links()["announced"] for ran in polled.runs) == len(polled.crawls.rows())


def test_the_output_is_what_was_announced(polled: Polled) -> None:
    truth = {article["text"]: article for article in polled.site.truth()}
    records = polled.crawls.records()
    assert {record["text"] for record in records} == {*truth, story(polled.site.seed, 500).text}
    assert len(records) == ARTICLES + NEW_ARTICLES + 1
    for record in records:
        if record["text"] in truth:
            expected = truth[record["text"]]
            assert {key: record[key] for key in ("title", "published", "authors", "language")} == {
                key: expected[key] for key in ("title", "published", "authors", "language")
            }


def test_seeds_are_read_then_unchanged(polled: Polled) -> None:
    assert [ran.seeds() for ran in polled.runs] == [
        {"read": 4, "unchanged": 0, "failed": 0},
        {"read": 0, "unchanged": 4, "failed": 0},
        {"read": 4, "unchanged": 0, "failed": 0},
    ]


def test_the_second_poll_is_conditional_and_fetches_no_page(polled: Polled) -> None:
    assert polled.runs[1].stat("downloader/response_status_count/304") == 2  # RSS and Atom
    assert polled.pages(1) == []
    for path in ("/feed/", "/atom/"):
        asked = polled.request(1, path) if path == "/feed/" else next(r for r in polled.asked[1] if r.path == path and r.is_conditional)
        assert asked.headers["if-none-match"].startswith('"'), "the tag as the application sent it, without the proxy's W/"
        assert asked.headers["if-modified-since"].endswith("GMT")


def test_a_first_poll_and_robots_txt_are_not_conditional(polled: Polled) -> None:
    assert not [request for request in polled.asked[0] if request.is_conditional]
    assert not [request for run in polled.asked for request in run if request.path == "/robots.txt" and request.is_conditional]


def test_a_redirected_seed_has_no_validators(polled: Polled) -> None:
    """Its target is a seed too: each run asks for it twice, and only for its own sake on conditions."""
    for run in polled.asked[1:]:
        assert sorted(request.is_conditional for request in run if request.path == "/atom/") == [False, True]
        assert not [request for request in run if request.path == "/old-feed/" and request.is_conditional]
    (row,) = polled.crawls.query("SELECT etag, last_modified FROM seed WHERE url = ?", f"{polled.site.home}/old-feed/")
    assert row == (None, None)


def test_a_seed_without_validators_is_told_by_its_body(polled: Polled) -> None:
    assert not polled.request(1, "/plain/").is_conditional
    (row,) = polled.crawls.query("SELECT etag, last_modified, length(body_hash) FROM seed WHERE url = ?", f"{polled.site.home}/plain/")
    assert row == (None, None, 16)


def test_a_newer_reader_asks_once_without_conditions(polled: Polled) -> None:
    assert not polled.request(2, "/feed/").is_conditional
    assert polled.crawls.query("SELECT count(*) FROM seed WHERE reader = 0") == [(0,)], "so that the next poll has conditions again"
    ((etag,),) = polled.crawls.query("SELECT etag FROM seed WHERE url = ?", f"{polled.site.home}/feed/")
    assert etag.startswith('W/"'), "stored as it came"


def test_only_what_is_new_is_fetched(polled: Polled) -> None:
    new = [urlsplit(article["url"]).path for article in polled.site.truth()[-NEW_ARTICLES:]]
    known = urlsplit(polled.site.truth()[1]["url"]).path
    assert sorted(path.lower() for path in polled.pages(2)) == sorted(path.lower() for path in (*new, "/new-title/", known))


def test_an_article_has_all_addresses_that_led_to_it(polled: Polled) -> None:
    (record,) = (record for record in polled.crawls.records() if record["url"] == f"{polled.site.home}/final/")
    assert record["link"].lower() == polled.site.truth()[0]["url"].lower()
    aliases = {url.lower() for (url,) in polled.crawls.query("SELECT url FROM alias WHERE article = ?", record["id"])}
    assert {record["link"].lower(), f"{polled.site.home}/hop/", record["url"]} <= aliases


def test_a_new_address_of_a_known_article_is_seen(polled: Polled) -> None:
    row = polled.crawls.rows()[f"{polled.site.home}/new-title/"]
    assert (row.status, row.reason, row.detail) == ("rejected", "seen", id_of_second(polled))


def test_a_seen_link_leads_to_its_article(polled: Polled) -> None:
    assert polled.crawls.rows()[f"{polled.site.home}/new-title/"].article == id_of_second(polled)
    aliases = {url for (url,) in polled.crawls.query("SELECT url FROM alias WHERE article = ?", id_of_second(polled))}
    assert f"{polled.site.home}/new-title/" in aliases


def id_of_second(polled: Polled) -> str:
    """The id of the site's second article, which was announced again under another address."""
    url = polled.site.truth()[1]["url"].lower()
    (known,) = (str(record["id"]) for record in polled.crawls.records() if record["url"].lower() == url)
    return known
