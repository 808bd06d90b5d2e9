"""Seeds that an outlet's home page, its well-known addresses and its robots.txt announce."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.core.charset import content_type_charset
from newscrawl.core.outlet import Seed, Serves, Via, default_serves
from newscrawl.core.url import UrlProblem, clean_url, host_of, same_site
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.feed_hosts import COMMENT_PATHS, COMMENT_WORDS, FEED_HOSTS
from newscrawl.discovery.link_header import HeaderLink, links_in_header

MAX_HOME_BYTES = 2_000_000
"""The links stand in the head of a page; a tenth of this is a large page."""

MAX_LINKS = 2_000
"""`link` elements that are looked at; a page has some thirty."""

MAX_SEEDS = 20
"""Of one page: its main feed, and those of its sections."""

MAX_SITEMAPS = 100
"""Sitemap lines of one robots.txt; a large outlet has some fifty."""

FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"))

WORDPRESS = "https://api.w.org/"
"""The relation of WordPress's interface (developer.wordpress.org/rest-api/using-the-rest-api/discovery)."""

WELL_KNOWN = (
    (Via.FEED, "feed/"),
    (Via.WORDPRESS, "wp-json/"),
    (Via.SITEMAP, "news-sitemap.xml"),
    (Via.SITEMAP, "wp-sitemap.xml"),
    (Via.SITEMAP, "sitemap_index.xml"),
    (Via.SITEMAP, "sitemap.xml"),
)
"""Where most outlets announce, best first."""

_NOT_FEEDS = ("/wp-json/", "rest_route=", "oembed")
_SECTION = re.compile(r"/(?:category|tag|topics?|authors?|sections?)/|[?&](?:cat|tag|author)=", re.IGNORECASE)


def declared_seeds(body: bytes, *, url: str, content_type: str | None, link_header: str | None) -> tuple[Seed, ...]:
    """The feeds and the WordPress interface that a page and its Link header declare, each once: main feeds first, at most 20. Never raises.

    `url` is the address that answered. Comment feeds, oEmbed and single posts of the interface are left out, and so is what lies on another site,
    but for the hosts of feed services.
    """
    page = as_utf8(body[:MAX_HOME_BYTES], http=content_type_charset(content_type))
    base, links = _links_of(page, url)
    found = [*_seeds_in(links_in_header(link_header), url, url), *_seeds_in(links, base, url)]
    return _distinct(sorted(found, key=_rank))[:MAX_SEEDS]


def well_known_seeds(home: str) -> tuple[Seed, ...]:
    """The addresses below a home page where outlets announce without saying so, best first; none for what is no address."""
    clean = clean_url(home)
    if isinstance(clean, UrlProblem):
        return ()
    folder = _folder_of(clean)
    return tuple(_seed(via, folder + path) for via, path in WELL_KNOWN)


def sitemaps_in_robots(named: Iterable[str], home: str) -> tuple[Seed, ...]:
    """The sitemaps of the outlet's site among those that a robots.txt names, each once, news sitemaps first, at most 100. Never raises."""
    found = (clean_url(address, home) for address in named)
    seeds = [_seed(Via.SITEMAP, url) for url in found if not isinstance(url, UrlProblem) and same_site(url, home)]
    return _distinct(sorted(seeds, key=lambda seed: seed.serves is not Serves.LATEST))[:MAX_SITEMAPS]


def _links_of(page: bytes, url: str) -> tuple[str, list[HeaderLink]]:
    """The base address of a page, and its `link` elements."""
    target = _Links()
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        parser.feed(page)
        parser.close()
    except etree.LxmlError:
        pass  # what was read before stands
    base = clean_url(target.base, url) if target.base else url
    return (url if isinstance(base, UrlProblem) else base), target.links


class _Links:
    """A parser target (lxml's interface) that keeps the links and the base of a page."""

    def __init__(self) -> None:
        self.base = ""
        self.links: list[HeaderLink] = []

    def start(self, tag: str, attributes: Any) -> None:
        """A `base` or a `link`; of several bases the first counts, as in browsers."""
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "link" and len(self.links) < MAX_LINKS:
            relations = frozenset(attributes.get("rel", "").lower().split())
            media = attributes.get("type", "").partition(";")[0].strip().lower()
            self.links.append(HeaderLink(attributes.get("href", ""), relations, media, attributes.get("title", "")))

    def close(self) -> None:
        """The interface asks for it."""


def _seeds_in(links: Iterable[HeaderLink], base: str, page: str) -> Iterator[Seed]:
    for link in links:
        url = clean_url(link.target, base)
        if isinstance(url, UrlProblem):
            continue
        if WORDPRESS in link.relations and same_site(url, page):
            yield _seed(Via.WORDPRESS, url)
        elif _is_feed(link, url) and (same_site(url, page) or host_of(url) in FEED_HOSTS):
            yield _seed(Via.FEED, url)


def _is_feed(link: HeaderLink, url: str) -> bool:
    if "alternate" not in link.relations or link.type not in FEED_TYPES:
        return False
    lowered, title = url.lower(), link.title.lower()
    is_of_comments = any(part in lowered for part in COMMENT_PATHS) or any(word in title for word in COMMENT_WORDS)
    return not is_of_comments and not any(part in lowered for part in _NOT_FEEDS)


def _rank(seed: Seed) -> tuple[bool, bool, int]:
    """Feeds before interfaces, those of the whole outlet before those of its sections."""
    path = urlsplit(seed.url).path
    return seed.via is not Via.FEED, _SECTION.search(seed.url) is not None, path.strip("/").count("/")


def _distinct(seeds: Iterable[Seed]) -> tuple[Seed, ...]:
    """Each address once; the scheme and a slash at its end make no other."""
    found: dict[tuple[Via, str], Seed] = {}
    for seed in seeds:
        found.setdefault((seed.via, seed.url.partition("://")[2].rstrip("/")), seed)
    return tuple(found.values())


def _folder_of(url: str) -> str:
    """The folder of a home page, with its slash: `/blog` and `/blog/` are one, `/index.html` is a file."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rpartition("/")
    path = folder if "." in last or not last else f"{folder}/{last}"
    return f"{parts.scheme}://{parts.netloc}{path}/"


def _seed(via: Via, url: str) -> Seed:
    return Seed(via=via, url=url, serves=default_serves(via, url))
