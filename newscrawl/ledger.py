"""The Ledger records: it hands out links, takes verdicts by a direct await, and lets each become durable in a group commit.

Spiders find and fetch, pipelines judge and keep. Nothing else touches the state during a run; how the run is opened and ended is `newscrawl.book`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Self, TypeVar

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newscrawl.book import Book
from newscrawl.clock import utc_now
from newscrawl.committer import GroupCommit
from newscrawl.core.article import Article, Cause
from newscrawl.core.failure import FailureKind, next_try_seconds
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.host_file import HostFile
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, outlet_for_host
from newscrawl.core.page import Hop, Page, Unfetched
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import NewscrawlError, StoreError
from newscrawl.hand import Hand, Name, name_of
from newscrawl.manners import Manners
from newscrawl.outlets import load_outlets
from newscrawl.paths import Paths, paths_from
from newscrawl.procession import STUCK_CHECK_SECONDS, Procession
from newscrawl.saved import SavedPage
from newscrawl.seeddesk import SeedDesk
from newscrawl.stores.state.outcome import Keep, Lost, Outcome, Postpone, Reject, Result, Unchanged
from newscrawl.stores.state.session import RunSession
from newscrawl.turns import Turns
from newscrawl.watch import engine_is_empty, link_of

logger = logging.getLogger(__name__)
T = TypeVar("T")

TEMPORARY_REDIRECTS = frozenset({302, 303, 307})
"""RFC 9110 section 15.4: the link may lead elsewhere tomorrow."""
TICKS_OF_AN_ITEM = 100
"""Turns of the event loop within which an item that has its verdict is through Scrapy's signals too."""


class Ledger:
    """One run's ledger. Opened by its first use, closed when the spider is."""

    def __init__(self, crawler: Crawler, paths: Paths) -> None:
        self._crawler = crawler
        self.paths = paths
        self.registry = load_outlets(self.paths.outlets, self.paths.kept_outlets)
        self.book = Book(self.paths, self.registry, lambda: not crawler.crawling)
        self.turns = Turns(Manners(self.registry.known()), self._ask, offline=bool(paths.offline))
        self._hand = Hand(lambda slug: self.outlet(slug).fetch.connections)
        self._commits = GroupCommit(self._commit, lambda: len(self._hand) + self._foreign + self._saved.waiting)
        self._saved = Procession(is_over=lambda: self._commits.failure is not None or not crawler.crawling, are_gone=self._nothing_moves)
        self._made_up: dict[str, Outlet] = {}
        self._cause: Cause | None = None
        self._foreign = 0  # articles without a claim, of spiders that know no frontier, that wait for the commit
        self._hops: dict[Name, tuple[Hop, ...]] = {}
        self._fingerprints: dict[Name, bytes] = {}
        self._changed = asyncio.Event()
        self.seeds = SeedDesk(self.book, self._ask, self._expect)
        self._mending: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        ledger = cls(crawler, paths_from(crawler.settings))
        crawler.signals.connect(ledger._spider_closed, signals.spider_closed)
        crawler.signals.connect(ledger._item_error, signals.item_error)
        crawler.signals.connect(ledger._item_dropped, signals.item_dropped)
        crawler.signals.connect(ledger._spider_error, signals.spider_error)
        return ledger

    # --- outlets and hosts --------------------------------------------------------------------------------------------------------------

    def outlet(self, slug: str) -> Outlet:
        """The outlet of a link; one that no file names (an item of somebody else's spider) gets the slug for its name."""
        return self.registry.find(slug) or self._made_up.get(slug) or outlet_for_host(slug)

    async def host_file(self, host: str, name: str) -> HostFile | None:
        """The last answer for a file of `host` (scheme and authority) in any run. Offline the archive alone answers."""
        return None if self.paths.offline else await self._ask(lambda session: session.host_file(host, name))

    async def keep_host_file(self, file: HostFile) -> None:
        """Store the answer for a file of a host, for later runs."""
        if not self.paths.offline:
            await self._ask(lambda session: session.keep_host_file(file))

    # --- seeds ----------------------------------------------------------------------------------------------------------------------------

    async def begin(self, outlets: Sequence[Outlet], limit: int | None = None, cause: Cause | None = None) -> None:
        """Say which outlets this run is about and how many pages it may fetch. Opens state and output.

        A run with a `cause` is about pages that are given to it, known ones too: what one of a known article says anew is a version for this cause.
        """
        self._cause = cause
        spider = self._crawler.spider
        self._hand.budget = limit
        self._hand.expect(outlet.slug for outlet in outlets)
        await self.book.begin(spider.name if spider else "", [outlet.slug for outlet in outlets])
        for outlet in outlets if cause else ():
            self.book.summary.gave(outlet.slug, 0)

    def _expect(self, outlet: str) -> None:
        """Links of the outlet came, or will not come any more."""
        self._hand.expect([outlet])
        self._changed.set()

    # --- links ----------------------------------------------------------------------------------------------------------------------------

    async def next_links(self) -> list[Link]:
        """The next links to fetch; waits while others are on their way, and is empty when there are no more."""
        while self._commits.failure is None and self._crawler.crawling:
            self._changed.clear()
            if room := self._hand.room():
                found = await self._ask(lambda session, room=room: session.claim(room))  # type: ignore[misc]
                if links := self._hand.take(room, found):
                    return links
            elif len(self._hand) or self.seeds.out:
                await self._wait_for_a_change()
            else:
                break
        return []

    async def links_asked_for(self, outlet: Outlet, links: Iterator[Link]) -> list[Link]:
        """The next of these `links`, known or not, as many as there is room for; empty when there are no more, or none may be fetched any more."""
        while self._commits.failure is None and self._crawler.crawling:
            self._changed.clear()
            if room := self._hand.room().get(outlet.slug, 0):
                if not (wanted := list(islice(links, room))):
                    break
                asked = await self._ask(lambda session, wanted=wanted: session.ask_for(outlet, wanted))  # type: ignore[misc]
                self.book.summary.gave(outlet.slug, len(wanted) - asked.again, elsewhere=asked.held)
                if asked.again:
                    self.book.summary.entries(outlet.slug, {"duplicate_link": asked.again}, {})
                if taken := self._hand.take({outlet.slug: len(asked.claims)}, {outlet.slug: asked.claims}):
                    return taken
            elif len(self._hand):
                await self._wait_for_a_change()
            else:
                break
        return []

    async def admit(self, saved: SavedPage) -> bool:
        """Let a saved page join those on their way, once there is room; whether it may be judged: no more when the run is stopped, or failed."""
        if not await self._saved.enter(saved.page):
            return False
        self._made_up.setdefault(saved.outlet.slug, saved.outlet)
        self.book.summary.gave(saved.outlet.slug, 1)
        return True

    async def all_judged(self) -> None:
        """Wait for the verdicts of all saved pages, so that the run ends with the last: Scrapy looks but every five seconds whether items are done.
        """
        await self._saved.last()
        self.book.summary.errors += self._saved.vanished
        for _ in range(TICKS_OF_AN_ITEM):
            await asyncio.sleep(0)

    async def _wait_for_a_change(self) -> None:
        """Until a verdict or a seed's answer is in. What somebody else's component made vanish would never come: it is mended."""
        while True:
            try:
                async with asyncio.timeout(STUCK_CHECK_SECONDS):
                    await self._changed.wait()
                    return
            except TimeoutError:
                if not self._crawler.crawling:
                    return
                if self._nothing_moves():
                    self._mend_what_vanished()
                    return

    def _nothing_moves(self) -> bool:
        return engine_is_empty(self._crawler) and not self._commits.is_busy

    def _mend_what_vanished(self) -> None:
        logger.error("%d links and %d seeds vanished on their way; they stay owed", len(self._hand), self.seeds.out)
        self.book.summary.errors += len(self._hand) + self.seeds.out
        self._hand.clear()
        self.seeds.out = 0

    # --- verdicts -------------------------------------------------------------------------------------------------------------------------

    async def archive(self, page: Page) -> Page:
        """Save the raw page, unless it is a saved one; returns it with the place where it lies. Every address on the way to it is noted."""
        self._hops[name_of(page.link)] = page.hops
        if page.raw:
            return page
        try:
            return replace(page, raw=(await self.book.archive_page(page),))
        except StoreError as error:
            self._commits.failure = error
            self._changed.set()
            raise

    def note_fingerprint(self, article: Article, fingerprint: bytes) -> None:
        """The worker that made `article` made the fingerprint of its text too."""
        self._fingerprints[(article.outlet, article.link)] = fingerprint

    async def duplicate_of(self, article: Article) -> Rejection | None:
        """The rejection of an article whose text is known, as far as the state knows now. One whose address is known is the group commit's to
        settle: its link becomes another name of that article.
        """
        digest = self._fingerprint(article)
        known = await self._ask(lambda session: session.known_as(article, digest))
        return known if known is not None and known.reason is Reason.DUPLICATE else None

    def _seen_again_at(self, name: Name) -> int | None:
        """When to ask again for a link whose way led over a temporary redirect to an address that is known; None when the way was a lasting one."""
        claim = self._hand.get(name)
        if not any(hop.status in TEMPORARY_REDIRECTS for hop in self._hops.get(name, ())):
            return None
        wait = next_try_seconds(claim.attempts + 1 if claim else 1, FailureKind.SOFT)
        return None if wait is None else int(utc_now().timestamp() + wait)

    def _fingerprint(self, article: Article) -> bytes:
        name = (article.outlet, article.link)
        if name not in self._fingerprints:
            self._fingerprints[name] = fingerprint_of(article)
        return self._fingerprints[name]

    async def keep(self, article: Article) -> Article | Unchanged | Rejection:
        """Write the article; returns it as written, or why it was not."""
        name = (article.outlet, article.link)
        claim = self._hand.get(name)
        outcome = Keep(
            claim=claim,
            article=article,
            aliases=tuple(hop.url for hop in self._hops.get(name, ())),
            keep_params=self.outlet(article.outlet).article.keep_params,
            fingerprint=self._fingerprint(article),
            seen_again_at=self._seen_again_at(name),
            cause=self._cause or ("edit" if claim and claim.article else None),
        )
        result = await self._record(name, outcome)
        if isinstance(result, Article | Unchanged | Rejection):
            return result
        return Rejection(reason=Reason.SEEN, detail=result.detail if isinstance(result, Postpone) else "another run has this link")

    async def reject(self, link: Link, rejection: Rejection) -> None:
        """Settle the link without an article."""
        logger.debug("rejected %s: %s (%s) outlet=%s", link.url, rejection.reason, rejection.detail, link.outlet)
        name = name_of(link)
        claim = self._hand.get(name)
        if claim is not None:
            await self._record(name, Reject(claim=claim, rejection=rejection))
            return
        self._count_arrival(name)
        self.book.summary.verdict(link.outlet, rejection)
        await self._through(name)

    async def postpone(self, failed: Unfetched) -> None:
        """The page could not be had: try again later, or give up when that was tried often enough."""
        claim = self._hand.get(name_of(failed.link))
        if claim is None:
            await self._through(name_of(failed.link))
            return
        if not failed.was_asked:
            self._hand.rest(failed.link.outlet)
        wait = next_try_seconds(claim.attempts + 1, failed.kind, failed.retry_after_seconds) if failed.was_asked else failed.retry_after_seconds
        if wait is None:
            await self.reject(failed.link, Rejection(reason=failed.reason, detail=failed.detail))
            return
        logger.info("owed %s: %s (%s), again in %d s outlet=%s", failed.link.url, failed.reason, failed.detail, wait, failed.link.outlet)
        due_at = int(utc_now().timestamp() + wait)
        later = Postpone(claim=claim, due_at=due_at, reason=failed.reason, detail=failed.detail, was_tried=failed.was_asked)
        await self._record(name_of(failed.link), later)

    def _count_arrival(self, name: Name) -> None:
        """What comes without a claim and was not given to the run is announced by its arrival."""
        if name not in self._saved:
            self.book.summary.outlet(name[0]).new += 1

    async def _through(self, name: Name) -> None:
        """Forget a link that has its verdict."""
        self._hand.drop(name)
        self._hops.pop(name, None)
        self._fingerprints.pop(name, None)
        self._changed.set()
        await self._saved.leave(name)

    async def _record(self, name: Name, outcome: Outcome) -> Result:
        is_foreign = outcome.claim is None
        if is_foreign:
            await self._saved.turn(name)
            self._foreign += 1
            self._count_arrival(name)
        try:
            result = await self._commits.submit(outcome)
        finally:
            self._foreign -= int(is_foreign)
            await self._through(name)
        self.book.summary.verdict(name[0], result)
        if isinstance(result, Lost):
            logger.warning("%s: another run has this link now; nothing was written outlet=%s", name[1], name[0])
        return result

    async def _commit(self, outcomes: Sequence[Outcome]) -> list[Result]:
        return await self._ask(lambda session: session.commit(outcomes))

    async def _ask(self, function: Callable[[RunSession], T]) -> T:
        """Call the state; what it can't write ends the run, wherever it was asked from."""
        try:
            return await self.book.call(function)
        except StoreError as error:
            self._commits.failure = self._commits.failure or error
            self._changed.set()
            raise

    # --- surprises and the end ------------------------------------------------------------------------------------------------------------

    def _item_error(self, item: object, failure: object) -> None:
        self._broke(self._on_its_way(item), failure)

    def _on_its_way(self, item: object) -> Link | None:
        """The link of an item of ours; of a saved page, only while that very page waits for its verdict: the next one may wait by now."""
        link = link_of(item)
        return None if isinstance(item, Page) and link and self._hand.get(name_of(link)) is None and not self._saved.holds(item) else link

    def _item_dropped(self, item: object, exception: Exception) -> None:
        """A pipeline dropped it. One of ours has told the Ledger before; after one of somebody else's the link needs a verdict."""
        link = self._on_its_way(item)
        if link is None or (self._hand.get(name_of(link)) is None and name_of(link) not in self._saved):
            return
        if self._crawler.crawling and self._commits.failure is None:
            self._mend(self.reject(link, Rejection(reason=Reason.DROPPED, detail=str(exception)[:200])))
        else:
            self._mend(self._saved.leave(name_of(link)))

    def _mend(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    def _spider_error(self, failure: object, response: object) -> None:
        request = getattr(response, "request", None)
        self._broke(request.cb_kwargs.get("link") if request is not None else None, failure)

    def _broke(self, link: Link | None, failure: object) -> None:
        """Our own code failed (Scrapy has logged where): counted, and the link is tried again a few times in later runs."""
        self.book.summary.errors += 1
        if link is not None and self._commits.failure is None:
            unfetched = Unfetched(link=link, kind=FailureKind.SOFT, reason=Reason.BROKE, detail=str(getattr(failure, "value", failure))[:200])
            self._mend(self.postpone(unfetched))
        elif link is not None:
            self._mend(self._saved.leave(name_of(link)))  # who stands behind it must not wait for its verdict

    async def _spider_closed(self, spider: Spider, reason: str) -> None:
        await asyncio.gather(*self._mending, return_exceptions=True)
        await self._commits.close()
        await self.book.end(reason, self._commits.failure, budget_spent=self._hand.budget == 0)


def ledger_of(crawler: Crawler) -> Ledger:
    """The run's ledger; raises `NewscrawlError` with the line to add when the extension is off."""
    ledger = crawler.get_extension(Ledger)
    if ledger is None:
        raise NewscrawlError('the Ledger is off: add EXTENSIONS = {"newscrawl.ledger.Ledger": 0} to the settings')
    return ledger


