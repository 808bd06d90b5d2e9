"""`replay`: extracts saved pages again, ours or those of any WARC file, through the same pipelines as a crawl. Nothing is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.paths import paths_from, registry_from
from newscrawl.saved import SavedPage, saved_pages
from newscrawl.spiders.arguments import replay_arguments
from newscrawl.spiders.base import NewsSpider
from newscrawl.stores.warc_parts import whole_records
from newscrawl.stores.warc_read import DamagedRecord, read_records

Found = SavedPage | DamagedRecord | str
"""What a place of an archive holds: a page, damage, or in one word why it is no page."""


class ReplaySpider(NewsSpider):
    """Arguments: `outlet=slug,slug`, `warc=GLOB` (without it our own archive), `limit=N` pages."""

    name = "replay"

    def read_arguments(self, settings: BaseSettings) -> None:
        paths = paths_from(settings)
        self.data = paths.data
        self.arguments = replay_arguments(self.raw_arguments, registry_from(settings), paths.data)

    async def start(self) -> AsyncIterator[Any]:
        await self.ledger.begin(self.arguments.outlets, cause="replay")
        count = 0
        async for saved in self.pages():
            if count == self.arguments.limit or not await self.ledger.admit(saved):
                break
            count += 1
            yield saved.page
        await self.ledger.all_judged()

    async def pages(self) -> AsyncIterator[SavedPage]:
        """The pages of the archive in its order; what is damaged, or no page, is counted. The disk is read in a thread."""
        summary = self.ledger.book.summary
        for file in self.arguments.files:
            found = self.found_in(file)
            while (each := await asyncio.to_thread(next, found, None)) is not None:
                if isinstance(each, SavedPage):
                    yield each
                elif isinstance(each, DamagedRecord):
                    self.logger.warning("%s at byte %d is left out: %s", each.file, each.offset, each.problem)
                    summary.damage(f"{each.file} at byte {each.offset}: {each.problem}")
                else:
                    summary.skipped[each] += 1

    def found_in(self, file: Path) -> Iterator[Found]:
        """Everything in one file. One that can't be opened is damage from its first byte on."""
        registry = self.ledger.registry
        slugs = {outlet.slug for outlet in self.arguments.outlets} or None
        try:
            for record in whole_records(read_records(file)):
                if isinstance(record, DamagedRecord):
                    yield record
                elif record.lacks_knowledge:
                    yield DamagedRecord(file=file, offset=record.offset, problem="what was known of its link can't be read")
                else:
                    yield from saved_pages(record, registry, self.data, slugs)
        except OSError as error:
            yield DamagedRecord(file=file, offset=0, problem=error.strerror or type(error).__name__)
