"""What stands near the headline, and what belongs to something beside the article: teasers, comments, side bars."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from newscrawl.core.arabic import fold
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.lead import LeadLine, has_more_elements, lead_lines
from newscrawl.extraction.lines import text_of

MAX_STEPS = 15
"""So many marks of one sort may lie between the headline and the one that is taken for the article's own."""

MAX_MARKS = 500
"""Marks that are looked at on a page without a headline; before so many of them its article has begun."""

STEPS_BACKWARDS = 2
"""What stands before the headline counts as so many steps further off: menus and the story before are there."""

SHARED_WORDS = 0.6
"""A heading is the headline when this share of its words is in the title tag or og:title, which may be shortened or longer."""

EQUAL_WORDS = 0.9
"""A heading of another level with so many of its words in the title is the headline of a page whose h1 is something else."""

ONLY_H1_SHARED_WORDS = 0.4
"""A page's only h1 needs fewer: the title tag may be another headline for search engines."""

MAX_HEADINGS = 50
"""The headline stands before most other headings, even where menus and a row of teasers have theirs."""

TEASER_LINK_CHARS = 20
"""A list item with a link text of this length is a teaser; a date in a list of meta lines has shorter ones."""

CARD_LEVELS = 4
MAX_CARD_ELEMENTS = 60
MAX_CARD_CHARS = 600
"""A card's heading, its standfirst, its author and date; a container of more text may be the story itself."""

_LINKED_HEADINGS = etree.XPath("boolean(.//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]])")
_HEADINGS = etree.XPath("//h1 | //*[@itemprop='headline'] | //*[self::h2 or self::h3][contains(@class, 'tit')]")
_BESIDE = re.compile(r"comment|discussion|related|sidebar|widget|recommend|most-?read|popular|teaser|trending", re.IGNORECASE)


class Marks:
    """Elements of a kind, given as an XPath name with its conditions: asked for in one step, so that libxml2 need not sort what it finds, which takes
    it the square of their number where they are siblings."""

    def __init__(self, kind: str) -> None:
        self.of = etree.XPath(f"descendant-or-self::{kind}")
        """Those in an element, in the page's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The tree, the element of the headline, None when no heading says what the title tag says, and the first lines below it."""

    tree: html.HtmlElement
    headline: html.HtmlElement | None
    lead: Sequence[LeadLine] = ()

    @property
    def headline_text(self) -> str:
        """The headline on one line, empty when there is none."""
        return "" if self.headline is None else text_of(self.headline)

    def nearest(self, marks: Marks) -> list[html.HtmlElement]:
        """The marks that are the article's own, nearest to the headline first."""
        found = [e for e in marks.of(self.tree) if e is not self.headline]
        return self._by_nearness(found, 0 if self.headline is None else _count_before(self.headline, found))

    def nearest_of(self, is_wanted: Callable[[html.HtmlElement], bool]) -> list[html.HtmlElement]:
        """As `nearest`, for what no XPath says quickly."""
        marks = [e for e in self.tree.iter(etree.Element) if e is self.headline or is_wanted(e)]
        at = marks.index(self.headline) if self.headline in marks else 0
        return self._by_nearness([e for e in marks if e is not self.headline], at)

    def _by_nearness(self, marks: Sequence[html.HtmlElement], before: int) -> list[html.HtmlElement]:
        """The article's own of these elements, which are in the page's order; so many stand before the headline."""
        if self.headline is None:
            return list(islice((e for e in marks[:MAX_MARKS] if not self.is_beside(e)), MAX_STEPS))
        steps = {e: i - before + 1 if i >= before else before - i + STEPS_BACKWARDS for i, e in enumerate(marks)}
        near = sorted((e for e in steps if steps[e] <= MAX_STEPS), key=steps.__getitem__)
        return [e for e in near if not self.is_beside(e)]

    def is_beside(self, element: html.HtmlElement) -> bool:
        """Whether an element belongs to a teaser, a comment, a side bar or a menu."""
        return any(self._is_aside(above) for above in element.iterancestors()) or _is_in_teaser(element) or self._is_in_card(element)

    def _is_in_card(self, element: html.HtmlElement) -> bool:
        """Whether an element stands in a small block with a linked heading of its own: the card of another story."""
        for above in islice(element.iterancestors(), CARD_LEVELS):
            is_large = above.tag in ("body", "html") or has_more_elements(above, MAX_CARD_ELEMENTS)
            if is_large or above is self.headline or self.holds_headline(above):
                return False
            if _LINKED_HEADINGS(above) and len(text_of(above)) <= MAX_CARD_CHARS:
                return True
        return False

    def _is_aside(self, element: html.HtmlElement) -> bool:
        if element.tag in ("body", "html") or self.holds_headline(element):
            return False
        if element.tag == "aside":
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS]
        return _BESIDE.search(names) is not None or (element.tag == "article" and self._headline_is_in_article())

    def holds_headline(self, element: html.HtmlElement) -> bool:
        """Whether the headline stands within an element."""
        return self.headline is not None and element in self.headline.iterancestors()

    def _headline_is_in_article(self) -> bool:
        return self.headline is not None and next(self.headline.iterancestors("article"), None) is not None


def look_around(doc: Document) -> Around:
    """Find the headline: the heading that says most nearly what the title tag or og:title says; on a page without both, the only h1."""
    titles = [doc.without_site_name(title) for title in (doc.title_tag, doc.first_meta("og:title")) if title]
    headings = [e for e in _HEADINGS(doc.tree)[:MAX_HEADINGS] if not doc.is_site_name(text_of(e)[:MAX_VALUE_CHARS])]
    if not titles:
        return _around(doc, _only([e for e in headings if e.tag == "h1"]))
    words = [set(fold(title).split()) for title in titles]
    shares = [(max(_share(e, title) for title in words), e) for e in headings]
    only = _only([e for e in headings if e.tag == "h1" and text_of(e)])
    best = max(((_rank(share, e, only), share, e) for share, e in shares), key=lambda each: each[:2], default=(0, 0.0, None))
    return _around(doc, best[2] if best[0] else None)


def _count_before(element: html.HtmlElement, others: Sequence[html.HtmlElement]) -> int:
    """How many of the others, which are in the page's order, begin before an element."""
    path = _path(element)
    return bisect_left(others, True, key=lambda other: not _is_before(_path(other), path))


def _is_before(path: Sequence[html.HtmlElement], other: Sequence[html.HtmlElement]) -> bool:
    at = next((n for n, (one, two) in enumerate(zip(path, other, strict=False)) if one is not two), None)
    return len(path) < len(other) if at is None else path[at - 1].index(path[at]) < path[at - 1].index(other[at])


def _path(element: html.HtmlElement) -> list[html.HtmlElement]:
    return [*reversed(list(element.iterancestors())), element]


def _around(doc: Document, headline: html.HtmlElement | None) -> Around:
    return Around(tree=doc.tree, headline=headline, lead=() if headline is None else lead_lines(headline))


def _rank(share: float, heading: html.HtmlElement, only_h1: html.HtmlElement | None) -> int:
    """How likely a heading is the headline: an h1 that says what the titles say, any heading that says just that, the only h1 of a page, any other
    heading that says most of it; 0 for all others."""
    if heading.tag == "h1" and share >= SHARED_WORDS:
        return 4
    if share >= EQUAL_WORDS:
        return 3
    if heading is only_h1 and share >= ONLY_H1_SHARED_WORDS:
        return 2
    return 1 if share >= SHARED_WORDS else 0


def _only(elements: Sequence[html.HtmlElement]) -> html.HtmlElement | None:
    return elements[0] if len(elements) == 1 else None


def _share(heading: html.HtmlElement, title: set[str]) -> float:
    """Share of the heading's words that the title has, lowered when the heading is but a small part of it (a site's name)."""
    words = set(fold(text_of(heading)[:MAX_VALUE_CHARS]).split())
    if not words:
        return 0.0
    shared = len(words & title)
    return min(shared / len(words), 1.5 * shared / max(len(title), 1) + 0.2)


def _is_in_teaser(element: html.HtmlElement) -> bool:
    item = next(element.iterancestors("li"), None)
    return item is not None and any(len(text_of(a)) >= TEASER_LINK_CHARS for a in item.iter("a") if a is not element)
