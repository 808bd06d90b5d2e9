"""Two runs at once on one data folder: what they leave is what one after the other would, or the second leaves with 4 and says whom it waits for."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import Crawls, Ran
from tests.site.behaviour import Answer, Behaviour
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = pytest.mark.promise("T3")

ARTICLES = 24
POSTS = 150  # two windows
PATIENCE_SECONDS = 60
INTERFACE = "/wp-json/wp/v2/posts"


@pytest.fixture
def site() -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(ARTICLES) as made:
        yield made


@pytest.fixture
def crawls(tmp_path: Path, site: LoopbackOutlet) -> Crawls:
    site.outlet_toml(tmp_path / "outlets")
    return Crawls(tmp_path)


def at_once(crawls: Crawls, *commands: tuple[str, ...]) -> list[Ran]:
    """Runs of these commands (spider, arguments) that begin together, to their ends."""
    running = [crawls.start("-a", "outlet=loopback", *args, spider=spider) for spider, *args in commands]
    return [crawls.ran(each) for each in running]


def codes(ran: list[Ran]) -> list[int]:
    assert not any("Traceback" in each.log for each in ran), [each.log for each in ran]
    return [each.code for each in ran]


def lines_of(crawls: Crawls) -> Counter[tuple[str, int]]:
    """How many lines there are of each version of each address."""
    return Counter((record["url"].lower(), record["version"]) for record in crawls.records())


def firsts(urls: list[str]) -> Counter[tuple[str, int]]:
    return Counter((url.lower(), 1) for url in urls)


def truth(site: LoopbackOutlet) -> list[str]:
    return [article["url"] for article in site.truth()]


def is_settled(crawls: Crawls) -> bool:
    return not crawls.query("SELECT url FROM link WHERE status IN ('pending', 'claimed')") and not crawls.query("SELECT url FROM seed WHERE run IS NOT NULL")


def held_until(go_on: threading.Event, arrived: threading.Event, made: MadeWordPress) -> Behaviour:
    """The interface's answer, which comes when the test lets it."""

    def behaviour(_: Answer) -> Answer:
        request = made.site.log[-1]
        arrived.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return made.answer("posts", request)

    return behaviour


def test_a_second_walk_over_one_interface_leaves_with_4_and_says_why(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, POSTS)
    made.open()
    arrived, go_on = threading.Event(), threading.Event()
    site.behave(INTERFACE, held_until(go_on, arrived, made))
    walk = ("-a", "outlet=loopback", "-a", "via=wordpress")
    first = crawls.start(*walk, spider="backfill")
    try:
        assert arrived.wait(PATIENCE_SECONDS)
        before = len(site.asked(INTERFACE))
        second = crawls.crawl("backfill", *walk)
        assert len(site.asked(INTERFACE)) == before
    finally:
        go_on.set()
    assert (second.code, crawls.ran(first).code) == (4, 0)
    assert f"{site.home}/wp-json/: another run walks it; wait until that is over" in second.log
    assert "Traceback" not in second.log
    wanted = firsts([made.link(post) for post in made.posts])
    assert lines_of(crawls) == wanted
    assert crawls.crawl("backfill", *walk).code == 0
    assert lines_of(crawls) == wanted
    assert is_settled(crawls)


@pytest.mark.thorough
def test_two_backfills_at_once_over_the_interface(site: LoopbackOutlet, crawls: Crawls) -> None:
    made = MadeWordPress.with_posts(site, POSTS)
    made.open()
    walk = ("backfill", "-a", "via=wordpress")
    assert set(codes(at_once(crawls, walk, walk))) <= {0, 4}
    assert lines_of(crawls) == firsts([made.link(post) for post in made.posts])
    assert is_settled(crawls)


@pytest.mark.thorough
@pytest.mark.parametrize("via", ["sitemap", "feed", "sitemap,feed,listing"])
def test_two_backfills_at_once_over_pages(site: LoopbackOutlet, crawls: Crawls, via: str) -> None:
    roads = MadeRoads(site)
    roads.open_sitemaps()
    roads.open_feed()
    roads.open_list()
    walk = ("backfill", "-a", f"via={via}")
    ended = codes(at_once(crawls, walk, walk))
    assert set(ended) <= {0, 3}, ended
    if ended != [0, 0]:
        assert crawls.crawl("backfill", "-a", "outlet=loopback", *walk[1:]).code == 0
    assert lines_of(crawls) == firsts(truth(site))
    assert set(site.article_requests().values()) == {1}
    assert is_settled(crawls)


def edited(answer: Answer) -> Answer:
    """Another word in each paragraph."""
    return Answer(status=answer.status, headers=(("Content-Type", "text/html; charset=UTF-8"),), body=answer.body.replace(b"</p>", b" Updated.</p>"))


@pytest.mark.thorough
def test_two_replays_at_once_of_one_archive(site: LoopbackOutlet, crawls: Crawls) -> None:
    """Into a state without articles, then by a rule that changes them all; in the archive is an edit, too."""
    urls = truth(site)
    assert crawls.latest().code == 0
    site.behave(urls[0], edited)
    assert crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"url={urls[0]}").code == 0
    for lost in (*crawls.data.glob("state.sqlite*"), *crawls.data.glob("articles/*/*")):
        lost.unlink()
    assert codes(at_once(crawls, ("replay",), ("replay",))) == [0, 0]
    rebuilt = firsts(urls) + Counter({(urls[0].lower(), 2): 1})
    assert lines_of(crawls) == rebuilt
    line = next(record["text"].split("\n")[1] for record in crawls.records() if record["url"].lower() == urls[1].lower())
    with_it = {record["url"].lower() for record in crawls.records() if line in record["text"].split("\n")}
    site.outlet_toml(crawls.outlets, extra=f"[boilerplate]\nlines = [{json.dumps(line)}]")
    assert codes(at_once(crawls, ("replay",), ("replay",))) == [0, 0]
    assert urls[0].lower() not in with_it
    assert lines_of(crawls) == rebuilt + Counter((url, 2) for url in with_it)
    assert is_settled(crawls)


@pytest.mark.thorough
def test_pages_and_latest_at_once(site: LoopbackOutlet, crawls: Crawls) -> None:
    """All pages that are known are asked for, some of which say something else, while new ones are announced; one of these is given as well."""
    known = truth(site)
    assert crawls.latest().code == 0
    for url in known[:3]:
        site.behave(url, edited)
    new = [article["url"] for article in site.publish(6)]
    given = crawls.outlets.parent / "given.txt"
    given.write_text("\n".join([*known, new[0]]), encoding="utf-8")
    ended = codes(at_once(crawls, ("pages", "-a", f"file={given}"), ("latest", "-a", "force=1")))
    assert set(ended) <= {0, 3}, ended
    if ended != [0, 0]:
        assert crawls.latest("-a", "force=1").code == 0
    assert lines_of(crawls) == firsts([*known, *new]) + Counter({(url.lower(), 2): 1 for url in known[:3]})
    assert {site.article_requests()[url] for url in new[1:]} == {1}
    assert is_settled(crawls)
