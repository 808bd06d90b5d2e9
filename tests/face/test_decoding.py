"""Answers are decoded whole or not at all."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import HtmlResponse, Response

from newscrawl.decoding import inflated

BODY = b"<html><body>" + "خبر ".encode() * 500 + b"</body></html>"
LIMIT_BYTES = 1_000_000


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def answer(body: bytes, coding: str | None) -> Response:
    headers = {"Content-Type": "text/html"} | ({"Content-Encoding": coding} if coding else {})
    return HtmlResponse("https://courier.example/", headers=headers, body=body)


ENCODED = [
    ("gzip", gzip.compress(BODY)),
    ("GZIP ", gzip.compress(BODY)),
    ("x-gzip", gzip.compress(BODY)),
    ("gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
    ("gzip", gzip.compress(BODY) + b"\0\0\0padding"),
    ("deflate", zlib.compress(BODY)),
    ("deflate", bare_deflate(BODY)),
    ("gzip", BODY),
]


@pytest.mark.parametrize(("coding", "sent"), ENCODED, ids=range(len(ENCODED)))
def test_a_body_is_decoded_and_its_header_goes(coding: str, sent: bytes) -> None:
    found = inflated(answer(sent, coding), LIMIT_BYTES)
    assert found.body == BODY
    assert "Content-Encoding" not in found.headers
    assert isinstance(found, HtmlResponse)


@pytest.mark.parametrize(("coding", "sent"), [(None, BODY), ("identity", BODY), ("xyz", BODY), ("gzip", b"")])
def test_what_is_not_compressed_stays_as_it_is(coding: str | None, sent: bytes) -> None:
    found = answer(sent, coding)
    assert inflated(found, LIMIT_BYTES) is found


@pytest.mark.parametrize(("coding", "whole"), [("gzip", gzip.compress(BODY)), ("deflate", zlib.compress(BODY)), ("deflate", bare_deflate(BODY))])
@given(share=st.floats(0.1, 0.99))
def test_a_cut_body_is_no_body(coding: str, whole: bytes, share: float) -> None:
    with pytest.raises(ResponseDataLossError, match="cut"):
        inflated(answer(whole[: max(3, int(len(whole) * share))], coding), LIMIT_BYTES)


def test_a_damaged_body_is_no_body() -> None:
    whole = bytearray(gzip.compress(BODY))
    whole[-6] ^= 0xFF  # its checksum
    with pytest.raises(ResponseDataLossError, match="damaged"):
        inflated(answer(bytes(whole), "gzip"), LIMIT_BYTES)


@pytest.mark.parametrize("pieces", [1, 2])
def test_a_body_that_grows_too_far_is_cancelled(pieces: int) -> None:
    with pytest.raises(DownloadCancelledError, match="inflates"):
        inflated(answer(gzip.compress(bytes(LIMIT_BYTES // pieces + 1)) * pieces, "gzip"), LIMIT_BYTES)


@given(body=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate", "x-gzip"]))
def test_no_bytes_raise_anything_else(body: bytes, coding: str) -> None:
    for sent in (body, b"\x1f\x8b" + body, b"\x1f\x8b\x08\0" + body):
        try:
            inflated(answer(sent, coding), LIMIT_BYTES)
        except (ResponseDataLossError, DownloadCancelledError):
            continue
