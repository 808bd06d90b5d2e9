"""Fields from the JSON-LD node of the article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newscrawl.core.arabic import fold
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.jsonld import Node, as_list, types_of
from newscrawl.extraction.node_types import ARTICLE_TYPES
from newscrawl.extraction.values import language_tag, long_text, plain, split_names, split_words, summary, words

CUT_MARKS = ("…", "...")
"""How a headline ends that was cut to the 110 characters that search engines once asked for."""


def read_node(doc: Document, node: Node | None, nodes: Iterable[Node]) -> Findings:
    """What `node` says; `nodes` are those that it may refer to by their `@id`."""
    if node is None:
        return NOTHING
    known = {name: other for other in nodes if isinstance(name := other.get("@id"), str)}
    is_article = bool(types_of(node) & ARTICLE_TYPES)
    return Findings(
        title=_title(doc, node) if is_article else None,
        summary=summary(node.get("description")),
        authors=_authors(doc, node, known) if is_article else (),
        published=doc.moment(node.get("datePublished")) or doc.moment(node.get("dateCreated")),
        modified=doc.moment(node.get("dateModified")),
        language=language_tag(_name(node.get("inLanguage"))),
        sections=words(as_list(node.get("articleSection"))),
        tags=split_words(map(_name, as_list(node.get("keywords")))),
        image=doc.absolute(_url(node.get("image"))),
        canonical_url=None,
        text=long_text(node.get("articleBody")),
        paywall=_paywall(node.get("isAccessibleForFree")),
    )


def _title(doc: Document, node: Node) -> str | None:
    title = plain(node.get("headline")) or plain(node.get("name"))
    return None if title is None or title.endswith(CUT_MARKS) or doc.is_site_name(title) else doc.without_site_name(title)


def _authors(doc: Document, node: Node, known: dict[str, Node]) -> tuple[str, ...]:
    """People and desks. An organisation that is the publisher itself, which some sites name for want of a person, is no author."""
    publishers = {fold(name) for value in as_list(node.get("publisher")) if (name := _name(_resolved(value, known)))}
    authors = [_resolved(value, known) for value in as_list(node.get("author")) or as_list(node.get("creator"))]
    return split_names(name for author in authors if (name := _name(author)) and not _is_publisher(doc, author, name, publishers))


def _is_publisher(doc: Document, author: object, name: str, publishers: set[str]) -> bool:
    is_person = not isinstance(author, dict) or "Person" in types_of(author)
    return not is_person and (fold(name) in publishers or doc.is_site_name(name))


def _resolved(value: Any, known: dict[str, Node]) -> Any:
    """What an `@id` reference means; any other value is itself."""
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _name(value: object) -> str | None:
    """A name given as text, as a node, or as a list that begins with one."""
    for _ in range(3):  # a list in a node in a list is the deepest that was seen
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("alternateName")
    return value if isinstance(value, str) else None


def _url(value: object) -> str | None:
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return value if isinstance(value, str) else None


def _paywall(value: object) -> bool | None:
    """The opposite of `isAccessibleForFree`, which sites write as a boolean or as its name."""
    word = str(value).strip().lower().rpartition("/")[2]
    return {"false": True, "no": True, "true": False, "yes": False}.get(word)
