"""What an outlet file says, typed and checked. Reading the file is `newscrawl.outlets`' business."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit


class Via(StrEnum):
    """How an outlet announces its articles at a seed."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WORDPRESS = "wordpress"
    LISTING = "listing"


class Serves(StrEnum):
    """Which job reads a seed."""

    LATEST = "latest"
    BACKFILL = "backfill"
    BOTH = "both"


DEFAULT_SERVES = {
    Via.FEED: Serves.LATEST,
    Via.SITEMAP: Serves.BOTH,
    Via.WORDPRESS: Serves.BACKFILL,
    Via.LISTING: Serves.BACKFILL,
}


def default_serves(via: Via, url: str) -> Serves:
    """Which job reads a seed that does not say: a news sitemap holds two days only, so it serves `latest`; the rest by its `via`."""
    if via is Via.SITEMAP and "news" in _file_and_query(url):
        return Serves.LATEST
    return DEFAULT_SERVES[via]


def _file_and_query(url: str) -> str:
    """The part of an address that names a file; a host or folder called news says nothing of a sitemap."""
    parts = urlsplit(url)
    return f"{parts.path.rpartition('/')[2]}?{parts.query}".lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A place where an outlet announces articles; `types` are the kinds of posts that are articles, where it is a WordPress (none: its posts)."""

    via: Via
    url: str
    serves: Serves
    types: tuple[str, ...] = ()

    def is_for(self, job: Serves) -> bool:
        """Whether `job` (latest or backfill) reads this seed."""
        return self.serves in (job, Serves.BOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """How gently the outlet's hosts are asked."""

    delay_seconds: float = 1.0
    connections: int = 1
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """Which links are articles, and which query parameters are part of an article's identity."""

    path: str | None = None
    keep_params: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractRules:
    """An outlet's own selectors (`newscrawl.core.selector`), where the general extractor is shown to fail.

    `body` and `remove` select elements; the others, named like the record's fields, elements or texts of attributes.
    """

    body: str | None = None
    remove: tuple[str, ...] = ()
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    modified: str | None = None
    summary: str | None = None
    sections: str | None = None
    tags: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One publication we crawl. `slug` is the name of its file; `timezone` an IANA zone; `language` BCP 47."""

    slug: str
    name: str
    home: str
    language: str | None = None
    timezone: str | None = None
    charset: str | None = None
    seeds: tuple[Seed, ...] = ()
    fetch: FetchRules = field(default_factory=FetchRules)
    article: ArticleRules = field(default_factory=ArticleRules)
    extract: ExtractRules = field(default_factory=ExtractRules)
    boilerplate_lines: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """Host of the home page, lower case."""
        return (urlsplit(self.home).hostname or "").lower()

    def announces(self, url: str) -> bool:
        """Whether the outlet's `[article] path` lets `url` be one of its articles (no rule: every path may be)."""
        return self.article.path is None or re.search(self.article.path, urlsplit(url).path) is not None


def outlet_for_host(host: str) -> Outlet:
    """An outlet made up for a host that no outlet file names: the host is its name, its slug and its home."""
    slug = re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-") or "unknown"
    return Outlet(slug=slug, name=host, home=f"https://{host}/")
