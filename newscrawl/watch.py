"""What a run sees of Scrapy's engine and of the items in it."""

from __future__ import annotations

from scrapy.crawler import Crawler

from newscrawl.core.article import Article
from newscrawl.core.link import Link
from newscrawl.core.page import Page, Unfetched


def engine_is_empty(crawler: Crawler) -> bool:
    """Whether no request waits or is on its way, and no answer or item is being worked on."""
    engine = crawler.engine
    if engine is None or engine.scheduler is None or engine.scraper.slot is None:
        return False
    return not engine.downloader.active and engine.scraper.slot.is_idle() and not engine.scheduler.has_pending_requests()


def link_of(item: object) -> Link | None:
    """The link that an item of ours came from."""
    if isinstance(item, Page | Unfetched):
        return item.link
    return Link(url=item.link, outlet=item.outlet) if isinstance(item, Article) else None
