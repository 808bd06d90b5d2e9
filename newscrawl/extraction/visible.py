"""Fields from what a reader sees: the headline, bylines, category and tag links, the lead picture."""

from __future__ import annotations

import re

from lxml import etree, html

from newscrawl.extraction.around import Around
from newscrawl.extraction.document import MAX_DATE_CHARS, MAX_VALUE_CHARS, Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lines import text_of
from newscrawl.extraction.values import names, plain, split_names, words

_LINKS = etree.XPath("//a[@rel][contains(@rel, 'author') or contains(@rel, 'tag') or contains(@rel, 'category')]")
_BYLINES = etree.XPath(
    "//*[@itemprop='author' or contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'writer')]"
    "[not(self::meta or self::link or contains(@class, 'desc') or contains(@class, 'bio') or contains(@class, 'about'))]"
)
_SIGNED = etree.XPath("//*[not(*)][starts-with(normalize-space(text()), 'كتب') or starts-with(normalize-space(text()), 'بقلم')]")
_LEAD_IMAGES = etree.XPath("//img[contains(@class, 'wp-post-image') or @itemprop='image']")

MAX_SIGNED_WORDS = 6
""""كتب" is also the beginning of many a sentence; a byline has the word, a name and no more."""

_SECTION = re.compile(r"categor|cat-links|section", re.IGNORECASE)


def read_headline(around: Around) -> Findings:
    """The heading that says what the title tag says."""
    return Findings(title=plain(around.headline_text))


def read_links(around: Around) -> Findings:
    """Links that say by `rel` what they lead to: an author, a category, a tag (https://microformats.org/wiki/rel-tag)."""
    links = around.nearest(_LINKS)
    tags = [e for e in links if "tag" in _rel(e) and not _is_section(e)]
    return Findings(
        authors=names(map(text_of, _neighbours([e for e in links if "author" in _rel(e) and text_of(e)]))),
        sections=words(map(text_of, _neighbours([e for e in links if _is_section(e)]))),
        tags=words(text_of(e).lstrip("#") for e in _neighbours(tags)),
    )


def read_bylines(around: Around) -> Findings:
    """Elements near the headline whose class or itemprop speaks of an author, the innermost with a name; else a line that begins "كتب" or "بقلم"."""
    found = [e for e in around.nearest(_BYLINES) if 0 < len(text_of(e)) <= MAX_DATE_CHARS]
    for element in found:
        inner = [e for e in found if e is not element and element in e.iterancestors()]
        authors = split_names(map(text_of, inner or [element]))
        if authors:
            return Findings(authors=authors)
    signed = (names([line]) for line in map(text_of, around.nearest(_SIGNED)) if len(line.split()) <= MAX_SIGNED_WORDS)
    return Findings(authors=next(filter(None, signed), ()))


def read_images(doc: Document, around: Around) -> Findings:
    """The picture that the page marks as its own."""
    return Findings(image=next((url for e in around.nearest(_LEAD_IMAGES) if (url := doc.absolute(e.get("src")))), None))


def read_canonical(doc: Document) -> Findings:
    """`<link rel="canonical">` (RFC 6596)."""
    links = (e.get("href") for e in doc.tree.iter("link") if "canonical" in _rel(e))
    return Findings(canonical_url=next((url for href in links if (url := doc.absolute(href))), None))


def _names_of(element: html.HtmlElement) -> str:
    words = (element.get("class"), element.get("itemprop"), "published" if element.get("pubdate") is not None else None)
    return " ".join(filter(None, words))[:MAX_VALUE_CHARS]


def _rel(element: html.HtmlElement) -> list[str]:
    return (element.get("rel") or "")[:MAX_VALUE_CHARS].lower().split()


def _is_section(link: html.HtmlElement) -> bool:
    """A category link: by its own rel, or a tag link in a list of categories, as WordPress block themes have it."""
    if "category" in _rel(link):
        return True
    parent = link.getparent()
    return "tag" in _rel(link) and parent is not None and _SECTION.search(_names_of(parent)) is not None


def _neighbours(links: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """Of links in order of nearness, those in the same list as the first, in the page's order."""
    if not links:
        return []
    home = _list_of(links[0])
    return [e for e in home.iter("a") if e in set(links)]


def _list_of(link: html.HtmlElement) -> html.HtmlElement:
    parent = link.getparent()
    if parent is not None and parent.tag == "li" and parent.getparent() is not None:
        return parent.getparent()
    return link if parent is None else parent
