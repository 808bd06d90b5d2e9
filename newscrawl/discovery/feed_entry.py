"""One entry of a feed: its address, and what it says of the article. feedparser's dictionaries come in, plain values go out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from newscrawl.core.dates import DateProblem, as_utc, read_moment
from newscrawl.core.link import Hints
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.text import tidy_line
from newscrawl.core.url import UrlProblem, clean_url, same_site, url_key
from newscrawl.discovery.plain import has_tags, plain_text

MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2_000
MAX_GUID_CHARS = 500
MAX_NAME_CHARS = 200
"""Hints are short by nature: what is longer is somebody's mistake, and every link carries it through the state."""

MAX_NAMES = 50
"""Authors or tags of one entry."""

NOWHERE = "relative.invalid"
"""Stands for the host while feedparser resolves addresses, so that a guid `123` does not come back as an address of the outlet. RFC 6761 §6.4."""

_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_ADDRESS = re.compile(r"[^\s()<>]+@[^\s()<>]+")

_REFUSALS = {UrlProblem.EMPTY: "no_link", UrlProblem.SCHEME: "bad_scheme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a feed was read, for whom and when."""

    outlet: Outlet
    seed: Seed
    base_url: str
    now: datetime
    is_atom: bool
    language: str | None
    dropped: Counter[str]


def url_of(entry: Any, place: Place) -> tuple[str, str]:
    """The first address of an entry that can be an article of the outlet, and ""; or "" and why not even the best one can."""
    first_refusal = ""
    for address in _addresses(entry, place):
        url = clean_url(address, place.base_url, place.outlet.article.keep_params)
        refusal = _REFUSALS.get(url, "bad_url") if isinstance(url, UrlProblem) else _refusal_of_url(url, place)
        if not refusal:
            return str(url), ""
        first_refusal = first_refusal or refusal
    return "", first_refusal or "no_link"


def _refusal_of_url(url: str, place: Place) -> str:
    if not (same_site(url, place.outlet.home) or same_site(url, place.seed.url)):
        return "other_site"
    is_front = url_key(url) in (url_key(place.outlet.home), url_key(place.seed.url))
    return "not_an_article_path" if is_front or not place.outlet.announces(url) else ""


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
        tags=_names(tag.get("label") or tag.get("term") for tag in entry.get("tags", ())),
        summary=_summary(entry, place),
        language=language_of(entry.get("language")) or place.language,
        image=_image(entry, place),
        guid=guid,
    )


def guid_of(entry: Any, place: Place) -> str | None:
    return tidy_line(absolute(str(entry.get("id") or ""), place))[:MAX_GUID_CHARS] or None


def _dates(entry: Any, place: Place) -> tuple[str | None, str | None]:
    """Published and modified. Outside of Atom a lone `dc:date` is the publication, and a change counts only when it is the later of two moments."""
    published = _moment(entry.get("published"), place) or _moment(entry.get("created"), place)
    updated = _moment(entry["updated"], place) if "updated" in entry else None
    if place.is_atom:
        return published, updated
    if published is None:
        return updated, None
    first, last = as_utc(published), as_utc(updated or "")
    return published, updated if first and last and last > first else None


def _moment(raw: str | None, place: Place) -> str | None:
    if not raw or not raw.strip():
        return None
    moment = read_moment(raw, zone=place.outlet.timezone, now=place.now)
    if isinstance(moment, DateProblem):
        place.dropped[f"{moment.value}_date"] += 1
        return None
    return moment


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
    return _names(names or [entry.get("author")])


def _names(raw: Iterable[str | None]) -> tuple[str, ...]:
    """Names without markup and mail addresses, each once, in their order: `editor@courier.example (A. Name)` is A. Name."""
    names = (_ADDRESS.sub("", plain_text(name or "", MAX_NAME_CHARS)).strip(" ()") for name in raw)
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_NAMES]


def language_of(raw: str | None) -> str | None:
    tag = (raw or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _image(entry: Any, place: Place) -> str | None:
    for address in _images(entry):
        url = clean_url(absolute(address, place), place.base_url)
        if not isinstance(url, UrlProblem):
            return url
    return None


def _images(entry: Any) -> Iterator[str]:
    enclosures = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]
    for media in (*entry.get("media_content", ()), *enclosures):
        if media.get("medium") == "image" or media.get("type", "").startswith("image/"):
            yield media.get("url") or media.get("href") or ""
    for thumbnail in entry.get("media_thumbnail", ()):
        yield thumbnail.get("url") or ""
