"""`scrapy coverage`: per outlet and month what is announced, held, rejected, owed and missing, and whether output and state agree."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence, Set
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.utils.conf import arglist_to_dict

from newscrawl.core.coverage import Verdict
from newscrawl.errors import NewscrawlError, UsageProblem
from newscrawl.paths import paths_from, registry_from
from newscrawl.report import json_text, output
from newscrawl.report.coverage import coverage_json, print_coverage
from newscrawl.spiders.arguments import refuse_unknown
from newscrawl.stores.held import Output
from newscrawl.stores.state import coverage as state
from newscrawl.stores.state.db import StateReader

OWED_LINKS = 1000
"""Owed links that are named at most for each outlet."""

WHOLE, WRONG_USE, NOT_WHOLE = 0, 2, 3
"""Exit codes."""


class Command(ScrapyCommand):
    """Reads the state as it is at one moment and the lines of the output; takes no lock and changes nothing."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-a outlet=SLUG[,SLUG]] [--json]"

    def short_desc(self) -> str:
        return "Print by month what is announced, held, rejected, owed and missing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="outlet=SLUG[,SLUG] (all that were crawled)")
        parser.add_argument("--json", action="store_true", help="JSON instead of tables")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            wanted = wanted_outlets(args, opts.spargs)
            paths = paths_from(self.settings)
            found = Output.seen_now(paths.data)
            with StateReader(paths.state_url).read() as connection:
                state.begin_snapshot(connection)
                runs = state.runs_not_ended(connection)
                slugs = self._slugs(wanted, {*state.outlets_known(connection), *found.outlets()})
                outlets = [state.outlet_coverage(connection, slug, found, runs, OWED_LINKS) for slug in slugs]
        except (NewscrawlError, OSError) as problem:
            print(problem, file=sys.stderr)
            self.exitcode = WRONG_USE
            return
        is_whole = bool(outlets) and all(each.verdict is Verdict.WHOLE for each in outlets)
        self.exitcode = WHOLE if is_whole else NOT_WHOLE
        with output() as stream:
            if opts.json:
                print(json_text(coverage_json(outlets, runs)), file=stream)
            else:
                print_coverage(outlets, runs, stream)

    def _slugs(self, wanted: Sequence[str], crawled: Set[str]) -> list[str]:
        """The outlets to look at: all that were crawled when none is wanted. One that was crawled needs no outlet file any more."""
        if crawled.issuperset(wanted):
            return list(wanted) or sorted(crawled)
        registry = registry_from(self.settings)
        return [slug if slug in crawled else registry.get(slug).slug for slug in wanted]


def wanted_outlets(args: Sequence[str], given: Sequence[str]) -> list[str]:
    """The outlets that were asked for, each once; none: all."""
    try:
        raw = arglist_to_dict(given)
    except ValueError as problem:
        raise UsageProblem(f"-a {' -a '.join(given)}: give -a outlet=SLUG[,SLUG]") from problem
    if args:
        raise UsageProblem(f"{args[0]}: no such argument; give -a outlet=SLUG[,SLUG], or nothing for all outlets")
    refuse_unknown(raw, ("outlet",))
    return list(dict.fromkeys(slug.strip() for slug in raw["outlet"].split(","))) if "outlet" in raw else []
