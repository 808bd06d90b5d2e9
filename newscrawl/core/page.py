"""A page: the answered request for a link; or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newscrawl.core.article import RawRef
from newscrawl.core.failure import FailureKind
from newscrawl.core.link import Link
from newscrawl.core.post import Members, Post
from newscrawl.core.verdict import Reason

HeaderList = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect on the way to a page."""

    url: str
    status: int
    headers: HeaderList


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSignals:
    """What the files of a host said of re-use for a page's path when it was fetched, as written there.

    `content_signal` and `content_usage` come from robots.txt, `tdm_reservation` ("0" or "1") and `tdm_policy` from /.well-known/tdmrep.json.
    """

    content_signal: str | None = None
    content_usage: str | None = None
    tdm_reservation: str | None = None
    tdm_policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer whose body was read whole.

    `body` is decoded from its content encoding, nothing else; `headers` are the answer's as sent; `fetched_at` is aware UTC. With a `post` the answer
    held many articles: `body` is the markup of this one's text, and its `raw` names the answer. `members` stand beside such an answer itself.
    `number` counts the parts of an article from 1; the first one has the others in `parts`, which is None where nobody looked for any.
    """

    link: Link
    url: str
    status: int
    headers: HeaderList
    body: bytes = field(repr=False)  # or each log line about a page would hold all of it
    fetched_at: datetime
    request_headers: HeaderList = ()
    hops: tuple[Hop, ...] = ()
    raw: tuple[RawRef, ...] = ()
    signals: HostSignals | None = None
    post: Post | None = None
    members: Members | None = None
    number: int = 1
    parts: Parts | None = None

    def archived(self, raw: Sequence[RawRef]) -> Page:
        """The page with the places where the further parts of its article lie, in order, and last its own."""
        if self.parts is None:
            return replace(self, raw=(raw[-1],))
        pages = tuple(replace(part, raw=(place,)) for part, place in zip(self.parts.pages, raw, strict=False))
        return replace(self, raw=(raw[-1],), parts=replace(self.parts, pages=pages))

    @property
    def way(self) -> tuple[Hop, ...]:
        """Every address that led to the page, and those of the further parts: they are no articles of their own."""
        parts = self.parts.pages if self.parts else ()
        return (*self.hops, *(Hop(url=part.url, status=part.status, headers=()) for part in parts))

    @property
    def size(self) -> int:
        """Bytes of its body, and of those of its further parts."""
        return len(self.body) + (sum(len(part.body) for part in self.parts.pages) if self.parts else 0)

    def header(self, name: str) -> str | None:
        """First value of a header, or None; names are compared without case."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The further parts of an article, in order, each with its own address and fetch; `end` says why one more that was named is not among them."""

    pages: tuple[Page, ...] = ()
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfetched:
    """A link whose page could not be had: why, whether it may heal, and how long the host asked to be left alone.

    `was_asked` is False when the host wanted to be left alone before the link's turn came: that is no failed try.
    """

    link: Link
    kind: FailureKind
    reason: Reason
    detail: str = ""
    retry_after_seconds: float | None = None
    was_asked: bool = True
