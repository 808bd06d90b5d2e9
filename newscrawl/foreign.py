"""Items of other projects: an `Article` made of whatever item a spider yields, and its values put back into the item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from newscrawl.core.article import Article
from newscrawl.core.identity import mint_id
from newscrawl.core.outlet import outlet_for_host
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.outlets import Registry

ALWAYS_GIVEN = ("id", "version", "credit", "title", "text")
"""Fields that an item without a fixed set of fields gets, beside those that it has already."""


def article_from_item(item: Any, registry: Registry) -> Article:
    """The record that `item` (dict, dataclass, attrs, pydantic or Scrapy item) describes; raises `DropItem` for one without a usable `url`."""
    if isinstance(item, Article):
        return item
    given = ItemAdapter(item)
    url = clean_url(str(given.get("url") or ""))
    if isinstance(url, UrlProblem):
        raise DropItem(f"bad_url: {given.get('url')!r}: {url.value}; an item needs the address of its page as `url`")
    outlet = _outlet_of(given, url, registry)
    known = registry.chosen.get(outlet) or registry.bundled.get(outlet)
    fetched_at = given.get("fetched_at") or datetime.now(UTC).isoformat(timespec="seconds")
    return Article(
        id=given.get("id") or mint_id(outlet, url_key(url, known.article.keep_params if known else ())),
        outlet=outlet,
        url=url,
        link=given.get("link") or url,
        canonical_url=given.get("canonical_url"),
        title=given.get("title"),
        text=given.get("text"),
        summary=given.get("summary"),
        authors=_texts(given.get("authors")),
        published=given.get("published"),
        modified=given.get("modified"),
        language=given.get("language"),
        sections=_texts(given.get("sections")),
        tags=_texts(given.get("tags")),
        image=given.get("image"),
        provenance=given.get("provenance") or {"kind": "article"},
        fetched_at=fetched_at,
        first_seen=given.get("first_seen") or fetched_at,
    )


def _outlet_of(given: ItemAdapter, url: str, registry: Registry) -> str:
    if given.get("outlet"):
        return str(given["outlet"])
    known = registry.for_url(url)
    return known.slug if known else outlet_for_host(urlsplit(url).hostname or "").slug


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(part) for part in value)


def update_item(item: Any, article: Article) -> Any:
    """`item` with the values of `article` in the fields that it has; a frozen one is copied. An `Article` is simply replaced."""
    if isinstance(item, Article):
        return article
    given = ItemAdapter(item)
    values = article.to_dict()
    changes = {name: _like(given.get(name), values[name]) for name in _fields(given, item) if name in values}
    if is_dataclass(item) and type(item).__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return replace(item, **changes)  # type: ignore[type-var]
    for name, value in changes.items():
        given[name] = value
    return item


def _fields(given: ItemAdapter, item: Any) -> Iterable[str]:
    return dict.fromkeys([*given, *ALWAYS_GIVEN]) if isinstance(item, dict) else given.field_names()


def _like(before: Any, value: Any) -> Any:
    """A list stays a list for an item that had one, or none."""
    return list(value) if isinstance(value, tuple) and not isinstance(before, tuple) else value
