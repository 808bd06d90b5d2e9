"""`backfill`: walks the archive of an outlet, newest first, over all roads that lead there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.archivewalk import ArchiveWalk
from newscrawl.core.wanted import Wanted
from newscrawl.paths import paths_from, registry_from
from newscrawl.spiders.arguments import backfill_arguments
from newscrawl.spiders.base import NewsSpider


class BackfillSpider(NewsSpider):
    """Arguments: `outlet=slug` or `site=URL`, `since=DATE`, `until=DATE`, `limit=N`, `minutes=N`, `order=oldest`, and of `via` one or more of
    `wordpress,sitemap,feed,listing`; `refill=1` (also articles that have no line in the output)."""

    name = "backfill"

    def read_arguments(self, settings: BaseSettings) -> None:
        self.arguments = backfill_arguments(self.raw_arguments, registry_from(settings), paths_from(settings).kept_outlets)

    async def start(self) -> AsyncIterator[Any]:
        arguments, outlet = self.arguments, self.arguments.outlet
        wanted = Wanted(days=arguments.wanted, oldest_first=arguments.oldest_first)
        if arguments.refill:
            await self.ledger.book.refill([outlet.slug])
        await self.ledger.begin([outlet], arguments.limit, wanted=wanted)
        if arguments.minutes is not None:
            self.ledger.turns.end_after(60 * arguments.minutes)
        walk = ArchiveWalk(self.crawler, self.ledger, outlet, wanted, arguments.via)
        if walk.rest is not None:
            async for page in walk.rest.pages():
                yield page
            walk.tell_of_rest()
        if walk.has_others and not (walk.rest and walk.rest.is_over):
            async for request in self.over_roads(walk):
                yield request

    async def over_roads(self, walk: ArchiveWalk) -> AsyncIterator[Any]:
        """Requests for the links that are due; the roads are walked on where there are none."""
        outlet, steps = self.arguments.outlet, walk.steps()

        async def onward() -> bool:
            try:
                await anext(steps)
            except StopAsyncIteration:
                return False
            return True

        try:
            while links := await self.ledger.links.on_the_way(outlet, onward):
                for link in links:
                    yield self.link_request(link)
        finally:
            await steps.aclose()  # type: ignore[attr-defined]
