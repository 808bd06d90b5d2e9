"""`scrapy extract`: the record of one saved page, or the reason why there is none.

The extractor is imported when a page is there: Scrapy imports every command before it runs one, and a crawl's parent process is to stay small.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawl.core.article import Article
from newscrawl.core.verdict import Rejection
from newscrawl.errors import NewscrawlError, UsageProblem
from newscrawl.outlets import Registry
from newscrawl.paths import registry_from
from newscrawl.report import json_text, output
from newscrawl.report.table import showable

WRONG_USE = 2
NO_ARTICLE = 3


class Command(ScrapyCommand):
    """0 when the page has an article, 2 for wrong use, 3 when the page was rejected; the reason is a line on stderr."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "FILE|- [--part FILE]… [--url URL] [--outlet SLUG] [--fetched-at TIME] [--json|--pretty]"

    def short_desc(self) -> str:
        return "Print the record of a saved page"

    def long_desc(self) -> str:
        return (
            "Read one HTML page from FILE, or from standard input (-), and print its record as one line of JSON; the next pages of its article come "
            "with --part. Nothing is fetched and nothing is kept. Exit code 3, with the reason on stderr, when the page holds no article."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", help="the page's address (default: what the page says of itself)")
        parser.add_argument("--outlet", metavar="SLUG", help="the outlet that it is from (default: by its address)")
        parser.add_argument("--fetched-at", metavar="TIME", help="when it was fetched, ISO 8601 with offset (default: now)")
        parser.add_argument("--part", metavar="FILE", action="append", default=[], help="the article's next page; again for each one more")
        shapes = parser.add_mutually_exclusive_group()
        shapes.add_argument("--json", action="store_true", help="one line (default)")
        shapes.add_argument("--pretty", action="store_true", help="indented")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            found = _extracted(args, opts, registry_from(self.settings))
        except NewscrawlError as problem:
            print(problem, file=sys.stderr)
            self.exitcode = WRONG_USE
            return
        if isinstance(found, Rejection):
            print(showable(f"no article: {found.reason}: {found.detail}"), file=sys.stderr)
            self.exitcode = NO_ARTICLE
        else:
            with output() as stream:
                stream.buffer.write((_pretty(found) if opts.pretty else found.to_json()).encode() + b"\n")


def _extracted(args: list[str], opts: argparse.Namespace, registry: Registry) -> Article | Rejection:
    from newscrawl.extraction import MAX_BODY_BYTES
    from newscrawl.extraction.own_address import own_address
    from newscrawl.library import extract, outlet_of_address

    if len(args) != 1:
        raise UsageProblem(f"extract: one page at a time, a file or - for standard input; {len(args)} were given")
    fetched_at = _moment(opts.fetched_at)
    html = _page(args[0], MAX_BODY_BYTES + 1)
    url = opts.url or own_address(html)
    if url is None:
        raise UsageProblem("extract: the page does not say its address; give it with --url")
    outlet = registry.get(opts.outlet) if opts.outlet else outlet_of_address(url, registry)
    try:
        parts = [_page(name, MAX_BODY_BYTES + 1) for name in opts.part]
        return extract(html, url, outlet=outlet, fetched_at=fetched_at, parts=parts)
    except ValueError as problem:  # of its arguments; no page makes it raise
        raise UsageProblem(f"extract: --fetched-at {opts.fetched_at}: {problem}") from problem


def _page(name: str, most_bytes: int) -> bytes:
    """The first bytes of a file, or of standard input."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(most_bytes)
        with Path(name).open("rb") as file:
            return file.read(most_bytes)
    except (OSError, ValueError) as problem:  # a name with a NUL in it is a ValueError
        raise UsageProblem(f"extract: {name} can't be read: {getattr(problem, 'strerror', None) or problem}") from problem


def _moment(text: str | None) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise UsageProblem(f"extract: --fetched-at {text}: {problem}") from problem
    if moment.tzinfo is None:
        raise UsageProblem(f"extract: --fetched-at {text} has no offset; write {moment.isoformat()}+00:00 for UTC")
    return moment


def _pretty(article: Article) -> str:
    return json_text(json.loads(article.to_json()), indent=4)
