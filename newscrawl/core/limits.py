"""How much of an answer is taken, by what it was asked for, and how long asking may take. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Bytes of an answer, on the wire and decoded. `keeps_head`: what is longer is cut off there; else it is refused as a whole."""

    max_bytes: int
    keeps_head: bool = False


PAGE = "page"
ROBOTS = "robots"

LIMITS: Mapping[str, Limit] = {
    PAGE: Limit(max_bytes=10 * MB),  # the largest real articles, with pictures inside their HTML, have 3
    "listing": Limit(max_bytes=10 * MB),
    "feed": Limit(max_bytes=30 * MB),  # full texts of a thousand articles
    "wordpress": Limit(max_bytes=30 * MB),  # a hundred articles
    "sitemap": Limit(max_bytes=50 * MB),  # the sitemaps protocol's own limit
    ROBOTS: Limit(max_bytes=512 * 1024, keeps_head=True),  # RFC 9309 section 2.5: at least 500 KiB, and the rest may be ignored
}
"""By the `kind` in a request's meta; what says nothing is a page."""

MAX_RATIO = 200
"""Decoded to sent bytes. Real pages reach 30, sitemaps 60; deflate can do 1,032, brotli and stacked codings any number."""

RATIO_FREE_BYTES = 1 * MB
"""So much may come of next to nothing: an empty page of spaces is no attack, and this much harms nobody."""

MAX_CODINGS = 3
"""A server compresses, a proxy compresses again; nobody sends more than that in good faith."""

LINK_SECONDS = 120.0
"""For one link over all its redirects and repeated tries, without the waits for a host's turn: four hops that each take all they may."""

MAX_HEAD_BYTES = 64 * 1024
"""Of status line and headers, each line counted with 32 bytes more for its keeping (as RFC 7541 section 4.1 does). Servers and proxies stop at 8 to
32 KiB; our archive's reader stops at this size too, and the names that it gives to some headers are less than 32 bytes longer."""


def limit_of(kind: object) -> Limit:
    """The limit for a kind of request; that of a page for one that is not in the table."""
    return LIMITS.get(kind, LIMITS[PAGE]) if isinstance(kind, str) else LIMITS[PAGE]
