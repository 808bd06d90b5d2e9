"""The article's text. The only file that knows trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree, html
from trafilatura import bare_extraction

from newscrawl.extraction.container import clear_container
from newscrawl.extraction.lines import lines_of

MIN_COVERAGE = 0.8
"""When less of a container's paragraphs comes back, trafilatura has taken a part of it for the whole (a nested section, one of several columns)."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Body(NamedTuple):
    """The lines of a text and the method that gave them, for the article's provenance."""

    lines: Sequence[str]
    method: str


def read_body(tree: html.HtmlElement) -> Body:
    """The article's lines: those that trafilatura keeps of the text's container, or of the whole page when no element is plainly the container."""
    parts = clear_container(tree)
    if parts:
        lines = _extracted(_page_of(parts))
        if _chars(lines) >= MIN_COVERAGE * _chars(_paragraphs(parts)):
            return Body(lines, "container")
    return Body(_extracted(tree), "trafilatura")


def _extracted(tree: html.HtmlElement) -> list[str]:
    """The lines that trafilatura takes for the article, none when it finds none. The tree stays as it was."""
    try:
        found = bare_extraction(tree, include_comments=False, with_metadata=False)
    except (etree.LxmlError, RecursionError, ValueError, TypeError, AttributeError, LookupError):  # odd trees; seen with mutated pages
        return []
    return [] if found is None or found.body is None else lines_of([found.body])


def _page_of(parts: Sequence[html.HtmlElement]) -> html.HtmlElement:
    """A page that holds these elements and nothing else, as one article."""
    page = html.document_fromstring("<html><body><article></article></body></html>")
    article = page.find(".//article")
    for part in parts:
        copy = deepcopy(part)
        copy.tail = None
        article.append(copy)
    return page


def _paragraphs(parts: Sequence[html.HtmlElement]) -> list[str]:
    return lines_of(p for part in parts for p in part.iter("p"))


def _chars(lines: Sequence[str]) -> int:
    return sum(map(len, lines))
