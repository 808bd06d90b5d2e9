"""The article's text. The only file that knows trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Document

from newscrawl.extraction.container import clear_container
from newscrawl.extraction.lines import lines_of
from newscrawl.extraction.paragraphs import wrap_loose_text

GOOD_COVERAGE = 0.8
"""When the quick reading of a container gives back less of its paragraphs, the thorough one has a look."""

MIN_COVERAGE = 0.5
"""When the thorough one gives back less, too, the container was not the article, and the whole page is read."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Body(NamedTuple):
    """The lines of a text and the method that gave them, for the article's provenance."""

    lines: Sequence[str]
    method: str


def read_body(tree: html.HtmlElement, headline: html.HtmlElement | None = None) -> Body:
    """The article's lines: those that trafilatura keeps of the text's container, or of the whole page when no element is plainly the container."""
    parts = clear_container(tree, headline)
    lines = _lines_in(parts) if parts else None
    return Body(_lines_of_page(tree), "trafilatura") if lines is None else Body(lines, "container")


def _lines_of_page(tree: html.HtmlElement) -> list[str]:
    """The article's lines on a page. A text of one line may be a short one that was read in the coarsest way: then its paragraphs are sought."""
    lines = _extracted(tree)
    apart = _extracted(tree, config=_trusting()) if len(lines) == 1 else []
    return apart if apart and _chars(apart) >= GOOD_COVERAGE * _chars(lines) else lines


def _lines_in(parts: Sequence[html.HtmlElement]) -> list[str] | None:
    """The article's lines in its container, of which there may be none; None when they are too few of those that the container has."""
    page, chars = _page_of(parts), _chars(lines_of(p for part in parts for p in part.iter("p")))
    lines = _extracted(page, fast=True, config=_trusting())
    if _chars(lines) < GOOD_COVERAGE * chars:
        lines = _extracted(page, config=_trusting())
    return lines if _chars(lines) >= MIN_COVERAGE * chars else None


def _extracted(page: html.HtmlElement, **options: Any) -> list[str]:
    """The lines that trafilatura takes for the article, none when it finds none. The page stays as it was."""
    try:
        found = bare_extraction(page, include_comments=False, with_metadata=False, **options)
    except (etree.LxmlError, RecursionError, ValueError, TypeError, AttributeError, LookupError):  # odd trees; seen with mutated pages
        return []
    return lines_of([found.body]) if isinstance(found, Document) and found.body is not None else []


@cache
def _trusting() -> ConfigParser:
    """trafilatura's settings for a container: a text is not suspect for being short. By default one under 250 characters is read again in coarser
    ways, the last of which makes one line of all that there is."""
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
    return config


def _page_of(parts: Sequence[html.HtmlElement]) -> html.HtmlElement:
    """A page that holds what is in these elements and nothing else, as one article."""
    page = html.document_fromstring("<html><body><article></article></body></html>")
    article = page.find(".//article")
    for part in map(deepcopy, parts):
        part.tag, part.tail = "div", None
        part.attrib.clear()
        article.append(part)
    wrap_loose_text(article)
    return page


def _chars(lines: Sequence[str]) -> int:
    return sum(map(len, lines))
