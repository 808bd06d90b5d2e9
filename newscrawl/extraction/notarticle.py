"""What a page is when it is not a plain article. When in doubt it is an article."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.core.page import Page
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction.body_classes import ATTACHMENT_CLASSES, ERROR_CLASSES, HUB_CLASSES, SINGLE_CLASSES
from newscrawl.extraction.container import clear_container
from newscrawl.extraction.document import Document
from newscrawl.extraction.jsonld import Node, types_of
from newscrawl.extraction.node_types import ARTICLE_TYPES, GALLERY_TYPES, HUB_TYPES, LIVE_TYPES
from newscrawl.extraction.signatures import HTML_MARKS, HTML_TYPES, OTHER_STARTS, VAGUE_TYPES

SNIFFED_BYTES = 2_048
"""The WHATWG sniffs 1,445 bytes (https://mimesniff.spec.whatwg.org/); some pages begin with a long comment."""

MAX_GALLERY_TEXT_CHARS = 600
"""A page of pictures with captions has less text than that; with more it is an article that has pictures."""

MIN_PARAGRAPHS = 3
"""A list of articles may have two that say what it is about."""

MIN_TEASERS = 10
"""Fewer may stand below an article that says nowhere that it is one."""

_TEASERS = etree.XPath("//article[(.//h2 | .//h3 | .//h4)[a or parent::a]]")
_PARAGRAPHS = etree.XPath("//p[not(ancestor::article)][string-length(normalize-space(.)) > 100]")
_STORIES = etree.XPath("//article[.//h1[not(a or parent::a)]]")

_BINARY = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]{2}|[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f](?:[^\0]{0,50}[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]){9}")
"""Bytes that no text has (https://mimesniff.spec.whatwg.org/#binary-data-byte), two together or ten close by; NUL is left out, as UTF-16 has it, and
one alone is an accident."""

_NO_TOKEN = re.compile(r"[^!-~]")
"""No media type has it (RFC 9110 section 8.3.1), and a terminal may obey it: the reason goes into logs."""

MAX_TYPE_CHARS = 100

_PASSWORD_FORMS = etree.XPath("//form[contains(@class, 'post-password-form')] | //input[@name='post_password']")


def reject_bytes(page: Page) -> Rejection | None:
    """The rejection of an answer that is no HTML by its bytes or by its Content-Type; None when it may be."""
    head = page.body[:SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\x0c").lower()
    letters = head.replace(b"\0", b"")  # UTF-16 has one beside each of ASCII's, and control bytes in most other scripts
    if any(mark in letters for mark in HTML_MARKS):
        return None
    media_type = (page.header("content-type") or "").partition(";")[0].strip().lower()
    kind = next((name for start, name in OTHER_STARTS.items() if head.startswith(start)), None)
    if kind or (media_type and media_type not in HTML_TYPES | VAGUE_TYPES):
        return Rejection(reason=Reason.NOT_HTML, detail=kind or _NO_TOKEN.sub("?", media_type[:MAX_TYPE_CHARS]))
    if _BINARY.search(head):
        return Rejection(reason=Reason.NOT_HTML, detail="binary data")
    return None if head else Rejection(reason=Reason.EMPTY_BODY, detail="no bytes")


def reject_page(doc: Document, kind: str) -> Rejection | None:
    """The rejection of a page that shows no article: not found, protected, an attachment; None when it may be one."""
    classes = doc.body_classes()
    if classes & ERROR_CLASSES:
        return Rejection(reason=Reason.NOT_FOUND, detail="a page that says it is an error")
    if kind != "hub" and _PASSWORD_FORMS(doc.tree):
        return Rejection(reason=Reason.PROTECTED, detail="asks for a password")
    if classes >= ATTACHMENT_CLASSES or "attachment-template-default" in classes:
        return Rejection(reason=Reason.NOT_AN_ARTICLE, detail="an attachment's page")
    return None


def kind_of(doc: Document, nodes: Collection[Node]) -> str:
    """`article`, `live` or `hub`; whether an article is but a gallery is known when its text is."""
    types = frozenset(name for node in nodes for name in types_of(node))
    if types & LIVE_TYPES:
        return "live"
    if types & ARTICLE_TYPES or (doc.first_meta("og:type") or "").lower() == "article":
        return "article"
    return "hub" if types & HUB_TYPES or _is_home(doc) or _lists_articles(doc) or _shows_teasers(doc) else "article"


def is_gallery(nodes: Collection[Node], text: str) -> bool:
    """Whether a page says that it is a gallery, and has little text beside the pictures."""
    types = frozenset(name for node in nodes for name in types_of(node))
    return bool(types & GALLERY_TYPES) and not types & ARTICLE_TYPES and len(text) <= MAX_GALLERY_TEXT_CHARS


def _is_home(doc: Document) -> bool:
    parts = urlsplit(doc.url)
    return parts.path in ("", "/") and not parts.query


def _lists_articles(doc: Document) -> bool:
    classes = doc.body_classes()
    return bool(classes & HUB_CLASSES) and not classes & SINGLE_CLASSES


def _shows_teasers(doc: Document) -> bool:
    """Whether a page has article elements with linked headings, none with a headline of its own, and neither a container nor paragraphs of a text.

    A list of articles marks up each as one (https://html.spec.whatwg.org/#the-article-element).
    """
    if len(_TEASERS(doc.tree)) < MIN_TEASERS or _STORIES(doc.tree):
        return False
    return len(_PARAGRAPHS(doc.tree)) < MIN_PARAGRAPHS and not clear_container(doc.tree)
