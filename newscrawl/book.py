"""How a run is opened, kept and ended: the threads of state and archive, the run's session, its summary and its exit code."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from newscrawl import __version__
from newscrawl.clock import utc_now
from newscrawl.core.article import RawRef
from newscrawl.core.page import Page
from newscrawl.core.wanted import Wanted
from newscrawl.errors import NewscrawlError, StoreError
from newscrawl.outlets import Registry
from newscrawl.paths import Paths
from newscrawl.stores.archive import ArchiveWriter
from newscrawl.stores.files import discard, write_whole
from newscrawl.stores.held import outlet_of_part
from newscrawl.stores.state.frontier import Owed
from newscrawl.stores.state.mount import network_note
from newscrawl.stores.state.session import RunSession, Where
from newscrawl.summaries import MOMENT, summary_files
from newscrawl.summary import RunSummary

logger = logging.getLogger(__name__)
T = TypeVar("T")

SUMMARIES_KEPT = 1000
"""Files of ended runs: three days of a run every five minutes."""


class Book:
    """One run's session with state and archive, each in a thread of its own so that the event loop never waits for a disk."""

    def __init__(self, paths: Paths, registry: Registry, stopping: Callable[[], bool]) -> None:
        self._stopping = stopping
        self._paths = paths
        self._registry = registry
        self.started_at = utc_now()
        self.run = f"{self.started_at:{MOMENT}}-{token_hex(3)}"
        self.summary = RunSummary(run=self.run, started_at=self.started_at)
        self.exit_code: int | None = None
        self.problem: NewscrawlError | None = None
        self.failure: StoreError | None = None
        self.report: dict[str, Any] | None = None
        self._state_thread = ThreadPoolExecutor(1, thread_name_prefix="state")
        self._archive_thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._archive = ArchiveWriter(paths.data, self.run, software=f"newscrawl/{__version__}")
        self._session: RunSession | None = None
        self._opening: asyncio.Task[RunSession] | None = None

    async def begin(self, spider: str, outlets: Sequence[str], wanted: Wanted | None = None) -> None:
        """Open the session, for a run of `spider` about these outlets, or about the archive of one of which this is `wanted`; raises what keeps it
        from beginning."""
        self.summary.spider = spider
        session = await self._opened()
        if wanted is not None:
            await self._in_thread(partial(session.roads.begin, outlets[0], wanted))
        owed = await self._in_thread(session.owed)
        for slug in outlets:
            self.summary.outlet(slug).carried = owed.get(slug, Owed()).total

    async def refill(self, outlets: Sequence[str]) -> None:
        """Have the articles of these outlets that have no line in the output fetched again."""
        session = await self._opened()
        for slug in outlets:
            count = await self._in_thread(partial(session.refill, slug))
            if count:
                self.summary.notes.append(f"{slug}: {count} articles that have no line in the output are fetched again")
        self.summary.gone = [name for name in self.summary.gone if outlet_of_part(name) not in outlets]

    async def call(self, function: Callable[[RunSession], T]) -> T:
        """Run something with the session in the state's thread."""
        return await self._in_thread(partial(function, await self._opened()))

    async def archive_whole(self, page: Page) -> tuple[RawRef, ...]:
        """Write a raw page and the further parts of its article: where each of these lies, and last where the page does. They are durable before a
        line cites them."""
        return await self._in_thread(partial(self._archive.write_whole, page), self._archive_thread)

    async def _in_thread(self, function: Callable[[], T], thread: ThreadPoolExecutor | None = None) -> T:
        """Run it in the state's thread, or another; what can't be written is the run's failure, whoever asked for it."""
        try:
            return await asyncio.get_running_loop().run_in_executor(thread or self._state_thread, function)
        except StoreError as failure:
            self.failure = self.failure or failure
            raise

    async def _opened(self) -> RunSession:
        if self._opening is None:
            self._opening = asyncio.create_task(self._open_once())
        return await asyncio.shield(self._opening)  # who is cancelled while it opens must not lose the session

    async def _open_once(self) -> RunSession:
        try:
            self._session = await self._in_thread(self._open)
        except NewscrawlError as problem:
            self.problem = problem
            raise
        return self._session

    def _open(self) -> RunSession:
        where = Where(data=self._paths.data, state_url=self._paths.state_url, host=socket.gethostname())
        keep_params = {outlet.slug: outlet.article.keep_params for outlet in self._registry.known()}
        session = RunSession(where, self.run, keep_params, utc_now, self._archive.sync, self._stopping)
        try:
            begun = session.begin(self.summary.spider)
        except BaseException:
            session.close()
            raise
        self.summary.adopted = begun.adoption.lines
        self.summary.gone = begun.adoption.gone
        self.summary.notes += [*begun.adoption.notes(), *filter(None, [network_note(self._paths.state_url)])]
        for note in self.summary.notes:
            logger.warning("%s", note)
        return session

    async def end(self, reason: str, failure: StoreError | None, *, budget_spent: bool) -> None:
        """Write down how the run went and close everything; whatever fails here is said, and the exit code tells it."""
        try:
            if self._opening is not None:
                await asyncio.wait({self._opening})
            if failure := failure or self.failure:
                raise failure
            await self._in_thread(self._archive.close)
            if self._session is not None:
                await self._in_thread(partial(self._end, self._session, reason, budget_spent=budget_spent))
        except (NewscrawlError, OSError) as problem:
            await self._failed(problem, reason)
        finally:
            for close in (self._archive.close, *([self._session.close] if self._session else [])):
                with suppress(NewscrawlError, OSError):  # whatever keeps them from closing was said, or is of no weight: both are in sync
                    await self._in_thread(close)
            self._state_thread.shutdown(wait=False)
            self._archive_thread.shutdown(wait=False)

    async def _failed(self, problem: Exception, reason: str) -> None:
        """Say it, and have the exit code and what the state knows of the run tell it."""
        logger.error("%s", problem)
        self.problem = self.problem or (problem if isinstance(problem, NewscrawlError) else StoreError(str(problem)))
        if self.exit_code is not None and self._session is not None:  # the state, and perhaps a summary, have another code
            discard(self._paths.runs / f"{self.run}.json")
            with suppress(NewscrawlError, OSError):
                await self._in_thread(partial(self._session.end, reason, 1))
        self.exit_code, self.report = 1, None

    def _end(self, session: RunSession, reason: str, *, budget_spent: bool) -> None:
        owed = session.give_back()
        links = {slug: mine.links(owed.get(slug, Owed()), budget_spent=budget_spent) for slug, mine in self.summary.outlets.items()}
        self.exit_code = self._code(reason, links)
        session.end(reason, self.exit_code)
        files = {"parts": session.parts.written, "warcs": list(self._archive.files)}
        self.report = self.summary.to_dict(utc_now(), reason, self.exit_code, links, files)
        write_summary(self._paths.runs, self.run, self.report, utc_now())

    def _code(self, reason: str, links: Mapping[str, Mapping[str, Any]]) -> int:
        if reason not in ("finished", "shutdown"):
            return 1
        is_owed = any(counts["owed"] for counts in links.values())
        seed_failed = any(mine.seeds["failed"] for mine in self.summary.outlets.values())
        is_incomplete = self.summary.errors or self.summary.damaged or any(outlet_of_part(name) in self.summary.outlets for name in self.summary.gone)
        return 3 if is_owed or seed_failed or is_incomplete or reason == "shutdown" else 0


def write_summary(folder: Path, run: str, report: Mapping[str, Any], now: datetime) -> None:
    """Write a run's summary so that it is there whole or not at all; the oldest ones go."""
    write_whole(folder / f"{run}.json", json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    for old in summary_files(folder, now)[:-SUMMARIES_KEPT]:
        discard(old)
