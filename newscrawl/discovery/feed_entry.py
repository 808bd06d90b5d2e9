"""One entry of a feed: its address, and what it says of the article. feedparser's dictionaries come in, plain values go out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from newscrawl.core.dates import as_utc
from newscrawl.core.link import Hints
from newscrawl.core.text import tidy_line
from newscrawl.discovery.place import (
    MAX_GUID_CHARS,
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
    Place,
    any_url,
    article_url,
    language_of,
    moment_of,
    names_of,
)
from newscrawl.discovery.plain import has_tags, plain_text

NOWHERE = "relative.invalid"
"""Stands for the host while feedparser resolves addresses, so that a guid `123` does not come back as an address of the outlet. RFC 6761 §6.4."""


def url_of(entry: Any, place: Place) -> tuple[str, str]:
    """The first address of an entry that can be an article of the outlet, and ""; or "" and why not even the best one can."""
    first_refusal = ""
    for address in _addresses(entry, place):
        url, refusal = article_url(address, place)
        if url:
            return url, ""
        first_refusal = first_refusal or refusal
    return "", first_refusal or "no_link"


def _addresses(entry: Any, place: Place) -> Iterator[str]:
    """Addresses of an entry, best first: the one behind a feed service's, alternates (pages before other forms), and a guid that is an address."""
    if entry.get("feedburner_origlink"):
        yield absolute(entry["feedburner_origlink"], place)
    alternates = [link for link in entry.get("links", ()) if link.get("rel") == "alternate" and link.get("href")]
    for link in sorted(alternates, key=lambda link: "html" not in link.get("type", "html")):
        yield absolute(link["href"], place)
    if entry.get("guidislink") and not _is_relative(entry.get("id", "")):
        yield entry.get("id", "")


def _is_relative(url: str) -> bool:
    return url.partition("://")[2].startswith(NOWHERE)


def absolute(url: str, place: Place) -> str:
    return url.replace(NOWHERE, urlsplit(place.base_url).netloc, 1) if _is_relative(url) else url


def hints_of(entry: Any, guid: str | None, place: Place) -> Hints:
    published, modified = _dates(entry, place)
    return Hints(
        title=text_of(entry, "title", place, MAX_TITLE_CHARS),
        published=published,
        modified=modified,
        authors=_authors(entry, place),
        tags=names_of(tag.get("label") or tag.get("term") for tag in entry.get("tags", ())),
        summary=_summary(entry, place),
        language=language_of(entry.get("language")) or place.language,
        image=_image(entry, place),
        guid=guid,
    )


def guid_of(entry: Any, place: Place) -> str | None:
    return tidy_line(absolute(str(entry.get("id") or ""), place))[:MAX_GUID_CHARS] or None


def _dates(entry: Any, place: Place) -> tuple[str | None, str | None]:
    """Published and modified. Outside of Atom a lone `dc:date` is the publication, and a change counts only when it is the later of two moments."""
    published = moment_of(entry.get("published"), place) or moment_of(entry.get("created"), place)
    updated = moment_of(entry["updated"], place) if "updated" in entry else None
    if place.is_atom:
        return published, updated
    if published is None:
        return updated, None
    first, last = as_utc(published), as_utc(updated or "")
    return published, updated if first and last and last > first else None


def text_of(thing: Any, key: str, place: Place, limit: int) -> str | None:
    """Plain text of a text construct. Only Atom keeps its word that a plain text is plain: in RSS `<br>` in a title is a line break."""
    value = str(thing.get(key) or "")
    is_plain = thing.get(f"{key}_detail", {}).get("type") == "text/plain"
    if is_plain and (place.is_atom or not has_tags(value)):
        return tidy_line(value[: 10 * limit])[:limit].rstrip() or None
    return plain_text(value, limit) or None


def _summary(entry: Any, place: Place) -> str | None:
    """The summary, unless it is the whole text under another name."""
    is_whole_text = any(content.get("value") == entry.get("summary") for content in entry.get("content", ()))
    return None if is_whole_text else text_of(entry, "summary", place, MAX_SUMMARY_CHARS)


def _authors(entry: Any, place: Place) -> tuple[str, ...]:
    """Names of the authors. Outside of Atom, one with an address is read here: feedparser cuts addresses after four letters of their last label."""
    names = [author.get("name") for author in entry.get("authors", ()) if place.is_atom or not author.get("email")]
    return names_of(names or [entry.get("author")])


def _image(entry: Any, place: Place) -> str | None:
    for address in _images(entry):
        if url := any_url(absolute(address, place), place):
            return url
    return None


def _images(entry: Any) -> Iterator[str]:
    enclosures = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    for media in (*entry.get("media_content", ()), *enclosures):
        if media.get("medium") == "image" or media.get("type", "").startswith("image/"):
            yield media.get("url") or media.get("href") or ""
    for thumbnail in entry.get("media_thumbnail", ()):
        yield thumbnail.get("url") or ""
