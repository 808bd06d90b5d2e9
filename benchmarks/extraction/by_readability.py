"""readability-lxml: the body as HTML, whose blocks become lines, and the short title. It gives no authors and no date."""

from __future__ import annotations

from lxml import html as lxml_html
from readability import Document

BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "hr", "li", "ol", "p", "pre", "section", "ul"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "table", "td", "th", "tr"),
    )
)


def extract(html: bytes, url: str, headers: dict, fetched_at: str) -> dict:
    page = Document(html.decode("utf-8", "replace"), url=url)
    return {"text": text_of(page.summary(html_partial=True)), "title": page.short_title()}


def text_of(markup: str) -> str:
    """The text of some HTML, a line for each block."""
    parts = []
    for action, element in lxml_html.etree.iterwalk(lxml_html.fromstring(markup), events=("start", "end")):
        if element.tag in BLOCKS:
            parts.append("\n")
        parts.append(((element.text if action == "start" else element.tail) or "") if isinstance(element.tag, str) else "")
    return "\n".join(line for line in (" ".join(line.split()) for line in "".join(parts).split("\n")) if line)
