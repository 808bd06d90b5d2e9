"""One outlet with a huge seed: a feed, a sitemap, or an index of sitemaps, made while it is sent and never held whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from tests.many.wire import Asked, Streamed
from tests.site.behaviour import Answer, status
from tests.site.markup import article_page
from tests.site.prose import story

ADDRESS = "127.1.200.1"
SLUG = "big"
A_PIECE = 200  # entries sent at once
A_SITEMAP = 50_000  # the most that sitemaps.org allows in one file
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
XML = ("Content-Type", "application/xml; charset=UTF-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`via` and `path` of the seed, and how many links it announces unless told otherwise."""

    via: str
    path: str
    entries: int


KINDS: Mapping[str, Kind] = {
    "feed": Kind(via="feed", path="/feed/", entries=100_000),
    "sitemap": Kind(via="sitemap", path="/sitemap.xml", entries=200_000),
    "index": Kind(via="sitemap", path="/sitemap_index.xml", entries=200_000),
}


class BigOutlet:
    """Answers for `ADDRESS` with a seed of `entries` links, the newest first, each of which is an article; give `respond` to a world as its guest."""

    def __init__(self, kind: str, entries: int | None = None, *, delay_seconds: float = 0.2) -> None:
        self.kind = KINDS[kind]
        self.entries = self.kind.entries if entries is None else entries
        self.delay_seconds = delay_seconds

    def outlet_toml(self, port: int) -> str:
        """Its outlet file."""
        home = f"http://{ADDRESS}:{port}"
        seed = f"[[seed]]\nvia = {json.dumps(self.kind.via)}\nurl = {json.dumps(home + self.kind.path)}\nserves = \"latest\"\n"
        return f'name = "The Big Herald"\nhome = {json.dumps(home + "/")}\n{seed}[fetch]\ndelay_seconds = {self.delay_seconds}\n'

    def respond(self, asked: Asked) -> Answer:
        """The answer to one request."""
        path, home = urlsplit(asked.target).path, f"http://{asked.headers['host']}"
        article, child = re.fullmatch(r"/story/([0-9]+)/", path), re.fullmatch(r"/sitemap-([0-9]+)\.xml", path)
        if path == "/feed/":
            return Streamed(headers=(XML,), pieces=lambda: self._rss(home))
        if path == "/sitemap.xml":
            return Streamed(headers=(XML,), pieces=lambda: self._urlset(home, 0, self.entries))
        if path == "/sitemap_index.xml":
            return Answer(headers=(XML,), body=self._index(home).encode())
        if child:
            first = int(child[1]) * A_SITEMAP
            return Streamed(headers=(XML,), pieces=lambda: self._urlset(home, first, min(first + A_SITEMAP, self.entries)))
        if article and int(article[1]) < self.entries:
            page = article_page(replace(story(1, int(article[1]) + 1), path=path), home)
            return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"),), body=page.encode())
        return status(404)(Answer())

    def _rss(self, home: str) -> Iterator[bytes]:
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>The Big Herald</title>\n'
        yield from in_pieces(0, self.entries, lambda n: rss_item(home, n))
        yield b"</channel></rss>\n"

    def _urlset(self, home: str, first: int, end: int) -> Iterator[bytes]:
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        yield from in_pieces(first, end, lambda n: f"<url><loc>{home}/story/{n}/</loc><lastmod>{date_of(n):%Y-%m-%dT%H:%M:%SZ}</lastmod></url>\n")
        yield b"</urlset>\n"

    def _index(self, home: str) -> str:
        files = range(-(-self.entries // A_SITEMAP))
        places = "".join(f"<sitemap><loc>{home}/sitemap-{n}.xml</loc><lastmod>{date_of(n * A_SITEMAP):%Y-%m-%d}</lastmod></sitemap>" for n in files)
        return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</sitemapindex>'


def rss_item(home: str, number: int) -> str:
    """One entry of the feed."""
    link = f"{home}/story/{number}/"
    return f"<item><title>Story {number} of the big outlet</title><link>{link}</link><guid>{link}</guid><pubDate>{format_datetime(date_of(number))}</pubDate></item>\n"


def date_of(number: int) -> datetime:
    """When a story came out: one a minute, the first one last."""
    return NEWEST - timedelta(minutes=number)


def in_pieces(first: int, end: int, line: Callable[[int], str]) -> Iterator[bytes]:
    """The lines from `first` to `end`, some hundred at a time."""
    for start in range(first, end, A_PIECE):
        yield "".join(line(number) for number in range(start, min(start + A_PIECE, end))).encode()
