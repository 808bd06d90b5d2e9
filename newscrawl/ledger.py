"""The Ledger records: it hands out links, takes verdicts by a direct await, and lets each become durable in a group commit.

Spiders find and fetch, pipelines judge and keep. Nothing else touches the state during a run; how the run is opened and ended is `newscrawl.book`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Self, TypeVar

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from newscrawl.book import Book
from newscrawl.clock import utc_now
from newscrawl.committer import GroupCommit
from newscrawl.core.article import Article, Cause, RawRef
from newscrawl.core.failure import FailureKind, next_try_seconds
from newscrawl.core.host_file import HostFile
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via, outlet_for_host
from newscrawl.core.page import Page, Unfetched
from newscrawl.core.url import host_of
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.core.wanted import Wanted
from newscrawl.errors import NewscrawlError, StoreError
from newscrawl.hand import Hand, Name, name_of
from newscrawl.linkdesk import LinkDesk
from newscrawl.manners import Manners, hosts_of, turn
from newscrawl.outlets import load_outlets
from newscrawl.paths import Paths, paths_from
from newscrawl.procession import Procession
from newscrawl.roaddesk import RoadDesk
from newscrawl.saved import SavedPage
from newscrawl.seeddesk import SeedDesk
from newscrawl.stores.state.frontier import Claim
from newscrawl.stores.state.outcome import Keep, Leave, Lost, Outcome, Postpone, Reject, Result, Unchanged
from newscrawl.stores.state.session import RunSession
from newscrawl.surprises import Surprises
from newscrawl.turns import Turns
from newscrawl.underway import UnderWay
from newscrawl.walkdesk import WalkDesk
from newscrawl.watch import engine_is_empty, link_of

logger = logging.getLogger(__name__)
T = TypeVar("T")


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
        self._saved = Procession(self._is_over, self._nothing_moves)
        self._made_up: dict[str, Outlet] = {}
        self._cause: Cause | None = None
        self._wanted: Wanted | None = None
        self._foreign = 0  # articles without a claim, of spiders that know no frontier, that wait for the commit
        self.under_way = UnderWay()
        self.seeds = SeedDesk(self.book, self._ask, lambda slug: self.links.expect(slug))
        self.links = LinkDesk(self.book, self._hand, self.seeds, self._ask, self._is_over, self._nothing_moves, self.turns)
        self.walks = WalkDesk(self.book, self._hand, self._ask, self._is_over, self._nothing_moves)
        self.roads = RoadDesk(self.book, self._ask)
        self._surprises = Surprises(self, self._count_error, self._is_over)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        ledger = cls(crawler, paths_from(crawler.settings))
        crawler.signals.connect(ledger._spider_closed, signals.spider_closed)
        ledger._surprises.listen(crawler)
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

    async def begin(self, outlets: Sequence[Outlet], limit: int | None = None, cause: Cause | None = None, wanted: Wanted | None = None) -> None:
        """Say which outlets this run is about and how many pages it may fetch. Opens state and output.

        A run with a `cause` is about pages that are given to it, known ones too: what one of a known article says anew is a version for this cause.
        One with something `wanted` walks the archive of one outlet.
        """
        self._cause, self._wanted = cause, wanted
        spider = self._crawler.spider
        self._hand.budget = limit
        self._hand.expect(outlet.slug for outlet in outlets)
        await self.book.begin(spider.name if spider else "", [outlet.slug for outlet in outlets], wanted)
        for outlet in outlets if cause else ():
            self.book.summary.gave(outlet.slug, 0)

    # --- saved pages, and the run's going on -------------------------------------------------------------------------------------------------

    def _is_over(self) -> bool:
        """Whether the run is stopped, or failed."""
        return bool(self._commits.failure or self.book.failure) or not self._crawler.crawling

    def _nothing_moves(self) -> bool:
        return engine_is_empty(self._crawler) and not self._commits.is_busy

    async def admit(self, saved: SavedPage) -> bool:
        """Let a saved page join those on their way, once there is room; whether it may be judged: no more when the run is stopped, or failed."""
        if not await self._saved.enter(saved.page):
            return False
        self._made_up.setdefault(saved.outlet.slug, saved.outlet)
        self.book.summary.gave(saved.outlet.slug, 1)
        return True

    async def all_judged(self) -> None:
        """Wait for the verdicts of all saved pages, so that the run ends with the last: Scrapy looks every five seconds whether items are done."""
        await self._saved.last()
        self.book.summary.errors += self._saved.vanished

    # --- verdicts -------------------------------------------------------------------------------------------------------------------------

    async def archive(self, page: Page) -> Page:
        """Save the raw page, unless it is a saved one; returns it with the place where it lies. Every address on the way to it is noted."""
        self.under_way.came_by(name_of(page.link), page.way)
        if page.raw:
            return page
        return page.archived(await self.save(page))

    async def save(self, page: Page) -> tuple[RawRef, ...]:
        """Write a raw page, and the further parts of its article, to the archive; where each lies, the page last."""
        return await self._or_end(self.book.archive_whole(page))

    async def duplicate_of(self, article: Article) -> Rejection | None:
        """The rejection of an article whose text is known by now. One whose address is known is the group commit's to settle: its link becomes
        another name of that article."""
        claim = self._hand.get((article.outlet, article.link))
        if claim is not None and claim.link.via is Via.WORDPRESS:
            return None  # nothing was fetched for it alone, and nothing is saved by asking twice: the group commit decides
        digest = self.under_way.fingerprint(article)
        known = await self._ask(lambda session: session.known_as(article, digest))
        return known if known is not None and known.reason is Reason.DUPLICATE else None

    def _seen_again_at(self, name: Name) -> int | None:
        """When to ask again for a link whose way led over a temporary redirect to an address that is known; None when the way was a lasting one."""
        claim = self._hand.get(name)
        wait = None if self.under_way.is_lasting(name) else next_try_seconds(claim.attempts + 1 if claim else 1, FailureKind.SOFT)
        return None if wait is None else int(utc_now().timestamp() + wait)

    async def keep(self, article: Article) -> Article | Unchanged | Rejection:
        """Write the article; returns it as written, or why it was not."""
        name = (article.outlet, article.link)
        claim = self._hand.get(name)
        outcome = Keep(
            claim=claim,
            article=article,
            aliases=self.under_way.aliases(name),
            keep_params=self.outlet(article.outlet).article.keep_params,
            fingerprint=self.under_way.fingerprint(article),
            seen_again_at=self._seen_again_at(name),
            cause=self._cause or ("edit" if claim and claim.article else None),
        )
        result = await self._record(name, outcome)
        if isinstance(result, Article | Unchanged | Rejection):
            return result
        return Rejection(reason=Reason.SEEN, detail=result.detail if isinstance(result, Postpone) else "another run has this link")

    async def leave_out(self, article: Article) -> bool:
        """Leave an article for another run when it is of days that this one does not want; whether it is."""
        claim = self._hand.get((article.outlet, article.link))
        if self._wanted is None or claim is None or claim.article or not article.published or not self._wanted.leaves_out_article(article.published):
            return False
        await self._record(name_of(claim.link), Leave(claim=claim, published=article.published))
        return True

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
            self._put_off(failed, claim)
        wait = next_try_seconds(claim.attempts + 1, failed.kind, failed.retry_after_seconds) if failed.was_asked else failed.retry_after_seconds
        if wait is None:
            await self.reject(failed.link, Rejection(reason=failed.reason, detail=failed.detail))
            return
        logger.info("owed %s: %s (%s), again in %d s outlet=%s", failed.link.url, failed.reason, failed.detail, wait, failed.link.outlet)
        due_at = int(utc_now().timestamp() + wait)
        later = Postpone(claim=claim, due_at=due_at, reason=failed.reason, detail=failed.detail, was_tried=failed.was_asked)
        await self._record(name_of(failed.link), later)

    def _put_off(self, failed: Unfetched, claim: Claim) -> None:
        """Nobody was asked. Where it is the outlet's own host, it gets no more links; those that were given to the run are each to be owed."""
        self.book.summary.outlet(failed.link.outlet).put_off += not claim.attempts
        own = {turn(host) for host in hosts_of(self.outlet(failed.link.outlet))}
        if self._cause is None and turn(host_of(failed.link.url)) in own:
            self._hand.rest(failed.link.outlet)

    def _count_arrival(self, name: Name) -> None:
        """What comes without a claim and was not given to the run is announced by its arrival."""
        if name not in self._saved:
            self.book.summary.outlet(name[0]).new += 1

    async def _through(self, name: Name) -> None:
        """Forget a link that has its verdict."""
        self._hand.drop(name)
        self.under_way.forget(name)
        self.links.stir()
        await self._saved.leave(name)

    async def _record(self, name: Name, outcome: Outcome) -> Result:
        try:
            result = await (self._commits.submit(outcome) if outcome.claim is not None else self._submit_in_turn(name, outcome))
        finally:
            await self._through(name)
        self.book.summary.verdict(name[0], result, outcome.claim.link.seed if outcome.claim else None)
        if isinstance(result, Lost):
            logger.warning("%s: another run has this link now; nothing was written outlet=%s", name[1], name[0])
        return result

    async def _submit_in_turn(self, name: Name, outcome: Outcome) -> Result:
        """Without a claim: a saved page, or somebody else's item, which has no order."""
        await self._saved.turn(name)
        self._count_arrival(name)
        self._foreign += 1
        try:
            return await self._commits.submit(outcome)
        finally:
            self._foreign -= 1

    async def _commit(self, outcomes: Sequence[Outcome]) -> list[Result]:
        return await self._ask(lambda session: session.commit(outcomes))

    async def _ask(self, function: Callable[[RunSession], T]) -> T:
        return await self._or_end(self.book.call(function))

    async def _or_end(self, work: Awaitable[T]) -> T:
        """What state or archive can't write ends the run, wherever it was asked from."""
        try:
            return await work
        except StoreError:  # the book knows it, and the run is over
            self.links.stir()
            raise

    # --- surprises and the end ------------------------------------------------------------------------------------------------------------

    def link_on_its_way(self, item: object) -> Link | None:
        """The link of an item of ours that has no verdict yet. Of a saved page only while that very page waits: the next one of its link may too."""
        link = link_of(item)
        if link is None or self._hand.get(name_of(link)) is not None:
            return link
        return link if (self._saved.holds(item) if isinstance(item, Page) else name_of(link) in self._saved) else None

    async def let_go(self, link: Link) -> None:
        """The link gets no verdict in this run; nobody waits for it any more."""
        await self._saved.leave(name_of(link))

    def _count_error(self) -> None:
        self.book.summary.errors += 1

    async def _spider_closed(self, spider: Spider, reason: str) -> None:
        await self._surprises.mended()
        await self._commits.close()
        await self.book.end(reason, self._commits.failure, budget_spent=self._hand.budget == 0)


def ledger_of(crawler: Crawler) -> Ledger:
    """The run's ledger; raises `NewscrawlError` with the line to add when the extension is off."""
    ledger = crawler.get_extension(Ledger)
    if ledger is None:
        raise NewscrawlError('the Ledger is off: add EXTENSIONS = {"newscrawl.ledger.Ledger": 0} to the settings')
    return ledger


