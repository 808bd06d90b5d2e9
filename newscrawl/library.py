"""newscrawl without a crawl: `newscrawl.extract`, for notebooks and for crawlers of other projects. Scrapy is not imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from newscrawl.core.article import Article
from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet, outlet_for_host
from newscrawl.core.page import Page, Parts
from newscrawl.core.url import UrlProblem, clean_url, host_of
from newscrawl.core.verdict import Rejection
from newscrawl.extraction import extract_article
from newscrawl.outlets import Registry, load_outlets

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""There was no page on the web before."""

NOT_BYTES = "extract() reads the page's bytes as the server sent them, not {}; pass response.content, response.body or Path.read_bytes()"
"""A text was decoded by somebody already, often by a wrong header; which charset a page has is decided here, from its bytes."""


def extract(
    html: bytes,
    url: str,
    *,
    outlet: Outlet | str | None = None,
    headers: Mapping[str, str] | None = None,
    hints: Hints | None = None,
    fetched_at: datetime | None = None,
    parts: Sequence[bytes] = (),
) -> Article | Rejection:
    """The article on a page, cleaned, or a `Rejection` with the reason why there is none. No page and no address makes it raise.

    `html` is the body as the server sent it, its content encoding undone; `url` its final address. `outlet` is an outlet, the slug of one that ships
    with newscrawl, or None for the one that ships for this address, else one made up from the host. `headers` are the answer's: the charset of
    Content-Type and opt-out signals are read. `hints` is what a feed said of the article. `fetched_at` is an aware datetime, by default now: no date
    of the page may lie much after it, and "three hours ago" counts from it. `parts` are the bodies of the further pages of an article that stands
    on several, in order.

    A section page, a live blog or a gallery is an article whose `provenance["kind"]` says so. Nothing is fetched, written or remembered; threads and
    processes may call it at once. Raises `TypeError` for an argument of a wrong type, `newscrawl.errors.UsageProblem` for an unknown slug (it names
    the nearest) and `ValueError` for a `fetched_at` without a zone.
    """
    _check_types(html, url, headers or {})
    _check_context(outlet, hints, fetched_at)
    chosen = _outlet_of(outlet, url)
    page = Page(
        link=Link(url=url, outlet=chosen.slug, hints=hints or Hints()),
        url=url,
        status=200,
        headers=tuple((headers or {}).items()),
        body=html,
        fetched_at=fetched_at or datetime.now(UTC),
    )
    return extract_article(_with_parts(page, parts), chosen)


def _with_parts(page: Page, parts: Sequence[bytes]) -> Page:
    if not parts:
        return page
    if isinstance(parts, bytes) or not all(isinstance(part, bytes) for part in parts):
        raise TypeError("parts is a list of bytes, one for each further page")
    pages = (replace(page, body=body, number=number) for number, body in enumerate(parts, 2))
    return replace(page, parts=Parts(pages=tuple(pages)))


def _check_context(outlet: object, hints: object, fetched_at: object) -> None:
    if outlet is not None and not isinstance(outlet, Outlet | str):
        raise TypeError(f"outlet is an Outlet or a slug, not {_kind_of(outlet)}")
    if hints is not None and not isinstance(hints, Hints):
        raise TypeError(f"hints are newscrawl.Hints, not {_kind_of(hints)}")
    if fetched_at is None:
        return
    if not isinstance(fetched_at, datetime):
        raise TypeError(f"fetched_at is a datetime, not {_kind_of(fetched_at)}")
    if fetched_at.tzinfo is None:
        raise ValueError("fetched_at has no time zone; pass an aware datetime, such as datetime.now(UTC)")
    if not FIRST_YEAR <= fetched_at.year <= LAST_YEAR:
        raise ValueError(f"fetched_at lies in the year {fetched_at.year}; pages are fetched between {FIRST_YEAR} and {LAST_YEAR}")


def _check_types(html: object, url: object, headers: object) -> None:
    if not isinstance(html, bytes):
        raise TypeError(NOT_BYTES.format(_kind_of(html)))
    if not isinstance(url, str):
        raise TypeError(f"extract() wants the page's address as a str, not {_kind_of(url)}")
    if not isinstance(headers, Mapping) or not all(isinstance(text, str) for pair in headers.items() for text in pair):
        raise TypeError("headers map names to values, both of them str")


def _kind_of(value: object) -> str:
    return f"a {type(value).__name__}"


def _outlet_of(outlet: Outlet | str | None, url: str) -> Outlet:
    if isinstance(outlet, Outlet):
        return outlet
    if outlet is None:
        return outlet_of_address(url, _bundled())
    return _bundled().get(outlet)


def outlet_of_address(url: str, registry: Registry) -> Outlet:
    """The outlet of `registry` that may have a page at this address as one of its articles, else one made up from the host."""
    clean = clean_url(url)
    if isinstance(clean, UrlProblem):
        return outlet_for_host("")
    known = registry.for_url(clean)
    return known if known and known.announces(clean) else outlet_for_host(host_of(clean))


@cache
def _bundled() -> Registry:
    """The outlets that ship, read once in a process: they can't change."""
    return load_outlets()
