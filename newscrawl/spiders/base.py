"""What all spiders share: link → request, response → `Page` or `Unfetched`, and the room that an outlet's hosts give."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl.core.link import Link
from newscrawl.core.page import Page, Unfetched
from newscrawl.ledger import Ledger, ledger_of
from newscrawl.manners import hosts_of
from newscrawl.paths import registry_from
from newscrawl.spiders.answers import ANSWERS, failed, in_words, kind_of_error, page_or_not, was_tried
from newscrawl.spiders.partsdesk import PartsDesk

__all__ = ["ANSWERS", "NewsSpider", "in_words", "kind_of_error", "was_tried"]


class NewsSpider(Spider):
    """A spider whose `-a` arguments are read once, by `read_arguments` of each child."""

    def __init__(self, **raw: str) -> None:
        super().__init__()
        self.raw_arguments = raw

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.read_arguments(crawler.settings)
        return spider

    def read_arguments(self, settings: BaseSettings) -> None:
        """Read the arguments; raises `UsageProblem` for a wrong one."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Each host of an outlet gets as many connections as the outlet file allows."""
        super().update_settings(settings)
        slots = dict(settings.getdict("DOWNLOAD_SLOTS"))
        for outlet in registry_from(settings).known():
            for host in hosts_of(outlet):
                name = urlsplit(f"//{host}").hostname or host
                slots[name] = {"concurrency": max(outlet.fetch.connections, slots.get(name, {}).get("concurrency", 1)), "delay": 0.0}
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")

    @property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        return ledger_of(self.crawler)

    # --- links ----------------------------------------------------------------------------------------------------------------------------

    def link_request(self, link: Link) -> Request:
        """The request for a link's page."""
        return Request(
            link.url,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"link": link},
            meta={"handle_httpstatus_list": ANSWERS},
            dont_filter=True,
        )

    async def parse_page(self, response: Response, link: Link) -> AsyncIterator[Page | Unfetched | Request]:
        """One answer → one `Page` or `Unfetched`; a page that names further parts of its article → the request for the next one."""
        found = page_or_not(response, link, self.ledger.outlet(link.outlet))
        if isinstance(found, Unfetched):
            yield found
            return
        async for each in PartsDesk(self.crawler, self.ledger).begin(found):
            yield each

    def page_failed(self, failure: Failure) -> Iterator[Unfetched]:
        """No answer → one `Unfetched`."""
        unfetched = failed(failure, failure.request.cb_kwargs["link"])  # type: ignore[attr-defined]
        if unfetched is not None:
            yield unfetched
