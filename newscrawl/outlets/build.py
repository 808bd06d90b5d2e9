"""From the content of an outlet file to a frozen `Outlet`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from newscrawl.core.outlet import DEFAULT_SERVES, ArticleRules, ExtractRules, FetchRules, Outlet, Seed, Serves, Via


def outlet_from(slug: str, content: Mapping[str, Any]) -> Outlet:
    """Build the outlet of a content in which no mistake was found."""
    article, extract = content.get("article", {}), content.get("extract", {})
    return Outlet(
        slug=slug,
        name=content["name"].strip(),
        home=content["home"],
        language=content.get("language"),
        timezone=content.get("timezone"),
        charset=content.get("charset"),
        seeds=tuple(_seed_from(seed) for seed in content.get("seed", [])),
        fetch=FetchRules(**content.get("fetch", {})),
        article=ArticleRules(path=article.get("path"), keep_params=tuple(article.get("keep_params", ()))),
        extract=ExtractRules(body=extract.get("body"), remove=tuple(extract.get("remove", ()))),
        boilerplate_lines=tuple(content.get("boilerplate", {}).get("lines", ())),
    )


def _seed_from(seed: Mapping[str, Any]) -> Seed:
    via, url = Via(seed["via"]), seed["url"]
    return Seed(via=via, url=url, serves=Serves(seed["serves"]) if "serves" in seed else default_serves(via, url))


def default_serves(via: Via, url: str) -> Serves:
    """Which job reads a seed that does not say: a news sitemap holds two days only, so it serves `latest`; the rest by its `via`."""
    if via is Via.SITEMAP and "news" in _file_and_query(url):
        return Serves.LATEST
    return DEFAULT_SERVES[via]


def _file_and_query(url: str) -> str:
    """The part of an address that names a file; a host or folder called news says nothing of a sitemap."""
    parts = urlsplit(url)
    return f"{parts.path.rpartition('/')[2]}?{parts.query}".lower()
