"""The outlets that ship: what each file promises, and that the addresses which its feed lists are its articles while a neighbour's are not."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from newscrawl.core.outlet import Outlet, Serves, Via
from newscrawl.core.url import clean_url, same_site
from newscrawl.discovery.feed import read_feed
from newscrawl.discovery.reading import SeedReading
from newscrawl.outlets import BUNDLED_FOLDER, find_outlet, load_outlets

NOT_CHECKED = "# Not checked live: the feed address is taken from public material (see docs/bundled-outlets.md)\n"
DOCS = Path(__file__).parents[2] / "docs" / "bundled-outlets.md"
NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
OURS = {"sahwa", "sample"}
REAL = sorted({path.stem for path in BUNDLED_FOLDER.glob("*.toml")} - OURS)

ARTICLES = {
    # shapes of addresses as the feeds listed them; numbers and words are invented
    "aawsat": "https://aawsat.com/%D8%A7%D9%84%D8%B9%D8%A7%D9%84%D9%85/5012345-%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF",
    "alarabiya": "https://www.alarabiya.net/arab-and-world/2026/11/22/%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF",
    "aljazeera-arabic": "https://www.aljazeera.net/politics/2026/11/22/%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF",
    "aljazeera-english": "https://www.aljazeera.com/news/2026/11/22/a-bridge-opens",
    "bbc-arabic": "https://www.bbc.com/arabic/articles/c0a1b2c3d4eo",
    "bbc-news": "https://www.bbc.co.uk/news/articles/c0a1b2c3d4eo",
    "dw-arabic": "https://www.dw.com/ar/%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF/a-79000001",
    "dw-english": "https://www.dw.com/en/a-bridge-opens/a-79000002",
    "france24-arabic": "https://www.france24.com/ar/%D8%A3%D9%81%D8%B1%D9%8A%D9%82%D9%8A%D8%A7/20261122-%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF",
    "france24-english": "https://www.france24.com/en/africa/20261122-a-bridge-opens",
    "guardian": "https://www.theguardian.com/world/2026/nov/22/a-bridge-opens",
    "hespress": "https://www.hespress.com/%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF-1500001.html",
    "lemonde": "https://www.lemonde.fr/international/article/2026/11/22/un-pont-ouvre_6600001_3210.html",
    "npr": "https://www.npr.org/2026/11/22/nx-s1-5700001/a-bridge-opens",
    "rt-arabic": "https://arabic.rt.com/world/1800001-%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF/",
}

NOT_THEIRS = [
    ("bbc-arabic", ARTICLES["bbc-news"], "other_site"),
    ("bbc-arabic", "https://www.bbc.com/news/articles/c0a1b2c3d4eo", "not_an_article_path"),
    ("bbc-arabic", "https://www.bbc.com/persian/articles/c0a1b2c3d4eo", "not_an_article_path"),
    ("bbc-news", ARTICLES["bbc-arabic"], "other_site"),
    ("bbc-news", "https://www.bbc.co.uk/arabic/articles/c0a1b2c3d4eo", "not_an_article_path"),
    ("bbc-news", "https://www.bbc.co.uk/news", "not_an_article_path"),
    ("bbc-news", "https://www.bbc.co.uk/sounds/play/p0a1b2c3", "not_an_article_path"),
    ("dw-arabic", ARTICLES["dw-english"], "not_an_article_path"),
    ("dw-english", ARTICLES["dw-arabic"], "not_an_article_path"),
    ("dw-english", "https://www.dw.com/en/", "not_an_article_path"),
    ("france24-arabic", ARTICLES["france24-english"], "not_an_article_path"),
    ("france24-english", ARTICLES["france24-arabic"], "not_an_article_path"),
    ("france24-english", "https://www.france24.com/fr/afrique/20261122-un-pont-ouvre", "not_an_article_path"),
    ("aljazeera-arabic", ARTICLES["aljazeera-english"], "other_site"),
    ("aljazeera-english", ARTICLES["aljazeera-arabic"], "other_site"),
]


def announced(outlet: Outlet, *addresses: str) -> SeedReading:
    """What the outlet's feed gives when it lists these addresses."""
    (seed,) = (seed for seed in outlet.seeds if seed.via is Via.FEED)
    items = "".join(f"<item><title>A bridge opens</title><link>{escape(address)}</link></item>" for address in addresses)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return read_feed(body.encode(), seed=seed, outlet=outlet, base_url=seed.url, content_type="application/rss+xml", now=NOW)


def is_arabic(outlet: Outlet) -> bool:
    return (outlet.language or "").partition("-")[0] == "ar"


def has_arabic_letters(text: str) -> bool:
    return any("\u0621" <= letter <= "\u064a" for letter in text)


def test_enough_of_them_ship_and_half_of_them_are_arabic() -> None:
    arabic = [slug for slug in REAL if is_arabic(find_outlet(slug))]
    assert len(REAL) >= 10
    assert 2 * len(arabic) >= len(REAL)


def test_every_file_loads_together_with_the_others_and_none_runs_unnamed() -> None:
    registry = load_outlets()
    assert {outlet.slug for outlet in registry.known()} == {*REAL, *OURS}
    assert registry.all() == ()


@pytest.mark.parametrize("slug", REAL)
def test_a_file_says_first_that_it_was_not_checked_live(slug: str) -> None:
    assert (BUNDLED_FOLDER / f"{slug}.toml").read_text(encoding="utf-8").startswith(NOT_CHECKED)


@pytest.mark.parametrize("slug", REAL)
def test_an_outlet_has_what_its_articles_need_and_no_rules_without_a_page_that_shows_them(slug: str) -> None:
    outlet = find_outlet(slug)
    assert outlet.language
    assert outlet.timezone
    assert has_arabic_letters(outlet.name) == is_arabic(outlet)
    assert (outlet.extract.body, outlet.extract.remove, outlet.boilerplate_lines) == (None, (), ())
    assert outlet.fetch.delay_seconds >= 1
    assert outlet.fetch.connections == 1


@pytest.mark.parametrize("slug", REAL)
def test_each_seed_is_a_clean_address_and_one_is_a_feed_that_latest_reads(slug: str) -> None:
    outlet = find_outlet(slug)
    assert [clean_url(seed.url) for seed in outlet.seeds] == [seed.url for seed in outlet.seeds]
    assert all(seed.url.startswith("https://") for seed in outlet.seeds)
    assert [seed.via for seed in outlet.seeds if seed.is_for(Serves.LATEST)] == [Via.FEED]


@pytest.mark.parametrize("slug", REAL)
def test_the_documentation_names_the_feed_and_at_least_two_who_list_it(slug: str) -> None:
    (row,) = (line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{slug}` "))
    _, outlet, feed, sources, _ = row.split("|")
    assert outlet.strip() == f"`{slug}` {find_outlet(slug).name}"
    assert feed.strip() == f"`{find_outlet(slug).seeds[0].url}`"
    assert len([word for word in sources.replace("`", " ").split() if "/" in word and "://" not in word]) >= 2


@pytest.mark.parametrize("slug", REAL)
def test_what_the_feed_lists_is_an_article_of_the_outlet_and_of_no_other_that_ships(slug: str) -> None:
    reading = announced(find_outlet(slug), ARTICLES[slug])
    assert ([link.url for link in reading.links], reading.refused) == ([ARTICLES[slug]], {})
    owner = load_outlets().for_url(ARTICLES[slug])
    assert owner == find_outlet(slug)


def test_every_outlet_has_an_address_in_the_table() -> None:
    assert sorted(ARTICLES) == REAL


@pytest.mark.parametrize(("slug", "address", "reason"), NOT_THEIRS)
def test_what_is_of_another_language_or_service_is_refused_by_name(slug: str, address: str, reason: str) -> None:
    reading = announced(find_outlet(slug), address, ARTICLES[slug])
    assert ([link.url for link in reading.links], reading.refused) == ([ARTICLES[slug]], {reason: 1})


def test_campaign_parameters_of_the_bbc_are_no_part_of_an_address() -> None:
    reading = announced(find_outlet("bbc-news"), f"{ARTICLES['bbc-news']}?at_medium=RSS&at_campaign=rss")
    assert [link.url for link in reading.links] == [ARTICLES["bbc-news"]]


def test_a_page_of_bbc_news_is_still_its_own_where_a_reader_abroad_is_led() -> None:
    assert any(same_site("https://www.bbc.com/news/articles/c0a1b2c3d4eo", seed.url) for seed in find_outlet("bbc-news").seeds)
