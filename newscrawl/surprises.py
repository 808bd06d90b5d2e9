"""What goes wrong with an item on its way: a bug of ours, or a component of somebody else's that drops it. Its link must not wait for ever, and nor
must the run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Protocol

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.page import Unfetched
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import BusyError, StateError, Stopped, StoreError
from newscrawl.itemsend import ItemsEnd

MAX_DETAIL_CHARS = 200
"""A word for a person; some exceptions quote whole answers."""

LOGGERS = ("scrapy.core.engine", "scrapy.core.scraper", "newscrawl.book")
ENDS_THE_RUN = (StoreError, StateError, BusyError, Stopped)


class SaidOnce(logging.Filter):
    """Errors that end the run, which Scrapy would log with a traceback and the whole item for each link in flight, become one line each, once."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be logged; it is made short where it is."""
        error = record.exc_info[1] if record.exc_info else record.args[0] if isinstance(record.args, tuple) and record.args else None
        if not isinstance(error, ENDS_THE_RUN):
            return True
        text = str(error)
        is_new = text not in self._said
        self._said.add(text)
        record.msg, record.args, record.exc_info, record.exc_text = text, (), None, None
        return is_new


class Judge(Protocol):
    """Who knows which links wait for a verdict, and records it: the Ledger."""

    def link_on_its_way(self, item: object) -> Link | None:
        """The link of an item of ours that has no verdict yet."""

    async def reject(self, link: Link, rejection: Rejection) -> None:
        """Settle the link without an article."""

    async def postpone(self, failed: Unfetched) -> None:
        """Try again later."""

    async def let_go(self, link: Link) -> None:
        """The link gets no verdict in this run; nobody is to wait for it."""


class Surprises:
    """Hears Scrapy's signals. `is_over`: the run is stopped or failed, and gives no more verdicts."""

    def __init__(self, judge: Judge, count: Callable[[], None], is_over: Callable[[], bool]) -> None:
        self._judge = judge
        self._count = count
        self._is_over = is_over
        self._mending: set[asyncio.Task[None]] = set()
        self._said_once = SaidOnce()
        self._end: ItemsEnd | None = None

    def listen(self, crawler: Crawler) -> None:
        """Hear what happens to items and answers of this crawl."""
        self._end = ItemsEnd(crawler)
        crawler.signals.connect(self._be_quiet_no_more, signals.engine_stopped)
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self._said_once)
        crawler.signals.connect(self._item_error, signals.item_error)
        crawler.signals.connect(self._item_dropped, signals.item_dropped)
        crawler.signals.connect(self._spider_error, signals.spider_error)

    def _be_quiet_no_more(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(self._said_once)

    async def mended(self) -> None:
        """Wait until all that was heard of has been seen to."""
        await asyncio.gather(*self._mending, return_exceptions=True)

    def _item_error(self, item: object, failure: object) -> None:
        self._broke(self._judge.link_on_its_way(item), failure)

    def _item_dropped(self, item: object, exception: Exception) -> None:
        """A pipeline dropped it. One of ours has told the Ledger before; after one of somebody else's the link needs a verdict."""
        link = self._judge.link_on_its_way(item)
        if link is not None:
            dropped = Rejection(reason=Reason.DROPPED, detail=str(exception)[:MAX_DETAIL_CHARS])
            self._mend(self._judge.let_go(link) if self._is_over() else self._judge.reject(link, dropped))

    def _spider_error(self, failure: object, response: object) -> None:
        request = getattr(response, "request", None)
        self._broke(request.cb_kwargs.get("link") if request is not None else None, failure)

    def _broke(self, link: Link | None, failure: object) -> None:
        """Our own code failed (Scrapy has logged where): counted, and the link is tried again a few times in later runs."""
        self._count()
        if link is not None:
            detail = str(getattr(failure, "value", failure))[:MAX_DETAIL_CHARS]
            broke = Unfetched(link=link, kind=FailureKind.SOFT, reason=Reason.BROKE, detail=detail)
            self._mend(self._judge.let_go(link) if self._is_over() else self._judge.postpone(broke))

    def _mend(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)
