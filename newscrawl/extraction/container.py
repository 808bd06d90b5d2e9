"""The element that plainly holds the article's text: by its name, if it also holds the page's prose.

What a page keeps inside such an element is the article; what stands outside (teasers with excerpts, lists of stories, comments) is not, however
short the article is. A whole-page extractor can't know that and fills a short article up with its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from lxml import html

from newscrawl.extraction.container_names import ENDINGS, WHOLE
from newscrawl.extraction.document import MAX_VALUE_CHARS

PROSE_SHARE = 0.6
"""Containers with this share of all paragraph text are the article beyond doubt."""

Runs = Mapping[html.HtmlElement, Sequence[int]]
"""Lengths in characters of the paragraphs that stand side by side, by the element that they stand in."""

_TAGS = ("div", "section", "article", "main", "td")
_LISTED = ("li", "aside", "footer")
_COMMENTS = re.compile("comment|disqus|respond", re.IGNORECASE)
_NO_HYPHENS = str.maketrans("", "", "-_")


def clear_container(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The element that holds the article's text, or the several that hold its parts, in document order; none when no element is plainly it.

    Plainly: named like one, outermost, and with most of the page's paragraphs in it, or with more than any other run of paragraphs side by side.
    """
    runs = _runs_of_prose(tree)
    named = [(e, _names_of(e)) for e in tree.iter(*_TAGS) if e.attrib]
    by_ending = [e for e, names in named if any(name.endswith(ENDINGS) for name in names)]
    return _clear_among(by_ending, runs) or _clear_among([e for e, names in named if not WHOLE.isdisjoint(names)], runs)


def _clear_among(named: list[html.HtmlElement], runs: Runs) -> list[html.HtmlElement]:
    prose = _prose_by_container(_outermost(named), runs)
    if not prose:
        return []
    largest = max(prose, key=prose.__getitem__)
    parts = [e for e in named if e in prose and _is_part_of_same(e, largest)]
    if sum(prose[e] for e in parts) >= PROSE_SHARE * sum(map(sum, runs.values())):
        return parts
    return [largest] if _has_no_rival(largest, prose[largest], runs) else []


def _names_of(element: html.HtmlElement) -> list[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return names[:MAX_VALUE_CHARS].lower().translate(_NO_HYPHENS).split()


def _outermost(elements: list[html.HtmlElement]) -> frozenset[html.HtmlElement]:
    known = frozenset(elements)
    return frozenset(e for e in elements if not any(above in known for above in e.iterancestors()))


def _runs_of_prose(tree: html.HtmlElement) -> Runs:
    """Paragraph elements count, and text between line breaks in anything else."""
    runs: defaultdict[html.HtmlElement, list[int]] = defaultdict(list)
    for paragraph in tree.iter("p"):
        _add(runs, paragraph.getparent(), "".join(paragraph.itertext()))
    for line_break in tree.iter("br"):
        parent = line_break.getparent()
        if parent is not None and parent.tag != "p":
            _add(runs, parent, "" if parent in runs else parent.text)
            _add(runs, parent, line_break.tail)
    return runs


def _add(runs: defaultdict[html.HtmlElement, list[int]], parent: html.HtmlElement | None, text: str | None) -> None:
    chars = len((text or "").strip())
    if parent is not None and chars:
        runs[parent].append(chars)


def _prose_by_container(named: Collection[html.HtmlElement], runs: Runs) -> Counter[html.HtmlElement]:
    prose: Counter[html.HtmlElement] = Counter()
    for parent, chars in runs.items():
        home = next((e for e in chain((parent,), parent.iterancestors()) if e in named), None)
        if home is not None:
            prose[home] += sum(chars)
    return prose


def _has_no_rival(container: html.HtmlElement, prose_chars: int, runs: Runs) -> bool:
    """Whether no run of two paragraphs or more outside the container is longer than all that it holds; lists of teasers and comments don't count."""
    longer = (parent for parent, chars in runs.items() if len(chars) > 1 and sum(chars) > prose_chars)
    return all(any(e is container or _is_beside(e) for e in chain((parent,), parent.iterancestors())) for parent in longer)


def _is_beside(element: html.HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS]
    return element.tag in _LISTED or (element.tag not in ("body", "html") and _COMMENTS.search(names) is not None)


def _is_part_of_same(element: html.HtmlElement, largest: html.HtmlElement) -> bool:
    """Whether an element is another part of the text that `largest` holds: the same tag and class within the same article."""
    return (element.tag, element.get("class"), _article_of(element)) == (largest.tag, largest.get("class"), _article_of(largest))


def _article_of(element: html.HtmlElement) -> html.HtmlElement | None:
    return next(element.iterancestors("article"), None)
