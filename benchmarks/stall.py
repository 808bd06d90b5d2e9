"""A Scrapy add-on that measures how late the event loop is: the same for our crawl and for the plain one.

`-s ADDONS='{"stall.LoopWatchAddon": 0}' -s LOOPWATCH_FILE=/path.json`; this folder must be on PYTHONPATH.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

BEAT_SECONDS = 0.01


class LoopWatchAddon:
    """Adds `LoopWatch` to the extensions, whatever the project has there."""

    def update_settings(self, settings: BaseSettings) -> None:
        extensions: Any = settings["EXTENSIONS"]
        extensions["stall.LoopWatch"] = 999  # last: nothing depends on it


class LoopWatch:
    """Sleeps 10 ms again and again while the spider is open, and remembers the worst lateness."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.worst_seconds = 0.0
        self.beats = 0
        self.opened_at = 0.0
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls(Path(crawler.settings["LOOPWATCH_FILE"]))
        crawler.signals.connect(watch.spider_opened, signals.spider_opened)
        crawler.signals.connect(watch.spider_closed, signals.spider_closed)
        return watch

    def spider_opened(self) -> None:
        self.opened_at = time.monotonic()
        self._task = asyncio.get_running_loop().create_task(self._beat())

    def spider_closed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        figures = {"crawl_seconds": time.monotonic() - self.opened_at, "worst_seconds": self.worst_seconds, "beats": self.beats}
        self.file.write_text(json.dumps(figures), encoding="ascii")

    async def _beat(self) -> None:
        while True:
            started = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)
            self.worst_seconds = max(self.worst_seconds, time.monotonic() - started - BEAT_SECONDS)
            self.beats += 1
