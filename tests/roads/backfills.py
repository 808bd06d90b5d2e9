"""Backfills of one loopback outlet by the roads that it offers, and what they left."""

from __future__ import annotations

from urllib.parse import unquote

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.roads import MadeRoads

COUNT = 75
"""Articles: one a day, from January to the middle of March 2025."""


def backfill(crawls: Crawls, *args: str) -> Ran:
    return crawls.crawl("backfill", "-a", "outlet=loopback", *(each for arg in args for each in ("-a", arg)))


def urls(crawls: Crawls) -> list[str]:
    return sorted(unquote(record["url"]) for record in crawls.records())


def coverage(crawls: Crawls) -> process.Finished:
    return process.run(process.scrapy_command("coverage", "-a", "outlet=loopback"), env=crawls.env)


def notes(ran: Ran) -> str:
    return "\n".join(ran.summary["notes"])


def open_all(roads: MadeRoads) -> None:
    roads.open_sitemaps()
    roads.open_feed()
    roads.open_list()
