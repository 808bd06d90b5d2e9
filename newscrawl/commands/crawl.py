"""`scrapy crawl`: Scrapy's own, with checks before anything starts, a table at the end and exit codes that a timer can act on."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler

from newscrawl.errors import BusyError, NewscrawlError, OutletError, StateError, Stopped, StoreError, UsageProblem
from newscrawl.guard import allowed_addresses
from newscrawl.ledger import Ledger
from newscrawl.opt_out import opt_out_from
from newscrawl.paths import paths_from, registry_from
from newscrawl.progress import progress_from
from newscrawl.report import output, print_summary
from newscrawl.spiders.base import NewsSpider
from newscrawl.stores.offline import offline_files
from newscrawl.stores.state import StateDb
from newscrawl.workers import worker_count

CODES: tuple[tuple[type[NewscrawlError], int], ...] = (
    (UsageProblem, 2),
    (OutletError, 2),
    (StateError, 2),
    (Stopped, 3),
    (BusyError, 4),
    (StoreError, 1),
)


class Command(ScrapyCrawl):
    """0 done, 1 crashed or a commit failed, 2 wrong use, 3 finished but something is owed or a seed could not be read, 4 busy."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        if len(args) != 1:
            super().run(args, opts)  # says what is wrong
            return
        try:
            crawler = self._create_crawler(self.crawler_process.spider_loader.load(args[0]))
            self.check(crawler, opts.spargs)
        except KeyError:
            names = ", ".join(self.crawler_process.spider_loader.list())
            self.say(f"no spider is called {args[0]!r}; there are: {names}", 2)
        except NewscrawlError as problem:
            self.say(str(problem), code_of(problem))
        else:
            self.crawler_process.crawl(crawler, **opts.spargs)
            self.crawler_process.start()
            self.exitcode = self.finish(crawler)

    def check(self, crawler: Crawler, spargs: dict[str, str]) -> None:
        """Everything that a person can have got wrong, before the reactor starts: outlets, arguments, WARC files, the state's version."""
        settings = crawler.settings
        paths = paths_from(settings)
        worker_count(settings["NEWSCRAWL_WORKERS"])
        opt_out_from(settings)
        progress_from(settings)
        allowed_addresses(settings)
        if paths.offline:
            offline_files(paths.offline)
        if issubclass(crawler.spidercls, NewsSpider):
            crawler.spidercls(**spargs).read_arguments(settings)
        keep_params = {outlet.slug: outlet.article.keep_params for outlet in registry_from(settings).known()}  # a site= may have added one
        with closing(StateDb.open(paths.state_url, keep_params=keep_params)) as state:
            state.settle()

    def finish(self, crawler: Crawler) -> int:
        """Print the summary; the run's exit code."""
        ledger = crawler.get_extension(Ledger)
        if ledger is None:
            return 1 if self.crawler_process is None or self.crawler_process.bootstrap_failed else 0
        if ledger.book.problem is not None:
            print(ledger.book.problem, file=sys.stderr)
            return code_of(ledger.book.problem)
        if ledger.book.report is not None:
            with output() as stream:
                print_summary(ledger.book.report, stream)
        return 1 if ledger.book.exit_code is None else ledger.book.exit_code

    def say(self, problem: str, code: int) -> None:
        """Tell a person what is wrong, and with which code the command ends."""
        print(problem, file=sys.stderr)
        self.exitcode = code


def code_of(problem: NewscrawlError) -> int:
    """The exit code that an error stands for."""
    return next((code for kind, code in CODES if isinstance(problem, kind)), 1)
