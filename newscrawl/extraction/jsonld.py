"""JSON-LD of a page: which nodes it holds, and which of them is the article. https://schema.org/Article and https://www.w3.org/TR/json-ld11/"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from newscrawl.core.arabic import fold
from newscrawl.core.url import same_site, url_key
from newscrawl.extraction.document import Document
from newscrawl.extraction.loose_json import read_values
from newscrawl.extraction.node_types import ARTICLE_TYPES, PAGE_TYPES

Node = Mapping[str, Any]

MAX_NODES = 2_000
"""Nodes looked at; a page with a long comment thread or product list in JSON-LD has hundreds."""

_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
"""Properties under which an article may stand. Lists of other articles (`itemListElement`, `relatedLink`) are none of them."""

SAME_HEADLINE = 0.6
"""Share of words in common from which two headlines are taken for one story's."""


def nodes_of(doc: Document) -> list[Node]:
    """Every node of the page's JSON-LD scripts in document order, nested ones after those that hold them."""
    scripts = (e.text for e in doc.tree.iter("script") if "ld+json" in (e.get("type") or "").lower())
    values = [value for text in scripts if text for value in read_values(text)]
    return list(_walk(values))


def article_node(doc: Document, nodes: Iterable[Node], headline: str) -> Node | None:
    """The node that describes this page's article: by its address, else its headline, else the first; a web page's node when there is no article. One
    with another address of the site and another headline is a teaser's; so is another node's part with neither this address nor this headline."""
    nodes = list(nodes)
    parts = _parts_of(nodes)
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES and not _is_of_another_page(doc, node, headline)]
    articles = [node for node in articles if id(node) not in parts or any(_likeness(doc, node, headline)[:2])]
    if articles:
        return max(articles, key=lambda node: _likeness(doc, node, headline))
    return next((node for node in nodes if types_of(node) & PAGE_TYPES), None)


def _parts_of(nodes: Iterable[Node]) -> frozenset[int]:
    """Identities of the nodes that stand under another's `hasPart`: a page lists its teasers there, too (https://schema.org/hasPart)."""
    return frozenset(id(part) for node in nodes for part in as_list(node.get("hasPart"))[:MAX_NODES])


def types_of(node: Node) -> frozenset[str]:
    """Names of a node's types, without the vocabulary's address."""
    return frozenset(str(name).rpartition("/")[2].removeprefix("schema:") for name in as_list(node.get("@type")) if isinstance(name, str))


def as_list(value: object) -> list[Any]:
    """A value that may be one or many, as many; none for None."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def same_headline(a: str, b: str) -> bool:
    """Whether two headlines share most of their words."""
    left, right = set(fold(a).split()), set(fold(b).split())
    return bool(left and right) and len(left & right) >= SAME_HEADLINE * min(len(left), len(right))


def _walk(values: list[Any]) -> Iterator[Node]:
    waiting, seen = values[::-1], 0
    while waiting and seen < MAX_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(value[:MAX_NODES][::-1])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[name] for name in reversed(_INTO) if isinstance(value.get(name), dict | list))


def _likeness(doc: Document, node: Node, headline: str) -> tuple[bool, bool, bool]:
    name = node.get("headline") or node.get("name")
    same_text = isinstance(name, str) and same_headline(name[:1_000], headline)
    return _is_of_this_page(doc, node), same_text, bool(node.get("datePublished"))


def _is_of_another_page(doc: Document, node: Node, headline: str) -> bool:
    """Whether a node names another page of the site for its own, and another headline than this one's; no headline says nothing."""
    name, entity = node.get("headline"), node.get("mainEntityOfPage")
    if not headline or not isinstance(name, str) or same_headline(name[:1_000], headline) or _is_of_this_page(doc, node):
        return False
    addresses = (node.get("url"), entity, entity.get("@id") if isinstance(entity, dict) else None)
    absolute = (doc.absolute(url) for url in addresses if isinstance(url, str))
    return any(same_site(url, doc.url) and urlsplit(url).path not in ("", "/") for url in absolute if url)


def _is_of_this_page(doc: Document, node: Node) -> bool:
    here = url_key(doc.url, doc.outlet.article.keep_params)
    entity = node.get("mainEntityOfPage")
    urls = (node.get("url"), entity, entity.get("@id") if isinstance(entity, dict) else None, node.get("@id"))
    absolute = (doc.absolute(url) for url in urls if isinstance(url, str))
    return any(url_key(url, doc.outlet.article.keep_params) == here for url in absolute if url)
