"""The end of a run whose items come from its spider's `start()`: saved pages, posts of an interface.

Scrapy waits for items on their way when it closes a spider, but looks whether they are through only after an answer is (`Scraper._check_if_closing`
in 2.19). A spider that is stopped while items of its `start()` alone are on their way would be waited for until it is killed.
"""

from __future__ import annotations

import asyncio

from scrapy import signals
from scrapy.crawler import Crawler

LOOK_SECONDS = 0.1


class ItemsEnd:
    """Looks while a spider is open; it lets Scrapy go on once there is nothing left to wait for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    def _opened(self) -> None:
        self._task = asyncio.ensure_future(self._look_on())

    def _closed(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _look_on(self) -> None:
        while not self._let_go():
            await asyncio.sleep(LOOK_SECONDS)

    def _let_go(self) -> bool:
        """Let Scrapy close the spider when it was told to and no item is on its way; whether that was so."""
        engine = self._crawler.engine
        slot = engine.scraper.slot if engine is not None else None
        if slot is None or slot.closing is None or not slot.is_idle():
            return False
        if not slot.closing.called:
            slot.closing.callback(self._crawler.spider)
        return True
