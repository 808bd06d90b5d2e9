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

from newscrawl.extraction.container_names import COMMENTS, ENDINGS, WHOLE
from newscrawl.extraction.document import MAX_VALUE_CHARS
from newscrawl.extraction.lines import lines_of

PROSE_SHARE = 0.6
"""Containers with this share of all paragraph text are the article beyond doubt."""

MAX_CHARS_AROUND_EMPTY = 1_000
"""An article element with an empty container (a video, a poll) has headline, dates, share and tag texts around it; with more, its text is there."""

MAX_FAR_CHARS = 1_000
"""A footer or a side column seldom has more text in one place; where more stands far from headline and container, the story may."""

Runs = Mapping[html.HtmlElement, Sequence[int]]
"""Lengths in characters of the paragraphs that stand side by side, by the element that they stand in."""

_TAGS = ("div", "section", "article", "main", "td")
_LISTED = ("li", "aside", "footer")
_COMMENTS = re.compile("|".join(COMMENTS), re.IGNORECASE)
_NO_HYPHENS = str.maketrans("", "", "-_")


def clear_container(tree: html.HtmlElement, headline: html.HtmlElement | None = None) -> list[html.HtmlElement]:
    """The element that holds the article's text, or the several that hold its parts, in document order; none when no element is plainly it.

    Plainly: named like one, outermost, and with most of the page's paragraphs in it, or with more than any other run of paragraphs side by side. In
    the article element of the headline no run outside that element counts: there a container may be short, or empty.
    """
    runs = _runs_of_prose(tree)
    named = [(e, _names_of(e)) for e in tree.iter(*_TAGS) if e.attrib]
    by_ending = [e for e, names in named if any(name.endswith(ENDINGS) for name in names)]
    candidates = _outermost(by_ending or [e for e, names in named if not WHOLE.isdisjoint(names)])
    prose = _prose_by_container(candidates, runs)
    candidates = _of_this_story(candidates, prose, headline)
    largest = max(candidates, key=prose.__getitem__, default=None)
    if largest is None:
        return []
    parts = [e for e in candidates if prose[e] and _is_part_of_same(e, largest)]
    if parts and sum(prose[e] for e in parts) >= PROSE_SHARE * sum(map(sum, runs.values())):
        return parts
    return [largest] if _is_clear(largest, prose[largest], runs, headline) else []


def _of_this_story(candidates: list[html.HtmlElement], prose: Counter[html.HtmlElement], headline: html.HtmlElement | None) -> list[html.HtmlElement]:
    """The candidates without those of next stories on the same page, which stand further from the headline and below a headline of their own, where
    one of the same make stands nearer to it."""
    if headline is None or len(candidates) < 2:
        return candidates
    depths = {e: depth for depth, e in enumerate(reversed(list(headline.iterancestors())))}
    branches = {e: _branch_of(e, depths) for e in candidates}
    near = {e: depths[branch if branch in depths else branch.getparent()] for e, branch in branches.items()}
    largest = max(candidates, key=prose.__getitem__)
    nearest = max((near[e] for e in candidates if prose[e] and _make(e) == _make(largest)), default=0)
    headed = {branch: next(branch.iter("h1"), None) for branch in set(branches.values())}
    return [e for e in candidates if near[e] >= nearest or (own := headed[branches[e]]) is None or e in own.iterancestors()]


def _branch_of(element: html.HtmlElement, above: Collection[html.HtmlElement]) -> html.HtmlElement:
    """The outermost element around `element` that does not hold the headline; the element itself where it does."""
    branch = element
    for parent in element.iterancestors():
        if element in above or parent in above:
            break
        branch = parent
    return branch


def _make(element: html.HtmlElement) -> tuple[str, str | None]:
    return element.tag, element.get("class")


def _is_clear(container: html.HtmlElement, prose_chars: int, runs: Runs, headline: html.HtmlElement | None) -> bool:
    scope = _article_of(headline) if headline is not None else None
    if headline is not None and prose_chars:
        runs = _without_far_ones(runs, _shared(container, headline))
    if scope is None or scope not in container.iterancestors():
        return prose_chars > 0 and _has_no_rival(container, prose_chars, runs)
    inside = {parent: chars for parent, chars in runs.items() if scope in chain((parent,), parent.iterancestors())}
    return _has_no_rival(container, prose_chars, inside) and (prose_chars > 0 or _chars_of(scope) - _chars_of(container) <= MAX_CHARS_AROUND_EMPTY)


def _shared(element: html.HtmlElement, headline: html.HtmlElement) -> html.HtmlElement | None:
    above = frozenset(headline.iterancestors())
    return next((e for e in element.iterancestors() if e in above and e.tag not in ("body", "html")), None)


def _without_far_ones(runs: Runs, shared: html.HtmlElement | None) -> Runs:
    """The runs but for short ones outside the element that headline and container share: an imprint, a word about the site."""
    if shared is None:
        return runs
    return {e: chars for e, chars in runs.items() if sum(chars) > MAX_FAR_CHARS or shared in chain((e,), e.iterancestors())}


def _chars_of(element: html.HtmlElement) -> int:
    return sum(map(len, lines_of([element])))


def _names_of(element: html.HtmlElement) -> list[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return names[:MAX_VALUE_CHARS].lower().translate(_NO_HYPHENS).split()


def _outermost(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    known = frozenset(elements)
    return [e for e in elements if not any(above in known for above in e.iterancestors())]


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


def _prose_by_container(candidates: Collection[html.HtmlElement], runs: Runs) -> Counter[html.HtmlElement]:
    known, prose = frozenset(candidates), Counter[html.HtmlElement]()
    for parent, chars in runs.items():
        home = next((e for e in chain((parent,), parent.iterancestors()) if e in known), None)
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
