"""A link: a discovered URL plus what discovery knew of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawl.core.outlet import Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a seed said of an article before its page was fetched.

    `published` and `modified` are ISO 8601, written to their precision like the record's; an offset stands there only when the seed gave one.
    """

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str | None = None
    language: str | None = None
    image: str | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A discovered address of `outlet`. `url` is clean and fetchable; `seed` is the address of the seed that announced it."""

    url: str
    outlet: str
    via: Via | None = None
    seed: str | None = None
    hints: Hints = field(default_factory=Hints)
