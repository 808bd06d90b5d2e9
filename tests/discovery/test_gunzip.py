"""gzip files: whole, joined, cut, damaged, and bombs."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery import gunzip
from newscrawl.discovery.gunzip import MAX_MEMBERS, gunzipped

pytestmark = pytest.mark.promise("T8")

MB = 1_000_000
WORDS = b"".join(b"https://courier.example/%d " % (n * 7919) for n in range(20_000))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4))
def test_members_one_after_the_other(parts: list[bytes]) -> None:
    assert gunzipped(b"".join(map(gzip.compress, parts)), MB) == (b"".join(parts), "")


def test_more_than_a_piece_and_what_stands_behind() -> None:
    assert gunzipped(gzip.compress(WORDS) + b"\0" * 100, MB) == (WORDS, "")


def test_the_limit_is_exact() -> None:
    packed = gzip.compress(WORDS)
    assert gunzipped(packed, len(WORDS))[1] == ""
    assert gunzipped(packed, len(WORDS) - 1)[1] == "too_large"


@pytest.mark.parametrize("left", [3, 10, 30, 1_000, 40_000])
def test_a_cut_file(left: int) -> None:
    found, problem = gunzipped(gzip.compress(WORDS)[:left], MB)
    assert problem == "cut_gzip"
    assert WORDS.startswith(found)


def test_a_damaged_file() -> None:
    packed = gzip.compress(WORDS)
    assert gunzipped(packed[:1000] + b"\xff" * 50 + packed[1050:], MB)[1] == "damaged_gzip"
    assert gunzipped(packed[:-8] + b"\0" * 8, MB)[1] == "damaged_gzip"
    assert gunzipped(gzip.compress(b"a") * (MAX_MEMBERS + 1), MB)[1] == "damaged_gzip"


def test_a_bomb_is_refused_before_it_costs_memory() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(packer.compress(b"\0" * MB) for _ in range(200)), packer.flush()])
    tracemalloc.start()
    found, problem = gunzipped(bomb, 50 * MB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (problem, len(found) < 3 * MB, peak < 8 * MB) == ("gzip_bomb", True, True)


def test_a_bomb_in_many_members() -> None:
    assert gunzipped(gzip.compress(b"\0" * MB) * 60, 50 * MB)[1] == "gzip_bomb"


def test_a_repetitive_sitemap_is_no_bomb() -> None:
    body = b"".join(b"<url><loc>https://courier.example/%d</loc></url>\n" % n for n in range(100_000))
    assert len(body) > gunzip.RATIO_FROM_BYTES
    assert gunzipped(gzip.compress(body, 9), 50 * MB) == (body, "")


@given(st.binary(max_size=200))
def test_no_bytes_break_it(body: bytes) -> None:
    gunzipped(gunzip.GZIP_MAGIC + body, 1000)
