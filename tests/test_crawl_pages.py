"""`pages`: given pages are fetched, known ones too; what changed is a new version, and no accident loses or doubles one."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawls, Ran, page, plain_feed
from tests.site import output
from tests.site.behaviour import Answer, redirect, status
from tests.site.loopback import LoopbackOutlet

ARTICLES = 8
FILES_OF_A_HOST = {"/robots.txt", "/.well-known/tdmrep.json"}
EDITED, MOVED, GONE, SAME, UNKNOWN = 0, 1, 2, 3, 6


def edit(answer: Answer) -> Answer:
    """Another word in each paragraph."""
    return Answer(status=answer.status, headers=(("Content-Type", "text/html; charset=UTF-8"),), body=answer.body.replace(b"</p>", b" Updated.</p>"))


def truth(site: LoopbackOutlet) -> list[str]:
    return [article["url"] for article in site.truth()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A polled outlet of which two articles are unknown; the given pages fetched twice; a poll after that."""

    site: LoopbackOutlet
    crawls: Crawls
    urls: list[str]
    first: Ran
    again: Ran
    later: Ran
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    asked: Counter[str]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("pages")
    crawls = Crawls(folder)
    with LoopbackOutlet(ARTICLES) as site:
        site.outlet_toml(crawls.outlets)
        urls = truth(site)
        site.behave("/feed/", plain_feed(*urls[:UNKNOWN]))
        assert crawls.latest().code == 0
        before = crawls.records()
        site.behave(urls[EDITED], edit)
        site.behave(urls[MOVED], redirect("/moved/to/here/"))
        site.behave("/moved/to/here/", page(site, MOVED + 1))
        site.behave(urls[GONE], status(410))
        lines = ["# what to look at again", "", *urls[:4], urls[SAME] + "?utm_source=x", urls[UNKNOWN], "https://elsewhere.example/a", "no address"]
        (folder / "urls.txt").write_text("\n".join(lines), encoding="utf-8")
        start = site.requests
        first = crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"file={folder / 'urls.txt'}")
        log = Counter(request.path for request in site.log[start:])
        after = crawls.records()
        again = crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"file={folder / 'urls.txt'}")
        later = crawls.latest("-a", "force=1")
        yield Asked(site=site, crawls=crawls, urls=urls, first=first, again=again, later=later, before=before, after=after, asked=log)


def test_each_given_page_has_its_verdict_and_the_sums_close(asked: Asked) -> None:
    assert asked.first.code == 0, asked.first.stdout
    links = asked.first.links()
    assert (links["announced"], links["kept"], links["unchanged"], links["rejected"], links["owed"]) == (5, 2, 2, {"gone": 1}, 0)
    assert asked.first.summary["outlets"]["loopback"]["refused"] == {"duplicate_link": 1, "other_site": 1, "bad_url": 1}
    assert "unchanged" in asked.first.stdout


def test_only_the_given_pages_are_fetched_each_once(asked: Asked) -> None:
    paths = {url.removeprefix(asked.site.home) for url in (*asked.urls[:4], asked.urls[UNKNOWN])} | {"/moved/to/here/"}
    assert {path.lower() for path in asked.asked} - FILES_OF_A_HOST == {path.lower() for path in paths}
    assert set(asked.asked.values()) == {1}


def test_an_edited_article_has_a_second_version_and_a_new_one_its_first(asked: Asked) -> None:
    assert asked.after[: len(asked.before)] == asked.before
    found = {record["link"].lower(): record for record in asked.after[len(asked.before) :]}
    second, new = found.pop(asked.urls[EDITED].lower()), found.pop(asked.urls[UNKNOWN].lower())
    assert not found
    (first,) = (record for record in asked.before if record["id"] == second["id"])
    assert (second["version"], second["cause"], second["first_seen"]) == (2, "edit", first["first_seen"])
    assert "Updated." in second["text"]
    assert second["raw"] != first["raw"]
    assert (new["version"], new["cause"]) == (1, "first")


def test_each_look_is_archived(asked: Asked) -> None:
    assert len(asked.first.summary["warcs"]) == 1


def test_given_again_nothing_is_new(asked: Asked) -> None:
    links = asked.again.links()
    assert (links["announced"], links["kept"], links["unchanged"]) == (5, 0, 4)
    assert asked.crawls.records() == asked.after


def test_latest_leaves_known_articles_alone(asked: Asked) -> None:
    assert asked.later.links()["kept"] == 0
    assert asked.later.links()["owed"] == 0


def test_an_article_whose_page_is_gone_stays_kept(asked: Asked) -> None:
    row = {url.lower(): row for url, row in asked.crawls.rows().items()}[asked.urls[GONE].lower()]
    assert (row.status, row.reason) == ("kept", "gone")


def test_replay_of_all_looks_changes_nothing(asked: Asked) -> None:
    ran = asked.crawls.crawl("replay")
    assert ran.code == 0
    assert ran.links()["kept"] == 0
    assert asked.crawls.records() == asked.after


@pytest.fixture
def polled(tmp_path: Path) -> Iterator[tuple[LoopbackOutlet, Crawls]]:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(20) as site:
        site.outlet_toml(crawls.outlets, connections=2)
        assert crawls.latest().code == 0
        yield site, crawls


def given(folder: Path, urls: list[str]) -> str:
    (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    return f"file={folder / 'urls.txt'}"


def test_a_limit_ends_it_and_a_page_that_fails_is_owed(polled: tuple[LoopbackOutlet, Crawls], tmp_path: Path) -> None:
    site, crawls = polled
    urls = truth(site)
    site.behave(urls[0], status(500))
    before = site.requests
    ran = crawls.crawl("pages", "-a", "outlet=loopback", "-a", given(tmp_path, urls), "-a", "limit=3")
    links = ran.links()
    assert (ran.code, links["announced"], links["unchanged"], links["owed"]) == (3, 3, 2, 1)
    assert len({request.path for request in site.log[before:]} - FILES_OF_A_HOST) == 3


def test_one_address_is_enough(polled: tuple[LoopbackOutlet, Crawls]) -> None:
    site, crawls = polled
    site.behave(truth(site)[4], edit)
    ran = crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"url={truth(site)[4]}")
    assert (ran.code, ran.links()["kept"]) == (0, 1)


@pytest.mark.parametrize("moment", ["a request", "a line"])
def test_after_a_kill_the_same_command_makes_up_for_it(polled: tuple[LoopbackOutlet, Crawls], tmp_path: Path, moment: str) -> None:
    site, crawls = polled
    for url in truth(site)[::2]:
        site.behave(url, edit)
    file = given(tmp_path, truth(site))
    before = output.whole_lines(crawls.data)
    running = crawls.start("-a", "outlet=loopback", "-a", file, spider="pages")
    wait_for = {"a request": at_request(site, site.requests + 9), "a line": lambda: len(output.whole_lines(crawls.data)) > len(before)}[moment]
    while running.poll() is None and not wait_for():
        pass
    os.kill(running.pid, signal.SIGKILL)
    crawls.ran(running)
    written = output.whole_lines(crawls.data)
    assert written[: len(before)] == before
    ran = crawls.crawl("pages", "-a", "outlet=loopback", "-a", file)
    assert ran.code == 0, ran.stdout
    assert output.whole_lines(crawls.data)[: len(written)] == written
    versions = Counter((record["link"].lower(), record["version"]) for record in crawls.records())
    expected = {(url.lower(), 1) for url in truth(site)} | {(url.lower(), 2) for url in truth(site)[::2]}
    assert versions == Counter(expected)
    assert set(crawls.verdicts()) == {"kept"}


def at_request(site: LoopbackOutlet, n: int) -> Callable[[], bool]:
    """Whether the server has been asked so often."""
    return lambda: site.requests >= n


WRONG = [
    ((), "-a outlet=SLUG is missing"),
    (("outlet=nobody", "url=https://a.example/"), "not a known outlet"),
    (("outlet=sample", "file=nowhere.txt"), "no such file"),
]


@pytest.mark.parametrize(("args", "said"), WRONG)
def test_wrong_use_ends_with_2_and_one_line(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    ran = Crawls(tmp_path).crawl("pages", *(part for arg in args for part in ("-a", arg)))
    assert (ran.code, ran.stdout) == (2, "")
    assert said in ran.log
    assert not (tmp_path / "data" / "state.sqlite").exists()


def test_of_a_host_that_wants_quiet_each_given_page_is_owed(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(30) as site:
        site.outlet_toml(crawls.outlets, connections=1)
        site.behave(truth(site)[2], status(429, ("Retry-After", "600")))
        file = tmp_path / "urls.txt"
        file.write_text("\n".join(truth(site)))
        ran = crawls.crawl("pages", "-a", "outlet=loopback", "-a", f"file={file}")
        assert ran.code == 3
        assert (ran.links()["announced"], ran.links()["kept"], ran.links()["owed"]) == (30, 2, 28)
        assert len(site.article_requests()) == 3
