"""Saved pages: what the responses of an archive, ours or anybody's, are as pages of our outlets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from urllib.parse import urlsplit

from newscrawl.core.article import RawRef
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via, outlet_for_host
from newscrawl.core.page import Hop, Page, Parts
from newscrawl.core.url import UrlProblem, clean_url, host_of
from newscrawl.outlets import Registry
from newscrawl.restposts import pages_of_answer
from newscrawl.stores.warc import payload_type
from newscrawl.stores.warc_read import ArchivedResponse

PAGE_STATUSES = frozenset({200, 203})
"""Answers that carry the page itself; 202 and 204 promise one, 206 is a piece of one."""

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})

_SLUG = re.compile("[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page, and the outlet that it belongs to."""

    page: Page
    outlet: Outlet


def saved_pages(record: ArchivedResponse, registry: Registry, data: Path, slugs: Collection[str] | None) -> Iterator[SavedPage | str]:
    """The page that an archived response is, or the pages of the posts that it holds; or in one word why it is none of ours, as `saved_page`."""
    found = saved_page(record, registry, data, slugs)
    if record.members is None or isinstance(found, str):
        yield found
        return
    answer = replace(found.page, members=record.members)
    yield from (replace(found, page=page) for page in pages_of_answer(answer, found.outlet))


def saved_page(record: ArchivedResponse, registry: Registry, data: Path, slugs: Collection[str] | None) -> SavedPage | str:
    """The page that an archived response is; or in one word why it is none of ours. `slugs` are the outlets that are wanted; None: all.

    What discovery knew stands beside a page of our own archive. Of any other the address is the link, and the outlet is the one at its host, or
    one made up for that host; it must be an address that this outlet's links may have. `raw.file` is relative to `data` where it lies below it.
    """
    if record.status not in PAGE_STATUSES:
        return "status"
    url = clean_url(record.url)
    if isinstance(url, UrlProblem):
        return "bad_url"
    known = record.link if record.link and _is_sound(record.link) else None
    outlet = _outlet(url, known, registry)
    if slugs is not None and outlet.slug not in slugs:
        return "other_outlet"
    is_answer = known is not None and known.via is Via.WORDPRESS and record.members is None  # of names, or of nothing that was wanted
    if (known is None or is_answer) and payload_type(record.headers, record.body) not in PAGE_TYPES:
        return "not_html"
    if known is None and (is_front_page(url) or not outlet.announces(url)):
        return "not_an_article_path"
    link = known or Link(url=record.url, outlet=outlet.slug)
    address = str(clean_url(link.url, keep_params=outlet.article.keep_params))
    return SavedPage(page=_page(record, replace(link, url=address, outlet=outlet.slug), data), outlet=outlet)


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _page(record: ArchivedResponse, link: Link, data: Path) -> Page:
    return Page(
        link=link,
        url=record.url,
        status=record.status,
        headers=record.headers,
        body=record.body,
        fetched_at=record.date.astimezone(UTC),
        hops=tuple(hop for hop in map(_sound_hop, record.hops) if hop is not None),
        raw=(RawRef(file=_name(record.file, data), offset=record.offset, digest=record.digest),),
        signals=record.signals,
        number=record.number,
        parts=_parts(record, link, data),
    )


def _parts(record: ArchivedResponse, link: Link, data: Path) -> Parts | None:
    if not record.was_looked_at:
        return None
    return Parts(pages=tuple(_page(part, link, data) for part in record.parts), end=record.parts_end)


def _name(file: Path, data: Path) -> str:
    file, data = file.resolve(), data.resolve()
    return file.relative_to(data).as_posix() if file.is_relative_to(data) else file.as_posix()


def _is_sound(link: Link) -> bool:
    """Whether what an archive tells of a link can be one: the archive may be anybody's."""
    return _SLUG.fullmatch(link.outlet) is not None and not isinstance(clean_url(link.url), UrlProblem)


def _sound_hop(hop: Hop) -> Hop | None:
    url = clean_url(hop.url)
    return None if isinstance(url, UrlProblem) else replace(hop, url=url)


def _outlet(url: str, link: Link | None, registry: Registry) -> Outlet:
    """By the name that the archive gives; a name that no file has any more stays the slug, so that the ids stay."""
    named = registry.find(link.outlet) if link else None
    found = named or (registry.for_url(url) if link is None else None)
    if found is not None:
        return found
    made_up = outlet_for_host(host_of(url))
    return replace(made_up, slug=link.outlet) if link else made_up
