"""Addresses that a person names, in a file or one by one: which become links, and what is said of the others."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.outlet import ArticleRules, Outlet, Seed, Serves, Via
from newscrawl.spiders.addresses import MAX_LINE_BYTES, addresses_in, links_named, reason_against

OUTLET = Outlet(
    slug="courier",
    name="Courier",
    home="https://courier.example/",
    seeds=(Seed(via=Via.FEED, url="https://feeds.example/courier.xml", serves=Serves.LATEST),),
    article=ArticleRules(path="^/20", keep_params=("utm_id",)),
)

REASONS = [
    ("https://courier.example/2026/11/a/", None),
    ("http://www.courier.example/about?utm_source=x", None),  # the path rule is for what seeds list; a person knows
    ("https://m.courier.example/a", None),
    ("https://feeds.example/a", None),
    ("https://other.example/a", "other_site"),
    ("https://courier.example.evil.example/a", "other_site"),
    ("courier.example/a", "bad_url"),
    ("/2026/11/a/", "bad_url"),
    ("ftp://courier.example/a", "bad_url"),
    ("javascript:alert(1)", "bad_url"),
    ("https://user:secret@courier.example/a", "bad_url"),
    ("https://", "bad_url"),
    ("", "bad_url"),
    ("https://courier.example/" + "a" * 20_000, "bad_url"),
]


@pytest.mark.parametrize(("url", "reason"), REASONS)
def test_an_address_may_be_a_page_of_the_outlet_or_has_a_reason(url: str, reason: str | None) -> None:
    assert reason_against(url, OUTLET) == reason


def test_each_link_comes_once_in_the_order_of_the_file() -> None:
    refused: Counter[str] = Counter()
    urls = ["https://courier.example/b", "https://courier.example/a/?utm_source=x", "http://www.courier.example/a", "https://x.example/", "?"]
    urls += ["https://courier.example/a?utm_id=2", "https://courier.example/b"]
    links = list(links_named(urls, OUTLET, refused))
    assert [link.url for link in links] == ["https://courier.example/b", "https://courier.example/a/", "https://courier.example/a?utm_id=2"]
    assert {link.outlet for link in links} == {"courier"}
    assert refused == {"duplicate_link": 2, "other_site": 1, "bad_url": 1}


FILES = [
    (b"", []),
    (b"\n \n\r\n# a comment\n   # another\n", []),
    (b"https://a.example/\nhttps://b.example/", ["https://a.example/", "https://b.example/"]),
    (b"\xef\xbb\xbfhttps://a.example/\r\n", ["https://a.example/"]),
    (b"  https://a.example/#top \t\n", ["https://a.example/#top"]),
    ("https://a.example/صحوة\n".encode(), ["https://a.example/صحوة"]),
    (b"https://a.example/\xd5\xcd\n", ["not UTF-8"]),
    (b"\x00\xff\nhttps://a.example/\n", ["not UTF-8", "https://a.example/"]),
    (b"x" * MAX_LINE_BYTES * 3 + b"\nhttps://a.example/\n", ["not UTF-8", "https://a.example/"]),
    (b"x" * MAX_LINE_BYTES, ["not UTF-8"]),
    (b"https://a.example/\x85b\xe2\x80\xa8\n", ["not UTF-8"]),
]


@pytest.mark.parametrize(("content", "addresses"), FILES)
def test_a_file_is_read_line_by_line(tmp_path: Path, content: bytes, addresses: list[str]) -> None:
    file = tmp_path / "urls.txt"
    file.write_bytes(content)
    found = list(addresses_in(file))
    assert [address if len(address) < 100 else "not UTF-8" for address in found] == addresses
    assert all(len(address) <= MAX_LINE_BYTES for address in found)


@given(content=st.binary(max_size=300))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("bytes") / "urls.txt"
    file.write_bytes(content)
    refused: Counter[str] = Counter()
    links = list(links_named(addresses_in(file), OUTLET, refused))
    assert len(links) + refused.total() <= content.count(b"\n") + 1


@pytest.mark.no_cover
def test_five_thousand_lines_are_read_in_flat_memory(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("".join(f"https://courier.example/2026/story-{number:08}/?a={'x' * 600}\n" for number in range(5_000)))
    tracemalloc.start()
    count = sum(1 for _ in links_named(addresses_in(file), OUTLET, Counter()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < file.stat().st_size / 2  # the keys, and nothing of the lines
