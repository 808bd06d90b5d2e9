"""What every reader of seeds gives: the links in batches while it reads, and at its end what else the body said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from newscrawl.core.link import Link

BATCH_LINKS = 1000
"""Links that leave a reader together: enough for one cheap transaction, few enough that a reader never holds a whole archive."""

Emit = Callable[[tuple[Link, ...]], None]
"""Takes a batch of links, in the document's order; no link comes twice in one reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that a sitemap index names; `modified` is its `lastmod` as an ISO moment, to its precision."""

    url: str
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReading:
    """What a seed's body said.

    Every entry is in `links` (or was emitted), in `children`, or counted in `refused` under its reason: `no_link`, `bad_scheme`, `bad_url`,
    `other_site`, `not_an_article_path`, `duplicate_guid`, `duplicate_link`, `too_many_links`, `parser_failed`; for children also `self_reference`
    and `too_many_children`. `dropped` counts hints that were left out of links: `absurd_date`, `unreadable_date`.

    `unreadable` names why the body gives nothing at all. Of every format: `too_large`, `empty`, `html`, `json`, `cut_gzip`, `damaged_gzip`,
    `gzip_bomb`, `entities`. Feeds: `not_a_feed`, `parser_failed`, `too_large_and_broken`. Sitemaps: `not_a_sitemap`, `too_deep`. Section pages:
    `not_a_page`. Seeds that have no reader: `not_read_yet`.

    `is_cut`: the body ends before its root element does, or reading ended there. `ttl_minutes` is how long the seed asks to be left alone. `next_url`
    is the address of the feed's next page, `prev_archive_url` that of an older document, and `is_complete` says that there is none (RFC 5005).
    """

    links: tuple[Link, ...] = ()
    children: tuple[Child, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    unreadable: str | None = None
    is_cut: bool = False
    ttl_minutes: int | None = None
    title: str | None = None
    language: str | None = None
    self_url: str | None = None
    next_url: str | None = None
    prev_archive_url: str | None = None
    is_complete: bool = False


def collected(stream: Callable[[Emit], SeedReading]) -> SeedReading:
    """The reading of a stream with all of its links in it."""
    links: list[Link] = []
    reading = stream(links.extend)
    return replace(reading, links=tuple(links))
