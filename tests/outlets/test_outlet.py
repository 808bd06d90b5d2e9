"""What a good outlet file becomes, and what a file laid over a bundled one changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.core.outlet import DEFAULT_SERVES, ArticleRules, ExtractRules, FetchRules, Outlet, Seed, Serves, Via, default_serves
from newscrawl.errors import OutletError
from newscrawl.outlets import find_outlet, load_outlets
from newscrawl.outlets.overlay import laid_over

COURIER = """
name     = "Riverside Courier"
home     = "https://courier.example/"
language = "en"
timezone = "Europe/London"
charset  = "windows-1252"

[[seed]]
via = "feed"
url = "https://courier.example/rss.xml"

[[seed]]
via    = "wordpress"
url    = "https://courier.example/wp-json/"
serves = "both"

[fetch]
delay_seconds = 2.5
connections   = 2
max_age_days  = 30

[article]
path        = "^/20[0-9]{2}/"
keep_params = ["p"]

[extract]
body   = "div.story"
remove = ["div.promo", "p:has(a.more)"]

[boilerplate]
lines = ["Follow the Courier on social media"]
"""


def test_every_key_arrives(tmp_path: Path) -> None:
    (tmp_path / "courier.toml").write_text(COURIER, encoding="utf-8")
    assert load_outlets(tmp_path).all() == (
        Outlet(
            slug="courier",
            name="Riverside Courier",
            home="https://courier.example/",
            language="en",
            timezone="Europe/London",
            charset="windows-1252",
            seeds=(
                Seed(via=Via.FEED, url="https://courier.example/rss.xml", serves=Serves.LATEST),
                Seed(via=Via.WORDPRESS, url="https://courier.example/wp-json/", serves=Serves.BOTH),
            ),
            fetch=FetchRules(delay_seconds=2.5, connections=2, max_age_days=30),
            article=ArticleRules(path="^/20[0-9]{2}/", keep_params=("p",)),
            extract=ExtractRules(body="div.story", remove=("div.promo", "p:has(a.more)")),
            boilerplate_lines=("Follow the Courier on social media",),
        ),
    )


def test_everything_but_name_and_home_is_optional(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = " A "\nhome = "https://a.example/"', encoding="utf-8")
    assert find_outlet("a", tmp_path) == Outlet(slug="a", name="A", home="https://a.example/")


@pytest.mark.parametrize("zone", ["Asia/Aden", "Europe/London", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])
@pytest.mark.parametrize("language", ["ar", "en-GB", "zh-Hans", "sr-Latn-RS", "es-419", "de-1996", "kab"])
def test_zones_and_languages(tmp_path: Path, zone: str, language: str) -> None:
    (tmp_path / "a.toml").write_text(f'name = "A"\nhome = "https://a.example/"\ntimezone = "{zone}"\nlanguage = "{language}"', encoding="utf-8")
    assert (find_outlet("a", tmp_path).timezone, find_outlet("a", tmp_path).language) == (zone, language)


SERVES = [
    (Via.SITEMAP, "https://a.example/news-sitemap.xml", Serves.LATEST),
    (Via.SITEMAP, "https://a.example/sitemaps/GoogleNews.xml", Serves.LATEST),
    (Via.SITEMAP, "https://a.example/sitemap.php?type=news", Serves.LATEST),
    (Via.SITEMAP, "https://news.example/sitemap.xml", Serves.BOTH),
    (Via.SITEMAP, "https://a.example/newsroom/sitemap.xml", Serves.BOTH),
    (Via.LISTING, "https://a.example/news", Serves.BACKFILL),
    *((via, "https://a.example/x", serves) for via, serves in DEFAULT_SERVES.items()),
]


@pytest.mark.parametrize(("via", "url", "serves"), SERVES)
def test_which_job_reads_a_seed_that_does_not_say(via: Via, url: str, serves: Serves) -> None:
    assert default_serves(via, url) is serves


def test_sahwa_as_it_ships() -> None:
    sahwa = find_outlet("sahwa")
    assert (sahwa.name, sahwa.home, sahwa.language, sahwa.timezone) == ("صحوة نيوز", "https://sahwa.example/", "ar", "Asia/Aden")
    assert [(seed.via, seed.url, seed.serves) for seed in sahwa.seeds] == [
        (Via.FEED, "https://sahwa.example/feed/", Serves.LATEST),
        (Via.WORDPRESS, "https://sahwa.example/wp-json/", Serves.BACKFILL),
    ]


@pytest.mark.parametrize("home", ["https://real.example/", "https://real.example", "https://real.example/news/"])
def test_one_line_moves_a_bundled_outlet_and_its_seeds(tmp_path: Path, home: str) -> None:
    (tmp_path / "sahwa.toml").write_text(f'home = "{home}"', encoding="utf-8")
    registry = load_outlets(tmp_path)
    (moved,) = registry.all()
    assert (moved.name, moved.home, moved.timezone) == ("صحوة نيوز", home, "Asia/Aden")
    assert [seed.url for seed in moved.seeds] == [home.rstrip("/") + "/feed/", home.rstrip("/") + "/wp-json/"]
    assert registry.get("sahwa") == moved == find_outlet("sahwa", tmp_path)
    assert registry.bundled["sahwa"].home == "https://sahwa.example/"


def test_a_wrong_home_of_the_users_is_one_mistake_not_one_for_each_seed(tmp_path: Path) -> None:
    (tmp_path / "sahwa.toml").write_text('home = "real.example"', encoding="utf-8")
    with pytest.raises(OutletError, match=r"sahwa\.toml: home: ") as caught:
        load_outlets(tmp_path)
    assert "\n" not in str(caught.value)


BASE = {
    "name": "A",
    "home": "https://a.example/",
    "seed": [{"via": "feed", "url": "https://a.example/feed/"}, {"via": "feed", "url": "https://feeds.example/a"}],
    "fetch": {"delay_seconds": 1.0, "connections": 2},
    "boilerplate": {"lines": ["x", "y"]},
}
NEW_SEED = [{"via": "listing", "url": "https://b.example/"}]

OVERLAYS = [
    ("nothing", {}, {}),
    ("a key", {"name": "B"}, {"name": "B"}),
    ("a new key", {"language": "ar"}, {"language": "ar"}),
    ("a key of a table", {"fetch": {"connections": 1}}, {"fetch": {"delay_seconds": 1.0, "connections": 1}}),
    ("a new table", {"article": {"path": "x"}}, {"article": {"path": "x"}}),
    ("an array", {"boilerplate": {"lines": ["z"]}}, {"boilerplate": {"lines": ["z"]}}),
    ("seeds", {"home": "https://b.example/", "seed": NEW_SEED}, {"home": "https://b.example/", "seed": NEW_SEED}),
    ("no seeds", {"seed": []}, {"seed": []}),
    ("home", {"home": "https://b.example/"}, {"home": "https://b.example/", "seed": [{"via": "feed", "url": "https://b.example/feed/"}, BASE["seed"][1]]}),
    ("a wrong type", {"fetch": 3}, {"fetch": 3}),
]


@pytest.mark.parametrize(("over", "changes"), [row[1:] for row in OVERLAYS], ids=[row[0] for row in OVERLAYS])
def test_a_file_is_laid_over_key_by_key(over: dict[str, object], changes: dict[str, object]) -> None:
    assert laid_over(BASE, over) == {**BASE, **changes}


def test_a_home_that_only_begins_alike_is_not_the_old_home() -> None:
    base = {"name": "A", "home": "https://a.example", "seed": [{"via": "feed", "url": "https://a.example.org/feed/"}]}
    assert laid_over(base, {"home": "https://b.example"})["seed"] == base["seed"]
