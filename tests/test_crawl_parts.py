"""Articles on several pages: one record with all of the text, or none yet; whatever the further pages do."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from newscrawl.core.part_address import MOST_PARTS
from newscrawl.core.url import clean_url
from tests.crawling import Crawls, Ran, plain_feed, served
from tests.site.behaviour import Behaviour, redirect, status
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page
from tests.site.prose import Story, story

HTML = "text/html; charset=UTF-8"
END_OF_TEXT = '</div>\n<footer class="entry-footer">'


def pager(address: str, size: int, number: int) -> str:
    """WordPress's own."""
    links = (f'<a href="{address}{n}/" class="post-page-numbers">{n}</a>' if n > 1 else f'<a href="{address}" class="post-page-numbers">1</a>' for n in range(1, size + 1))
    here = f'<span class="post-page-numbers current" aria-current="page">{number}</span>'
    return f'<p class="post-nav-links">Pages: {" ".join(here if n == number else link for n, link in enumerate(links, 1))}</p>'


def part(site: LoopbackOutlet, found: Story, lines: Sequence[str], size: int, number: int) -> Behaviour:
    """The page of one part of a story."""
    html = article_page(replace(found, text="\n".join(lines)), site.home)
    return served(html.replace(END_OF_TEXT, pager(site.home + found.path, size, number) + END_OF_TEXT).encode(), HTML)


def split(site: LoopbackOutlet, number: int, *sizes: int) -> Story:
    """Article `number` on so many pages, with so many paragraphs on each."""
    found = story(site.seed, number)
    lines = found.text.split("\n")
    for n, size in enumerate(sizes, 1):
        start = sum(sizes[: n - 1])
        site.behave(found.path if n == 1 else f"{found.path}{n}/", part(site, found, lines[start : start + size], len(sizes), n))
    return found


def texts(crawls: Crawls) -> Counter[str]:
    return Counter(record["text"] for record in crawls.records())


def address(site: LoopbackOutlet, found: Story) -> str:
    """As records and rows have it."""
    return str(clean_url(site.home + found.path))


def record_of(crawls: Crawls, site: LoopbackOutlet, found: Story) -> dict[str, Any]:
    (record,) = [record for record in crawls.records() if record["link"] == address(site, found)]
    return record


# --- all is well ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Four articles, two of them on several pages, crawled twice, and replayed."""

    crawls: Crawls
    site: LoopbackOutlet
    ran: Ran
    again: Ran
    replayed: Crawls
    replay: Ran
    two: Story
    three: Story


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    crawls = Crawls(tmp_path_factory.mktemp("whole"))
    with LoopbackOutlet(4) as site:
        site.outlet_toml(crawls.outlets)
        two, three = split(site, 2, 3, 2), split(site, 3, 2, 2, 1)
        ran = crawls.latest()
        site.behave("/feed/", plain_feed(*(site.home + path for path in (two.path, f"{two.path}2/", f"{three.path}3/"))))
        again = crawls.latest("-a", "force=1")
        replayed = Crawls(tmp_path_factory.mktemp("replayed"))
        site.outlet_toml(replayed.outlets)
        replay = replayed.crawl("replay", "-a", f"warc={crawls.data}/warc/**/*.warc.gz")
        yield Whole(crawls=crawls, site=site, ran=ran, again=again, replayed=replayed, replay=replay, two=two, three=three)


def test_an_article_on_several_pages_is_one_record(whole: Whole) -> None:
    assert whole.ran.code == 0, whole.ran.log
    assert texts(whole.crawls) == Counter(article["text"] for article in whole.site.truth())
    assert whole.ran.links()["announced"] == whole.ran.links()["kept"] == 4
    two = record_of(whole.crawls, whole.site, whole.two)
    assert (two["url"], two["title"]) == (address(whole.site, whole.two), whole.two.title)
    assert two["provenance"]["parts"] == {"read": 2}
    assert "parts" not in record_of(whole.crawls, whole.site, story(whole.site.seed, 1))["provenance"]


def test_each_page_is_fetched_once_and_saved(whole: Whole) -> None:
    for found, number in ((whole.two, 2), (whole.three, 3)):
        addresses = [found.path, *(f"{found.path}{n}/" for n in range(2, number + 1))]
        assert [len(whole.site.asked(each)) for each in addresses] == [1] * number
        raw = record_of(whole.crawls, whole.site, found)["raw"]
        assert len({(ref["file"], ref["offset"]) for ref in raw}) == len({ref["digest"] for ref in raw}) == number


def test_the_address_of_a_part_is_known_as_its_article(whole: Whole) -> None:
    assert whole.again.code == 0
    assert whole.again.links()["new"] == 0
    assert len(whole.crawls.records()) == 4


def test_the_archive_gives_the_same_articles(whole: Whole) -> None:
    assert whole.replay.code == 0, whole.replay.log
    kept, again = ({r["id"]: {**r, "raw": [ref["offset"] for ref in r["raw"]]} for r in crawls.records()} for crawls in (whole.crawls, whole.replayed))
    assert kept == again
    assert whole.replay.summary["damaged"] == 0


def test_an_archive_without_a_part_gives_no_half_article(whole: Whole, tmp_path: Path) -> None:
    (file,) = whole.crawls.data.glob("warc/**/*.warc.gz")
    second = record_of(whole.crawls, whole.site, whole.two)["raw"][1]["offset"]
    data = file.read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(data[:second] + data[data.index(b"\x1f\x8b\x08", second + 3) :])
    other = Crawls(tmp_path / "other")
    whole.site.outlet_toml(other.outlets)
    ran = other.crawl("replay", "-a", f"warc={tmp_path}/cut.warc.gz")
    assert ran.code == 3
    assert ran.summary["damaged"] == 1
    assert whole.two.text not in texts(other)
    assert len(other.records()) == 3


# --- parts that end -----------------------------------------------------------------------------------------------------------------------

BY_404, BY_410, TO_FIRST, AWAY, REPEATS, ANOTHER, CLOSED, A_LIST = range(1, 9)
ENDS = [
    (BY_404, "not_found"),
    (BY_410, "gone"),
    (TO_FIRST, None),
    (AWAY, "outside"),
    (REPEATS, None),
    (ANOTHER, None),
    (CLOSED, "robots"),
    (A_LIST, None),
]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawls, LoopbackOutlet, Ran]]:
    crawls = Crawls(tmp_path_factory.mktemp("ended"))
    with LoopbackOutlet(len(ENDS)) as site:
        site.outlet_toml(crawls.outlets)
        for number, _ in ENDS:
            split(site, number, 3, 2)
        paths = {number: story(site.seed, number).path for number, _ in ENDS}
        site.behave(f"{paths[BY_404]}2/", status(404))
        site.behave(f"{paths[BY_410]}2/", status(410))
        site.behave(f"{paths[TO_FIRST]}2/", redirect(paths[TO_FIRST]))
        site.behave(f"{paths[AWAY]}2/", redirect(f"{paths[BY_404]}"))
        found = story(site.seed, REPEATS)
        site.behave(f"{found.path}2/", part(site, found, found.text.split("\n")[:3], 2, 2))
        other = story(site.seed, 99)
        site.behave(f"{paths[ANOTHER]}2/", served(article_page(other, site.home).encode(), HTML))
        site.behave(f"{paths[A_LIST]}2/", served(b'<html><body class="archive category"><h1>Town</h1><p>A list.</p></body></html>', HTML))
        site.robots = f"User-agent: *\nDisallow: {paths[CLOSED]}2/\n"
        yield crawls, site, crawls.latest()


@pytest.mark.parametrize(("number", "end"), ENDS, ids=["404", "410", "to the first", "elsewhere", "repeats", "another", "robots", "a list"])
def test_a_part_that_will_not_come_ends_the_article(ended: tuple[Crawls, LoopbackOutlet, Ran], number: int, end: str | None) -> None:
    crawls, site, ran = ended
    assert ran.code == 0, ran.log
    assert ran.links()["kept"] == len(ENDS)
    found = story(site.seed, number)
    record = record_of(crawls, site, found)
    assert record["text"] == "\n".join(found.text.split("\n")[:3])
    assert record["provenance"].get("parts") == ({"read": 1, "end": end} if end else None)
    assert len(site.asked(f"{found.path}2/")) == (0 if number == CLOSED else 1)


def test_a_pager_without_end_is_left_after_some_pages(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        found = story(site.seed, 1)
        for number in range(1, 40):
            lines = [line.replace("،", f" {number},") for line in story(site.seed, 1000 + number).text.split("\n")[:2]]
            page = article_page(replace(found, text="\n".join(lines)), site.home)
            following = f'<p class="page-links"><a href="{site.home}{found.path}{number + 1}/">Next page</a> <a href="{site.home}{found.path}10000/">last</a></p>'
            path = found.path if number == 1 else f"{found.path}{number}/"
            site.behave(path, served(page.replace(END_OF_TEXT, following + END_OF_TEXT).encode(), HTML))
        assert crawls.latest().code == 0
        (record,) = crawls.records()
        assert record["provenance"]["parts"] == {"read": MOST_PARTS, "end": "too_many"}
        assert len([each for each in site.log if re.search(r"/\d+/\d+/\S+/\d+/$", each.path)]) == MOST_PARTS - 1
        assert len(record["text"].split("\n")) == 2 * MOST_PARTS


# --- parts that may come later --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def one(tmp_path: Path) -> Iterator[tuple[Crawls, LoopbackOutlet, Story]]:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(1) as site:
        site.outlet_toml(crawls.outlets)
        yield crawls, site, split(site, 1, 2, 2, 1)


def test_a_part_that_may_come_later_leaves_the_article_for_later(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    third = part(site, found, found.text.split("\n")[4:], 3, 3)
    site.behave(f"{found.path}3/", status(500))
    ran = crawls.latest()
    assert ran.code == 3
    assert crawls.records() == []
    assert ran.links()["owed"] == 1
    row = crawls.rows()[address(site, found)]
    assert (row.status, row.attempts, row.reason, row.detail) == ("pending", 1, "http_error", "part 3: HTTP 500")
    assert list(crawls.data.glob("warc/**/*.warc.gz")) == []
    site.behave(f"{found.path}3/", third)
    crawls.query("UPDATE link SET due_at = 0")
    assert crawls.latest().code == 0
    assert texts(crawls) == {found.text: 1}


def test_a_part_that_is_late_is_asked_for_again_at_once(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    second = part(site, found, found.text.split("\n")[2:4], 3, 2)
    site.behave(f"{found.path}2/", status(503), status(502), second)
    assert crawls.latest().code == 0
    assert texts(crawls) == {found.text: 1}


def test_a_host_that_asks_for_quiet_between_parts_gets_it(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    site.behave(f"{found.path}2/", status(429, ("Retry-After", "900")))
    assert crawls.latest().code == 3
    assert crawls.records() == []
    row = crawls.rows()[address(site, found)]
    assert row.status == "pending"
    assert len(site.asked(f"{found.path}2/")) == 1
    assert site.asked(f"{found.path}3/") == []


def test_the_last_try_takes_what_there_is(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    site.behave(f"{found.path}3/", status(500))
    crawls.latest()
    crawls.query("UPDATE link SET due_at = 0, attempts = 11")
    assert crawls.latest().code == 0
    (record,) = crawls.records()
    assert record["text"] == "\n".join(found.text.split("\n")[:4])
    assert record["provenance"]["parts"] == {"read": 2, "end": "http_error"}


def test_a_known_article_that_got_a_page_more_is_an_edit(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    site.behave(found.path, part(site, found, found.text.split("\n")[:2], 1, 1))
    assert crawls.latest().code == 0
    split(site, 1, 2, 2, 1)
    assert crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"url={site.home}{found.path}").code == 0
    first, edit = crawls.records()
    assert (first["cause"], edit["cause"], edit["version"]) == ("first", "edit", 2)
    assert (first["text"], edit["text"]) == ("\n".join(found.text.split("\n")[:2]), found.text)


@pytest.mark.parametrize("number", [2, 3])
def test_a_run_that_is_killed_between_parts_leaves_no_half_article(one: tuple[Crawls, LoopbackOutlet, Story], number: int) -> None:
    crawls, site, found = one
    arrived, usual = threading.Event(), part(site, found, found.text.split("\n")[2 * number - 2 : 2 * number], 3, number)

    def hold(answer: Any) -> Any:
        arrived.set()
        return replace(usual(answer), delay_seconds=20)

    site.behave(f"{found.path}{number}/", hold)
    running = crawls.start()
    assert arrived.wait(60)
    os.killpg(running.pid, signal.SIGKILL)
    crawls.ran(running)
    assert crawls.records() == []
    site.behave(f"{found.path}{number}/", usual)
    assert crawls.latest().code == 0
    assert texts(crawls) == {found.text: 1}
    assert crawls.verdicts() == {"kept": 1}


# --- links that lead to a further part ------------------------------------------------------------------------------------------------------


def test_a_link_to_a_further_part_gives_the_whole_article(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    site.behave("/feed/", plain_feed(f"{site.home}{found.path}3/"))
    assert crawls.latest().code == 0
    (record,) = crawls.records()
    assert (record["url"], record["text"], record["provenance"]["parts"]) == (address(site, found), found.text, {"read": 3})
    site.behave("/feed/", plain_feed(site.home + found.path, f"{site.home}{found.path}2/"))
    again = crawls.latest("-a", "force=1")
    assert (again.code, again.links()["new"], len(crawls.records())) == (0, 0, 1)


GONE = [("404", status(404)), ("a list", served(b'<html><body class="archive category"><h1>Town</h1><p>A list.</p></body></html>', HTML))]


@pytest.mark.parametrize("first", [row[1] for row in GONE], ids=[row[0] for row in GONE])
def test_a_further_part_whose_first_one_is_no_article_stands_for_itself(one: tuple[Crawls, LoopbackOutlet, Story], first: Behaviour) -> None:
    crawls, site, found = one
    site.behave("/feed/", plain_feed(f"{site.home}{found.path}2/"))
    site.behave(found.path, first)
    assert crawls.latest().code == 0
    (record,) = crawls.records()
    assert record["text"] == "\n".join(found.text.split("\n")[2:4])
    assert record["url"] == f"{address(site, found)}2/"


def test_a_first_part_that_may_come_later_is_waited_for(one: tuple[Crawls, LoopbackOutlet, Story]) -> None:
    crawls, site, found = one
    site.behave("/feed/", plain_feed(f"{site.home}{found.path}2/"))
    site.behave(found.path, status(500))
    assert crawls.latest().code == 3
    assert crawls.records() == []
    assert crawls.rows()[f"{address(site, found)}2/"].detail == "part 1: HTTP 500"
