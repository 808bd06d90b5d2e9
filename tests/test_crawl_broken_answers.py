"""An outlet with a fifth of all its answers broken, its feeds, lists and robots.txt included: every article comes, once, whatever road leads there."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.crawling import Crawls, Ran
from tests.reliability import Measured
from tests.site.behaviour import BROKEN_ANSWERS, Faults
from tests.site.loopback import LoopbackOutlet
from tests.site.roads import MadeRoads
from tests.site.wordpress import MadeWordPress

pytestmark = [pytest.mark.promise("T14"), pytest.mark.promise("T10"), pytest.mark.promise("T15")]

CLOCK = Path(__file__).parent / "patches_clock"
ARTICLES = 40
SHARE = 0.2
DAY_SECONDS = 24 * 3600
MOST_DAYS = 20


def run_daily(crawls: Crawls, spider: str, *args: str) -> list[Ran]:
    """The same run once a day until nothing is owed; every run's sums close."""
    ran: list[Ran] = []
    for day in range(MOST_DAYS):
        ran.append(crawls.crawl(spider, "-a", "outlet=loopback", *args, env={"NEWSCRAWL_TEST_CLOCK_OFFSET": str(day * DAY_SECONDS)}))
        assert ran[-1].code in (0, 3), ran[-1].log[-3000:]
        assert "Traceback" not in ran[-1].log
        ran[-1].links()
        if ran[-1].code == 0:
            return ran
    raise AssertionError(f"still owed after {MOST_DAYS} days: {ran[-1].links()}\n{ran[-1].log[-2000:]}")


def broken_site(seed: int, articles: int = ARTICLES, share: float = SHARE) -> LoopbackOutlet:
    return LoopbackOutlet(articles, seed=seed, faults=Faults(seed=seed, share=share, kinds=BROKEN_ANSWERS, most_a_path=10_000))


def crawls_of(site: LoopbackOutlet, folder: Path) -> Crawls:
    site.outlet_toml(folder / "outlets")
    return Crawls(folder, PYTHONPATH=str(CLOCK), NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")


def check_texts(crawls: Crawls, expected: dict[str, str]) -> None:
    """Each article once, whole: a cut page is none."""
    records = crawls.records()
    assert Counter(unquote(record["url"]) for record in records) == Counter(expected.keys())
    assert all(record["text"] == expected[unquote(record["url"])] for record in records)


def tell(measured: Measured, site: LoopbackOutlet, ran: list[Ran], what: str) -> None:
    measured("articles", ARTICLES, f"{what}: all after {len(ran)} daily runs, {site.faulted} of {site.requests} answers broken")
    assert site.faulted >= site.requests * SHARE / 2


def test_a_feed(tmp_path: Path, measured: Measured) -> None:
    with broken_site(2) as site:
        crawls = crawls_of(site, tmp_path)
        ran = run_daily(crawls, "latest", "-a", "force=1")
        check_texts(crawls, {unquote(each["url"]): each["text"] for each in site.truth()})
        tell(measured, site, ran, "feed")


@pytest.mark.parametrize("via", ["sitemap", pytest.param("listing", marks=pytest.mark.thorough)])
def test_an_archive_of_pages(tmp_path: Path, via: str, measured: Measured) -> None:
    with broken_site(3) as site:
        roads = MadeRoads(site)
        roads.open_sitemaps()
        roads.open_list()
        crawls = crawls_of(site, tmp_path)
        ran = run_daily(crawls, "backfill", "-a", f"via={via}")
        check_texts(crawls, {unquote(each["url"]): each["text"] for each in site.truth()})
        tell(measured, site, ran, via)


def test_an_interface(tmp_path: Path, measured: Measured) -> None:
    """Asked so little that twice the share is needed to strike at all."""
    with broken_site(4, articles=0, share=2 * SHARE) as site:
        made = MadeWordPress.with_posts(site, ARTICLES, apart=timedelta(hours=7))
        made.open()
        crawls = crawls_of(site, tmp_path)
        ran = run_daily(crawls, "backfill", "-a", "via=wordpress")
        check_texts(crawls, {unquote(made.link(post)): post.text for post in made.posts})
        tell(measured, site, ran, "wordpress")
