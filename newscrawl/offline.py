"""The archive in place of the network: each request is answered with what the WARC files of `NEWSCRAWL_OFFLINE` hold for its address."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils.asyncio import run_in_thread

from newscrawl.core.page import HeaderList
from newscrawl.stores.http_block import ORIGINAL
from newscrawl.stores.offline import OfflineIndex, offline_files
from newscrawl.stores.warc_read import ArchivedResponse

logger = logging.getLogger(__name__)

_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')
_OF_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"})
"""Headers that a 304 carries: RFC 9110 section 15.4.5, and Last-Modified, which stands for a missing ETag."""
_INDEX = "newscrawl_offline_index"


class OfflineHandler(BaseDownloadHandler):
    """Answers from an index: the archived response, 304 when the request's conditions say so, 404 for what is not there."""

    def __init__(self, crawler: Crawler, index: OfflineIndex) -> None:
        super().__init__(crawler)
        self._index = index

    async def download_request(self, request: Request) -> Response:
        found = await run_in_thread(self._index.find, request.url)
        return answer(request, found)


def answer(request: Request, found: ArchivedResponse | None) -> Response:
    """The response to `request` when `found` is what the archive holds for it."""
    if found is None:
        return TextResponse(request.url, status=404, headers={"Content-Type": "text/plain"}, encoding="utf-8")
    if found.status == 200 and is_unchanged(request.headers, found.headers):
        return Response(request.url, status=304, headers=_headers(h for h in found.headers if h[0].lower() in _OF_304))
    headers = _headers(h for h in found.headers if not h[0].lower().startswith(ORIGINAL.lower()))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=found.body)
    return kind(request.url, status=found.status, headers=headers, body=b"" if request.method == "HEAD" else found.body)


def is_unchanged(asked: Headers, held: HeaderList) -> bool:
    """Whether a conditional request for a response with the headers `held` is answered with 304.

    RFC 9110 section 13.2.2: If-None-Match (weak comparison, section 13.1.2) wins over If-Modified-Since (section 13.1.3).
    """
    tags = b",".join(asked.getlist("If-None-Match")).decode("latin-1").strip()
    if tags:
        return tags == "*" or _opaque(_first(held, "etag")) in _ENTITY_TAG.findall(tags)
    since = _http_date((asked.get("If-Modified-Since") or b"").decode("latin-1"))
    changed = _http_date(_first(held, "last-modified"))
    return since is not None and changed is not None and changed <= since


def _opaque(etag: str) -> str | None:
    """The tag without its mark of weakness; None for what is no entity tag."""
    found = _ENTITY_TAG.fullmatch(etag.strip())
    return found[1] if found else None


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _first(headers: HeaderList, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """As Scrapy holds them: bytes, several values for a name."""
    headers = Headers()
    for name, value in pairs:
        headers.appendlist(name, value.encode("latin-1"))
    return headers


def index_of(crawler: Crawler, pattern: str) -> OfflineIndex:
    """The one index of `crawler`: the handlers of http and of https are two, and the files are read once."""
    index: OfflineIndex | None = getattr(crawler, _INDEX, None)
    if index is None:
        index = OfflineIndex(offline_files(pattern))
        setattr(crawler, _INDEX, index)
        logger.info("offline: %d addresses are answered from %s", len(index), pattern)
        for record in index.damaged:
            logger.warning("offline: %s at byte %d is left out: %s", record.file, record.offset, record.problem)
    return index
