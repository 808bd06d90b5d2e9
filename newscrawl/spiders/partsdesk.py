"""The further parts of an article: asked for one after the other, like any page, until the article is whole; then it is one `Page` with its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.page import Page, Parts, Unfetched
from newscrawl.core.part_address import may_be_part_of, may_name_parts, part_address
from newscrawl.core.parts import PartLook, PartsEnd, address_of, end_at, is_first_of, next_number
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.core.verdict import Reason
from newscrawl.ledger import Ledger
from newscrawl.spiders.answers import ANSWERS, came_over_a_temporary_redirect, failed, page_or_not
from newscrawl.tasks import look_at_part
from newscrawl.workers import WorkerProblem, workers_of

PRIORITY = 10
"""Before other links of the host: what was fetched of an article waits in memory for the rest."""

Step = Page | Unfetched | Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What there is of an article: its first part, the others so far, and what was seen of each."""

    first: Page
    looks: tuple[PartLook, ...]
    pages: tuple[Page, ...] = ()

    @property
    def size(self) -> int:
        return len(self.first.body) + sum(len(page.body) for page in self.pages)

    @property
    def number(self) -> int:
        """Of the part that comes next."""
        return len(self.looks) + 1

    def over(self, end: str | None = None) -> Page:
        """The page of the article as far as it was read."""
        return replace(self.first, parts=Parts(pages=self.pages, end=end))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedFrom:
    """A further part that a link led to, and what was seen of it."""

    page: Page
    look: PartLook


class PartsDesk:
    """Asks for parts. One that will not be had ends them; one that may be had later leaves the whole link for later, so that no half article is
    written; a link's last try takes what there is."""

    def __init__(self, crawler: Crawler, ledger: Ledger) -> None:
        self._crawler = crawler
        self._ledger = ledger

    async def begin(self, page: Page) -> AsyncIterator[Step]:
        """The page of an article of one part, or the request for its second; for its first, where a link led to a further one."""
        if not may_name_parts(page.body) and not may_be_part_of(page.url):
            yield page
            return
        look = await self._look(page, page)
        if isinstance(look, PartLook) and look.first:
            yield self._request(look.first, self.parse_first, self.first_failed, link=page.link, led_from=LedFrom(page=page, look=look))
        elif isinstance(look, PartLook):
            yield self._onward(Gathering(first=page, looks=(look,)))
        elif self._crawler.crawling:  # else its claim goes back as it was
            yield page

    async def parse_first(self, response: Response, link: Link, led_from: LedFrom) -> AsyncIterator[Step]:
        """What a further part named as its first one is there: the article begins with it, if it is that. Else the part stands for itself."""
        found = page_or_not(response, link, self._ledger.outlet(link.outlet))
        if isinstance(found, Unfetched):
            yield self._missed_first(led_from, found)
            return
        look = await self._look(found, found)
        if isinstance(look, PartLook) and is_first_of(look, led_from.look):
            yield self._onward(Gathering(first=found, looks=(look,)))
        elif self._crawler.crawling:
            yield led_from.page

    def first_failed(self, failure: Failure) -> Iterator[Step]:
        """No answer for the first part."""
        about = failure.request.cb_kwargs  # type: ignore[attr-defined]
        unfetched = failed(failure, about["link"])
        if unfetched is not None:
            yield self._missed_first(about["led_from"], unfetched)

    async def parse_part(self, response: Response, link: Link, gathering: Gathering) -> AsyncIterator[Step]:
        """One more part is there, or was not to be had."""
        found = page_or_not(response, link, self._ledger.outlet(link.outlet))
        if isinstance(found, Unfetched):
            yield self._missed(gathering, found)
        elif (away := self._led_away(response, gathering)) is not None:
            yield away
        else:
            part = replace(found, number=gathering.number)
            look = await self._look(part, gathering.first)
            if isinstance(look, PartLook):
                yield self._judged(gathering, part, look)
            elif self._crawler.crawling:
                yield gathering.over(Reason.QUARANTINED)

    def part_failed(self, failure: Failure) -> Iterator[Step]:
        """No answer for a part."""
        about = failure.request.cb_kwargs  # type: ignore[attr-defined]
        unfetched = failed(failure, about["link"])
        if unfetched is not None:
            yield self._missed(about["gathering"], unfetched)

    def _judged(self, gathering: Gathering, part: Page, look: PartLook) -> Step:
        end = end_at(gathering.looks, look)
        if end is not None:
            return gathering.over(end)
        return self._onward(replace(gathering, pages=(*gathering.pages, part), looks=(*gathering.looks, look)))

    def _onward(self, gathering: Gathering) -> Step:
        number = next_number(gathering.looks, gathering.size)
        if not isinstance(number, int):
            return gathering.over(number)
        url = address_of(gathering.looks, number)
        return self._request(url, self.parse_part, self.part_failed, link=gathering.first.link, gathering=gathering)

    def _request(self, url: str, callback: Callable[..., Any], errback: Callable[..., Any], **about: object) -> Request:
        meta = {"handle_httpstatus_list": ANSWERS}
        return Request(url, callback=callback, errback=errback, cb_kwargs=about, meta=meta, priority=PRIORITY, dont_filter=True)

    def _missed(self, gathering: Gathering, failed: Unfetched) -> Step:
        if self._will_not_come(failed):
            return gathering.over(failed.reason)
        return replace(failed, detail=f"part {gathering.number}: {failed.detail}")

    def _missed_first(self, led_from: LedFrom, failed: Unfetched) -> Step:
        if self._will_not_come(failed):
            return led_from.page
        return replace(failed, detail=f"part 1: {failed.detail}")

    def _will_not_come(self, failed: Unfetched) -> bool:
        return failed.kind is FailureKind.HARD or (failed.was_asked and self._ledger.links.is_last_try(failed))

    def _led_away(self, response: Response, gathering: Gathering) -> Step | None:
        """What it means that the part's address led to another one; None when it is that part."""
        keep = self._ledger.outlet(gathering.first.link.outlet).article.keep_params
        url, first = clean_url(response.url, keep_params=keep), clean_url(gathering.first.url, keep_params=keep)
        if isinstance(url, UrlProblem) or isinstance(first, UrlProblem):
            return gathering.over(Reason.OUTSIDE)
        part = part_address(url, first, keep)
        if part is not None and part.number == gathering.number:
            return None
        if part is not None or url_key(url, keep) == url_key(first, keep):
            return gathering.over(PartsEnd.LOOP)
        if came_over_a_temporary_redirect(response):
            link = gathering.first.link
            return self._missed(gathering, Unfetched(link=link, kind=FailureKind.SOFT, reason=Reason.OUTSIDE, detail=f"led to {url}"))
        return gathering.over(Reason.OUTSIDE)

    async def _look(self, page: Page, first: Page) -> PartLook | WorkerProblem:
        outlet = self._ledger.outlet(page.link.outlet)
        return await workers_of(self._crawler).run(look_at_part, page, outlet, first.url, share=outlet.slug)
