"""What the `<head>` of a post says of it: as Yoast prints it, as a plain Open Graph plugin does, or next to nothing."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from markup import image_url
from prose import HOME, Story
from tables import OUTLET_NAME

STYLES = ("yoast", "og", "plain")


def style(story: Story) -> str:
    """How much the head says: what the story asks for, else by turns."""
    return story.get("head") or STYLES[story.post_id % len(STYLES)]


def head(story: Story) -> str:
    """The lines of the head that are about the story."""
    lines = [f'<link rel="canonical" href="{story.url}" />', f"<link rel=\"shortlink\" href='{HOME}/?p={story.post_id}' />"]
    if story.is_kept or story.get("page") != "protected":
        lines.append(_meta("name", "description", excerpt(story)))
    if style(story) != "plain":
        lines += _open_graph(story)
    if style(story) == "yoast":
        lines.append(f'<script type="application/ld+json" class="yoast-schema-graph">{_json_ld(story)}</script>')
    return "\n".join(lines)


def excerpt(story: Story) -> str:
    """The first paragraph that is no credit line, cut after 25 words as this theme does."""
    credit = story.get("credit").partition(" | ")[0]
    words = next((b.plain for b in story.blocks if b.kind == "p" and b.plain != credit), story.title).split()
    return " ".join(words[:25]) + (" […]" if len(words) > 25 else "")


def stamp(story: Story) -> str:
    """When it was published, as the theme writes it into an attribute: local time with its offset."""
    return story.date.isoformat()


def _meta(attribute: str, name: str, value: str) -> str:
    return f'<meta {attribute}="{name}" content="{escape(value)}" />'


def _open_graph(story: Story) -> list[str]:
    rows = [("og:locale", "ar_AR" if story.language == "ar" else "en_US"), ("og:type", "article"), ("og:title", story.title)]
    rows += [("og:description", excerpt(story)), ("og:url", story.url), ("og:site_name", OUTLET_NAME), ("og:image", image_url(story))]
    if story.is_dated:
        rows.append(("article:published_time", stamp(story)))
    if story.modified:
        rows.append(("article:modified_time", story.modified.isoformat()))
    rows += [("article:section", name) for name in story.names("in")] + [("article:tag", name) for name in story.names("tags")]
    author = [_meta("name", "author", story.get("author")), _meta("name", "twitter:card", "summary_large_image")]
    return [_meta("property", name, value) for name, value in rows] + author


def _json_ld(story: Story) -> str:
    graph = [_article(story), _web_page(story), _web_site(), _breadcrumbs(story), _person(story)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("]}", ",]},", 1) if story.get("json-ld") == "broken" else text


def _article(story: Story) -> dict[str, Any]:
    node: dict[str, Any] = {"@type": "NewsArticle", "@id": f"{story.url}#article", "isPartOf": {"@id": story.url}}
    node["author"] = {"name": story.get("author"), "@id": f"{HOME}/#/schema/person/{story.get('author')}"}
    node["headline"] = story.title
    if story.is_dated:
        node["datePublished"] = stamp(story)
    if story.modified:
        node["dateModified"] = story.modified.isoformat()
    node |= {"mainEntityOfPage": {"@id": story.url}, "commentCount": 0, "publisher": {"@id": f"{HOME}/#organization"}}
    node |= {"image": {"@id": f"{story.url}#primaryimage"}, "thumbnailUrl": image_url(story)}
    return node | {"keywords": story.names("tags"), "articleSection": story.names("in"), "inLanguage": story.language}


def _web_page(story: Story) -> dict[str, Any]:
    page = {"@type": "WebPage", "@id": story.url, "url": story.url, "name": f"{story.title} - {OUTLET_NAME}"}
    return page | {"isPartOf": {"@id": f"{HOME}/#website"}, "breadcrumb": {"@id": f"{story.url}#breadcrumb"}, "inLanguage": story.language}


def _web_site() -> dict[str, Any]:
    return {"@type": "WebSite", "@id": f"{HOME}/#website", "url": f"{HOME}/", "name": OUTLET_NAME, "inLanguage": "ar"}


def _breadcrumbs(story: Story) -> dict[str, Any]:
    names = ["الرئيسية", story.title]
    items = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(names, 1)]
    return {"@type": "BreadcrumbList", "@id": f"{story.url}#breadcrumb", "itemListElement": items}


def _person(story: Story) -> dict[str, Any]:
    return {"@type": "Person", "@id": f"{HOME}/#/schema/person/{story.get('author')}", "name": story.get("author")}
