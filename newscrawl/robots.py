"""The downloader middleware that obeys robots.txt (RFC 9309), and notes what a host says of re-use with each page that is asked for."""

from __future__ import annotations

import logging
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.clock import utc_now
from newscrawl.core.host_file import PLACES, ROBOTS, TDMREP, Standing
from newscrawl.core.page import HostSignals
from newscrawl.core.robots import Robots, parse_robots
from newscrawl.core.tdmrep import TdmRule, parse_tdmrep, tdm_rule
from newscrawl.core.url import host_of
from newscrawl.hostfiles import HostFiles, Said, beside_the_loop
from newscrawl.ledger import Ledger
from newscrawl.manners import ForbiddenByRobots, RulesUnknown

logger = logging.getLogger(__name__)


class ObeyRobots:
    """Nothing is asked of a host before its robots.txt is known, redirects' targets included. A disallowed address raises `ForbiddenByRobots`;
    a host whose rules can't be had raises `RulesUnknown`, and its links stay owed.
    """

    def __init__(self, crawler: Crawler, agent: str) -> None:
        self._crawler = crawler
        self._robots = HostFiles(crawler, ROBOTS, lambda body: parse_robots(body, agent), self._learn)
        self._tdmrep = HostFiles(crawler, TDMREP, parse_tdmrep)
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        return cls(crawler, crawler.settings["ROBOTSTXT_USER_AGENT"])

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt") or not request.url.startswith(("http://", "https://")):
            return
        host = origin(request.url)
        said = await self._robots.of(host)
        if said.file.standing is Standing.UNKNOWN:
            raise self._not_now(host, said)
        if not await beside_the_loop(len(said.file.body), said.value.allows, request.url):
            raise ForbiddenByRobots(f"robots.txt of {host} closes {request.url}")
        if "link" in request.cb_kwargs:
            request.meta["signals"] = signals_for(request.url, said.value, await self._tdm_rules(host, said.value))

    async def _tdm_rules(self, host: str, robots: Robots) -> tuple[TdmRule, ...]:
        """Those of the host's tdmrep.json; none when it may not be asked for or can't be had. One try: no page waits long for it."""
        if not robots.allows(host + PLACES[TDMREP]):
            return ()
        return (await self._tdmrep.of(host, dont_retry=True)).value

    async def _learn(self, host: str, robots: Robots, is_new: bool) -> None:
        ledger = self._crawler.get_extension(Ledger)
        if ledger is not None and robots.crawl_delay:
            await ledger.turns.learn(host_of(host), robots.crawl_delay, was_asked=is_new)

    def _not_now(self, host: str, said: Said[Robots]) -> RulesUnknown:
        problem = RulesUnknown(host, said.file.seconds_left(utc_now()), said.problem)
        if host not in self._told:
            self._told.add(host)
            logger.warning("%s", problem)
            ledger = self._crawler.get_extension(Ledger)
            if ledger is not None:
                ledger.book.summary.notes.append(str(problem))
        return problem


def origin(url: str) -> str:
    """Scheme and authority: RFC 9309 section 2.3 has one robots.txt for each."""
    return f"{urlsplit(url).scheme}://{host_of(url)}"


def signals_for(url: str, robots: Robots, rules: tuple[TdmRule, ...]) -> HostSignals:
    """What the files of a host say of re-use for `url`."""
    rule = tdm_rule(rules, url)
    return HostSignals(
        content_signal=robots.content_signal(url),
        content_usage=robots.content_usage(url),
        tdm_reservation=rule.reservation if rule else None,
        tdm_policy=rule.policy if rule else None,
    )
