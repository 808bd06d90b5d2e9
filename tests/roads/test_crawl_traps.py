"""Lists, feeds, sitemaps and redirects without an end: each walk ends soon and says why, and the sound articles come all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, Ran
from tests.reliability import Measured
from tests.roads.backfills import backfill, notes
from tests.site.traps import MADE_UP, NEXT, RENAMED, SHOWN, TrapOutlet, feed_of, seeds

pytestmark = pytest.mark.promise("T11")

ARTICLES = 20
MOST_EXTRA = 200


@pytest.fixture
def site() -> Iterator[TrapOutlet]:
    with TrapOutlet(articles=ARTICLES) as made:
        yield made


def crawls_of(site: TrapOutlet, folder: Path, extra: str) -> Crawls:
    site.outlet_toml(folder / "outlets", extra=extra)
    return Crawls(folder, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")


LISTS = {start: "calendar" if "ahead" in start else "nothing_new" for start in NEXT} | {MADE_UP: "no_articles", RENAMED: "no_articles"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """A backfill over all lists without an end, and one more."""

    site: TrapOutlet
    crawls: Crawls
    first: Ran
    asked: Counter[str]
    again: Ran


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with TrapOutlet(articles=ARTICLES) as site:
        crawls = crawls_of(site, tmp_path_factory.mktemp("lists"), seeds(site.home, "listing", *LISTS))
        first = backfill(crawls, "via=listing", "minutes=5")
        asked = Counter(below(request.path) for request in site.log)
        again = backfill(crawls, "via=listing", "minutes=5")
        yield Walked(site=site, crawls=crawls, first=first, asked=asked, again=again)


def below(path: str) -> str:
    """Which of the lists a request belongs to; the addresses of one that renames articles are those of articles with something behind."""
    return RENAMED if "?story=" in path else next((start for start in LISTS if path.startswith(start.removesuffix("2026/01/"))), "")


@pytest.mark.parametrize("start", LISTS)
def test_a_list_without_an_end(walked: Walked, start: str, measured: Measured) -> None:
    measured("traps", 1, most={"requests into one of them": walked.asked[start]})
    assert 0 < walked.asked[start] <= MOST_EXTRA
    end = "not read to its end" if LISTS[start] == "no_articles" else "read to its end"
    assert f"{start}: {end}, {LISTS[start]}" in notes(walked.first)


def test_what_the_lists_show_is_kept_once(walked: Walked) -> None:
    assert (walked.first.code, walked.again.code) == (3, 3), "there may be more behind what was left"
    assert len(walked.crawls.records()) == SHOWN
    walked.first.links()


def test_the_next_run_goes_on_where_a_road_was_left(walked: Walked) -> None:
    assert f"{MADE_UP}: not read to its end, no_articles" in notes(walked.again)
    total = Counter(below(request.path) for request in walked.site.log)
    assert walked.asked[MADE_UP] < total[MADE_UP] <= walked.asked[MADE_UP] + MOST_EXTRA
    assert [request.path for request in walked.site.log].count(f"{MADE_UP}?page=2") == 1


@pytest.mark.parametrize(("via", "start"), [("feed", "/trap/feed/"), ("sitemap", "/trap/sitemap.xml")])
def test_a_seed_without_an_end(site: TrapOutlet, tmp_path: Path, via: str, start: str, measured: Measured) -> None:
    ran = backfill(crawls_of(site, tmp_path, seeds(site.home, via, start)), f"via={via}", "minutes=2")
    measured("traps", 1, most={"requests into one of them": site.trapped})
    assert ran.code == 0
    assert site.trapped <= MOST_EXTRA
    assert "read to its end" in notes(ran)
    if via == "sitemap":
        assert ran.summary["outlets"]["loopback"]["refused"]["index_too_deep"] >= 2


def test_redirects_without_an_end(site: TrapOutlet, tmp_path: Path, measured: Measured) -> None:
    traps = [f"{site.home}/trap/redirect/", f"{site.home}/trap/circle/a/"]
    site.behave("/feed/", feed_of(*traps, *(each["url"] for each in site.truth())))
    crawls = crawls_of(site, tmp_path, "")
    ran = crawls.latest()
    measured("traps", 2, most={"requests into one of them": site.trapped})
    assert site.trapped <= MOST_EXTRA
    assert len(crawls.records()) == ARTICLES
    assert {row.reason for url, row in crawls.rows().items() if unquote(url) in traps} == {"redirects"}, ran.log[-1000:]
