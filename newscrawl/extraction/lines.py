"""Elements into lines: one for each paragraph as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from newscrawl.extraction.elements import BLOCKS, BREAKS, CELLS, UNSEEN


def one_line(text: str) -> str:
    """`text` on one line, runs of white space as one space."""
    return " ".join(text.split())


def lines_of(roots: Iterable[etree._Element]) -> list[str]:
    """The lines of some elements in their order, none of them empty; a break or a block's edge ends a line."""
    lines: list[str] = []
    for root in roots:
        lines.extend(filter(None, map(one_line, _pieces(root))))
    return lines


def text_of(element: etree._Element) -> str:
    """All text of an element on one line, blocks apart by a space."""
    return " ".join(lines_of([element]))


def _pieces(root: etree._Element) -> list[str]:
    pieces: list[str] = []
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in BLOCKS:
                pieces.append("".join(line))
                line = []
            if element.tag in UNSEEN:
                walk.skip_subtree()
            else:
                line.append(element.text or "")
            continue
        if element.tag in BLOCKS and element.tag not in BREAKS:
            pieces.append("".join(line))
            line = []
        elif element.tag in CELLS:
            line.append(" ")
        if element is not root:
            line.append(element.tail or "")
    return [*pieces, "".join(line)]
