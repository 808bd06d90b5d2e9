"""A road that is walked page by page: what one page gave, and where it goes on. A cursor is all that a walk needs to go on after any stop."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from newscrawl.core.identity import key_digest
from newscrawl.core.link import Link
from newscrawl.core.outlet import Seed
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.discovery.reading import SeedReading

MAX_PAGES = 20_000
"""Of one road: 200,000 articles at the ten a page that WordPress shows."""

MAX_KEYS = 500
"""Links of a page that the cursor remembers, by digest: what a page shows and the page before did not, shows that the walk moves on."""

MAX_STALE = 2
"""Pages in a row that show nothing new: one may be an accident of articles published meanwhile, which push the others down."""

MAX_KNOWN = 3
"""Pages in a row of an incremental walk whose links were all known before it: articles kept out of order, or dated back, may hide one or two."""

MAX_CURSOR_CHARS = 50_000

GONE = frozenset((404, 410))
"""Answers behind the last page."""


class Way(StrEnum):
    """How the address of a page was found: `named` by a page, as a link to the next one or to an older archive; counted in query or path."""

    FIRST = "first"
    NAMED = "named"
    PAGED = "paged"
    PATH = "path"


class End(StrEnum):
    """Why a road ends. `unreadable`, `too_many_pages` and `no_articles` say that there may be more; `all_known` that the rest is held from an
    earlier walk; `past_the_days` that it is older than what the walk is asked for."""

    COMPLETE = "complete"
    PAST_THE_END = "past_the_end"
    EMPTY = "empty"
    NO_NEXT = "no_next"
    NOTHING_NEW = "nothing_new"
    ALL_KNOWN = "all_known"
    REPEATS = "repeats"
    LOOP = "loop"
    CALENDAR = "calendar"
    UNREADABLE = "unreadable"
    TOO_MANY_PAGES = "too_many_pages"
    NO_ARTICLES = "no_articles"
    PAST_THE_DAYS = "past_the_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The page to ask for, and what tells whether it moves on. Kept as text by `to_text`; made by `first_cursor` and by the readers.

    `keys` and `body` are digests of the page before, `stale` counts pages in a row without a link that the one before did not show, `known` those of
    which the state knew all links; `mark`, `steps` and `until` find loops of any length in constant space (Brent, BIT 20, 1980).
    """

    url: str
    page: int = 1
    way: Way = Way.FIRST
    keys: tuple[str, ...] = ()
    body: str = ""
    stale: int = 0
    known: int = 0
    mark: str = ""
    steps: int = 0
    until: int = 1

    def to_text(self) -> str:
        """The cursor for the state: JSON of some kilobytes at the most."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPage:
    """What one page gave: its links, and either the next cursor or why the road ends.

    `dates` are the moments of the page's own articles in its order, as far as they are known; `newest` and `oldest` of them tell its range.
    """

    reading: SeedReading
    next: Cursor | None = None
    end: End | None = None
    dates: tuple[str, ...] = ()

    @property
    def newest(self) -> str | None:
        """The latest date of the page, None when it has none."""
        return max(self.dates, default=None)

    @property
    def oldest(self) -> str | None:
        """The earliest date of the page, None when it has none."""
        return min(self.dates, default=None)


def first_cursor(seed: Seed) -> Cursor:
    """Where the walk of a seed begins."""
    return Cursor(url=seed.url)


def cursor_of(text: str) -> Cursor | None:
    """The cursor that `to_text` wrote; None for what is none (another version's, or damaged): the walk begins again. Never raises."""
    try:
        raw = json.loads(text) if len(text) <= MAX_CURSOR_CHARS else None
        return Cursor(**{**raw, "way": Way(raw["way"]), "keys": tuple(raw["keys"])}) if isinstance(raw, dict) and _is_sound(raw) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def moved_on(cursor: Cursor, url: str, way: Way, links: Iterable[Link], body: bytes, most_stale: int = MAX_STALE) -> Cursor | End:
    """The cursor of the page at `url` behind the one that gave `links`, or why the walk must not go there."""
    if cursor.page >= MAX_PAGES:
        return End.TOO_MANY_PAGES
    stale = cursor.stale + 1 if is_stale(cursor, links) else 0
    if stale >= most_stale:
        return End.NOTHING_NEW
    mark = cursor.mark or address_digest(cursor.url)
    target = address_digest(url)
    if target in (mark, address_digest(cursor.url)):
        return End.LOOP
    keys = keys_of(links) or cursor.keys
    onward = replace(cursor, url=url, page=cursor.page + 1, way=way, keys=keys, body=digest_of(body), stale=stale, mark=mark, steps=cursor.steps + 1)
    return replace(onward, mark=target, steps=0, until=2 * onward.until) if onward.steps >= onward.until else onward


def ended_by_known(page: RoadPage, new: int, most: int = MAX_KNOWN) -> RoadPage:
    """The page of an incremental walk, with its end where it is the last of `most` pages in a row whose article links were all known.

    `new` is how many of the page's links the state did not know. A page that has no links counts neither way.
    """
    if page.next is None or not page.reading.links:
        return page
    known = 0 if new else page.next.known + 1
    return replace(page, next=None, end=End.ALL_KNOWN) if known >= most else replace(page, next=replace(page.next, known=known))


def is_stale(cursor: Cursor, links: Iterable[Link]) -> bool:
    """Whether a page, not the first, shows no link that the page before did not show."""
    return cursor.page > 1 and set(keys_of(links)) <= set(cursor.keys)


def repeats(cursor: Cursor, body: bytes) -> bool:
    """Whether a page is the one before, byte for byte: a cache that does not look at page numbers."""
    return cursor.body == digest_of(body)


def keys_of(links: Iterable[Link]) -> tuple[str, ...]:
    """Digests of links, short and at most 500."""
    return tuple(key_digest(url_key(link.url)).hex()[:12] for link, _ in zip(links, range(MAX_KEYS), strict=False))


def digest_of(body: bytes) -> str:
    """A short digest of a body; nothing of an empty one."""
    return blake2b(body, digest_size=8).hexdigest() if body else ""


def address_digest(url: str) -> str:
    """A short digest of the address that is asked for; a trailing slash and tracking parameters make no other page."""
    clean = clean_url(url)
    return key_digest(url if isinstance(clean, UrlProblem) else clean.partition("://")[2].rstrip("/")).hex()[:16]


def _is_sound(raw: dict[str, object]) -> bool:
    keys = raw.get("keys")
    texts = isinstance(keys, list) and len(keys) <= MAX_KEYS and all(isinstance(each, str) for each in (*keys, raw["url"], raw["body"], raw["mark"]))
    numbers = all(type(raw[name]) is int and raw[name] >= 0 for name in ("page", "stale", "known", "steps", "until"))  # type: ignore[operator]
    return texts and numbers and not isinstance(clean_url(str(raw["url"])), UrlProblem)
