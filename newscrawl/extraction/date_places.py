"""Where a date stands: beside the headline, behind the text, in the site's own header, in a line about another story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from newscrawl.core.name_kinds import is_person
from newscrawl.core.name_words import AUTHOR_PATHS
from newscrawl.core.names import seen_names
from newscrawl.core.url import same_site
from newscrawl.extraction.around import MAX_CARD_CHARS, MAX_CARD_ELEMENTS, Around
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.elements import UNSEEN
from newscrawl.extraction.index_folders import HOUSE_PAGES, LIST_FOLDERS
from newscrawl.extraction.lead import has_more_elements
from newscrawl.extraction.lines import text_of

ELEMENTS_AFTER = 120
"""Elements looked at after the headline: a byline with pictures, share links and icons has some 80."""

ELEMENTS_BEFORE = 30
"""A date above the headline stands in the same header; further up is the line with today's date."""

_FRAMES = frozenset(("header", "nav", "footer"))
_STORIES = frozenset(("article", "main"))

LEVELS = 4
"""Elements around the headline that are left on the way out: its row, its header, its column, the article."""

MIN_PARAGRAPH_CHARS = 120
PARAGRAPHS_BEFORE_TEXT = 1
"""A standfirst may stand between the headline and the date; behind a second paragraph of that length the text has begun."""

LINE_LEVELS = 2
"""The element of a date and the one around it."""

MIN_TITLE_WORDS = 2

MAX_LIST_PARTS = 2
"""A list's folder and its name; before a page of the house may stand a language."""

MAX_LINE_CHARS = 200
"""A date line, or a link to another story with its date; a block of more text is no line."""


def beside(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements after the headline and before it in its header, nearest first on each side."""
    yield from islice(after_headline(headline), ELEMENTS_AFTER)
    yield from islice(_before(headline), ELEMENTS_BEFORE)


def after_headline(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What follows the headline up to the text of the article."""
    paragraphs = 0
    yield from _seen(headline)
    for level in (headline, *headline.iterancestors()):
        for sibling in level.itersiblings():
            for element in _seen(sibling):
                yield element
                paragraphs += element.tag == "p" and len(element.text or "") >= MIN_PARAGRAPH_CHARS
                if paragraphs > PARAGRAPHS_BEFORE_TEXT:
                    return


def _before(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for level in islice((headline, *headline.iterancestors()), LEVELS):
        for sibling in level.itersiblings(preceding=True):
            yield from () if is_the_sites(sibling, headline) else _seen(sibling)
        if level.getparent() is not None and level.getparent().text:
            yield level.getparent()


def is_the_sites(element: html.HtmlElement, headline: html.HtmlElement | None) -> bool:
    """Whether an element stands in the page's own header, menu or footer, where many sites print today's date."""
    above = [element, *element.iterancestors()]
    frame = next((e for e in above if e.tag in _FRAMES), None)
    if frame is None or any(e.tag in _STORIES for e in above):
        return False
    return headline is None or frame not in headline.iterancestors()


def _seen(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (e for e in root.iter() if isinstance(e.tag, str) and e.tag not in UNSEEN)


def behind_text(elements: Sequence[html.HtmlElement], around: Around) -> frozenset[html.HtmlElement]:
    """Those of some elements before which the article's text has begun, if no small header holds both them and the headline."""
    headline = around.headline
    if headline is None or not elements:
        return frozenset()
    wanted, above = {headline, *elements}, set(headline.iterancestors())
    ordered = [e for e in around.tree.iter() if e in wanted]
    early = set(after_headline(headline))
    late = [e for e in ordered[ordered.index(headline) + 1 :] if e not in early]
    shared = {e: next((each for each in e.iterancestors() if each in above), None) for e in late}
    headers = {each for each in set(shared.values()) if each is not None and _is_header(each)}
    return frozenset(e for e in late if shared[e] not in headers)


def _is_header(element: html.HtmlElement) -> bool:
    return element.tag not in (*_STORIES, "body") and len(text_of(element)) <= MAX_CARD_CHARS


def links_in_line(element: html.HtmlElement, headline: html.HtmlElement | None) -> list[html.HtmlElement]:
    """The links in the short line or block in which a date stands; not the one that it is part of, nor one within the headline."""
    for block in islice((element, *element.iterancestors()), LINE_LEVELS):
        if headline is not None and (block is headline or block in headline.iterancestors()):
            return []
        if has_more_elements(block, MAX_CARD_ELEMENTS):
            return []
        links = [a for a in block.iter("a") if a.get("href") and element not in a.iter()]
        if links:
            return links if len(text_of(block)) <= MAX_LINE_CHARS else []
    return []


def leads_to_story(doc: Document, link: html.HtmlElement, min_chars: int) -> bool:
    """Whether a link is another story's: of so many characters, to a page of the site other than this one, those above it, lists and persons."""
    text, href = text_of(link)[:MAX_VALUE_CHARS], doc.absolute(link.get("href"))
    if href is None or link.get("rel") or len(text) < min_chars or len(text.split()) < MIN_TITLE_WORDS or not same_site(href, doc.url):
        return False
    here, there = urlsplit(doc.url).path, urlsplit(href).path
    return not (here.startswith(there) or _is_index(there.lower()) or any(map(is_person, seen_names([text]))))


def _is_index(path: str) -> bool:
    """Whether a path in lower case names a list of stories, somebody, or a page of the house about itself."""
    parts = [part for part in path.split("/") if part]
    is_list = not LIST_FOLDERS.isdisjoint(parts[-MAX_LIST_PARTS:])
    return is_list or not HOUSE_PAGES.isdisjoint(parts[:MAX_LIST_PARTS]) or any(folder in path for folder in AUTHOR_PATHS)
