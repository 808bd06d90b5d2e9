"""Answers of seeds: read in a worker, their links stored batch by batch, the last ones together with the seed's own state."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import pickle
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind, classify_status, retry_after_seconds
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.schedule import max_age_seconds
from newscrawl.discovery import READER_VERSIONS, read_seconds
from newscrawl.errors import StoreError
from newscrawl.ledger import Ledger
from newscrawl.polls import Answer, after_asking_later, after_failure, after_gone, after_reading, after_unchanged
from newscrawl.stores.files import discard
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.seeds import SeedState
from newscrawl.tasks import SeedBody, SeedLinks, read_seed
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

PERMANENT = frozenset({301, 308})
"""RFC 9110 sections 15.4.2 and 15.4.9."""
MAX_DETAIL_CHARS = 200
LARGE_BYTES = 1_000_000
"""Seeds whose answer is larger are read one at a time, so that they never hold all workers for their minute; those of real outlets are smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A seed that was asked: whose it is, what it is, and what was known of it before."""

    outlet: Outlet
    seed: Seed
    state: SeedState

    @property
    def mark(self) -> int:
        """What its body is read with: the reader's version and those rules of the outlet that decide which entries become links, and with which
        hints. A seed that was read with another mark is polled once without its validators."""
        rules = (READER_VERSIONS[self.seed.via], self.outlet.home, self.outlet.article, self.outlet.fetch.max_age_days)
        digest = hashlib.blake2b(repr((*rules, self.outlet.timezone, self.outlet.charset)).encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") >> 1


def seed_of(state: SeedState) -> Seed:
    """The seed that a stored state stands for, where no outlet file names it."""
    return Seed(via=Via(state.via), url=state.url, serves=Serves.LATEST)


class SeedReader:
    """Takes the answers of seeds; `store` returns what is known of a seed from then on."""

    def __init__(self, crawler: Crawler, ledger: Ledger) -> None:
        self._crawler = crawler
        self._ledger = ledger
        self._spools = count(1)
        self._large = asyncio.Semaphore(1)

    async def store(self, response: Response, asked: Asked) -> SeedState:
        """Store what the answer of a seed says. Nothing it holds raises; what can't be read is a failure of the seed."""
        answer = answer_of(response, asked)
        kind, reason = classify_status(answer.status)
        if answer.is_unchanged or (answer.status == 200 and answer.digest == asked.state.body_hash and asked.state.reader == asked.mark):
            return await self._settled(asked, lambda _: after_unchanged(asked.state, answer))
        if answer.status == 410 and (answer.is_moved or not answer.is_redirected):
            return await self._settled(asked, lambda _: after_gone(asked.state, answer.at), "HTTP 410: gone for good; it is not asked again")
        if answer.status != 200:
            return await self.fail(asked, kind, f"{reason}: HTTP {answer.status}", answer.retry_after)
        return await self._read(response, asked, answer)

    async def try_out(self, response: Response, asked: Asked) -> SeedState | None:
        """Store the seed and what it announces when its answer gives something to read; None when it does not."""
        async with self._reading(response, asked) as (found, spool):
            reading = None if isinstance(found, WorkerProblem) else found.reading
            is_sound = reading is not None and not reading.unreadable and bool(found.links or reading.children)
            if not is_sound:
                return None
            self._ledger.seeds.hold()
            return await self._store_links(found, asked, answer_of(response, asked), spool)

    async def fail(self, asked: Asked, kind: FailureKind, problem: str, wait: float | None = None) -> SeedState:
        """Note that a seed could not be read, and why."""
        at = int(utc_now().timestamp())
        return await self._settled(asked, lambda _: after_failure(asked.state, kind, at, wait), problem)

    async def postpone(self, asked: Asked, problem: str, seconds: float) -> SeedState:
        """The seed's host wanted to be left alone before its turn came: nobody was asked, and nothing failed."""
        at = int(utc_now().timestamp())
        return await self._settled(asked, lambda _: after_asking_later(asked.state, seconds, at), problem)

    async def _settled(self, asked: Asked, settle: Callable[[Announced], SeedState], problem: str | None = None) -> SeedState:
        if problem:
            logger.warning("seed %s: %s outlet=%s", asked.state.address, problem, asked.outlet.slug)
        return await self._ledger.seeds.answered(Poll(outlet=asked.outlet, before=asked.state, settle=settle), problem)

    async def _read(self, response: Response, asked: Asked, answer: Answer) -> SeedState:
        async with self._reading(response, asked) as (found, spool):
            if isinstance(found, WorkerProblem):
                return await self.fail(asked, FailureKind.SOFT, found.detail, answer.retry_after)
            if found.reading.unreadable:
                return await self.fail(asked, FailureKind.SOFT, found.reading.unreadable, answer.retry_after)
            return await self._store_links(found, asked, answer, spool)

    @asynccontextmanager
    async def _reading(self, response: Response, asked: Asked) -> AsyncIterator[tuple[SeedLinks | WorkerProblem, Path]]:
        """What a worker read in the answer, and the file where further batches of links stand until the end of the block."""
        spool = self._ledger.paths.runs / f"{self._ledger.book.run}.{next(self._spools)}.links"
        try:
            yield await self._in_worker(response, asked, spool), spool
        finally:
            discard(spool)

    async def _in_worker(self, response: Response, asked: Asked, spool: Path) -> SeedLinks | WorkerProblem:
        body = SeedBody(
            body=response.body,
            seed=asked.seed,
            outlet=asked.outlet,
            base_url=response.url,
            content_type=header(response, "Content-Type"),
            now=utc_now(),
        )
        pool = workers_of(self._crawler)
        try:
            async with self._large if len(response.body) > LARGE_BYTES else nullcontext():
                return await pool.run(read_seed, body, str(spool), share=asked.outlet.slug, seconds=read_seconds(response.body))
        except StoreError as failure:
            self._ledger.book.failure = self._ledger.book.failure or failure
            raise
        except Exception as bug:  # the boundary to a worker's process: our own code failed there, on this seed; counted, and the run goes on
            logger.exception("seed %s: reading it failed outlet=%s", asked.seed.url, asked.outlet.slug)
            self._ledger.book.summary.errors += 1
            return WorkerProblem(detail=" ".join(str(bug).split())[:MAX_DETAIL_CHARS] or type(bug).__name__)

    async def _store_links(self, found: SeedLinks, asked: Asked, answer: Answer, spool: Path) -> SeedState:
        """All batches but the last are stored as they come; a run that dies between two asks the seed again, and knows what is there."""
        reading = found.reading
        self._ledger.book.summary.entries(asked.outlet.slug, reading.refused, reading.dropped)
        last, announced = found.links, Announced()
        async for batch in _spooled(spool if found.is_spooled else None):
            announced += await self._ledger.seeds.announce(asked.outlet, last, asked.state)
            last = batch
        ttl = None if reading.ttl_minutes is None else reading.ttl_minutes * 60.0
        poll = Poll(
            outlet=asked.outlet,
            before=asked.state,
            settle=lambda all_: after_reading(asked.state, answer, all_, asked.mark, ttl, is_cut=reading.is_cut),
            links=last,
            announced=announced,
            children=[(child.url, child.modified) for child in reading.children],
            is_whole=not reading.is_cut,
            oldest=self._ledger.seeds.oldest_day(asked.outlet),
        )
        state = await self._ledger.seeds.answered(poll)
        self._tell(asked, state)
        return state

    def _tell(self, asked: Asked, state: SeedState) -> None:
        """Say what a person may want to change in the outlet file."""
        said = []
        if state.moved_to and state.moved_to != asked.state.moved_to:
            said.append(f"moved for good to {state.moved_to}, which is asked from now on")
        if state.lies and not asked.state.lies:
            said.append("answered 304 although something was new; it is asked without conditions from now on")
        for what in said:
            logger.warning("seed %s %s outlet=%s", state.url, what, asked.outlet.slug)
            self._ledger.book.summary.notes.append(f"{asked.outlet.slug}: seed {state.url} {what}")


def answer_of(response: Response, asked: Asked) -> Answer:
    """What a seed's answer says of itself."""
    request = response.request
    now = utc_now()
    hops = response.meta.get("hops", ())
    return Answer(
        url=response.url,
        status=response.status,
        at=int(now.timestamp()),
        is_redirected=bool(hops),
        is_moved=bool(hops) and all(status in PERMANENT for _, status, _ in hops),
        was_conditional=request is not None and ("If-None-Match" in request.headers or "If-Modified-Since" in request.headers),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        digest=hashlib.blake2b(response.body, digest_size=16).digest(),
        retry_after=retry_after_seconds(header(response, "Retry-After"), now),
        max_age=max_age_seconds(header(response, "Cache-Control"), header(response, "Age")),
    )


def header(response: Response, name: str) -> str | None:
    """A header's first value as text, one character a byte."""
    return (response.headers.get(name) or b"").decode("latin-1") or None


async def _spooled(spool: Path | None) -> AsyncIterator[Sequence[Link]]:
    """The batches that a worker left in a file, one in memory at a time."""
    if spool is None:
        return
    with spool.open("rb") as file:
        while batch := await run_in_thread(_next_batch, file):
            yield batch


def _next_batch(file: IO[bytes]) -> Sequence[Link]:
    try:
        found: Sequence[Link] = pickle.load(file)
    except EOFError:
        return ()
    return found
