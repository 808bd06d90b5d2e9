"""The element that holds the article's text by the prose in it, for pages whose names don't tell.

page ─► scope: what the headline shares with a good part of the prose ─► the part of it that is worth most ─► without wrappers
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from lxml import etree, html

from newscrawl.extraction.elements import HOLDERS
from newscrawl.extraction.prose import Prose

MIN_SCOPE_SHARE = 0.4
"""The part with the headline is the article when it has this share of the prose of the largest part beside it: next articles follow many a page."""

MIN_ARTICLE_CHARS = 200
"""So it is, however short, when it is an article element with so much prose: a paragraph, and not the standfirst alone."""

MANY_TIMES = 4
"""A story is so many times as long as its lead."""

_HEADED = etree.XPath("descendant-or-self::article | descendant::h1")

WRAPPED_SHARE = 0.9
"""An element is but the wrapper of one that has this share of its prose."""

MIN_CLEAN_SHARE = 0.8
"""In a text, links cost less than the rest of this share of the prose: in a list of teasers with excerpts more."""

PLAIN = ("p", "ol", "ul", "blockquote")
"""Behind a text in an element of its own, its last words and its notes stand in these; a box about an author has an element of its own."""

MIN_WRAPPED_SHARE = 0.75
"""So it is with this share, when the rest is in parts of another sort: an author's box, a newsletter form."""


def densest_element(body: html.HtmlElement, prose: Prose, headline: html.HtmlElement | None) -> html.HtmlElement:
    """The element within `body` that holds the article's text; `body` itself when there is no prose."""
    if not prose.chars[body]:
        return body
    scope = prose.short_story if prose.short_story is not None else _scope(body, prose, headline)
    holders = [e for e in scope.iter() if e.tag in HOLDERS and e in prose.worth]
    most = max((prose.worth[e] for e in holders), default=0.0)
    return _unwrapped(max((e for e in holders if prose.worth[e] == most), key=_depth, default=scope), prose)


def _depth(element: html.HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _scope(body: html.HtmlElement, prose: Prose, headline: html.HtmlElement | None) -> html.HtmlElement:
    above = [] if headline is None else [e for e in headline.iterancestors() if e in prose.chars]
    article = next((e for e in above if e.tag == "article"), None)
    scope = body
    for element in reversed(above[: above.index(body)] if body in above else []):
        if element.tag == "header" or not (_is_large(element, prose) or _is_in(article, element, prose)):
            break
        scope = element
    return scope


def _is_large(element: html.HtmlElement, prose: Prose) -> bool:
    others = [e for e in _parts_of(element.getparent(), prose) if e is not element]
    blocks = sum(prose.chars[e] for e in others if e in prose.lines or e.tag not in HOLDERS)
    return prose.chars[element] > 0 and prose.chars[element] >= MIN_SCOPE_SHARE * max((blocks, *(prose.chars[e] for e in others)))


def _is_in(article: html.HtmlElement | None, element: html.HtmlElement, prose: Prose) -> bool:
    """Whether an element is an article with prose of its own, or stands above it."""
    if article is None or prose.chars[article] < MIN_ARTICLE_CHARS or _is_lead_of_next(article, prose):
        return False
    return element in chain((article,), article.iterancestors())


def _is_lead_of_next(article: html.HtmlElement, prose: Prose) -> bool:
    """Whether an article element has but one line of prose and the story stands behind it, in an element without a headline of its own."""
    if len(prose.lines_in([article])) > 1:
        return False
    behind = (e for e in article.itersiblings() if prose.chars.get(e, 0.0) >= MANY_TIMES * prose.chars[article])
    return any(prose.worth[e] >= MIN_CLEAN_SHARE * prose.chars[e] and not _HEADED(e) for e in behind)


def _parts_of(element: html.HtmlElement, prose: Prose) -> Sequence[html.HtmlElement]:
    return [e for e in element if prose.chars.get(e, 0.0) > 0]


def _unwrapped(element: html.HtmlElement, prose: Prose) -> html.HtmlElement:
    """The innermost element for which `element` is but a wrapper."""
    while parts := _parts_of(element, prose):
        largest = max(parts, key=prose.worth.__getitem__)
        others = [e for e in parts if e is not largest and not _is_alike(e, largest)]
        teasers = sum(prose.chars[e] for e in others if prose.worth[e] < MIN_CLEAN_SHARE * prose.chars[e])
        share = prose.chars[largest] / (prose.chars[element] - teasers)
        is_alone = share >= MIN_WRAPPED_SHARE and len(others) == len(parts) - 1
        if largest.tag not in HOLDERS or not (share >= WRAPPED_SHARE or is_alone) or _goes_on_behind(largest, prose):
            break
        element = largest
    return element


def _goes_on_behind(element: html.HtmlElement, prose: Prose) -> bool:
    """Whether the text goes on behind an element in paragraphs or lists that stand there by themselves, with more prose than links."""
    behind = (e for e in element.itersiblings(*PLAIN) if prose.chars.get(e, 0.0) > 0)
    return any(prose.worth[e] >= MIN_CLEAN_SHARE * prose.chars[e] for e in behind)


def _is_alike(element: html.HtmlElement, other: html.HtmlElement) -> bool:
    return element.tag == "p" or (element.tag, element.get("class")) == (other.tag, other.get("class"))
