"""Lists, feeds, sitemaps and redirects without an end: each walk ends soon and says why, and the sound articles come all the same."""

from __future__ import annotations

from collections.abc import Iterator
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


def walked_into(site: TrapOutlet, folder: Path, via: str, start: str, measured: Measured) -> Ran:
    """The crawl of one trap, which must end by itself."""
    crawls = crawls_of(site, folder, seeds(site.home, via, start))
    ran = backfill(crawls, f"via={via}", "minutes=2")
    measured("traps", 1, most={"requests into one of them": site.trapped})
    assert site.requests <= MOST_EXTRA + ARTICLES
    return ran


@pytest.mark.parametrize("start", NEXT)
def test_a_list_without_an_end(site: TrapOutlet, tmp_path: Path, start: str, measured: Measured) -> None:
    ran = walked_into(site, tmp_path, "listing", start, measured)
    assert ran.code == 0, ran.log[-2000:]
    assert "read to its end, " + ("calendar" if "ahead" in start else "nothing_new") in notes(ran)
    assert ran.links()["kept"] == (0 if "back" in start else SHOWN)


@pytest.mark.parametrize("start", [MADE_UP, RENAMED])
def test_a_list_of_addresses_without_a_new_article(site: TrapOutlet, tmp_path: Path, start: str, measured: Measured) -> None:
    ran = walked_into(site, tmp_path, "listing", start, measured)
    assert ran.code == 3
    assert "not read to its end, no_articles" in notes(ran)
    if start == MADE_UP:
        first = site.trapped
        again = backfill(Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8"), "via=listing")
        assert "no_articles" in notes(again)
        assert site.trapped <= 2 * MOST_EXTRA
        assert site.asked(f"{MADE_UP}?page=2")[1:] == [], "it goes on where it was left"
        assert site.trapped > first


def test_a_feed_without_an_end(site: TrapOutlet, tmp_path: Path, measured: Measured) -> None:
    ran = walked_into(site, tmp_path, "feed", "/trap/feed/", measured)
    assert ran.code == 0
    assert "read to its end, nothing_new" in notes(ran)


def test_indexes_without_an_end(site: TrapOutlet, tmp_path: Path, measured: Measured) -> None:
    ran = walked_into(site, tmp_path, "sitemap", "/trap/sitemap.xml", measured)
    assert ran.code == 0
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
