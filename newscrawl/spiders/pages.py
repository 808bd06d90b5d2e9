"""`pages`: fetches the pages that a person names, known ones too; what a known article's page says anew is its next version."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.paths import registry_from
from newscrawl.spiders.addresses import addresses_in, links_named
from newscrawl.spiders.arguments import pages_arguments
from newscrawl.spiders.base import NewsSpider


class PagesSpider(NewsSpider):
    """Arguments: `outlet=slug`, and `url=URL` or `file=FILE` (one address a line); `limit=N`.

    What a file holds beyond the limit is not read. After a run that was killed, the same command again fetches all of it again.
    """

    name = "pages"

    def read_arguments(self, settings: BaseSettings) -> None:
        self.arguments = pages_arguments(self.raw_arguments, registry_from(settings))

    async def start(self) -> AsyncIterator[Any]:
        outlet = self.arguments.outlet
        await self.ledger.begin([outlet], self.arguments.limit, cause="edit")
        links = links_named(self._addresses(), outlet, self.ledger.book.summary.outlet(outlet.slug).refused)
        while asked_for := await self.ledger.links.asked_for(outlet, links):
            for link in asked_for:
                yield self.link_request(link)

    def _addresses(self) -> Iterable[str]:
        if self.arguments.file is not None:
            return addresses_in(self.arguments.file)
        return [self.arguments.url or ""]
