"""Scrapy's HTTP client, and what it leaves open: headers without end, bodies longer than they say, connections that broke instead of ending."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, ResponseDataLossError, StopDownload
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress, IHandshakeListener, ISSLTransport
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, ParseError
from twisted.web.client import ResponseFailed
from twisted.web.http import _DataLoss, _IdentityTransferDecoder
from zope.interface import implementer

from newscrawl.core.limits import MAX_HEAD_BYTES

LINE_COST_BYTES = 32
"""See `MAX_HEAD_BYTES`."""
BROKEN_BODY = "its body is shorter or longer than its head says, or its connection broke"


class HeadTooLong(ParseError):
    """Status line and headers, those of interim answers among them, are longer than `MAX_HEAD_BYTES`."""


class CarefulClient(HTTP11DownloadHandler):
    """Scrapy's download handler with `CarefulParser`. Nothing is sent again by itself: Twisted would repeat a request on a broken connection without
    a turn. `on_sent` hears the host (with its port, where that is not the usual one) of each request as it goes out: after connecting, and after
    TLS has shaken hands.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.on_sent: Callable[[str], None] = lambda host: None
        self._pool._factory = partial(_CarefulFactory, lambda host: self.on_sent(host))
        self._pool.retryAutomatically = False

    async def download_request(self, request: Request) -> Response:
        """Raises Scrapy's exceptions; `DownloadCancelledError` for too long a head. Those that Scrapy leaves empty say what went wrong."""
        try:
            return await super().download_request(request)
        except DownloadCancelledError as cancelled:
            if str(cancelled):
                raise
            raise DownloadCancelledError(f"its body is longer than {request.meta.get('download_maxsize')} bytes") from cancelled
        except ResponseDataLossError as lost:
            raise ResponseDataLossError(str(lost) or BROKEN_BODY) from lost
        except DownloadFailedError as failed:
            reasons = getattr(failed.__cause__, "reasons", ())
            if any(reason.check(HeadTooLong) for reason in reasons):
                raise DownloadCancelledError(f"its headers are longer than {MAX_HEAD_BYTES} bytes") from failed
            raise


class CarefulParser(_LenientHTTPClientParser):
    """Counts the head's bytes, and takes a body for lost that is longer than its Content-Length, or that ended with its connection's breaking.

    Scrapy makes a parser one of its own by changing its class, so this one has no `__init__`.
    """

    head_bytes = 0
    has_surplus = False

    def lineReceived(self, line: bytes) -> None:
        self.head_bytes += len(line) + LINE_COST_BYTES
        if self.head_bytes > MAX_HEAD_BYTES:
            raise HeadTooLong("too many headers", line[:100])
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise HeadTooLong("too long a header", line[:100])

    def _finished(self, rest: bytes) -> None:
        """We ask one thing at a time, so nothing may follow an answer; white space does, behind pages of old programs."""
        if rest.strip() and self.state == BODY:
            self.has_surplus = True
            self.connHeaders.setRawHeaders(b"Connection", [b"close"])  # or the rest would be the next answer
        super()._finished(rest)

    def connectionLost(self, reason: Any = None) -> None:
        """`reason` is a `Failure`, or a bare exception when the connection goes on and only this answer is over."""
        broke = isinstance(reason, Failure) and not reason.check(ConnectionDone)
        if self.has_surplus or (broke and self._ends_with_its_connection()):
            self.response._bodyDataFinished(Failure(ResponseFailed([reason, Failure(_DataLoss())], self.response)))
        else:
            super().connectionLost(reason)

    def _ends_with_its_connection(self) -> bool:
        """RFC 9112 section 8: such a body is whole only when the connection was closed in good order."""
        decoder: Any = self.bodyDecoder
        return isinstance(decoder, _IdentityTransferDecoder) and decoder.contentLength is None


@implementer(IHandshakeListener)
class _CarefulProtocol(_LenientHTTP11ClientProtocol):
    """Twisted asks as soon as the connection stands, and keeps back what is written until TLS has shaken hands."""

    on_sent: Callable[[str], None]
    asked = ""
    has_shaken_hands = False

    def handshakeCompleted(self) -> None:
        self.has_shaken_hands = True
        if self.asked:
            self.on_sent(self.asked)

    def request(self, request: Any) -> Deferred[Any]:
        self.asked = request.headers.getRawHeaders(b"host", [b""])[0].decode("latin-1")
        if self.has_shaken_hands or not ISSLTransport.providedBy(self.transport):
            self.on_sent(self.asked)
        answered = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = CarefulParser
        return answered


class _CarefulFactory(_LenientHTTP11ClientFactory):
    def __init__(self, on_sent: Callable[[str], None], *args: Any) -> None:
        super().__init__(*args)
        self._on_sent = on_sent

    def buildProtocol(self, addr: IAddress | None) -> _CarefulProtocol:
        protocol = _CarefulProtocol(self._quiescentCallback)
        protocol.on_sent = self._on_sent
        return protocol


def keep_the_head(data: bytes, request: Request) -> None:
    """For the signal `bytes_received`: stop reading once as much as `meta["bytes_wanted"]` came; what came is the answer then."""
    wanted = request.meta.get("bytes_wanted")
    if wanted is None:
        return
    request.meta["bytes_wanted"] = wanted - len(data)
    if wanted <= len(data):
        raise StopDownload(fail=False)
