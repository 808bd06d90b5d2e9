"""What people write first: one feed, trafilatura in the callback, a JSON-lines feed. The crawl that ours is measured against."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from typing import Any, ClassVar

import feedparser
import scrapy
import trafilatura
from scrapy.http import Response

FIELDS = ("title", "author", "date", "url", "text", "description", "sitename", "tags", "categories", "image")


class PlainSpider(scrapy.Spider):
    """`scrapy runspider plain_spider.py -a feed=URL -o articles.jsonl`"""

    name = "plain"
    custom_settings: ClassVar = {  # type: ignore[misc]
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "INFO",
    }

    def __init__(self, feed: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.feed = feed

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self.feed, callback=self.parse_feed)

    def parse_feed(self, response: Response) -> Iterator[scrapy.Request]:
        for entry in feedparser.parse(BytesIO(response.body)).entries:
            yield response.follow(entry.link, callback=self.parse_article)

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        document = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
        if document is not None:
            fields = document.as_dict()
            yield {name: fields[name] for name in FIELDS}
