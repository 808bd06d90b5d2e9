"""Which links of a page that lists articles lead to them.

Where the outlet's file says which paths are articles, that decides. Else a link has to look like one: by where it stands, by the length of its text
or by its address. In doubt it is one: a page too much costs a request, and is refused when it was fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width
from urllib.parse import unquote, urlsplit

from newscrawl.core.link import Hints, Link
from newscrawl.core.url import url_key
from newscrawl.discovery.anchors import NO_CONTAINER, Anchor, PageLinks
from newscrawl.discovery.counters import base_of, counter_of
from newscrawl.discovery.listing_tables import ID_PARAMS, NEVER_FOLDERS, NOT_ARTICLE_FILES, NOT_ARTICLE_RELATIONS, SELDOM_FOLDERS
from newscrawl.discovery.place import MAX_TITLE_CHARS, Place, article_url, line_of, moment_of

MAX_ARTICLES = 5_000
"""Of one page: what a year's archive on one page may have."""

MIN_HEADING_WIDTH = 12
MIN_TEXT_WIDTH = 25
"""Columns of a headline, in a heading or anywhere; names of sections are shorter. A Chinese character takes two."""

MIN_WORDS = 4
"""In the last part of an article's address; sections have three at the most."""

MIN_ID_DIGITS = 4

_DATED = re.compile(r"/(?:19|20)[0-9]{2}[/-]?(?:0?[1-9]|1[0-2])(?![0-9]).*[^/0-9-]")
_ID = re.compile(rf"[0-9]{{{MIN_ID_DIGITS}}}")
_YEAR_OR_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:[-_.]?[0-9]{2}){0,2}")
_ID_PARAM = re.compile(rf"(?:^|&)(?:{'|'.join(ID_PARAMS)})=[0-9]+(?:&|$)", re.IGNORECASE)
_WORD_BREAK = re.compile(r"[-_+ ]+")


class Listed(NamedTuple):
    """The articles of a page, each once and in its order; `refused`: those that were too many."""

    links: tuple[Link, ...]
    refused: int = 0


class _Found:
    """What the anchors of one article say together."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.title = ""
        self.containers: list[int] = []
        self.is_article = False

    def add(self, anchor: Anchor, is_article: bool) -> None:
        self.containers.append(anchor.container)
        self.is_article = self.is_article or is_article
        if anchor.in_heading and not self.title:
            self.title = anchor.text


def listed_articles(page: PageLinks, place: Place, other_pages: Collection[str] = ()) -> Listed:
    """The article links of a page at `place`; `other_pages` are addresses that are pages of lists. Never raises."""
    apart = {url_key(url) for url in (place.base_url, *other_pages)}
    found: dict[str, _Found] = {}
    for anchor in page.anchors:
        url, refusal = article_url(anchor.href, place)
        key = "" if refusal else url_key(url, place.outlet.article.keep_params)
        if refusal or key in apart or _is_of_list(url, place):
            continue
        found.setdefault(key, _Found(url)).add(anchor, _is_article(anchor, url, place))
    articles = {key: each for key, each in found.items() if each.is_article}
    dates = _dates_of(page, articles, place)
    links = tuple(_link(each, dates.get(key), place) for key, each in articles.items())
    return Listed(links[:MAX_ARTICLES], len(links[MAX_ARTICLES:]))


def looks_like_article(url: str) -> bool:
    """Whether an address alone says that an article is behind it: it has a date, a number or a sentence in it."""
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    last = path.rstrip("/").rpartition("/")[2]
    stem, _, ending = last.partition(".")
    if _DATED.search(path) or _ID_PARAM.search(parts.query):
        return True
    if ending in ("html", "htm", "shtml") and stem not in ("index", "default"):
        return True
    has_id = _ID.search(last) is not None and _YEAR_OR_DAY.fullmatch(stem) is None
    return has_id or len([word for word in _WORD_BREAK.split(stem) if word]) >= MIN_WORDS


def _is_article(anchor: Anchor, url: str, place: Place) -> bool:
    if place.outlet.article.path is not None:
        return True
    if anchor.relations & NOT_ARTICLE_RELATIONS or _is_never_article(url):
        return False
    return looks_like_article(url) or (not anchor.in_menu and not _is_seldom_article(url) and _reads_like_headline(anchor))


def _reads_like_headline(anchor: Anchor) -> bool:
    if anchor.in_heading and anchor.in_article:
        return anchor.text != ""
    width = sum(2 if east_asian_width(char) in "WF" else 1 for char in anchor.text)
    return width >= (MIN_HEADING_WIDTH if anchor.in_heading or anchor.in_article else MIN_TEXT_WIDTH)


def _is_never_article(url: str) -> bool:
    segments = _segments(url)
    return bool(_telling(segments) & NEVER_FOLDERS) or bool(segments and segments[-1].endswith(NOT_ARTICLE_FILES))


def _is_seldom_article(url: str) -> bool:
    return bool(_telling(_segments(url)) & SELDOM_FOLDERS)


def _segments(url: str) -> list[str]:
    return [segment for segment in unquote(urlsplit(url).path).lower().split("/") if segment]


def _telling(segments: list[str]) -> set[str]:
    """The segments that say of what kind a page is: first, last but one, and the only one."""
    return {*segments[:1], *segments[-2:-1]}


def _is_of_list(url: str, place: Place) -> bool:
    """Whether an address is a page of a list by number, or lies above the seed: `/news/` is no article when `/news/sport/` is a list."""
    counter = counter_of(url)
    if counter and not counter.is_bare and (counter.base == base_of(place.seed.url) or "/page/" in urlsplit(url).path):
        return True
    path = urlsplit(url).path.rstrip("/")
    return not urlsplit(url).query and f"{urlsplit(place.seed.url).path.rstrip('/')}/".startswith(f"{path}/")


def _dates_of(page: PageLinks, articles: dict[str, _Found], place: Place) -> dict[str, str]:
    """The date of each article that has a container for itself with one moment in it, from the inside out."""
    keys: dict[int, set[str]] = defaultdict(set)
    moments: dict[int, set[str]] = defaultdict(set)
    for key, each in articles.items():
        for container in each.containers:
            keys[container].add(key)
    for container, raw in page.times:
        moments[container].add(raw)
    return {key: moment for key, raw in _pairs(page, keys, moments) if (moment := moment_of(raw, place))}


def _pairs(page: PageLinks, keys: dict[int, set[str]], moments: dict[int, set[str]]) -> Iterator[tuple[str, str]]:
    for container in range(len(page.containers) - 1, NO_CONTAINER, -1):
        mine, said, outside = keys[container], moments[container], page.containers[container]
        if len(mine) == 1 and said:
            if len(said) == 1:
                yield (*mine, *said)  # type: ignore[misc]
            continue
        if len(mine) <= 1:
            keys[outside] |= mine
            moments[outside] |= said


def _link(found: _Found, published: str | None, place: Place) -> Link:
    hints = Hints(title=line_of(found.title, MAX_TITLE_CHARS), published=published)
    return Link(url=found.url, outlet=place.outlet.slug, via=place.seed.via, seed=place.seed.url, hints=hints)
