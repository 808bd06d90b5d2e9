"""Progress of a run: one live line on a terminal, a line of the log each minute elsewhere; the setting `NEWSCRAWL_PROGRESS`."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from contextlib import suppress
from enum import StrEnum
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from newscrawl.errors import UsageProblem
from newscrawl.ledger import Ledger
from newscrawl.report.liveline import Above, LiveLine, live_line
from newscrawl.report.progress import Limit, Pace, Standing, progress_line
from newscrawl.workers import Workers

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
PLAIN_SECONDS = 60.0
"""Between two lines of the log: as often as Scrapy tells of itself."""

OUTLETS_NAMED = 3
"""A run about more is called by its spider alone."""


class Shown(StrEnum):
    """The setting's values."""

    AUTO = "auto"  # a live line where standard error is a terminal, else as `plain`
    PLAIN = "plain"  # lines of the log, at level INFO
    OFF = "off"


def progress_from(settings: BaseSettings) -> Shown:
    """The user's choice; raises `UsageProblem` for a value that is none."""
    value = settings.get("NEWSCRAWL_PROGRESS") or Shown.AUTO
    if value not in set(Shown):
        raise UsageProblem(f"NEWSCRAWL_PROGRESS: {value!r} is none of {', '.join(Shown)}")
    return Shown(value)


class Progress:
    """The extension. It reads counts and touches nothing; that it can't show them stops no run."""

    def __init__(self, crawler: Crawler, live: LiveLine | None) -> None:
        self._crawler = crawler
        self._live = live
        self._handlers: list[tuple[logging.StreamHandler[Any], Any]] = []
        self._pace = Pace()
        self._told_at = time.monotonic()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `UsageProblem`, and `NotConfigured` when it is off. Standard error is looked at, not what the environment says of it."""
        shown = progress_from(crawler.settings)
        if shown is Shown.OFF:
            raise NotConfigured
        is_terminal = shown is Shown.AUTO and sys.stderr is not None and sys.stderr.isatty()
        extension = cls(crawler, live_line(sys.stderr) if is_terminal else None)
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        return extension

    # --- the time of a run ------------------------------------------------------------------------------------------------------------------

    def _opened(self, spider: Spider) -> None:
        if self._live is not None:
            self._take_terminal(self._live)
        self._task = asyncio.ensure_future(self._tell_on())

    def _closed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._give_terminal_back()

    async def _tell_on(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                self._tell()
            except OSError:  # the terminal is gone
                self._give_terminal_back()
                return

    def _tell(self) -> None:
        ledger = self._crawler.get_extension(Ledger)
        if ledger is None:
            return
        standing = standing_of(ledger)
        self._pace.add(time.monotonic(), standing.settled, self._limit(ledger))
        if self._live is not None:
            self._live.show(progress_line(name_of_run(ledger), standing, self._pace))
        elif time.monotonic() - self._told_at >= PLAIN_SECONDS:
            self._told_at = time.monotonic()
            logger.info("%s", progress_line(name_of_run(ledger), standing, self._pace))

    def _limit(self, ledger: Ledger) -> Limit | None:
        workers = self._crawler.get_extension(Workers)
        if workers is not None and workers.pool.is_full:
            return Limit.EXTRACTION
        if ledger.turns.traffic.on_their_way:
            return Limit.SERVER
        return Limit.POLITENESS if ledger.turns.traffic.waiting else None

    # --- the terminal -----------------------------------------------------------------------------------------------------------------------

    def _take_terminal(self, live: LiveLine) -> None:
        """From here on what the log says goes above the line."""
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
                self._handlers.append((handler, handler.setStream(Above(live))))
        live.start()

    def _give_terminal_back(self) -> None:
        """Twice is harmless."""
        for handler, stream in self._handlers:
            handler.setStream(stream)
        self._handlers.clear()
        if self._live is not None:
            with suppress(OSError):
                self._live.stop()
            self._live = None


def standing_of(ledger: Ledger) -> Standing:
    """How far the run is. What a limit keeps it from is not known to it; what a walk is yet to come to is, where its road told how much that is."""
    counts = ledger.book.summary.outlets.values()
    held, rejected = sum(each.kept + each.unchanged for each in counts), sum(each.rejected.total() for each in counts)
    left = max(sum(each.in_all for each in counts) - held - rejected, 0)
    room = ledger.links.room
    left = left if room is None else min(left, room)
    return Standing(held=held, rejected=rejected, known=held + rejected + left, left=left)


def name_of_run(ledger: Ledger) -> str:
    """Spider and outlets, where these are few."""
    summary = ledger.book.summary
    names = sorted(summary.outlets)
    return " ".join((summary.spider, *names)) if len(names) <= OUTLETS_NAMED else f"{summary.spider}, {len(names)} outlets"
