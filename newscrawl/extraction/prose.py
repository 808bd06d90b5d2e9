"""How much prose each element of a page holds: text to read, as against links, labels and what stands beside an article.

The measure is text density as Kohlschütter et al. have it (Boilerplate Detection using Shallow Text Features, WSDM 2010): length and link share of
a block tell prose from furniture in any language.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from lxml import html

from newscrawl.extraction.container_names import COMMENTS
from newscrawl.extraction.document import MAX_VALUE_CHARS
from newscrawl.extraction.elements import ASIDE_ROLES, ASIDES, BLOCKS, BREAKS, UNSEEN
from newscrawl.extraction.lines import one_line
from newscrawl.extraction.scripts import WIDE

MIN_PROSE_CHARS = 50
"""A block of this length is prose: a headline, a label or a date is seldom so long."""

MIN_SENTENCE_CHARS = 25
"""So is a shorter one that ends like a sentence."""

MIN_SHORT_CHARS = 12
"""Where a story has nothing longer, a sentence of such a length is its prose: "It cost less.", "市长致谢。"."""

MAX_AROUND_SHORT_CHARS = 500
"""What stands around a short story, in no more blocks than it has sentences: a word about cookies, an imprint. With more, the story may be there."""

WIDE_CHARS = 3
"""A character of a script without spaces says as much as three letters."""

MAX_LINK_SHARE = 0.5
"""A block of which more than this is link text is furniture."""

LINK_COST_CHARS = 5
"""What each block of links costs beside its length: a menu has many short ones."""

MAX_COST_CHARS = 300
"""More than this a part with nothing but links can't cost what it stands in: a long list of sources ends many an article."""

MAX_ASIDE_SHARE = 0.5
"""An element with more of the page's prose is not beside the article, whatever its name: there are articles in `aside` and in menus that were never
closed, and such as a script unhides."""

MAX_COMMENTS_SHARE = 0.9
"""Comments may be far longer than the article. Only where there is next to nothing else were they named wrongly."""

COMMENT_COST = 0.5
"""Prose of comments counts against what holds them: the article is next to its comments, not above them."""

_WIDE = re.compile(f"[{WIDE}]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।։]['\"”»’)\]]{0,3}$")
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none", re.IGNORECASE)
_COMMENTS = re.compile(
    rf"(?:{'|'.join(COMMENTS)})s?(?:[-_]?(?:list|area|section|wrap|wrapper|container|thread|respond|body|content|text)s?)?|disqus\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """By element, in document order: `chars` of prose in it; its `worth`, the same less its links; the `lines` of those blocks that are prose.

    `short_story` is the headline's article element where the short sentences in it, and no longer ones, are its prose.
    """

    chars: Mapping[html.HtmlElement, float]
    worth: Mapping[html.HtmlElement, float]
    lines: Mapping[html.HtmlElement, str]
    short_story: html.HtmlElement | None = None

    def lines_in(self, roots: Iterable[html.HtmlElement]) -> list[str]:
        """The prose that stands in some elements, in document order."""
        return [self.lines[e] for root in roots for e in root.iter() if e in self.lines]


class _Block(NamedTuple):
    """A block's line, how much of it is prose, and what its links cost; both in letters of a script with spaces."""

    line: str
    prose: float
    link_cost: float


@dataclass(slots=True, kw_only=True)
class _Texts:
    """What a walk over the elements found: text and link characters by the block that shows them."""

    elements: list[html.HtmlElement] = field(default_factory=list)
    pieces: defaultdict[html.HtmlElement, list[str]] = field(default_factory=lambda: defaultdict(list))
    linked: Counter[html.HtmlElement] = field(default_factory=Counter)

    def add(self, block: html.HtmlElement, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces[block].append(text)
            if in_link:
                self.linked[block] += len(text.strip())


def weigh(root: html.HtmlElement, headline: html.HtmlElement | None = None) -> Prose:
    """The prose of each element in `root`. What holds the headline is never beside the article.

    Where the headline's article element, or the whole page, has none, its short sentences are the story.
    """
    texts = _texts_of(root)
    blocks = {e: _block(one_line("".join(pieces)), texts.linked[e]) for e, pieces in texts.pieces.items()}
    above = () if headline is None else (headline, *headline.iterancestors())
    aside = _costs_of_asides(texts.elements, _sums(texts.elements, {e: block.prose for e, block in blocks.items()}), frozenset(above))
    kept = {e: block for e, block in blocks.items() if block.prose and e not in aside}
    story = next((e for e in above if e.tag in ("article", "main")), root)
    short = {} if _holds_any(story, kept) else {e: block for e, block in _short_sentences(blocks, story, headline).items() if e not in aside}
    is_short = 0 < len(short) >= len(kept) and sum(block.prose for block in kept.values()) <= MAX_AROUND_SHORT_CHARS
    kept |= short
    worth = {e: (kept[e].prose if e in kept else -block.prose * aside.get(e, 0.0)) - block.link_cost for e, block in blocks.items()}
    return Prose(
        chars=_sums(texts.elements, {e: block.prose for e, block in kept.items()}),
        worth=_sums(texts.elements, worth, least=-MAX_COST_CHARS),
        lines={e: block.line for e, block in kept.items()},
        short_story=story if is_short else None,
    )


def _holds_any(element: html.HtmlElement, others: Iterable[html.HtmlElement]) -> bool:
    return any(element in chain((e,), e.iterancestors()) for e in others)


def is_hidden(element: html.HtmlElement) -> bool:
    """Whether a reader sees an element only when a script shows it: a dialog, a menu, a second copy for print."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style[:MAX_VALUE_CHARS]) is not None)


def _texts_of(root: html.HtmlElement) -> _Texts:
    texts = _Texts()
    block_of: dict[html.HtmlElement, tuple[html.HtmlElement, bool]] = {}
    for element in root.iter():
        parent = element.getparent() if element is not root else None
        if parent is not None and parent not in block_of:
            continue  # within an unseen one
        block, in_link = (element, False) if parent is None else block_of[parent]
        if parent is not None:
            texts.add(block, element.tail, in_link)
        if element.tag in UNSEEN:
            continue
        block = element if element.tag in BLOCKS and element.tag not in BREAKS else block
        block_of[element] = block, in_link or element.tag == "a"
        texts.elements.append(element)
        texts.add(block, element.text, block_of[element][1])
    return texts


def _block(line: str, linked_chars: int) -> _Block:
    chars = len(line) + (WIDE_CHARS - 1) * len(_WIDE.findall(line))
    linked = linked_chars * chars / max(len(line), 1)
    if linked > MAX_LINK_SHARE * chars:
        return _Block(line, 0.0, linked + LINK_COST_CHARS)
    unlinked = chars - linked
    is_prose = unlinked >= MIN_PROSE_CHARS or (unlinked >= MIN_SENTENCE_CHARS and _SENTENCE_END.search(line[-5:]) is not None)
    return _Block(line, unlinked if is_prose else 0.0, 0.0)


def _short_sentences(
    blocks: Mapping[html.HtmlElement, _Block], story: html.HtmlElement, headline: html.HtmlElement | None
) -> dict[html.HtmlElement, _Block]:
    """The blocks in an element, the headline's own left out, that are a sentence however short, as prose."""
    found: dict[html.HtmlElement, _Block] = {}
    for element, block in blocks.items():
        chars = len(block.line) + (WIDE_CHARS - 1) * len(_WIDE.findall(block.line))
        if chars >= MIN_SHORT_CHARS and not block.link_cost and _SENTENCE_END.search(block.line[-5:]):
            above = (element, *element.iterancestors())
            if story in above and headline not in above:
                found[element] = block._replace(prose=float(chars))
    return found


def _sums(elements: Sequence[html.HtmlElement], own: Mapping[html.HtmlElement, float], least: float = -math.inf) -> dict[html.HtmlElement, float]:
    """What is in each element, its descendants included; no child adds less than `least`."""
    sums = {element: own.get(element, 0.0) for element in elements}
    for element in reversed(elements[1:]):
        sums[element.getparent()] += max(sums[element], least)
    return sums


def _costs_of_asides(
    elements: Sequence[html.HtmlElement], prose: Mapping[html.HtmlElement, float], above: Collection[html.HtmlElement]
) -> dict[html.HtmlElement, float]:
    """What a character of prose costs in each of those elements that are beside the article."""
    costs: dict[html.HtmlElement, float] = {}
    for element in elements[1:]:
        cost = costs.get(element.getparent())
        if cost is None and element not in above:
            cost = _aside_cost(element, prose[element] / (prose[elements[0]] or 1.0))
        if cost is not None:
            costs[element] = cost
    return costs


def _aside_cost(element: html.HtmlElement, share: float) -> float | None:
    """The cost of an element with this share of the page's prose, if it is beside the article by its tag, role or name, or hidden; else None."""
    if share <= MAX_ASIDE_SHARE and (element.tag in ASIDES or element.get("role") in ASIDE_ROLES or is_hidden(element)):
        return 0.0
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS].split()
    is_thread = element.tag not in ("body", "article", "main") and any(map(_COMMENTS.fullmatch, names))
    return COMMENT_COST if is_thread and share <= MAX_COMMENTS_SHARE else None
