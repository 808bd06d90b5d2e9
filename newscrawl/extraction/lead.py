"""The first lines below the headline, where bylines and standfirsts stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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

_BEFORE_MARK = re.compile(r"\s+(?=[,;:.،؛、。])")
"""A space that stands between an element and the comma behind it only because it was put there."""


class LeadLine(NamedTuple):
    """A line as a reader sees it, and the links in it."""

    text: str
    links: tuple[html.HtmlElement, ...]


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


def has_more_elements(element: html.HtmlElement, limit: int) -> bool:
    """Whether an element holds more than `limit` others; no more of them than that are looked at."""
    return next(islice(element.iterdescendants(), limit, None), None) is not None


def apart_lines(element: html.HtmlElement) -> list[str]:
    """The lines of an element, with a space wherever one element ends: a name and the date or button beside it, as they look."""
    return [line.text for line in _lines_of(_within(element, "", [MAX_ELEMENTS]))]


def _lines(headline: html.HtmlElement) -> Iterator[LeadLine]:
    return _lines_of(_walk(headline))


def _lines_of(pieces_of_text: Iterable[tuple[html.HtmlElement, str, bool]]) -> Iterator[LeadLine]:
    pieces: list[str] = []
    links: list[html.HtmlElement] = []
    for element, text, ends_line in pieces_of_text:
        if ends_line:
            if line := _one_line(pieces):
                yield LeadLine(line, tuple(links))
            pieces, links = [], []
        pieces.append(text)
        if element.tag == "a" and element not in links:
            links.append(element)
    if line := _one_line(pieces):
        yield LeadLine(line, tuple(links))


def _one_line(pieces: list[str]) -> str:
    return _BEFORE_MARK.sub("", one_line(" ".join(pieces)))


def _walk(headline: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, bool]]:
    """Each piece of text after the headline with its element, and whether a line ends before it."""
    left = [MAX_ELEMENTS]
    for above in (headline, *headline.iterancestors()):
        if above.tag == "body" or above.getparent() is None:
            return
        yield above, above.tail or "", above.tag in BLOCKS
        for sibling in above.itersiblings():
            yield from _within(sibling, sibling.tail or "", left)


def _within(root: html.HtmlElement, tail: str, left: list[int]) -> Iterator[tuple[html.HtmlElement, str, bool]]:
    """The pieces of text in an element and the one behind it, as long as elements may be passed."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        left[0] -= event == "start"
        if left[0] < 0:
            return
        if event == "end":
            yield element, tail if element is root else element.tail or "", element.tag in BLOCKS
        elif element.tag in UNSEEN:
            walk.skip_subtree()
        else:
            yield element, element.text or "", element.tag in BLOCKS
