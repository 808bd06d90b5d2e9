"""Lines of a text traced back to where they stand in the page."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from lxml import etree, html

from newscrawl.extraction.elements import BLOCKS, BREAKS, UNSEEN

OPENING_CHARS = 24
"""A line that was changed inside (a link left out, two lines made one) is known by so many characters at its beginning."""


class Source(NamedTuple):
    """Where a line stands: the innermost block around it, the links in it, and its characters, all and those of links, white space left out."""

    block: html.HtmlElement
    links: tuple[html.HtmlElement, ...]
    chars: int
    link_chars: int

    @property
    def link_share(self) -> float:
        """Share of the line's characters that are text of links, 0 to 1."""
        return self.link_chars / self.chars

    def lineage(self) -> Iterator[html.HtmlElement]:
        """The block and what it stands in, inside out."""
        yield self.block
        yield from self.block.iterancestors()


Places = Mapping[str, Sequence[tuple[int, Source]]]
"""Sources, each with its number in the page's order, by a line's text without white space."""


def trace_lines(tree: html.HtmlElement, lines: Sequence[str]) -> list[Source | None]:
    """For each line of a text its source in the page, None where the page has no such line. Of equal lines the next in the page's order is meant."""
    whole, openings = _places_of(tree)
    found: list[Source | None] = []
    at = 0
    for key in map(_squeezed, lines):
        known = whole.get(key) or openings.get(key[:OPENING_CHARS])
        if known:
            at, source = known[min(bisect_left(known, at, key=itemgetter(0)), len(known) - 1)]
        found.append(source if known else None)
    return found


def _places_of(tree: html.HtmlElement) -> tuple[Places, Places]:
    whole: defaultdict[str, list[tuple[int, Source]]] = defaultdict(list)
    openings: defaultdict[str, list[tuple[int, Source]]] = defaultdict(list)
    for at, (key, source) in enumerate(_Reader(tree).lines()):
        whole[key].append((at, source))
        if len(key) >= OPENING_CHARS:
            openings[key[:OPENING_CHARS]].append((at, source))
    return whole, openings


class _Reader:
    """Reads a page's lines as `lines_of` does, with the place of each."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._root = root
        self._block = root
        self._link: html.HtmlElement | None = None
        self._links: list[html.HtmlElement] = []
        self._texts: list[str] = []
        self._link_chars = 0
        self._found: list[tuple[str, Source]] = []

    def lines(self) -> list[tuple[str, Source]]:
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                self._open(element)
                if element.tag in UNSEEN:
                    walk.skip_subtree()
                else:
                    self._add(element.text)
            else:
                self._close(element)
                if element is not self._root:
                    self._add(element.tail)
        self._end_line()
        return self._found

    def _open(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            self._end_line()
            if element.tag not in BREAKS:
                self._block = element
        elif element.tag == "a":
            self._link = element

    def _close(self, element: html.HtmlElement) -> None:
        if element.tag == "a":
            self._link = None
        elif element.tag in BLOCKS and element.tag not in BREAKS:
            self._end_line()
            parent = element.getparent()
            self._block = element if parent is None else parent

    def _add(self, text: str | None) -> None:
        squeezed = _squeezed(text) if text else ""
        if not squeezed:
            return
        self._texts.append(squeezed)
        if self._link is not None:
            self._link_chars += len(squeezed)
            if self._link not in self._links[-1:]:
                self._links.append(self._link)

    def _end_line(self) -> None:
        if self._texts:
            key = "".join(self._texts)
            self._found.append((key, Source(self._block, tuple(self._links), len(key), self._link_chars)))
            self._texts, self._links, self._link_chars = [], [], 0


def _squeezed(text: str) -> str:
    return "".join(text.split())
