"""Asking for the pages of a road: one after the other, again after a moment of quiet, and what goes wrong by its cause."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind, classify_status, retry_after_seconds
from newscrawl.core.outlet import Outlet
from newscrawl.core.url import host_of
from newscrawl.discovery.road import GONE
from newscrawl.handlers import BUSY, QUIET_SECONDS, STOPPED
from newscrawl.ledger import Ledger
from newscrawl.manners import HostWantsQuiet
from newscrawl.restapi import MOST_WAITS, Cause, RestTrouble
from newscrawl.seedreader import header
from newscrawl.spiders.answers import in_words, kind_of_error
from newscrawl.unanswered import UNANSWERED

ANSWERS = [304, *range(400, 600)]
_FAILURES = (*(kind for kind, _, _ in UNANSWERED), IgnoreRequest)


class RoadAsker:
    """Asks for what stands on the roads of `outlet`. Raises `RestTrouble`."""

    def __init__(self, crawler: Crawler, ledger: Ledger, outlet: Outlet) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self.outlet = outlet
        self.is_troubled = False  # somebody did not answer, or not now: what is not there may be there another time

    async def answer(self, url: str, kind: str, headers: Mapping[str, str] | None = None) -> Response:
        """The answer for `url`: 200, 304, 404 or 410. A host that asks for a moment of quiet is left alone so long, and asked again."""
        try:
            return await self._answer(url, kind, headers)
        except RestTrouble as trouble:
            self.is_troubled = self.is_troubled or trouble.kind is not FailureKind.HARD
            raise

    async def _answer(self, url: str, kind: str, headers: Mapping[str, str] | None) -> Response:
        for _ in range(MOST_WAITS):
            response = await self._response(url, kind, headers or {})
            wait = retry_after_seconds(header(response, "Retry-After"), utc_now())
            if response.status not in BUSY or (wait is None and response.status != 429):
                return _sound(response)
            wait = QUIET_SECONDS if wait is None else wait
            await self._ledger.turns.leave_alone(host_of(response.url), wait)
        raise RestTrouble(f"HTTP {response.status} again and again", Cause.QUIET, wait=max(wait, QUIET_SECONDS))

    async def _response(self, url: str, kind: str, headers: Mapping[str, str]) -> Response:
        assert self._crawler.engine is not None
        meta = {"handle_httpstatus_list": ANSWERS, "kind": kind, "validators": {"url": url, "headers": headers}}
        request = Request(url, meta=meta, priority=10, dont_filter=True)  # links wait for their roads, as they do for seeds
        try:
            return await self._crawler.engine.download_async(request)
        except HostWantsQuiet as quiet:
            raise RestTrouble(str(quiet), Cause.QUIET, wait=quiet.seconds) from quiet
        except _FAILURES as failure:
            if str(failure) == STOPPED:
                raise RestTrouble(STOPPED, Cause.STOPPED) from failure
            kind_, reason = kind_of_error(failure)
            cause = Cause.REFUSED if kind_ is FailureKind.HARD else Cause.HEAVY
            raise RestTrouble(f"{reason} ({kind_}): {in_words(failure)}", cause, kind_) from failure


def _sound(response: Response) -> Response:
    if response.status in (200, 304) or response.status in GONE:
        return response
    kind, reason = classify_status(response.status)
    cause = Cause.HEAVY if kind is FailureKind.SOFT else Cause.REFUSED
    raise RestTrouble(f"{reason}: HTTP {response.status}", cause, kind)
