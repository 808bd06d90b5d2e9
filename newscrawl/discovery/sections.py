"""The section pages that a home page leads to: what stands in its menus and is no article, no single page and no list of another kind."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from newscrawl.core.charset import content_type_charset
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.url import url_key
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.anchors import Anchor, links_of
from newscrawl.discovery.listing import MAX_LISTING_BYTES
from newscrawl.discovery.listing_links import looks_like_article
from newscrawl.discovery.listing_tables import NOT_ARTICLE_FILES, NOT_SECTION_FOLDERS
from newscrawl.discovery.place import own_url, place_at

MAX_SECTIONS = 30
"""Of one home page: the main sections of a large outlet."""

MAX_SEGMENTS = 3
"""Of a section's path: `/category/world/africa`."""

_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""No date is read here."""


def sections_of(body: bytes, *, outlet: Outlet, url: str, content_type: str | None) -> tuple[str, ...]:
    """The addresses of section pages, each once and in the page's order, at most 30. Never raises."""
    page = links_of(as_utf8(body[:MAX_LISTING_BYTES], http=content_type_charset(content_type), outlet=outlet.charset))
    place = place_at(seed=Seed(via=Via.LISTING, url=url, serves=Serves.BACKFILL), outlet=outlet, base_url=url, now=_SOME_DAY)
    found: dict[str, str] = {}
    for anchor in page.anchors:
        address, refusal = own_url(anchor.href, place)
        if not refusal and _is_section(anchor, address, outlet):
            found.setdefault(url_key(address), address)
    found.pop(url_key(url), None)
    return tuple(found.values())[:MAX_SECTIONS]


def _is_section(anchor: Anchor, url: str, outlet: Outlet) -> bool:
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
    if not anchor.in_menu or parts.query or not 0 < len(segments) <= MAX_SEGMENTS or segments[-1].endswith(NOT_ARTICLE_FILES):
        return False
    is_article = outlet.announces(url) if outlet.article.path else looks_like_article(url)
    return not is_article and not NOT_SECTION_FOLDERS.intersection(segments)
