"""Loose text between blocks made into paragraphs, as a browser shows it (CSS 2 §9.2.1.1, anonymous block boxes)."""

from __future__ import annotations

from lxml import html

from newscrawl.extraction.elements import BLOCKS, BREAKS

_HOLDERS = ("div", "section", "article", "main", "td", "center", "blockquote")


def wrap_loose_text(root: html.HtmlElement) -> None:
    """Put text that stands beside block elements into paragraphs of its own: otherwise it runs into the blocks when these are unwrapped."""
    for element in list(root.iter(*_HOLDERS)):
        if _has_loose_text(element):
            if any(map(_is_block, element)):
                _wrap_in(element)
            elif element.tag == "div" and not element.get("class") and not element.get("id"):
                element.tag = "p"


def _is_block(element: html.HtmlElement) -> bool:
    return element.tag in BLOCKS and element.tag not in BREAKS


def _has_loose_text(element: html.HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _wrap_in(element: html.HtmlElement) -> None:
    children = list(element)
    paragraph = _paragraph(element.text)
    element.text = None
    element.insert(0, paragraph)
    for child in children:
        if _is_block(child):
            paragraph = _paragraph(child.tail)
            child.tail = None
            child.addnext(paragraph)
        else:
            paragraph.append(child)


def _paragraph(text: str | None) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = text
    return paragraph
