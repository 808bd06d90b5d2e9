"""Posts of a REST answer whose text is nothing but paragraphs, headings, lists, quotations and pictures: what stands there is the article.

There is no page around such a text, so no container has to be found and nothing beside the story left out; the fields are what the answer says.
A post with anything else in it, or of which the answer does not say all that counts, is read as a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree, html

from newscrawl.core.article import Article
from newscrawl.core.boilerplate import find_notice, is_edge_notice
from newscrawl.core.byline import is_byline
from newscrawl.core.clean import clean_article, clean_title
from newscrawl.core.dates import is_full
from newscrawl.core.identity import mint_id
from newscrawl.core.name_kinds import is_person
from newscrawl.core.notice_call import call_rule
from newscrawl.core.notice_lines import is_paragraph
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.core.url import host_of, url_key
from newscrawl.extraction.document import Document
from newscrawl.extraction.fields import settle_words
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.language import language_of, may_be_written_in
from newscrawl.extraction.lines import lines_of, one_line
from newscrawl.extraction.post import read_post
from newscrawl.extraction.rights import read_rights
from newscrawl.extraction.said import read_feed, read_outlet_language
from newscrawl.extraction.summaries import choose_summary
from newscrawl.extraction.titles import without_section

METHOD = "wp-rest"

BLOCKS = frozenset(("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure", "figcaption", "cite"))
INLINE = frozenset(("strong", "b", "em", "i", "u", "s", "a", "br", "img", "span", "sup", "sub", "mark", "abbr", "q", "small", "hr"))
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
TOP = BLOCKS - {"li", "figcaption", "cite"} | {"hr"}

PLAIN_CLASS = re.compile(
    r"wp-(?:block|image|element)-(?:quote|image|list|heading|paragraph|separator|caption|[0-9]+)|wp-caption(?:-text)?|size-\w+|align\w+|has-[\w-]+|is-[\w-]+"
)
PLAIN_STYLE = re.compile(r"\s*(?:(?:text-align\s*:\s*\w+|width\s*:\s*[0-9]{1,4}px)\s*;?\s*)?")
"""What WordPress's own editors write (https://developer.wordpress.org/block-editor/reference-guides/core-blocks/, and img_caption_shortcode() of the
one before)."""

MAX_ELEMENTS = 3_000
MAX_LINK_SHARE = 0.5
"""A block with more of its text in links is no prose: a pointer to another story, a menu, a list of sources."""

EDGE_LINES = 3
"""Where a line names who wrote the text, if one does."""

MIN_SURE_CHARS = 400
"""Of a text: below it the thorough reading knows more about notices, captions and single lines."""


def read_plain_post(page: Page, outlet: Outlet, url: str) -> Article | None:
    """The article of a plain post; None for every other page, which is to be read in the usual way."""
    post = page.post
    if post is None or not post.is_open or page.parts is not None or not post.title or not is_full(post.published or "") or outlet_has_rules(outlet):
        return None
    content = _parsed(page.body)
    if content is None or not _is_plain(content):
        return None
    lines, story_lines = _lines(content)
    if sum(map(len, lines)) < MIN_SURE_CHARS:
        return None
    doc = Document(page=page, outlet=outlet, url=url, base=url, tree=content, meta={})
    said = read_post(doc)
    if not _is_told(said, doc, [*lines[:EDGE_LINES], *lines[-EDGE_LINES:]]) or (said.image is None and next(content.iter("img"), None) is not None):
        return None
    values, methods = _fields(doc, said, "\n".join(lines))
    fetched_at = page.fetched_at.isoformat(timespec="seconds")
    article = Article(
        id=mint_id(outlet.slug, url_key(url, outlet.article.keep_params)),
        outlet=outlet.slug,
        url=url,
        link=page.link.url,
        text="\n".join(lines),
        rights=read_rights(doc, None),
        provenance={**methods, "text": METHOD, "confidence": 1.0, "kind": "article", "removed": {}},
        fetched_at=fetched_at,
        first_seen=fetched_at,
        raw=page.raw,
        **values,
    )
    clean = clean_article(article, outlet, story_lines)
    return clean if clean.text else None


def outlet_has_rules(outlet: Outlet) -> bool:
    """Whether the outlet file has selectors, which speak of pages."""
    return outlet.extract != type(outlet.extract)()


def _parsed(body: bytes) -> html.HtmlElement | None:
    try:
        return html.fragment_fromstring(body.decode("utf-8", "replace").replace("\0", " "), create_parent="div", parser=_parser())
    except (etree.LxmlError, ValueError, TypeError, AssertionError):
        return None


def _parser() -> html.HTMLParser:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def _is_plain(content: html.HtmlElement) -> bool:
    if (content.text or "").strip():
        return False
    for count, element in enumerate(content.iterdescendants()):
        if count > MAX_ELEMENTS or not (element.tag in BLOCKS or element.tag in INLINE) or not _has_plain_attributes(element):
            return False
    return all(child.tag in TOP and not (child.tail or "").strip() and not _is_links(child) for child in content)


def _has_plain_attributes(element: html.HtmlElement) -> bool:
    classes, style = element.get("class"), element.get("style")
    is_plain = classes is None or all(map(PLAIN_CLASS.fullmatch, classes.split()))
    return is_plain and (style is None or PLAIN_STYLE.fullmatch(style) is not None) and element.get("hidden") is None and element.get("role") is None


def _is_links(block: html.HtmlElement) -> bool:
    """Whether a block is no prose but links, and not a notice either ("Read also: …"), which goes with the others. Of a list each item counts."""
    if block.tag in ("ul", "ol"):
        return any(map(_is_links, block))
    linked = sum(len(one_line("".join(link.itertext()))) for link in block.iter("a"))
    line = one_line("".join(block.itertext())) if linked else ""
    return linked > MAX_LINK_SHARE * len(line) and find_notice(line) is None if linked else False


def _lines(content: html.HtmlElement) -> tuple[list[str], frozenset[str]]:
    """The lines of the story, and those that are of it whatever they look like: items of numbered lists, headings between two paragraphs, what it
    quotes though a theme prints it. None of a text of fewer than two paragraphs: a flash is read with more care."""
    for figure in list(content.iter("figure")):
        figure.drop_tree()
    lines = lines_of([content])
    first = next((index for index, line in enumerate(lines) if is_paragraph(line)), len(lines))
    last = next((index for index in range(len(lines) - 1, first, -1) if is_paragraph(lines[index])), first)
    if first == last:
        return [], frozenset()
    within = frozenset(lines[first + 1 : last])
    headings = {line for heading in content.iter(*HEADINGS) if (line := one_line("".join(heading.itertext()))) in within and not call_rule(line)}
    steps = {line for list_ in content.iter("ol") for line in lines_of([list_]) if not is_edge_notice(line)}
    quoted = {line for quotation in content.iter("blockquote") for line in lines_of([quotation]) if is_edge_notice(line) and lines.count(line) == 1}
    return lines, frozenset(headings | steps | quoted)


def _is_told(said: Findings, doc: Document, edges: Sequence[str]) -> bool:
    """Whether the answer says who wrote the article, and when; a line that names somebody may say more."""
    is_told = bool(said.title and said.published and said.authors)
    is_person_told = any(is_person(name) and not doc.is_site_name(name) for name in said.authors)
    return is_told and (is_person_told or not doc.page.link.hints.authors) and not any(is_byline(line, ()) for line in edges)


def _fields(doc: Document, said: Findings, text: str) -> tuple[dict[str, Any], dict[str, str]]:
    hints = doc.page.link.hints
    feed = read_feed(doc) if hints.summary or hints.language else NOTHING
    summary, _ = choose_summary(((said.summary, METHOD), (feed.summary, "feed")))
    sections, tags = settle_words(doc, said.title or "", said.sections, said.tags)
    title = without_section(clean_title(said.title or "", (), host_of(doc.url)), sections, doc.url)
    values: dict[str, Any] = {"title": title, "summary": summary, "authors": said.authors, "published": said.published, "modified": said.modified}
    values |= {"sections": sections, "tags": tags, "image": said.image}
    methods = {name: METHOD for name, value in values.items() if value}
    values["language"], told = _language(doc, feed, text)
    return values, {**methods, **({"language": told} if told else {})}


def _language(doc: Document, feed: Findings, text: str) -> tuple[str | None, str | None]:
    for tag, method in ((feed.language, "feed"), (read_outlet_language(doc).language, "outlet")):
        if tag and may_be_written_in(text, tag):
            return tag, method
    told = language_of(text)
    return told, "text" if told else None
