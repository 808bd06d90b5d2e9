"""`-a site=`: a known outlet by its address, or a new one that is kept in the data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.errors import UsageProblem
from newscrawl.outlets import load_outlets
from newscrawl.sites import MAX_SLUG_CHARS, outlet_of_site


def kept(tmp_path: Path, address: str, chosen: Path | None = None) -> str:
    return outlet_of_site(address, load_outlets(chosen, tmp_path), tmp_path).slug


@pytest.mark.parametrize(
    ("address", "slug", "home"),
    [
        ("https://news.example/", "news-example", "https://news.example/"),
        ("news.example", "news-example", "https://news.example/"),
        (" http://www.news.example:8080/ar/?utm_source=x#top ", "news-example-8080", "http://www.news.example:8080/ar/"),
        ("https://أخبار.example/", "xn--mgbax9dh-example", None),
    ],
)
def test_a_new_site_becomes_an_outlet_file(tmp_path: Path, address: str, slug: str, home: str | None) -> None:
    outlet = outlet_of_site(address, load_outlets(None, tmp_path), tmp_path)
    assert (outlet.seeds, outlet.home) == ((), home or outlet.home)
    assert home is None or outlet.slug == slug
    assert load_outlets(None, tmp_path).get(outlet.slug) == outlet
    assert load_outlets(None, tmp_path).all() == ()  # it runs when it is named only
    before = sorted(tmp_path.iterdir())
    assert outlet_of_site(address, load_outlets(None, tmp_path), tmp_path) == outlet
    assert sorted(tmp_path.iterdir()) == before


def test_a_site_of_a_known_host_is_that_outlet(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "courier.toml").write_text('name = "Courier"\nhome = "https://courier.example/"\n')
    assert kept(tmp_path / "kept", "https://www.courier.example/sport/", mine) == "courier"
    assert kept(tmp_path / "kept", "https://sample.example/") == "sample"
    assert not (tmp_path / "kept").exists()


def test_a_file_of_the_users_wins_over_a_kept_one(tmp_path: Path) -> None:
    kept(tmp_path / "kept", "https://courier.example/")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "courier.toml").write_text('name = "Courier"\nhome = "https://courier.example/"\n')
    assert kept(tmp_path / "kept", "https://courier.example/", mine) == "courier"
    (mine / "courier-example.toml").write_text('name = "Mine"\nhome = "https://other.example/"\n')
    assert load_outlets(mine, tmp_path / "kept").get("courier-example").name == "Mine"


def test_a_slug_that_is_taken_or_too_long_gets_a_digest(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "news-example.toml").write_text('name = "Another"\nhome = "https://another.example/"\n')
    assert kept(tmp_path / "kept", "https://news.example/", tmp_path / "mine").startswith("news-example-")
    long = kept(tmp_path / "kept", f"https://{'a' * 60}.{'b' * 60}.example/")
    assert len(long) <= MAX_SLUG_CHARS
    assert kept(tmp_path / "kept", f"https://{'a' * 60}.{'b' * 60}.example/") == long


@pytest.mark.parametrize("address", ["", "ftp://news.example/", "https://user:pw@news.example/", "file:///etc/passwd", "https:///", "http://0x7f.1/", "../../etc"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageProblem, match="-a site="):
        kept(tmp_path, address)
    assert list(tmp_path.iterdir()) == []
