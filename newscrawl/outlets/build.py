"""From the content of an outlet file to a frozen `Outlet`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawl.core.outlet import ArticleRules, ExtractRules, FetchRules, Outlet, Seed, Serves, Via, default_serves


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
        extract=ExtractRules(**{**extract, "remove": tuple(extract.get("remove", ()))}),
        boilerplate_lines=tuple(content.get("boilerplate", {}).get("lines", ())),
    )


def _seed_from(seed: Mapping[str, Any]) -> Seed:
    via, url = Via(seed["via"]), seed["url"]
    serves = Serves(seed["serves"]) if "serves" in seed else default_serves(via, url)
    return Seed(via=via, url=url, serves=serves, types=tuple(seed.get("types", ())))
