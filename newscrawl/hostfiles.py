"""Files that a host keeps for crawlers, asked for once a day over all runs, through the same guard, turn and limits as everything else."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from newscrawl.clock import utc_now
from newscrawl.core.failure import retry_after_seconds
from newscrawl.core.host_file import NO_ANSWER, PLACES, HostFile, answered, kept_part
from newscrawl.guard import Unasked
from newscrawl.handlers import STOPPED
from newscrawl.ledger import Ledger
from newscrawl.manners import HostWantsQuiet
from newscrawl.middlewares import TooManyRedirects
from newscrawl.unanswered import UNANSWERED

logger = logging.getLogger(__name__)
T = TypeVar("T")

UNREACHABLE = tuple(error for error, _, _ in UNANSWERED)
"""No answer that can be read."""

LARGE_BYTES = 64 * 1024
"""Reading and asking a file of this size takes milliseconds: that is done beside the event loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Generic[T]):
    """A file and what was read in it. `problem`: why there is no answer, for a person."""

    file: HostFile
    value: T
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    body: bytes = b""
    retry_after: float | None = None
    problem: str = ""


class HostFiles(Generic[T]):
    """One kind of file of all hosts of a run: from memory, else from the state, else asked for; one question at a time for each host.

    `read` makes of a body what is asked of it, and of none what holds without a file. `learn` hears of each value that was read, before anything else
    is asked of the host; its last argument says whether the host was asked just now.
    """

    def __init__(
        self, crawler: Crawler, name: str, read: Callable[[bytes], T], learn: Callable[[str, T, bool], Awaitable[None]] | None = None
    ) -> None:
        self._crawler = crawler
        self._name = name
        self._read = read
        self._learn = learn
        self._said: dict[str, Said[T]] = {}
        self._asking: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, host: str, **meta: object) -> Said[T]:
        """What `host` (scheme and authority) said last, not longer ago than it holds; `meta` is for the request, if there must be one.

        Raises `HostWantsQuiet` when the host may not be asked now, and what the guard raises when it may never be.
        """
        async with self._asking[host]:
            said = self._said.get(host) or await self._remembered(host)
            if said is None or said.file.seconds_left(utc_now()) <= 0:
                said = await self._asked(host, said.file if said else None, meta)
            self._said[host] = said
            return said

    async def _remembered(self, host: str) -> Said[T] | None:
        """From an earlier run, expired or not: an old Crawl-delay still says how far apart the next two questions should be."""
        ledger = self._crawler.get_extension(Ledger)
        file = await ledger.host_file(host, self._name) if ledger else None
        if file is None:
            return None
        problem = f"HTTP {file.status}" if file.status else "no answer, or a redirect that can't be followed"
        return await self._said_in(file, problem, is_new=False)

    async def _asked(self, host: str, last: HostFile | None, meta: dict[str, object]) -> Said[T]:
        answer = await self._fetch(host, meta)
        body = kept_part(self._name, answer.body)
        file = answered(host, self._name, answer.status, body, utc_now(), last=last, retry_after=answer.retry_after)
        ledger = self._crawler.get_extension(Ledger)
        if ledger is not None:
            await ledger.keep_host_file(file)
        return await self._said_in(file, answer.problem, is_new=True)

    async def _said_in(self, file: HostFile, problem: str, *, is_new: bool) -> Said[T]:
        value = await beside_the_loop(len(file.body), self._read, file.body)
        if self._learn is not None:
            await self._learn(file.host, value, is_new)
        return Said(file=file, value=value, problem=problem)

    async def _fetch(self, host: str, meta: dict[str, object]) -> _Answer:
        """Redirects are followed, to other hosts too; after more than `REDIRECT_MAX_TIMES` there is no such file (RFC 9309 section 2.3.1.2). One
        that is not followed (the guard refuses its target, it leads to another scheme or nowhere) is no answer: nobody said that there is none.
        """
        request = Request(host + PLACES[self._name], callback=NO_CALLBACK, meta={"dont_obey_robotstxt": True, "kind": "robots", **meta})
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as refusal:
            hops = request.meta.get("hops")
            if isinstance(refusal, HostWantsQuiet) or str(refusal) == STOPPED or not hops:
                raise
            if isinstance(refusal, TooManyRedirects):
                return _Answer(status=hops[-1][1], problem=str(refusal))
            return _Answer(status=NO_ANSWER, problem=f"its redirect can't be followed: {refusal}")
        except Unasked:
            raise  # nobody was asked, so there is nothing to remember of the host
        except UNREACHABLE as problem:
            return _Answer(status=NO_ANSWER, problem=" ".join(f"{type(problem).__name__}: {problem}".split())[:200])
        if 300 <= response.status < 400:
            return _Answer(status=NO_ANSWER, problem=f"HTTP {response.status} that leads nowhere")
        wait = retry_after_seconds((response.headers.get("Retry-After") or b"").decode("latin-1") or None, utc_now())
        return _Answer(status=response.status, body=response.body, retry_after=wait, problem=f"HTTP {response.status}")


R = TypeVar("R")


async def beside_the_loop(size: int, function: Callable[..., R], *arguments: object) -> R:
    """Call a function that works on so many bytes; in a thread when they are many, so that nobody waits for it."""
    return await asyncio.to_thread(function, *arguments) if size > LARGE_BYTES else function(*arguments)
