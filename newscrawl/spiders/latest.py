"""`latest`: polls the seeds that are due, then fetches the links that are due."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl.clock import utc_now
from newscrawl.core.failure import retry_after_seconds
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.discovery import FEED_READER_VERSION
from newscrawl.handlers import STOPPED
from newscrawl.manners import HostWantsQuiet
from newscrawl.outlets import load_outlets
from newscrawl.paths import paths_from
from newscrawl.spiders.arguments import latest_arguments
from newscrawl.spiders.base import ANSWERS, NewsSpider, in_words, kind_of_error
from newscrawl.stores.state.seeds import SeedState
from newscrawl.tasks import read_seed
from newscrawl.workers import WorkerProblem, workers_of

if TYPE_CHECKING:
    from newscrawl.discovery.feed import FeedReading  # feedparser stays out of this process

READ_BY_LATEST = frozenset({Via.FEED})


class LatestSpider(NewsSpider):
    """Arguments: `outlet=slug,slug`, `limit=N`, `force=1` (all seeds, due or not)."""

    name = "latest"

    def read_arguments(self, settings: BaseSettings) -> None:
        self.arguments = latest_arguments(self.raw_arguments, load_outlets(paths_from(settings).outlets))

    async def start(self) -> AsyncIterator[Any]:
        await self.ledger.begin(self.arguments.outlets, self.arguments.limit)
        for request in await self.seed_requests():
            yield request
        while links := await self.ledger.next_links():
            for link in links:
                yield self.link_request(link)

    async def seed_requests(self) -> list[Request]:
        """A conditional request for each seed that is due."""
        seeds = [(outlet, seed) for outlet in self.arguments.outlets for seed in outlet.seeds if seed.is_for(Serves.LATEST)]
        for outlet in self.arguments.outlets:
            if not any(seed.via in READ_BY_LATEST for of, seed in seeds if of is outlet):
                self.ledger.book.summary.no_seed(outlet.slug)
                self.logger.warning("no seed of this outlet can be read by latest: name a feed in its file outlet=%s", outlet.slug)
        read = [pair for pair in seeds if pair[1].via in READ_BY_LATEST]
        now = utc_now().timestamp()
        states = await self.ledger.seed_states(read)
        due = [(pair, state) for pair, state in zip(read, states, strict=True) if self.arguments.force or state.next_due_at <= now]
        return [self.seed_request(outlet, seed, state) for (outlet, seed), state in due]

    def seed_request(self, outlet: Outlet, seed: Seed, state: SeedState) -> Request:
        """The request for a seed; conditional when what the validators stand for was read by this reader and under the outlet's rules of today."""
        self.ledger.seed_asked()
        headers = {"If-None-Match": strong(state.etag), "If-Modified-Since": state.last_modified} if state.reader == reader_mark(outlet) else {}
        return Request(
            seed.url,
            callback=self.parse_seed,
            errback=self.seed_failed,
            cb_kwargs={"outlet": outlet, "seed": seed, "state": state},
            meta={"kind": seed.via.value, "handle_httpstatus_list": ANSWERS, "validators": {"url": seed.url, "headers": headers}},
            priority=10,  # links wait for seeds, not seeds for links
            dont_filter=True,
        )

    async def parse_seed(self, response: Response, outlet: Outlet, seed: Seed, state: SeedState) -> None:
        """Unchanged: note it. Else read the links in a worker, and store them with the validators in one transaction."""
        now = utc_now()
        polled = replace(state, polled_at=int(now.timestamp()), next_due_at=0, failures=0)
        digest = hashlib.blake2b(response.body, digest_size=16).digest()
        if response.status == 304 and was_asked_for(response):
            await self.ledger.seed_answered(outlet, replace(polled, outcome="unchanged"))
        elif response.status == 200 and digest == state.body_hash and state.reader == reader_mark(outlet):
            await self.ledger.seed_answered(outlet, with_validators(replace(polled, outcome="unchanged"), response, seed, digest))
        elif response.status != 200:
            wait = retry_after_seconds((response.headers.get("Retry-After") or b"").decode("latin-1") or None, now)
            await self.fail_seed(outlet, polled, f"HTTP {response.status}", wait or 0)
        else:
            reading = await self.links_in(response, outlet, seed, now)
            if isinstance(reading, WorkerProblem) or reading.unreadable:
                await self.fail_seed(outlet, polled, reading.detail if isinstance(reading, WorkerProblem) else str(reading.unreadable))
                return
            self.ledger.book.summary.entries(outlet.slug, reading.refused, reading.dropped)
            read = replace(polled, outcome="read", reader=reader_mark(outlet), body_hash=None, etag=None, last_modified=None)
            await self.ledger.seed_answered(outlet, read if reading.is_cut else with_validators(read, response, seed, digest), reading.links)

    async def links_in(self, response: Response, outlet: Outlet, seed: Seed, now: datetime) -> FeedReading | WorkerProblem:
        """What a seed's answer announces, read in a worker."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1") or None
        try:
            return await workers_of(self.crawler).run(read_seed, response.body, seed, outlet, response.url, content_type, now)
        except Exception as bug:  # the boundary to a worker's process: our own code failed there, on this seed; counted, and the run goes on
            self.logger.exception("seed %s: reading it failed outlet=%s", seed.url, outlet.slug)
            self.ledger.book.summary.errors += 1
            return WorkerProblem(detail=in_words(bug))

    async def seed_failed(self, failure: Failure) -> None:
        """No answer: the seed is asked again in the next run."""
        if str(failure.value) == STOPPED:
            return  # nobody was asked; the seed is as it was
        known = failure.request.cb_kwargs  # type: ignore[attr-defined]
        kind, reason = kind_of_error(failure.value)
        polled = replace(known["state"], polled_at=int(utc_now().timestamp()))
        wait = failure.value.seconds if isinstance(failure.value, HostWantsQuiet) else 0
        await self.fail_seed(known["outlet"], polled, f"{reason} ({kind}): {in_words(failure.value)}", wait)

    async def fail_seed(self, outlet: Outlet, state: SeedState, problem: str, wait: float = 0) -> None:
        """Note that a seed could not be read, and why; it is left alone for `wait` seconds."""
        self.logger.warning("seed %s: %s outlet=%s", state.url, problem, outlet.slug)
        failed = replace(state, outcome="failed", failures=state.failures + 1, next_due_at=int(state.polled_at + wait))
        await self.ledger.seed_answered(outlet, failed, problem=problem)


def reader_mark(outlet: Outlet) -> int:
    """What a seed was read with: the reader's version and those rules of the outlet that decide which entries become links, and with which hints.

    A seed read with another mark is polled once without its validators.
    """
    rules = (FEED_READER_VERSION, outlet.home, outlet.article, outlet.fetch.max_age_days, outlet.timezone, outlet.charset)
    return int.from_bytes(hashlib.blake2b(repr(rules).encode(), digest_size=4).digest(), "big") >> 1


def was_asked_for(response: Response) -> bool:
    """Whether the request was conditional: a 304 to any other says nothing."""
    request = response.request
    return request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers)


def with_validators(state: SeedState, response: Response, seed: Seed, digest: bytes) -> SeedState:
    """The seed's state after its body was read whole. Validators belong to one exact address: a redirected answer leaves none."""
    if response.meta.get("hops") or response.url != seed.url:
        return replace(state, body_hash=digest, etag=None, last_modified=None)
    return replace(state, body_hash=digest, etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified"))


def _header(response: Response, name: str) -> str | None:
    return (response.headers.get(name) or b"").decode("latin-1") or None


def strong(etag: str | None) -> str | None:
    """The entity tag without its mark of weakness: a compressing proxy puts it there, and WordPress compares literally with what it sent."""
    return etag.removeprefix("W/") if etag else None
