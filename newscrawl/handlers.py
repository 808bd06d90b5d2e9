"""The download handler: the network behind the guard, or with `NEWSCRAWL_OFFLINE` the archive, and then no socket is ever opened."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler

from newscrawl.clock import utc_now
from newscrawl.codings import OFFERED
from newscrawl.core.asking import Place
from newscrawl.core.failure import retry_after_seconds
from newscrawl.core.limits import LINK_SECONDS, Limit, limit_of
from newscrawl.core.url import host_of
from newscrawl.decoding import inflated
from newscrawl.departures import Departures
from newscrawl.guard import ForbiddenAddress, guard_in_place
from newscrawl.ledger import Ledger
from newscrawl.manners import turn
from newscrawl.offline import OfflineHandler, index_of
from newscrawl.paths import paths_from
from newscrawl.traffic import Traffic
from newscrawl.wire import CarefulClient, keep_the_head

REDIRECTS = frozenset({301, 302, 303, 307, 308})
STOPPED = "stopped before its turn came"
BUSY = frozenset({429, 503})
BUSY_IN_A_ROW = 3
"""429 speaks of us (RFC 6585 section 4) and counts at once; a 503 may be one page's trouble, three pages in a row are the host's."""
TIMEOUTS_IN_A_ROW = 2
"""One page that hangs is that page's trouble; two of them, and no answer in between, are the host's."""
MOST_AT_ONCE = 256
"""Requests on their way over all hosts: a quarter of the open files that a process usually may have."""
QUIET_SECONDS = 300.0
"""For a host that is busy and does not say for how long; as long as the first wait after a soft failure."""
STOP_PATIENCE_SECONDS = 5.0
"""For answers that were on their way when the run was stopped."""
STOP_CHECK_SECONDS = 0.5
"""How soon a request that waits for its turn sees that the run was stopped."""
DEPARTURE_CHECK_SECONDS = 0.02
"""How soon a request sees that the one before it has left."""
DECODED_HERE_BYTES = 16 * 1024
"""A body that came in more than this is decoded in a thread: at the most that it may grow, it would hold the event loop for 10 ms."""


class WebHandler(BaseDownloadHandler):
    """The handler of http and https: Scrapy's own behind the address guard, or the offline one when `NEWSCRAWL_OFFLINE` is set."""

    def __init__(self, crawler: Crawler, inner: BaseDownloadHandler, max_bytes: int, hop_seconds: float) -> None:
        super().__init__(crawler)
        self._inner = inner
        self._is_online = not isinstance(inner, OfflineHandler)
        self._max_bytes = max_bytes
        self._hop_seconds = hop_seconds
        self._rooms: dict[str, asyncio.Semaphore] = {}
        self._queues: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._departures = Departures(self._hold_turn, self._gap_of)
        self._busy: dict[str, set[str]] = {}
        self._timeouts: dict[str, set[str]] = {}
        self._sockets = asyncio.Semaphore(MOST_AT_ONCE)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `UsageProblem` when the glob matches no file. Scrapy logs and swallows that: check `offline_files` before the crawl."""
        pattern = paths_from(crawler.settings).offline
        inner = OfflineHandler(crawler, index_of(crawler, pattern)) if pattern else build_from_crawler(CarefulClient, crawler)
        crawler.signals.connect(keep_the_head, signal=signals.bytes_received)
        handler = cls(crawler, inner, crawler.settings.getint("DOWNLOAD_MAXSIZE"), crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        if isinstance(inner, CarefulClient):
            inner.on_sent = handler._note_sent
        return handler

    async def download_request(self, request: Request) -> Response:
        """The answer, after the host's turn has come: pages, seeds, robots.txt, redirects and retries all pass here.

        Raises `ForbiddenAddress` for what the guard does not let through, and what `inflated` raises.
        """
        place = self._admit(request)
        limit = limit_of(request.meta.get("kind"))
        host = host_of(request.url)
        traffic = self._traffic
        async with self._room_at(host):
            with traffic.waits():
                await self._wait_for_turn(host)
            try:
                self._bound(request, limit)
                async with self._sockets:
                    with traffic.asks():
                        response = await self._asked(request, place)
            finally:
                self._departures.over(turn(host))
            await self._heed(host, request, response)  # before the next request has the room
        request.meta["wire_headers"] = response.headers.copy()  # before decoding drops Content-Encoding
        if "Retry-After" in response.headers:
            request.meta["dont_retry"] = True  # who is told to wait comes back in a later run
        if response.status in REDIRECTS:
            request.meta["hops"] = [*request.meta.get("hops", ()), (request.url, response.status, response.headers.copy())]
        return await self._decoded(response, limit)

    @property
    def _traffic(self) -> Traffic:
        ledger = self.crawler.get_extension(Ledger)
        return ledger.turns.traffic if ledger else Traffic()

    def _admit(self, request: Request) -> Place | None:
        """The place that a request goes to; None offline, where nobody is asked."""
        if not self._is_online:
            return None
        ledger = self.crawler.get_extension(Ledger)
        return guard_in_place().admit(request, ledger.turns.manners.places if ledger else ())

    def _bound(self, request: Request, limit: Limit) -> None:
        """Set what Scrapy's client holds an answer to: bytes on the wire, and the seconds that are left for its link."""
        left = LINK_SECONDS - request.meta.get("seconds_asked", 0.0)
        if left <= 0:
            request.meta["dont_retry"] = True
            raise DownloadTimeoutError(f"all its tries and redirects together took longer than {LINK_SECONDS:.0f} s")
        request.meta["download_timeout"] = min(request.meta.get("download_timeout") or self._hop_seconds, left)
        request.meta["download_maxsize"] = 0 if limit.keeps_head else self._most(limit)
        request.meta["bytes_wanted"] = self._most(limit) if limit.keeps_head else None
        request.headers["Accept-Encoding"] = OFFERED

    def _most(self, limit: Limit) -> int:
        """The limit of the request's kind, or `DOWNLOAD_MAXSIZE` where that is lower."""
        return min(limit.max_bytes, self._max_bytes or limit.max_bytes)

    async def _asked(self, request: Request, place: Place | None) -> Response:
        """The answer as it was sent; how long it took counts for its link."""
        began = time.monotonic()
        try:
            return await self._answer(request)
        except DownloadTimeoutError:
            await self._note_timeout(request)
            raise
        except CannotResolveHostError as problem:
            guard = guard_in_place()
            if place is not None and (refusal := guard.refusal(place)) is not None:
                raise ForbiddenAddress(refusal) from problem
            if place is not None and (why := guard.unresolved(place.host)) is not None:
                raise why from problem
            raise
        finally:
            request.meta["seconds_asked"] = request.meta.get("seconds_asked", 0.0) + time.monotonic() - began

    async def _decoded(self, response: Response, limit: Limit) -> Response:
        bound = Limit(max_bytes=self._most(limit), keeps_head=limit.keeps_head)
        if len(response.body) > DECODED_HERE_BYTES and "Content-Encoding" in response.headers:
            return await asyncio.to_thread(inflated, response, bound)
        return inflated(response, bound)

    async def _answer(self, request: Request) -> Response:
        """The inner handler's answer; given up soon after the run was stopped, so that a server that hangs does not hold it."""
        asked = asyncio.ensure_future(self._inner.download_request(request))
        patience = STOP_PATIENCE_SECONDS
        while not asked.done():
            await asyncio.wait({asked}, timeout=STOP_CHECK_SECONDS)
            if not self.crawler.crawling:
                patience -= STOP_CHECK_SECONDS
            if patience <= 0 and not asked.done():
                asked.cancel()
                raise IgnoreRequest(STOPPED)
        return asked.result()

    async def _heed(self, host: str, request: Request, response: Response) -> None:
        """Leave the host alone when it says that we ask too much, or when one page after the other is refused for the moment."""
        self._timeouts.pop(host, None)
        if response.status not in BUSY:
            self._busy.pop(host, None)
            return
        refused = self._busy.setdefault(host, set())
        refused.add(request.url)
        ledger = self.crawler.get_extension(Ledger)
        if ledger is not None and (response.status == 429 or len(refused) >= BUSY_IN_A_ROW):
            asked_for = retry_after_seconds((response.headers.get("Retry-After") or b"").decode("latin-1"), utc_now())
            await ledger.turns.leave_alone(host, QUIET_SECONDS if asked_for is None else asked_for)

    async def _note_timeout(self, request: Request) -> None:
        """A host that lets one page after the other wait in vain is left alone, so that all its links do not wait in a row."""
        host = host_of(request.url)
        in_vain = self._timeouts.setdefault(host, set())
        in_vain.add(request.url)
        ledger = self.crawler.get_extension(Ledger)
        if ledger is not None and len(in_vain) >= TIMEOUTS_IN_A_ROW:
            await ledger.turns.leave_alone(host, QUIET_SECONDS)

    def _note_sent(self, host: str) -> None:
        """What is written leaves with the event loop's next round, which may be late. Two rounds later it is out for sure."""
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self._departures.left, turn(host))

    def _room_at(self, host: str) -> asyncio.Semaphore:
        """As many requests at once as the host's outlets allow; Scrapy 2.19 counts a request only once it is on its way, and starts all that wait."""
        ledger = self.crawler.get_extension(Ledger)
        if turn(host) not in self._rooms:
            self._rooms[turn(host)] = asyncio.Semaphore(ledger.turns.manners.of(host).connections if ledger else 1)
        return self._rooms[turn(host)]

    async def _wait_for_turn(self, host: str) -> None:
        """Until the host's turn is taken; one request of this run waits for it at a time, and none reserves a turn to come."""
        ledger = self.crawler.get_extension(Ledger)
        if ledger is None or ledger.paths.offline:
            return
        clock = asyncio.get_running_loop().time
        async with self._queues[turn(host)]:
            self._go_on()
            while (wait := self._departures.wait(turn(host))) > 0:
                await self._pause(min(wait, DEPARTURE_CHECK_SECONDS))
            asked = clock()
            while (wait := await ledger.turns.take(host)) > 0:
                await self._pause(wait)
                asked = clock()
            self._departures.take(turn(host), asked)

    async def _pause(self, seconds: float) -> None:
        """Sleep; given up soon after the run was stopped."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while (left := until - clock()) > 0:
            await asyncio.sleep(min(left, STOP_CHECK_SECONDS))
            self._go_on()

    async def _hold_turn(self, host: str) -> None:
        ledger = self.crawler.get_extension(Ledger)
        if ledger is not None:
            await ledger.turns.hold(host)

    def _gap_of(self, host: str) -> float:
        ledger = self.crawler.get_extension(Ledger)
        return ledger.turns.manners.of(host).delay_seconds if ledger is not None else 0.0

    def _go_on(self) -> None:
        if not self.crawler.crawling:
            raise IgnoreRequest(STOPPED)

    async def close(self) -> None:
        await self._departures.close()
        await self._inner.close()
