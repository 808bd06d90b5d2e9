"""Answers are decoded whole or not at all, and never into more than their limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import HtmlResponse, Response

from newscrawl import codings
from newscrawl.codings import DECODERS, MOST_MEMBERS, OFFERED, zstd
from newscrawl.core.limits import MAX_RATIO, MB, RATIO_FREE_BYTES, Limit
from newscrawl.decoding import STOPPED_BY_US, inflated

pytestmark = [pytest.mark.promise("T8"), pytest.mark.promise("T10")]

BODY = b"<html><body>" + "خبر ".encode() * 500 + b"</body></html>"
LIMIT = Limit(max_bytes=MB)
HEAD = Limit(max_bytes=MB, keeps_head=True)
SEVEN_BYTES_OF_A_SKIPPABLE_FRAME = b"\x50\x2a\x4d\x18\x07\0\0\0skipped"


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


def answer(body: bytes, coding: str | None, status: int = 200, flags: list[str] | None = None) -> Response:
    headers = {"Content-Type": "text/html"} | ({"Content-Encoding": coding} if coding else {})
    return HtmlResponse("https://courier.example/", headers=headers, body=body, status=status, flags=flags)


def packed(body: bytes, coding: str) -> bytes:
    for each in coding.split(", "):
        body = PACKERS[each](body)
    return body


ENCODED = [
    ("gzip", gzip.compress(BODY)),
    ("GZIP ", gzip.compress(BODY)),
    ("x-gzip", gzip.compress(BODY)),
    ("gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
    ("gzip", gzip.compress(BODY) + b"\0\0\0padding"),
    ("gzip", gzip.compress(BODY) + b"\0"),
    ("gzip", b"".join(gzip.compress(BODY[n : n + 4]) for n in range(0, len(BODY), 4))),
    ("deflate", zlib.compress(BODY)),
    ("deflate", bare_deflate(BODY)),
    ("br", brotli.compress(BODY)),
    ("BR", brotli.compress(BODY, quality=0)),
    ("zstd", zstd.compress(BODY)),
    ("zstd", zstd.compress(BODY[:100]) + SEVEN_BYTES_OF_A_SKIPPABLE_FRAME + zstd.compress(BODY[100:])),
    ("gzip", BODY),
    ("identity, gzip", gzip.compress(BODY)),
    ("gzip,", gzip.compress(BODY)),
    ("gzip, gzip", packed(BODY, "gzip, gzip")),
    ("br, gzip", packed(BODY, "br, gzip")),
    ("gzip, zstd, br", packed(BODY, "gzip, zstd, br")),
]


@pytest.mark.parametrize(("coding", "sent"), ENCODED, ids=range(len(ENCODED)))
def test_a_body_is_decoded_and_its_header_goes(coding: str, sent: bytes) -> None:
    found = inflated(answer(sent, coding), LIMIT)
    assert found.body == BODY
    assert "Content-Encoding" not in found.headers
    assert isinstance(found, HtmlResponse)


@given(body=st.binary(max_size=3000), coding=st.lists(st.sampled_from(sorted(PACKERS)), min_size=1, max_size=3).map(", ".join))
def test_what_was_packed_comes_out(body: bytes, coding: str) -> None:
    assert inflated(answer(packed(body, coding), coding), LIMIT).body == body


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_body_of_many_pieces_comes_out(coding: str) -> None:
    """More on the wire than one piece, more out of it than a decoder gives at a time."""
    body = b"".join(zlib.crc32(str(number).encode()).to_bytes(4, "big") * 2 for number in range(200_000))
    assert inflated(answer(packed(body, coding), coding), Limit(max_bytes=len(body))).body == body


def test_each_coding_that_is_offered_is_decoded() -> None:
    assert {coding.strip() for coding in OFFERED.split(",")} <= set(DECODERS)


@pytest.mark.parametrize(("coding", "sent"), [(None, BODY), ("identity", BODY), ("none", BODY), ("utf-8", BODY), ("gzip", b""), ("xyz", b"")])
def test_what_is_not_compressed_stays_as_it_is(coding: str | None, sent: bytes) -> None:
    found = answer(sent, coding)
    assert inflated(found, LIMIT) is found


@pytest.mark.parametrize("coding", ["xyz", "gzip, xyz", "compress", "aws-chunked", "gzip;q=1", "x" * 999])
def test_a_coding_that_nobody_asked_for_is_no_text(coding: str) -> None:
    with pytest.raises(ResponseDataLossError, match="not asked for"):
        inflated(answer(BODY, coding), LIMIT)


def test_four_codings_are_too_many() -> None:
    with pytest.raises(ResponseDataLossError, match="compressed 4 times"):
        inflated(answer(packed(BODY, "gzip, gzip, gzip, gzip"), "gzip, gzip, gzip, gzip"), LIMIT)


CUT = [(coding, packed(BODY, coding)) for coding in (*PACKERS, "gzip, gzip", "br, zstd", "zstd, br")] + [("deflate", bare_deflate(BODY))]


@pytest.mark.parametrize(("coding", "whole"), CUT, ids=range(len(CUT)))
@given(share=st.floats(0.1, 0.99))
def test_a_cut_body_is_no_body(coding: str, whole: bytes, share: float) -> None:
    with pytest.raises(ResponseDataLossError, match=r"cut|damaged"):
        inflated(answer(whole[: max(3, int(len(whole) * share))], coding), LIMIT)


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_body_without_its_last_byte_is_cut(coding: str) -> None:
    with pytest.raises(ResponseDataLossError, match="cut"):
        inflated(answer(packed(BODY, coding)[:-1], coding), LIMIT)


@pytest.mark.parametrize(("coding", "behind"), [("gzip", 6), ("deflate", 2)])
def test_a_wrong_checksum_is_a_damage(coding: str, behind: int) -> None:
    whole = bytearray(packed(BODY, coding))
    whole[-behind] ^= 0xFF
    with pytest.raises(ResponseDataLossError, match="damaged"):
        inflated(answer(bytes(whole), coding), LIMIT)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_what_follows_a_stream_is_a_damage(coding: str) -> None:
    with pytest.raises(ResponseDataLossError, match="damaged"):
        inflated(answer(packed(BODY, coding) + b"padding", coding), LIMIT)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate"])
def test_a_plain_body_is_none_of_these(coding: str) -> None:
    with pytest.raises(ResponseDataLossError):
        inflated(answer(BODY, coding), LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_streams_without_end_are_a_damage(coding: str) -> None:
    with pytest.raises(ResponseDataLossError, match="more than"):
        inflated(answer(packed(b"", coding) * (MOST_MEMBERS + 1), coding), LIMIT)


def test_a_zstd_frame_may_not_ask_for_more_memory_than_the_rfc_lets_it() -> None:
    options = {zstd.CompressionParameter.window_log: 24, zstd.CompressionParameter.content_size_flag: 0}
    packer = zstd.ZstdCompressor(options=options)
    with pytest.raises(ResponseDataLossError, match="damaged"):
        inflated(answer(packer.compress(BODY) + packer.flush(), "zstd"), LIMIT)


def loose(body: bytes) -> bytes:
    """Little compressed: far from the ratio that gives a bomb away."""
    return bytes(body[n] ^ (n * 2654435761 >> 13 & 0xFF) for n in range(len(body)))


@pytest.mark.parametrize("pieces", [1, 2])
@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_a_body_that_grows_too_far_is_cancelled(pieces: int, coding: str) -> None:
    sent = packed(loose(bytes(2000)), coding)
    if coding in ("gzip", "zstd"):
        sent = packed(loose(bytes(2000 // pieces)), coding) * pieces
    with pytest.raises(DownloadCancelledError, match="inflates to more than 1900 bytes"):
        inflated(answer(sent, coding), Limit(max_bytes=1900))


@pytest.mark.parametrize("coding", [*sorted(PACKERS), "gzip, gzip", "br, br, br", "gzip, br", "zstd, gzip"])
@pytest.mark.parametrize("limit", [Limit(max_bytes=50 * MB), HEAD], ids=["whole", "head"])
def test_a_bomb_is_given_up_before_it_goes_off(coding: str, limit: Limit) -> None:
    sent = packed(bytes(64 * MB), coding)
    tracemalloc.start()
    try:
        if limit.keeps_head:
            assert len(inflated(answer(sent, coding), limit).body) == MB
        else:
            with pytest.raises(DownloadCancelledError, match="times what was sent"):
                inflated(answer(sent, coding), limit)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 * MB


@pytest.mark.parametrize(("size", "is_kept"), [(RATIO_FREE_BYTES, True), (RATIO_FREE_BYTES + 1, False)])
def test_a_small_body_may_come_of_next_to_nothing(size: int, is_kept: bool) -> None:
    sent = gzip.compress(bytes(size))
    assert size > MAX_RATIO * len(sent)
    if is_kept:
        assert len(inflated(answer(sent, "gzip"), Limit(max_bytes=50 * MB)).body) == size
    else:
        with pytest.raises(DownloadCancelledError):
            inflated(answer(sent, "gzip"), Limit(max_bytes=50 * MB))


# --- heads ----------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", [None, *sorted(PACKERS)])
def test_of_a_long_answer_its_head_is_kept_where_that_is_enough(coding: str | None) -> None:
    body = b"".join(b"Disallow: /%d/\n" % number for number in range(100_000))
    found = inflated(answer(packed(body, coding) if coding else body, coding), HEAD)
    assert found.body == body[:MB]


def test_what_we_did_not_read_is_not_missed() -> None:
    body = b"".join(b"Disallow: /%d/\n" % number for number in range(10_000))
    half = gzip.compress(body)[:20_000]
    kept = inflated(answer(half, "gzip", flags=[STOPPED_BY_US]), HEAD).body
    assert body.startswith(kept)
    assert len(kept) > 20_000
    with pytest.raises(ResponseDataLossError):
        inflated(answer(half, "gzip"), HEAD)


# --- answers that need no body --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 404, 410, 503])
@pytest.mark.parametrize(
    ("sent", "coding"), [(gzip.compress(BODY)[:-9], "gzip"), (BODY, "xyz"), (gzip.compress(bytes(9 * MB)), "gzip")], ids=["cut", "unknown", "bomb"]
)
def test_an_error_is_told_by_its_status_whatever_its_body(status: int, sent: bytes, coding: str) -> None:
    found = inflated(answer(sent, coding, status), LIMIT)
    assert (found.status, found.body) == (status, b"")
    assert "Content-Encoding" not in found.headers


@given(body=st.binary(max_size=300), coding=st.lists(st.sampled_from([*sorted(DECODERS), "xyz", ""]), max_size=4).map(",".join))
def test_no_bytes_raise_anything_else(body: bytes, coding: str) -> None:
    for sent in (body, b"\x1f\x8b" + body, b"\x1f\x8b\x08\0" + body, codings.ZSTD_MAGIC + body, b"\x78\x9c" + body):
        try:
            inflated(answer(sent, coding), LIMIT)
        except (ResponseDataLossError, DownloadCancelledError):
            continue
