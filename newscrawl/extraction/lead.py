"""The first lines below the headline, where bylines and standfirsts stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import etree, html

from newscrawl.extraction.elements import BLOCKS, UNSEEN
from newscrawl.extraction.lines import one_line

MAX_LEAD_LINES = 30
"""Between the headline and a byline: kicker, standfirst, share buttons one a line, caption of the first picture."""

MAX_LEAD_CHARS = 1_500
"""A standfirst of several sentences and a caption; behind so much text the story has begun."""

MAX_ELEMENTS = 2_000
"""Elements that are passed by for these lines: menus without text stand between, and the walk has to end."""

MAX_HOME_ELEMENTS = 5_000
"""Elements from the headline to the end of the article, comments that stand in it included."""

_BEFORE_MARK = re.compile(r"\s+(?=[,;:.،؛、。])")
"""A space that stands between an element and the comma behind it only because it was put there."""


class LeadLine(NamedTuple):
    """A line as a reader sees it, the links in it, whether it belongs to a picture, and the elements that its text stands in or behind."""

    text: str
    links: tuple[html.HtmlElement, ...]
    is_caption: bool = False
    elements: tuple[html.HtmlElement, ...] = ()


def lead_lines(headline: html.HtmlElement) -> list[LeadLine]:
    """The lines that follow the headline in the page's order, as far as a byline may stand."""
    lines: list[LeadLine] = []
    chars = 0
    for line in _lines(headline):
        lines.append(line)
        chars += len(line.text)
        if len(lines) >= MAX_LEAD_LINES or chars >= MAX_LEAD_CHARS:
            break
    return lines


def lines_up_to_end(headline: html.HtmlElement, home: html.HtmlElement) -> list[LeadLine]:
    """The lines from a headline to the end of the element that holds it."""
    return list(_lines_of(_walk(headline, home, MAX_HOME_ELEMENTS)))


def has_more_elements(element: html.HtmlElement, limit: int) -> bool:
    """Whether an element holds more than `limit` others; no more of them than that are looked at."""
    return next(islice(element.iterdescendants(), limit, None), None) is not None


class _Piece(NamedTuple):
    """A piece of text, the element it stands in or behind, whether a line ends before it, and whether it is said of a picture."""

    element: html.HtmlElement
    text: str
    ends_line: bool
    is_caption: bool = False


def lines_in(element: html.HtmlElement) -> list[LeadLine]:
    """The lines of an element, as far as its elements may be passed."""
    return list(_lines_of(_within(element, "", [MAX_ELEMENTS])))


def apart_lines(element: html.HtmlElement) -> list[str]:
    """The lines of an element, with a space wherever one element ends: a name and the date or button beside it, as they look."""
    return [line.text for line in lines_in(element)]


def _lines(headline: html.HtmlElement) -> Iterator[LeadLine]:
    return _lines_of(_walk(headline))


def _lines_of(pieces_of_text: Iterable[_Piece]) -> Iterator[LeadLine]:
    pieces: list[_Piece] = []
    for piece in pieces_of_text:
        if piece.ends_line:
            yield from _line_of(pieces)
            pieces = []
        pieces.append(piece)
    yield from _line_of(pieces)


def _line_of(pieces: Sequence[_Piece]) -> Iterator[LeadLine]:
    """The line that these pieces make, if they make one."""
    if line := _one_line([piece.text for piece in pieces]):
        links = dict.fromkeys(piece.element for piece in pieces if piece.element.tag == "a")
        printed = [piece for piece in pieces if piece.text.strip()]
        yield LeadLine(line, tuple(links), any(piece.is_caption for piece in printed), tuple(piece.element for piece in printed))


def _one_line(pieces: list[str]) -> str:
    return _BEFORE_MARK.sub("", one_line(" ".join(pieces)))


def _walk(headline: html.HtmlElement, home: html.HtmlElement | None = None, max_elements: int = MAX_ELEMENTS) -> Iterator[_Piece]:
    """The pieces of text after the headline, up to the end of its home."""
    left = [max_elements]
    for above in (headline, *headline.iterancestors()):
        if above is home or above.tag == "body" or above.getparent() is None:
            return
        yield _Piece(above, above.tail or "", above.tag in BLOCKS)
        for sibling in above.itersiblings():
            yield from _within(sibling, sibling.tail or "", left)


def _within(root: html.HtmlElement, tail: str, left: list[int]) -> Iterator[_Piece]:
    """The pieces of text in an element and the one behind it, as long as elements may be passed."""
    captions = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        left[0] -= event == "start"
        if left[0] < 0:
            return
        if _is_caption(element):
            captions += 1 if event == "start" else -1
        if event == "end":
            yield _Piece(element, tail if element is root else element.tail or "", element.tag in BLOCKS, captions > 0)
        elif element.tag in UNSEEN:
            walk.skip_subtree()
        else:
            yield _Piece(element, element.text or "", element.tag in BLOCKS, captions > 0)


def _is_caption(element: html.HtmlElement) -> bool:
    names = (element.get("class") or "").lower()
    return element.tag == "figcaption" or "caption" in names or "photo-credit" in names or "image-credit" in names
