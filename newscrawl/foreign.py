"""Items of other projects: an `Article` made of whatever item a spider yields, and its values put back into the item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from newscrawl.clock import utc_now
from newscrawl.core.article import Article, Credit
from newscrawl.core.clean import own_names
from newscrawl.core.credit import find_credit
from newscrawl.core.dates import parse_moment
from newscrawl.core.identity import mint_id
from newscrawl.core.outlet import Outlet, outlet_for_host
from newscrawl.core.text import tidy_line
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.outlets import Registry

SLUG = re.compile("[a-z0-9][a-z0-9-]{0,79}")
KINDS = frozenset({"article", "live", "gallery", "hub"})
LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a BCP 47 tag (RFC 5646 section 2.1)."""
ALWAYS_GIVEN = ("id", "version", "credit", "title", "text")
"""Fields that an item without a fixed set of fields gets, beside those that it has already."""


def article_from_item(item: Any, registry: Registry) -> Article:
    """The record that `item` (dict, dataclass, attrs, pydantic or Scrapy item) describes; raises `DropItem` for one without usable `url` or `text`.

    Dates may be text or datetimes; what is no date is None, as everywhere.
    """
    if isinstance(item, Article):
        return item
    given = ItemAdapter(item)
    url = clean_url(_text(given.get("url")) or "")
    if isinstance(url, UrlProblem):
        raise DropItem(f"bad_url: {given.get('url')!r}: {url.value}; an item needs the address of its page as `url`")
    text = _text(given.get("text"))
    if text is None:
        raise DropItem(f"empty_body: {url}: an item needs the article's `text`")
    outlet = _outlet_of(given, url, registry)
    known = registry.find(outlet)
    now = utc_now()
    seen = now.isoformat(timespec="seconds")
    return Article(
        id=_id_of(given, outlet, url_key(url, known.article.keep_params if known else ())),
        outlet=outlet,
        url=url,
        link=_address(given.get("link")) or url,
        canonical_url=_address(given.get("canonical_url")),
        title=_text(given.get("title")),
        text=text,
        summary=_text(given.get("summary")),
        authors=_texts(given.get("authors")),
        credit=_credit(given.get("credit")) or _credit_in(given, known),
        published=_moment(given.get("published"), known, now),
        modified=_moment(given.get("modified"), known, now),
        language=_language(given.get("language")),
        sections=_texts(given.get("sections")),
        tags=_texts(given.get("tags")),
        image=_address(given.get("image")),
        provenance=_provenance(given.get("provenance")),
        fetched_at=seen,
        first_seen=seen,
    )


def _outlet_of(given: ItemAdapter, url: str, registry: Registry) -> str:
    slug = given.get("outlet")
    if slug:
        if not SLUG.fullmatch(str(slug)):
            raise DropItem(f"bad_outlet: {slug!r}: give small letters, digits and hyphens, as an outlet file is called")
        return str(slug)
    known = registry.for_url(url)
    return known.slug if known else outlet_for_host(urlsplit(url).hostname or "").slug


def _id_of(given: ItemAdapter, outlet: str, key: str) -> str:
    """The id that a stage before gave; an id of another make is not ours to use."""
    held = given.get("id")
    return held if isinstance(held, str) and re.fullmatch(re.escape(outlet) + "-[0-9a-f]{16}(-[0-9]+)?", held) else mint_id(outlet, key)


def _text(value: Any) -> str | None:
    """Text that can be written: lone surrogates are replaced. Nothing but white space is none."""
    if value is None:
        return None
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value).encode("utf-8", "replace").decode()
    return text if text.strip() else None


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return tuple(tidy_line(text) for part in parts if (text := _text(part)))


def _language(value: Any) -> str | None:
    tag = _text(value) or ""
    return tag if LANGUAGE.fullmatch(tag) else None


def _provenance(value: Any) -> dict[str, Any]:
    """What a stage before said, as far as the record can hold it."""
    given = value if isinstance(value, dict) else {}
    removed = given.get("removed")
    kept = {str(name): said for name, said in given.items() if isinstance(said, str) and name not in ("kind", "removed")}
    if isinstance(removed, dict) and all(isinstance(count, int) and count >= 0 for count in removed.values()):
        kept["removed"] = removed
    return {**kept, "kind": given["kind"] if given.get("kind") in KINDS else "article"}


def _address(value: Any) -> str | None:
    url = clean_url(_text(value) or "")
    return None if isinstance(url, UrlProblem) else url


def _moment(value: Any, outlet: Outlet | None, now: datetime) -> str | None:
    text = value.isoformat() if isinstance(value, date) else _text(value)
    return parse_moment(text, zone=outlet.timezone if outlet else None, now=now) if text else None


def _credit_in(given: ItemAdapter, outlet: Outlet | None) -> Credit | None:
    """The credit that the text prints; an item without a field for it loses it between two stages."""
    return find_credit((_text(given.get("text")) or "").split("\n"), own_names(outlet) if outlet else ())


def _credit(value: Any) -> Credit | None:
    if isinstance(value, Credit):
        return value
    if not isinstance(value, dict) or "line" not in value:
        return None
    return Credit(line=str(value["line"]), source=_text(value.get("source")), own=bool(value.get("own")))


def update_item(item: Any, article: Article) -> Any:
    """`item` with the values of `article` in the fields that it has; a frozen one is copied. An `Article` is simply replaced."""
    if isinstance(item, Article):
        return article
    given = ItemAdapter(item)
    values = article.to_dict()
    changes = {name: _like(given.get(name), values[name]) for name in _fields(given, item) if name in values}
    try:
        for name, value in changes.items():
            given[name] = value
    except (AttributeError, ValueError):  # frozen: FrozenInstanceError of dataclasses and attrs, ValidationError of pydantic
        return type(item)(**{**{name: given[name] for name in given}, **changes})
    return item


def _fields(given: ItemAdapter, item: Any) -> Iterable[str]:
    return dict.fromkeys([*given, *ALWAYS_GIVEN]) if isinstance(item, dict) else given.field_names()


def _like(before: Any, value: Any) -> Any:
    """A list stays a list for an item that had one, or none."""
    return list(value) if isinstance(value, tuple) and not isinstance(before, tuple) else value
