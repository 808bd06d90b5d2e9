"""Dates in meta tags of microdata (https://html.spec.whatwg.org/multipage/microdata.html): of the item that is the page's article, not a teaser's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from newscrawl.extraction.around import MAX_CARD_CHARS, Around
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.jsonld import same_headline
from newscrawl.extraction.lines import text_of
from newscrawl.extraction.node_types import SITE_TYPES

_LINK = etree.XPath("boolean(.//a[@href])")
_NAMED = etree.XPath(".//*[@itemprop='headline' or @itemprop='name']")

_KEYS = ("itemprop", "property", "name")
"""Some templates write schema.org's names into the other two."""

_SOMEBODY = SITE_TYPES | {"Person"}
"""An author has no date of publication: where a template writes it there, it is that of the item around."""

MAX_DATES = 30
"""Meta tags of one name that are looked at; a page has one for each story that it shows."""

MAX_NAMES = 20
"""Names in an item that are looked at: its own stands before those of its pictures and comments."""


def read_microdata(doc: Document, around: Around) -> Findings:
    """`<meta itemprop="datePublished">` and its kind (https://schema.org/datePublished)."""
    return Findings(published=_first_of(doc, around, "datepublished"), modified=_first_of(doc, around, "datemodified"))


def _first_of(doc: Document, around: Around, name: str) -> str | None:
    if name not in doc.meta:
        return None
    tags = islice((tag for tag in doc.tree.iter("meta") if name in map(str.lower, filter(None, map(tag.get, _KEYS)))), MAX_DATES)
    return next((moment for tag in tags if _is_of_the_page(doc, around, tag) and (moment := doc.moment(tag.get("content")))), None)


def _is_of_the_page(doc: Document, around: Around, tag: html.HtmlElement) -> bool:
    """Whether a tag's item is the page's article: it holds the headline, or names it; else, if it names none, is no card with a link."""
    if around.is_beside(tag):
        return False
    item = next((above for above in _items_above(tag) if _type_of(above) not in _SOMEBODY), None)
    heading = around.headline if around.headline is not None else next(doc.tree.iter("h1"), None)
    if item is None or (heading is not None and item in heading.iterancestors()):
        return True
    names = _names_of(item)
    if names:
        return any(same_headline(name, title) for name in names for title in (around.headline_text, doc.title_tag))
    return not (_LINK(item) and len(text_of(item)) <= MAX_CARD_CHARS)


def _names_of(item: html.HtmlElement) -> list[str]:
    """What an item is called, not what the items within it are."""
    own = (element for element in _NAMED(item)[:MAX_NAMES] if next(_items_above(element), None) is item)
    return [name for element in own if (name := (element.get("content") or text_of(element))[:MAX_VALUE_CHARS])]


def _items_above(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (above for above in element.iterancestors() if above.get("itemscope") is not None)


def _type_of(item: html.HtmlElement) -> str:
    return (item.get("itemtype") or "")[:MAX_VALUE_CHARS].strip().rpartition("/")[2]
