"""Answers decoded from their content encoding, whole or not at all: Scrapy hands on what it could read of a cut one.

Bodies flow through their decoders in pieces and are counted before they are kept, so that no more than the limit is ever in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

from newscrawl.codings import DECODERS, NO_CODINGS, Damaged
from newscrawl.core.limits import MAX_CODINGS, MAX_RATIO, RATIO_FREE_BYTES, Limit

PIECE_BYTES = 64 * 1024
STOPPED_BY_US = "download_stopped"
"""Scrapy's flag of an answer whose rest was not read."""


def inflated(response: Response, limit: Limit) -> Response:
    """`response` with its body decoded and without Content-Encoding, or as it is when it has no such body.

    Raises `ResponseDataLossError` for a body that is cut, damaged or in a coding that was not offered, `DownloadCancelledError` for one that grows
    beyond the limit, or far beyond what was sent. With `limit.keeps_head` what is over the limit is cut off instead. An answer that is an error or a
    redirect needs no body, and loses one that can't be read.
    """
    if not response.body:
        return response
    try:
        body = _decoded(response, codings_of(response), limit)
    except (ResponseDataLossError, DownloadCancelledError):
        if response.status < 300:
            raise
        body = b""
    if body is response.body:
        return response
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    return response.replace(body=body, headers=headers)


def codings_of(response: Response) -> list[str]:
    """The codings of a body, in the order in which they were applied (RFC 9110 section 8.4)."""
    said = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    return [coding for each in said if (coding := each.strip()) not in NO_CODINGS]


def _decoded(response: Response, codings: list[str], limit: Limit) -> bytes:
    unknown = [coding for coding in codings if coding not in DECODERS]
    if unknown or len(codings) > MAX_CODINGS:
        what = f"in the coding {unknown[0][:40]!r}, which was not asked for" if unknown else f"compressed {len(codings)} times"
        raise ResponseDataLossError(f"its body is {what}")
    if not codings:
        return response.body[: limit.max_bytes] if limit.keeps_head else response.body
    return _kept(response, codings, limit)


def _kept(response: Response, codings: list[str], limit: Limit) -> bytes:
    pieces = _pieces(response.body)
    for coding in reversed(codings):
        pieces = _counted(DECODERS[coding](pieces), limit, len(response.body))
    whole = BytesIO()
    try:
        for piece in pieces:
            whole.write(piece)
            if limit.keeps_head and whole.tell() >= limit.max_bytes:
                break
    except Damaged as problem:
        if STOPPED_BY_US not in response.flags:
            raise ResponseDataLossError(f"its compressed body is {problem}") from problem
    if limit.keeps_head:
        whole.truncate(limit.max_bytes)
    return whole.getvalue()


def _pieces(body: bytes) -> Iterator[bytes]:
    view = memoryview(body)
    return (bytes(view[start : start + PIECE_BYTES]) for start in range(0, len(body), PIECE_BYTES))


def _counted(pieces: Iterator[bytes], limit: Limit, sent_bytes: int) -> Iterator[bytes]:
    """The pieces, as long as there are not too many of them; what comes out of a coding in the middle counts as well.

    Of what has its head kept, no more pieces come than the head can need.
    """
    total = 0
    for piece in pieces:
        total += len(piece)
        if limit.keeps_head:
            yield piece
            if total > limit.max_bytes + RATIO_FREE_BYTES:
                return
            continue
        if total > limit.max_bytes:
            raise DownloadCancelledError(f"its body inflates to more than {limit.max_bytes} bytes")
        if total > max(RATIO_FREE_BYTES, MAX_RATIO * sent_bytes):
            raise DownloadCancelledError(f"its body inflates to more than {MAX_RATIO} times what was sent")
        yield piece
