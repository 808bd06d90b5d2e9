"""The further parts of an article that its page names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import html

from newscrawl.core.part_address import MOST_PARTS, PartAddress, Where, may_be_part_of, part_address
from newscrawl.core.url import host_of, url_key
from newscrawl.extraction.document import Document
from newscrawl.extraction.lines import text_of

MAX_ANCHORS = 10_000
"""Links of a page that are looked at; the longest real pages have some 3,000."""

MAX_LABEL_CHARS = 100
"""A part may be named by its number, by an arrow, or by the heading of its text."""

_COMMENTS = re.compile(r"(?:^|[-_ ])(?:comments?|commentlist|respond|repl(?:y|ies)|discussion|disqus)(?:$|[-_ ])", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}")
_NUMBERED = re.compile(r"(?<!\d)0*[1-9]\d?(?:/*|\.[a-z]{3,5})(?:[?#&\s]|\Z)", re.IGNORECASE)
"""What an address of a part has in any case: few links of a page have it, and to make a link absolute costs more."""


class PartLink(NamedTuple):
    """A `link` or `a` element that leads to a further part of an article, and the part's number and address."""

    element: html.HtmlElement
    number: int
    url: str


def addresses_by_number(links: Sequence[PartLink]) -> dict[int, str]:
    """The addresses of parts, the first that each number has."""
    return {link.number: link.url for link in reversed(links)}


def first_part(doc: Document) -> str | None:
    """The address of the first part, where the page is a further one and says so: it links to it as page 1, or the second part as the one before."""
    keep = doc.outlet.article.keep_params
    keys = {url_key(base, keep): number for base, number in may_be_part_of(doc.url)}
    for element in islice(doc.tree.iter("a", "link"), MAX_ANCHORS) if keys else ():
        url = doc.absolute(element.get("href"))
        number = keys.get(url_key(url, keep)) if url and host_of(url) == host_of(doc.url) else None
        if url and number and _leads_back(element, number):
            return url
    return None


def _leads_back(element: html.HtmlElement, number: int) -> bool:
    if "prev" in (element.get("rel") or "").lower().split():
        return number == 2 and (element.tag == "link" or not _is_of_comments(element))
    text = "" if element.tag == "link" else text_of(element)
    found = _NUMBER.search(text)
    return found is not None and int(found[0]) == 1 and len(text) <= len("page 1 of 20") and not _is_of_comments(element)


def part_links(doc: Document, first: str) -> tuple[PartLink, ...]:
    """The elements that lead to further parts of the article at `first`, in the order of the page. Those of its comments are left out."""
    return tuple(_part_links(doc, first))


def _part_links(doc: Document, first: str) -> Iterator[PartLink]:
    for element in islice(doc.tree.iter("a", "link"), MAX_ANCHORS):
        href = element.get("href") or ""
        url = doc.absolute(href) if _NUMBERED.search(href) else None
        part = part_address(url, first, doc.outlet.article.keep_params) if url else None
        if url and part and part.number <= MOST_PARTS + 1 and _leads_on(element, part):
            yield PartLink(element, part.number, url)


def _leads_on(element: html.HtmlElement, part: PartAddress) -> bool:
    """Whether a link to such an address is the article's own: declared as the next page, named by the part's number, or, where the address can be
    nothing else, by any short text."""
    if "next" in (element.get("rel") or "").lower().split():
        return element.tag == "link" or not _is_of_comments(element)
    if element.tag == "link":
        return False
    text = text_of(element)
    number = _NUMBER.search(text)
    is_named = number is not None and int(number[0]) == part.number
    if part.where is Where.NAME and not (is_named and len(text) <= len("page 20 of 20")):
        return False
    is_arrow = part.where is Where.BELOW or number is None
    return (is_named or is_arrow) and len(text) <= MAX_LABEL_CHARS and not _is_of_comments(element)


def _is_of_comments(element: html.HtmlElement) -> bool:
    names = (f"{above.get('class') or ''} {above.get('id') or ''}" for above in element.iterancestors() if above.tag not in ("body", "html"))
    return any(_COMMENTS.search(each[:MAX_LABEL_CHARS]) for each in names)
