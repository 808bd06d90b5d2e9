"""The huge seeds are what they say, made piece by piece; and a small one of them goes through a crawl beside small outlets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from newscrawl.outlets import load_outlets
from tests.many.big import A_PIECE, A_SITEMAP, ADDRESS, KINDS, SLUG, BigOutlet
from tests.many.large import Measured, measure, report
from tests.many.wire import Asked, Streamed
from tests.site.behaviour import Answer

ENTRIES = 450
SMALL, ARTICLES = 3, 4
HOST = f"{ADDRESS}:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def answer_of(big: BigOutlet, target: str) -> Answer:
    return big.respond(Asked(address=ADDRESS, method="GET", target=target, headers={"host": HOST}, at=0.0))


def body_of(answer: Answer) -> bytes:
    return b"".join(answer.pieces()) if isinstance(answer, Streamed) else answer.body


@pytest.mark.parametrize("path", ["/feed/", "/sitemap.xml", "/sitemap-0.xml"])
def test_a_huge_seed_is_never_held_whole(path: str) -> None:
    answer = answer_of(BigOutlet("feed", 100_000), path)
    assert isinstance(answer, Streamed)
    assert answer.body == b""
    assert max(len(piece) for piece, _ in zip(answer.pieces(), range(20), strict=False)) < A_PIECE * 400


def test_the_feed_has_every_entry_once_and_its_pages_are_there() -> None:
    big = BigOutlet("feed", ENTRIES)
    links = [entry.link for entry in feedparser.parse(body_of(answer_of(big, "/feed/"))).entries]
    assert links == [f"http://{HOST}/story/{n}/" for n in range(ENTRIES)]
    assert [answer_of(big, f"/story/{n}/").status for n in (0, ENTRIES - 1, ENTRIES)] == [200, 200, 404]


def test_sitemap_and_index_list_the_same_addresses() -> None:
    big = BigOutlet("index", A_SITEMAP + 10)
    index = etree.fromstring(body_of(answer_of(big, "/sitemap_index.xml")))
    files = [place.text.removeprefix(f"http://{HOST}") for place in index.iter(f"{SITEMAP}loc")]
    whole, *parts = ([loc.text for loc in etree.fromstring(body_of(answer_of(big, path))).iter(f"{SITEMAP}loc")] for path in ("/sitemap.xml", *files))
    assert len(whole) == A_SITEMAP + 10
    assert whole == [address for part in parts for address in part]


@pytest.mark.parametrize("kind", KINDS)
def test_the_outlet_file_is_sound(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"{SLUG}.toml").write_text(BigOutlet(kind).outlet_toml(8000), encoding="utf-8")
    (outlet,) = load_outlets(tmp_path).chosen.values()
    assert [(seed.via, seed.url) for seed in outlet.seeds] == [(KINDS[kind].via, f"http://{HOST}{KINDS[kind].path}")]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Measured]:
    folder = tmp_path_factory.mktemp("large")
    return {name: measure(folder / name, SMALL, ARTICLES, big, 60, 1) for name, big in (("alone", None), ("beside", BigOutlet("feed", ENTRIES)))}


@pytest.mark.rounds
def test_a_run_beside_it_takes_in_every_link_and_is_stopped(measured: Mapping[str, Measured]) -> None:
    assert (measured["alone"].code, measured["beside"].code) == (0, 3)
    assert (measured["alone"].links, measured["beside"].links) == (0, ENTRIES)
    assert measured["beside"].seeds["read"] == 1


@pytest.mark.rounds
def test_it_tells_of_every_small_outlet(measured: Mapping[str, Measured]) -> None:
    assert [len(run.lateness) for run in measured.values()] == [SMALL, SMALL]
    assert all(run.peak_bytes > 0 for run in measured.values())
    assert f"{ENTRIES} of {ENTRIES}" in report("feed", ENTRIES, SMALL, measured["alone"], measured["beside"])
