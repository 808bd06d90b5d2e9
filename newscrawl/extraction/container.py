"""The element that plainly holds the article's text: by its name, if it also holds the page's prose.

What a page keeps inside such an element is the article; what stands outside (teasers with excerpts, lists of stories, comments) is not, however
short the article is. A whole-page extractor can't know that and fills a short article up with its neighbours.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from lxml import html

from newscrawl.extraction.container_names import ENDINGS, WHOLE
from newscrawl.extraction.document import MAX_VALUE_CHARS

PROSE_SHARE = 0.6
"""Containers with this share of all paragraph text are the article beyond doubt."""

_TAGS = ("div", "section", "article", "main", "td")
_NO_HYPHENS = str.maketrans("", "", "-_")


def clear_container(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The element that holds the article's text, or the several that hold its parts, in document order; none when no element is plainly it.

    Plainly: named like one, outermost, and with most of the page's paragraphs in it, or with the longest run of paragraphs that stand side by side.
    """
    named = _outermost([e for e in tree.iter(*_TAGS) if e.attrib and _is_named_like_one(e)])
    if not named:
        return []
    runs = _runs_of_prose(tree)
    prose = _prose_by_container(frozenset(named), runs)
    largest = max(named, key=prose.__getitem__)
    parts = [e for e in named if prose[e] and _is_part_of_same(e, largest)]
    if sum(prose[e] for e in parts) >= max(1, PROSE_SHARE * sum(runs.values())):
        return parts
    return [largest] if prose[largest] and _holds_longest_run(largest, runs) else []


def _is_named_like_one(element: html.HtmlElement) -> bool:
    if (element.get("itemprop") or "").lower() == "articlebody":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS].lower().translate(_NO_HYPHENS).split()
    return any(name.endswith(ENDINGS) or name in WHOLE for name in names)


def _outermost(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    known = set(elements)
    return [e for e in elements if not any(above in known for above in e.iterancestors())]


def _runs_of_prose(tree: html.HtmlElement) -> Counter[html.HtmlElement]:
    """Characters of paragraph text directly under each element that has paragraphs as children, or that itself has text between line breaks."""
    runs: Counter[html.HtmlElement] = Counter()
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            runs[parent] += _text_chars(paragraph)
    for line_break in tree.iter("br"):
        parent = line_break.getparent()
        if parent is not None and parent.tag != "p":
            runs[parent] += len((line_break.tail or "").strip()) + (0 if parent in runs else len((parent.text or "").strip()))
    return runs


def _text_chars(paragraph: html.HtmlElement) -> int:
    return sum(len(text.strip()) for text in paragraph.itertext())


def _prose_by_container(named: frozenset[html.HtmlElement], runs: Counter[html.HtmlElement]) -> Counter[html.HtmlElement]:
    prose: Counter[html.HtmlElement] = Counter()
    for parent, chars in runs.items():
        home = next((e for e in chain((parent,), parent.iterancestors()) if e in named), None)
        if home is not None:
            prose[home] += chars
    return prose


def _holds_longest_run(container: html.HtmlElement, runs: Counter[html.HtmlElement]) -> bool:
    longest = max(runs, key=runs.__getitem__)
    return longest is container or container in longest.iterancestors()


def _is_part_of_same(element: html.HtmlElement, largest: html.HtmlElement) -> bool:
    """Whether an element is another part of the text that `largest` holds: the same tag and class within the same article."""
    return (element.tag, element.get("class"), _article_of(element)) == (largest.tag, largest.get("class"), _article_of(largest))


def _article_of(element: html.HtmlElement) -> html.HtmlElement | None:
    return next(element.iterancestors("article"), None)
