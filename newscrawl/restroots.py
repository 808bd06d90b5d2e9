"""Where the front page of an outlet says that its WordPress REST interface is."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from newscrawl.core.outlet import Outlet, Via
from newscrawl.hostfiles import UNREACHABLE
from newscrawl.restapi import ANSWERS
from newscrawl.seedreader import header
from newscrawl.tasks import read_home
from newscrawl.workers import WorkerProblem, workers_of

logger = logging.getLogger(__name__)

MOST_ROOTS = 3
"""Of one page: a network of sites may declare several."""


async def declared_roots(crawler: Crawler, outlet: Outlet) -> list[str]:
    """The interfaces of the outlet's own site that its front page declares, in its Link header first; none where there is no such page."""
    assert crawler.engine is not None
    request = Request(outlet.home, meta={"handle_httpstatus_list": ANSWERS, "kind": "page"}, dont_filter=True)
    try:
        response = await crawler.engine.download_async(request)
    except (*UNREACHABLE, IgnoreRequest) as problem:
        logger.info("looking for the interface: %s: %s outlet=%s", outlet.home, problem, outlet.slug)
        return []
    if response.status != 200:
        return []
    links = b", ".join(response.headers.getlist("Link")).decode("latin-1") or None
    found = await workers_of(crawler).run(read_home, response.body, response.url, header(response, "Content-Type"), links)
    return [] if isinstance(found, WorkerProblem) else [seed.url for seed in found if seed.via is Via.WORDPRESS][:MOST_ROOTS]
