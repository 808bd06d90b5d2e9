"""`scrapy outlets`: list the outlets that can be crawled, and check every outlet file on the way."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl.core.outlet import Outlet
from newscrawl.errors import NewscrawlError
from newscrawl.outlets import Registry
from newscrawl.paths import registry_from
from newscrawl.report import Table, json_text, output, print_table

WRONG_CONFIGURATION = 2
"""Exit code for an outlet file or setting that can't be used."""


class Command(ScrapyCommand):
    """Prints one row for each outlet; every mistake in an outlet file is a line on stderr, with exit code 2."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """No arguments."""
        return "[options]"

    def short_desc(self) -> str:
        """What `scrapy` prints beside the command's name."""
        return "List the outlets and check their files"

    def long_desc(self) -> str:
        """What `scrapy outlets -h` prints."""
        return (
            "List every outlet that can be named, and check its file. 'chosen' outlets are those of the NEWSCRAWL_OUTLETS folder, which run when "
            "no outlet is named; 'bundled' ones ship with newscrawl and run only when named. Exit code 2 when a file can't be used."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and `--json`."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print a JSON array instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Load, then print to stdout."""
        assert self.settings is not None
        try:
            registry = registry_from(self.settings)
        except NewscrawlError as error:
            print(error, file=sys.stderr)
            self.exitcode = WRONG_CONFIGURATION
            return
        described = [_described(outlet, registry) for outlet in registry.known()]
        with output() as stream:
            if opts.json:
                print(json_text(described, indent=2), file=stream)
            else:
                print_table(_table(described), stream)


def _described(outlet: Outlet, registry: Registry) -> dict[str, Any]:
    return {
        "slug": outlet.slug,
        "name": outlet.name,
        "home": outlet.home,
        "seeds": dict(Counter(str(seed.via) for seed in outlet.seeds)),
        "from": _origin(outlet.slug, registry),
        "shares_host_with": list(registry.sharing_host_with(outlet)),
    }


def _origin(slug: str, registry: Registry) -> str:
    if slug in registry.kept and slug not in registry.chosen:
        return "kept"
    if slug not in registry.chosen:
        return "bundled"
    return "chosen, over bundled" if slug in registry.bundled else "chosen"


def _table(described: list[dict[str, Any]]) -> Table:
    """The name stands last: its letters may run from right to left and would pull the columns behind it along."""
    return Table(header=("outlet", "from", "seeds", "shared host", "home", "name"), rows=tuple(_row(outlet) for outlet in described))


def _row(outlet: dict[str, Any]) -> tuple[str, ...]:
    seeds = ", ".join(f"{via} {count}" for via, count in sorted(outlet["seeds"].items())) or "none"
    return (outlet["slug"], outlet["from"], seeds, ", ".join(outlet["shares_host_with"]) or "-", outlet["home"], outlet["name"])
