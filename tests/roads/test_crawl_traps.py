"""Lists, feeds, sitemaps and redirects without an end: each walk ends soon and says why, and the sound articles come all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls
from tests.reliability import Measured
from tests.roads.backfills import backfill, notes
from tests.site.traps import MADE_UP, NEXT, TrapOutlet, feed_of, seeds

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


@pytest.mark.parametrize("start", NEXT)
def test_a_list_without_an_end(site: TrapOutlet, tmp_path: Path, start: str, measured: Measured) -> None:
    crawls = crawls_of(site, tmp_path, seeds(site.home, "listing", start))
    ran = backfill(crawls, "via=listing", "minutes=1")
    measured("traps", 1, f"{start}: {site.trapped} requests")
    assert ran.code in (0, 3), ran.log[-2000:]
    assert site.trapped <= MOST_EXTRA
    print(start, site.trapped, ran.code, notes(ran), ran.summary["outlets"]["loopback"])


def test_a_list_of_made_up_articles(site: TrapOutlet, tmp_path: Path, measured: Measured) -> None:
    crawls = crawls_of(site, tmp_path, seeds(site.home, "listing", MADE_UP))
    ran = backfill(crawls, "via=listing", "minutes=1")
    print(site.trapped, ran.code, notes(ran), ran.summary["outlets"]["loopback"])
    measured("traps", 1, f"made-up articles: {site.trapped} requests")
    assert site.trapped <= MOST_EXTRA


@pytest.mark.parametrize(("via", "start"), [("feed", "/trap/feed/"), ("sitemap", "/trap/sitemap.xml")])
def test_a_seed_without_an_end(site: TrapOutlet, tmp_path: Path, via: str, start: str, measured: Measured) -> None:
    crawls = crawls_of(site, tmp_path, seeds(site.home, via, start))
    ran = backfill(crawls, f"via={via}", "minutes=1")
    print(site.trapped, ran.code, notes(ran), ran.summary["outlets"]["loopback"])
    measured("traps", 1, f"{start}: {site.trapped} requests")
    assert site.trapped <= MOST_EXTRA


def test_redirects_without_an_end(site: TrapOutlet, tmp_path: Path, measured: Measured) -> None:
    traps = [f"{site.home}/trap/redirect/", f"{site.home}/trap/circle/a/"]
    site.behave("/feed/", feed_of(*traps, *(each["url"] for each in site.truth())))
    crawls = crawls_of(site, tmp_path, "")
    ran = crawls.latest()
    measured("traps", 2, f"redirects: {site.trapped} requests")
    assert site.trapped <= MOST_EXTRA
    assert len(crawls.records()) == ARTICLES
    assert {row.reason for url, row in crawls.rows().items() if unquote(url) in traps} == {"redirects"}, ran.log[-1000:]
