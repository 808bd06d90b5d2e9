"""The stages of the data path, each one call into core, extraction or the Ledger.

`CleanArticle`, `DropDuplicate` and `WriteArticle` read and write items through itemadapter, so that a spider of another project may yield
dicts, dataclasses, attrs or pydantic items into them; such an item needs `url`, and gives what it has of the record's other fields.
"""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.core.article import Article
from newscrawl.core.clean import clean_article
from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.page import Page, Unfetched
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.foreign import article_from_item, update_item
from newscrawl.hand import name_of
from newscrawl.ledger import ledger_of
from newscrawl.opt_out import OptOut, as_chosen, opt_out_from
from newscrawl.stores.state.outcome import Unchanged
from newscrawl.tasks import Extracted, extract_page
from newscrawl.workers import WorkerProblem, workers_of

NO_ARTICLES = frozenset({"hub", "live"})
"""Kinds of pages that the library gives and the pipeline turns away: their text is another one tomorrow."""


class Rejected(DropItem):
    """The item was not kept, for `rejection.reason`."""

    def __init__(self, rejection: Rejection) -> None:
        self.rejection = rejection
        super().__init__(f"{rejection.reason}: {rejection.detail}" if rejection.detail else str(rejection.reason))


class Stage:
    """A pipeline stage that knows its crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)


class RefuseUnfetched(Stage):
    """A link without a page gets its verdict here, or is due again later."""

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Unfetched):
            return item
        ledger = ledger_of(self.crawler)
        if item.kind is FailureKind.HARD:
            await ledger.reject(item.link, Rejection(reason=item.reason, detail=item.detail))
        else:
            await ledger.postpone(item)
        raise Rejected(Rejection(reason=item.reason, detail=item.detail))


class ArchivePage(Stage):
    """The raw page is saved before anything can reject it; one that comes from an archive was."""

    async def process_item(self, item: Any) -> Any:
        return await ledger_of(self.crawler).archive(item) if isinstance(item, Page) else item


class ExtractArticle(Stage):
    """Page in, article out; in a worker process, where a page that hangs, bloats or kills costs only itself."""

    opt_out = OptOut.MARK

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stage = super().from_crawler(crawler)
        stage.opt_out = opt_out_from(crawler.settings)
        return stage

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Page):
            return item
        ledger = ledger_of(self.crawler)
        found: Extracted | Rejection | WorkerProblem | None = ledger.under_way.extracted.pop(name_of(item.link), None)
        if found is None:
            found = await workers_of(self.crawler).run(extract_page, item, ledger.outlet(item.link.outlet), share=item.link.outlet)
        if isinstance(found, WorkerProblem) and not self.crawler.crawling:
            raise DropItem("the run was stopped while a worker read the page; the link stays owed")
        if isinstance(found, WorkerProblem):
            found = Rejection(reason=Reason.QUARANTINED, detail=found.detail)
        elif isinstance(found, Extracted) and found.article.provenance.get("kind") in NO_ARTICLES:
            found = Rejection(reason=Reason.HUB, detail=f"its kind is {found.article.provenance['kind']}")
        if isinstance(found, Extracted):
            ledger.book.summary.outlet(item.link.outlet).count_rules(found.article.provenance.get("rules", {}))
            found = as_chosen(found, self.opt_out)
        if isinstance(found, Rejection):
            await ledger.reject(item.link, found)
            raise Rejected(found)
        ledger.under_way.note_fingerprint(found.article, found.fingerprint)
        return found.article


class LeaveOtherDays(Stage):
    """An article of days that the run was not asked for is left for one that is: its road did not tell the day."""

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Article) and await ledger_of(self.crawler).leave_out(item):
            raise DropItem(f"left: published {item.published}")
        return item


class CleanArticle(Stage):
    """Cleans title and text of an item of another project, and adds the credit; our own articles were cleaned in the worker."""

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Article):
            return item
        ledger = ledger_of(self.crawler)
        article = article_from_item(item, ledger.registry)
        return update_item(item, clean_article(article, ledger.outlet(article.outlet)))


class DropDuplicate(Stage):
    """Turns a text away early that this outlet had before; the group commit decides about copies that are in flight together."""

    async def process_item(self, item: Any) -> Any:
        ledger = ledger_of(self.crawler)
        article = article_from_item(item, ledger.registry)
        rejection = await ledger.duplicate_of(article)
        if rejection is None:
            return item
        await ledger.reject(Link(url=article.link, outlet=article.outlet), rejection)
        raise Rejected(rejection)


class WriteArticle(Stage):
    """Hands the article to the Ledger and waits until its line is durable."""

    async def process_item(self, item: Any) -> Any:
        ledger = ledger_of(self.crawler)
        article = article_from_item(item, ledger.registry)
        if not article.text:
            rejection = Rejection(reason=Reason.EMPTY_BODY, detail="an item needs a `text`")
            await ledger.reject(Link(url=article.link, outlet=article.outlet), rejection)
            raise Rejected(rejection)
        written = await ledger.keep(article)
        if isinstance(written, Rejection):
            raise Rejected(written)
        if isinstance(written, Unchanged):
            raise DropItem(f"unchanged: {written.id}")
        return update_item(item, written)
