"""newscrawl turns news outlets into clean, deduplicated JSONL. As a library it turns one page into one article:

    article = newscrawl.extract(html, "https://courier.example/2026/11/bridge")
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newscrawl.core.article import Article
    from newscrawl.core.link import Hints
    from newscrawl.core.outlet import Outlet
    from newscrawl.core.verdict import Reason, Rejection

__version__ = "0.1.0"
__all__ = ["extract", "Article", "Hints", "Outlet", "Reason", "Rejection", "__version__"]

_HOMES = {
    "Article": "newscrawl.core.article",
    "Hints": "newscrawl.core.link",
    "Outlet": "newscrawl.core.outlet",
    "Reason": "newscrawl.core.verdict",
    "Rejection": "newscrawl.core.verdict",
}
"""Where the public types live; loaded when first asked for, so that `import newscrawl` costs nothing."""


def extract(
    html: bytes,
    url: str,
    *,
    outlet: Outlet | str | None = None,
    headers: Mapping[str, str] | None = None,
    hints: Hints | None = None,
    fetched_at: datetime | None = None,
) -> Article | Rejection:
    """The article on a page, cleaned, or a `Rejection` with the reason why there is none. No page makes it raise.

    `html` is the body as the server sent it, its content encoding undone; `url` its final address. `outlet` is an outlet, the slug of one that ships
    with newscrawl, or None for one made up from the host. `headers` are the answer's: the charset of Content-Type and opt-out signals are read.
    `hints` is what a feed said of the article. `fetched_at` is an aware datetime, by default now; no date of the page may lie much after it.

    A section page, a live blog or a gallery is an article whose `provenance["kind"]` says so. Raises `newscrawl.errors.UsageProblem` for an unknown
    slug and `ValueError` for a `fetched_at` without a zone.
    """
    from newscrawl.core.link import Hints, Link
    from newscrawl.core.page import Page
    from newscrawl.extraction import extract_article

    if fetched_at is not None and fetched_at.tzinfo is None:
        raise ValueError("fetched_at has no time zone")
    chosen = _outlet(outlet, url)
    page = Page(
        link=Link(url=url, outlet=chosen.slug, hints=hints or Hints()),
        url=url,
        status=200,
        headers=tuple((headers or {}).items()),
        body=html,
        fetched_at=fetched_at or datetime.now(UTC),
    )
    return extract_article(page, chosen)


def _outlet(outlet: Outlet | str | None, url: str) -> Outlet:
    from newscrawl.core.outlet import outlet_for_host
    from newscrawl.core.url import host_of

    if isinstance(outlet, str):
        from newscrawl.outlets import find_outlet

        return find_outlet(outlet)
    return outlet or outlet_for_host(host_of(url))


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
