"""What is said of the article outside its page's text: by the seed that announced it, by the answer's headers, by the outlet file."""

from __future__ import annotations

from newscrawl.core.names import declared_names
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.values import language_tag, plain, summary, words


def read_feed(doc: Document) -> Findings:
    """What the seed said of the link; its times without an offset are read in the outlet's zone."""
    hints = doc.page.link.hints
    return Findings(
        title=plain(hints.title),
        summary=summary(hints.summary),
        authors=declared_names(hints.authors),
        published=doc.moment(hints.published),
        modified=doc.moment(hints.modified),
        language=language_tag(hints.language),
        tags=words(hints.tags),
        image=doc.absolute(hints.image),
    )


def read_html_language(doc: Document) -> Findings:
    """The language of the root element, else of the body."""
    body = doc.tree.find("body")
    roots = (doc.tree, body) if body is not None else (doc.tree,)
    tags = (language_tag(e.get("lang") or e.get("{http://www.w3.org/XML/1998/namespace}lang") or e.get("xml:lang")) for e in roots)
    return Findings(language=next(filter(None, tags), None))


def read_header_language(doc: Document) -> Findings:
    """Content-Language (RFC 9110 §8.5), when it names one language."""
    return Findings(language=language_tag(doc.page.header("content-language")))


def read_outlet_language(doc: Document) -> Findings:
    """The language that the outlet file gives."""
    return Findings(language=language_tag(doc.outlet.language))
