"""Answers decoded from their content encoding, whole or not at all: Scrapy hands on what it could read of a cut one.

Only gzip and deflate are asked for; zlib says where a stream ends, so that a cut one is told from a short one.
"""

from __future__ import annotations

import zlib

from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

OFFERED = "gzip, deflate"
"""Value of Accept-Encoding (RFC 9110 section 12.5.3)."""

CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
MOST_MEMBERS = 64
"""Servers that join compressed pieces join a handful; each costs a copy of all that follows."""
GZIP_MAGIC = b"\x1f\x8b"

_GZIP_OR_ZLIB = zlib.MAX_WBITS + 32
_BARE_DEFLATE = -zlib.MAX_WBITS


def inflated(response: Response, max_bytes: int) -> Response:
    """`response` with its body decoded and without Content-Encoding, or as it is when it has no such body.

    Raises `ResponseDataLossError` for a body that is cut or damaged, `DownloadCancelledError` for one that grows beyond `max_bytes`.
    """
    coding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").strip().lower()
    if coding not in CODINGS or not response.body:
        return response
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    return response.replace(body=_decoded(coding, response.body, max_bytes), headers=headers)


def _decoded(coding: str, body: bytes, max_bytes: int) -> bytes:
    if coding == "deflate":
        return _inflated(body, _GZIP_OR_ZLIB if _has_zlib_head(body) else _BARE_DEFLATE, max_bytes)[0]
    if not body.startswith(GZIP_MAGIC):
        return body  # some servers declare what they did not do
    whole = b""
    for _ in range(MOST_MEMBERS):  # several members one after the other are one body (RFC 1952 section 2.2)
        member, body = _inflated(body, _GZIP_OR_ZLIB, max_bytes - len(whole))
        whole += member
        if not body.startswith(GZIP_MAGIC):
            return whole
    raise DownloadCancelledError(f"its body has more than {MOST_MEMBERS} gzip members")


def _inflated(body: bytes, window: int, max_bytes: int) -> tuple[bytes, bytes]:
    """What the stream at the start of `body` holds, and the bytes behind it."""
    inflater = zlib.decompressobj(window)
    try:
        found = inflater.decompress(body, max(max_bytes, 1))
    except zlib.error as problem:
        raise ResponseDataLossError(f"its compressed body is damaged: {problem}") from problem
    if inflater.eof:
        return found, inflater.unused_data
    if inflater.unconsumed_tail:
        raise DownloadCancelledError(f"its body inflates to more than {max_bytes} bytes")
    raise ResponseDataLossError("its compressed body is cut")


def _has_zlib_head(body: bytes) -> bool:
    """Whether `body` begins with a zlib header (RFC 1950 section 2.2); some servers send bare deflate."""
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
