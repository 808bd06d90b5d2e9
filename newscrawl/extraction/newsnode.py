"""Fields from the JSON-LD node of the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newscrawl.core.arabic import fold
from newscrawl.core.names import declared_names
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.jsonld import Node, as_list, types_of
from newscrawl.extraction.node_types import ARTICLE_TYPES, SITE_TYPES
from newscrawl.extraction.pictures import first_picture
from newscrawl.extraction.titles import CUT_MARKS
from newscrawl.extraction.values import language_tag, long_text, plain, section_words, split_words, summary

MAX_AUTHORS = 100
"""Values that are looked at; a page with more names nobody."""


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
        sections=section_words(as_list(node.get("articleSection"))),
        tags=split_words(map(_name, as_list(node.get("keywords")))),
        image=first_picture(doc, _pictures(node, known)),
        canonical_url=None,
        text=long_text(node.get("articleBody")),
        paywall=_paywall(node.get("isAccessibleForFree")),
    )


def publisher_names(node: Node | None, nodes: Iterable[Node]) -> tuple[str, ...]:
    """What the article's node calls its publisher."""
    known = {name: other for other in nodes if isinstance(name := other.get("@id"), str)}
    return tuple(name for value in _flat((node or {}).get("publisher"), known) for name in _names(value))


def site_descriptions(nodes: Iterable[Node]) -> frozenset[str]:
    """What the site says of itself, folded: some plugins give it for the description of every page."""
    own = (node for node in nodes if types_of(node) & SITE_TYPES)
    return frozenset(fold(text) for node in own if (text := summary(node.get("description"))))


def _title(doc: Document, node: Node) -> str | None:
    title = plain(node.get("headline")) or plain(node.get("name"))
    return None if title is None or title.endswith(CUT_MARKS) or doc.is_site_name(title) else doc.without_site_name(title)


def _authors(doc: Document, node: Node, known: dict[str, Node]) -> tuple[str, ...]:
    """People and desks. The publisher itself, whom some sites name for want of a person, is no author where
    another name stands, nor where the page calls it an organisation."""
    publishers = {fold(name) for value in _flat(node.get("publisher"), known) for name in _names(value)}
    authors = _flat(node.get("author"), known) or _flat(node.get("creator"), known)
    named = [(author, name) for author in authors for name in declared_names(_names(author))]
    others = [name for _, name in named if not (fold(name) in publishers or doc.is_site_name(name))]
    return declared_names(others or [name for author, name in named if not _is_organisation(author)])


def _is_organisation(author: object) -> bool:
    return isinstance(author, dict) and "Person" not in types_of(author)


def _flat(value: object, known: dict[str, Node]) -> list[Any]:
    """One value or several, in lists, in lists of lists, or in JSON-LD's `@list` and `@set`; what refers to a node by `@id` is that node."""
    flat: list[Any] = []
    waiting = [value]
    while waiting and len(flat) < MAX_AUTHORS:
        each = waiting.pop()
        inner = each if isinstance(each, list) else isinstance(each, dict) and (each.get("@list") or each.get("@set"))
        if inner:
            waiting.extend(as_list(inner)[:MAX_AUTHORS][::-1])
        elif isinstance(each, str | dict) and each:
            flat.append(_resolved(each, known))
    return flat


def _resolved(value: Any, known: dict[str, Node]) -> Any:
    """A node with what the node of its `@id` says beside it; a text that is a node's `@id` is that node; any other value is itself."""
    if isinstance(value, str):
        return known.get(value, value)
    name = value.get("@id")
    return {**known[name], **value} if isinstance(name, str) and name in known else value


def _names(author: object) -> Iterator[str]:
    """The names of an author given as text or as a node: its name, of which there may be several, else given and family name."""
    if not isinstance(author, dict):
        yield from filter(None, [plain(author)])
        return
    parts = [plain(author.get(key)) for key in ("givenName", "familyName")]
    value = author.get("name") or " ".join(filter(None, parts)) or author.get("alternateName")
    for name in as_list(value)[:MAX_AUTHORS]:
        yield from filter(None, [plain(_name(name))])


def _name(value: object) -> str | None:
    """A name given as text, as a node, or as a list that begins with one."""
    for _ in range(3):  # a list in a node in a list is the deepest that was seen
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("alternateName")
    return value if isinstance(value, str) else None


def _pictures(node: Node, known: dict[str, Node]) -> Iterator[str | None]:
    """Addresses of the node's pictures: texts, nodes of pictures, or references to them. A node's `@id` alone is no address of a picture."""
    for value in (*_flat(node.get("image"), known), *_flat(node.get("thumbnailUrl"), known)):
        yield _url(value)


def _url(value: object) -> str | None:
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def _paywall(value: object) -> bool | None:
    """The opposite of `isAccessibleForFree`, which sites write as a boolean or as its name."""
    word = str(value).strip().lower().rpartition("/")[2]
    return {"false": True, "no": True, "true": False, "yes": False}.get(word)
