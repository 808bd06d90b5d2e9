"""Posts of one answer read by the workers together, some at a time: a trip for each would take longer than the reading."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from scrapy.crawler import Crawler

from newscrawl.core.page import Page, Unfetched
from newscrawl.core.verdict import Rejection
from newscrawl.hand import name_of
from newscrawl.ledger import Ledger
from newscrawl.tasks import Extracted, extract_pages
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

PAGES_TOGETHER = 13
"""A hundred posts are four trips for each of two workers: few enough to cost little, enough to keep both at work to the end."""


async def read_together(crawler: Crawler, ledger: Ledger, pages: Sequence[Page | Unfetched], slug: str) -> AsyncIterator[Page | Unfetched]:
    """All of `pages` in their order, each once the ledger holds what was read in it `under_way`. Where the workers fail over some pages together,
    the pipelines have each read by itself, with the time and the memory that one page may take."""
    outlet = ledger.outlet(slug)
    chunks = [pages[start : start + PAGES_TOGETHER] for start in range(0, len(pages), PAGES_TOGETHER)]
    whole = [[page for page in chunk if isinstance(page, Page)] for chunk in chunks]
    tasks = [asyncio.ensure_future(workers_of(crawler).run(extract_pages, some, outlet, share=slug)) for some in whole]
    try:
        for chunk, some, task in zip(chunks, whole, tasks, strict=True):
            _keep(ledger, some, await _outcome(task))
            for page in chunk:
                yield page
    finally:
        for task in tasks:
            task.cancel()


async def _outcome(task: asyncio.Future[list[Extracted | Rejection] | WorkerProblem]) -> list[Extracted | Rejection] | WorkerProblem:
    try:
        return await task
    except Exception as bug:  # the boundary to a worker's process: the page that our code failed on is found when each is read by itself
        logger.info("reading posts together failed: %r", bug)
        return WorkerProblem(detail=type(bug).__name__)


def _keep(ledger: Ledger, pages: Sequence[Page], found: list[Extracted | Rejection] | WorkerProblem) -> None:
    if not isinstance(found, WorkerProblem):
        ledger.under_way.extracted.update({name_of(page.link): each for page, each in zip(pages, found, strict=True)})
