"""The article's text. The only file that knows trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from itertools import chain, islice, takewhile
from types import MappingProxyType
from typing import Any, NamedTuple

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Document

from newscrawl.extraction.agreement import agreement
from newscrawl.extraction.container import clear_container
from newscrawl.extraction.densest import densest_element
from newscrawl.extraction.embedded_posts import EMBEDDED_POSTS
from newscrawl.extraction.lead import has_more_elements
from newscrawl.extraction.lines import lines_of
from newscrawl.extraction.paragraphs import wrap_loose_text
from newscrawl.extraction.prose import Prose, is_hidden, weigh

GOOD_COVERAGE = 0.8
"""When the quick reading of a container gives back less of its prose, the thorough one has a look."""

MIN_COVERAGE = 0.5
"""When the thorough one gives back less, too, it took the text for furniture, and nothing is left out of the container."""

MAX_QUOTATIONS = 100
"""So many quotations of a page are looked at; a page of posts has some 30."""

MAX_LINKS = 2_000
MAX_MARK_CHARS = 4
"""The way from a note back to the text is "↩︎", "^" or "[12]". Two such links in a short list of notes are no menu, as trafilatura would have it."""

MAX_FRAME_SHARE = 1.5
"""What has no more text than this share of a post's is its frame."""

MAX_FRAGMENT_SHARE = 0.3
"""A named container with less than this share of the prose of what surrounds it is not the article's only one."""

MAX_CLEANED_ELEMENTS = 30_000
"""trafilatura takes some 80 µs for an element, and the longest real article pages have no more. Of a larger one nothing is left out."""

MAX_QUICK_ELEMENTS = 10_000
"""Of a larger container nothing is left out, either: the time of the quick reading grows with the square of what stands side by side (25,000 words in
bold take 2 s). The longest real texts have some 4,000."""

MAX_THOROUGH_ELEMENTS = 5_000
"""The thorough reading compares each block with all that are like it: 12,000 blocks take 4 s. A larger part is read in the quick way only."""

_TEXT_LENGTH = etree.XPath("string-length(.)")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Body(NamedTuple):
    """The lines of a text, the method that gave them, and, for the article's provenance, how far the page's prose bears them out (0 to 1), and how
    many lines each rule of trimming took; `story_lines` are those that their elements show to be of the story, whatever they look like."""

    lines: Sequence[str]
    method: str
    confidence: float = 0.0
    removed: Mapping[str, int] = MappingProxyType({})
    story_lines: Collection[str] = frozenset()


def read_body(tree: html.HtmlElement, headline: html.HtmlElement | None = None) -> Body:
    """The article's lines: what trafilatura keeps of the text's container, found by name or by prose; of the whole page when neither shows one.

    Their confidence is how far they agree with another witness, the prose of the densest element, which looks neither at names nor at what
    trafilatura leaves out.
    """
    root = tree.find("body")
    if root is None:
        return Body(_lines_of_page(tree), "trafilatura")
    seen = None if headline is None or any(map(is_hidden, headline.iterancestors())) else headline
    prose = weigh(root, seen)
    densest = densest_element(root, prose, seen)
    lines, method = _read(tree, prose, densest, seen)
    return Body(lines, method, agreement(lines, prose.lines_in([densest])))


def _read(tree: html.HtmlElement, prose: Prose, densest: html.HtmlElement, headline: html.HtmlElement | None) -> tuple[list[str], str]:
    if len(prose.chars) > MAX_CLEANED_ELEMENTS:
        return lines_of([densest]), "densest"
    named = clear_container(tree, headline)
    if named and not _is_fragment(named, densest, prose, headline):
        return _lines_in(named, prose), "container"
    lines = [] if densest.tag == "body" else _lines_in([densest], prose)
    return (lines, "densest") if lines else (_lines_of_page(tree), "trafilatura")


def _is_fragment(named: Sequence[html.HtmlElement], densest: html.HtmlElement, prose: Prose, headline: html.HtmlElement | None) -> bool:
    """Whether a named container is but a small part of a text, such as its introduction, or a box that stands further from the headline than it."""
    share = _chars(prose.lines_in(named)) / max(_chars(prose.lines_in([densest])), 1)
    if densest.tag == "body" or share >= MAX_FRAGMENT_SHARE:
        return False
    return all(densest in part.iterancestors() or _is_nearer(densest, part, headline) for part in named)


def _is_nearer(element: html.HtmlElement, other: html.HtmlElement, headline: html.HtmlElement | None) -> bool:
    """Whether `element` shares more of what it stands in with the headline than `other` does."""
    above = [] if headline is None else list(headline.iterancestors())
    around, around_other = {element, *element.iterancestors()}, {other, *other.iterancestors()}
    return sum(e in around for e in above) > sum(e in around_other for e in above)


def _lines_of_page(tree: html.HtmlElement) -> list[str]:
    """The article's lines on a page. A text of one line may be a short one that was read in the coarsest way: then its paragraphs are sought."""
    if has_more_elements(tree, MAX_THOROUGH_ELEMENTS):
        return _extracted(tree, fast=True)
    lines = _extracted(tree)
    apart = _extracted(tree, config=_trusting()) if len(lines) == 1 else []
    return apart if apart and _chars(apart) >= GOOD_COVERAGE * _chars(lines) else lines


def _lines_in(parts: Sequence[html.HtmlElement], prose: Prose) -> list[str]:
    """The article's lines in its container, of which there may be none. Where trafilatura gives too few, they are all that a reader sees in it."""
    page, chars = _page_of(parts), _chars(prose.lines_in(parts))
    if has_more_elements(page, MAX_QUICK_ELEMENTS):
        return lines_of([page])
    lines = _extracted(page, fast=True, config=_trusting())
    if _chars(lines) < GOOD_COVERAGE * chars and not has_more_elements(page, MAX_THOROUGH_ELEMENTS):
        lines = _extracted(page, config=_trusting())
    return lines if _chars(lines) >= MIN_COVERAGE * chars else lines_of([page])


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
    for quotation in list(islice(article.iter("blockquote"), MAX_QUOTATIONS)):
        if not EMBEDDED_POSTS.isdisjoint((quotation.get("class") or "").split()):
            _forget_names_around(quotation)
    for link in list(islice(article.iter("a"), MAX_LINKS)):
        if _is_mark_of_note(link):
            link.tag = "span"
    wrap_loose_text(article)
    return page


def _is_mark_of_note(link: html.HtmlElement) -> bool:
    href = link.get("href") or ""
    return href.startswith("#") and len(href) > 1 and _TEXT_LENGTH(link) <= MAX_MARK_CHARS


def _forget_names_around(quotation: html.HtmlElement) -> None:
    """Take the attributes off an embedded post and what holds only it: trafilatura leaves out what is named after a network or an embed."""
    most = MAX_FRAME_SHARE * _TEXT_LENGTH(quotation)
    for element in takewhile(lambda e: _TEXT_LENGTH(e) <= most, chain((quotation,), quotation.iterancestors())):
        element.attrib.clear()


def _chars(lines: Sequence[str]) -> int:
    return sum(map(len, lines))
