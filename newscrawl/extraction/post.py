"""A post of a WordPress REST answer as a page that every reader of pages can read, and what the answer said of it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree, html

from newscrawl.core.names import declared_names
from newscrawl.core.page import Page
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.values import plain, summary, words

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_CONTENT_CLASS = "entry-content"
"""What WordPress themes call the element around a text."""


def page_of_post(page: Page) -> Page | Rejection:
    """The page with its post's text as a whole page of HTML; a rejection for a post that is not for the public. A page that is no post stays."""
    if page.post is None:
        return page
    if not page.post.is_open:
        return Rejection(reason=Reason.PROTECTED, detail="asks for a password, or is not for the public")
    if not page.body.strip():
        return Rejection(reason=Reason.EMPTY_BODY, detail="a post without a text")
    try:
        content = html.fragment_fromstring(page.body.decode("utf-8", "replace").replace("\0", " "), create_parent="div")
    except (etree.LxmlError, ValueError, TypeError, AssertionError):  # libxml2 gives it up
        return Rejection(reason=Reason.NOT_HTML, detail="a post whose text is no HTML")
    content.set("class", _CONTENT_CLASS)
    head = html.Element("h1")
    head.text = plain(page.post.title) or ""
    markup = b"".join(etree.tostring(part, encoding="utf-8", method="html") for part in (head, content))
    return replace(page, body=b"<!DOCTYPE html><html><body><article>" + markup + b"</article></body></html>", headers=_HTML)


def read_post(doc: Document) -> Findings:
    """What the REST answer said of the article."""
    post = doc.page.post
    if post is None:
        return NOTHING
    return Findings(
        title=plain(post.title),
        summary=summary(post.summary),
        authors=declared_names(filter(None, map(plain, post.authors))),
        published=doc.moment(post.published),
        modified=doc.moment(post.modified),
        sections=words(post.sections),
        tags=words(post.tags),
        image=doc.absolute(post.image),
    )
