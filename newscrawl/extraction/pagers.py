"""The pager of an article on several pages, which is no text of it: "Pages: 1 2 3"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from lxml import html

from newscrawl.core.url import url_key
from newscrawl.extraction.body import Body
from newscrawl.extraction.document import Document
from newscrawl.extraction.lines import text_of
from newscrawl.extraction.linklines import HEADINGS
from newscrawl.extraction.parts import MAX_ANCHORS, PartLink

MAX_PAGER_CHARS = 40
"""What a pager says beside its links: "Pages:" and the number of this one, "Continue reading on page"."""

MAX_PAGER_LINKS = 60
MAX_HEADINGS = 3
MAX_HEADING_CHARS = 300
_FRAMES = ("body", "html", "article", "main")
_PROSE = (*HEADINGS, "p", "blockquote", "figure", "pre", "table")


def drop_pagers(doc: Document, first: str, named: Sequence[PartLink]) -> list[str]:
    """Take out the blocks that hold links to the parts of the article at `first`, those that are `named`, and little else. Returns the headings that
    stand right above one: what they head is on the next page, and who reads this page alone takes them for headings of nothing."""
    if doc.page.number == 1 and not named:
        return []
    parts = [link.element for link in named if link.element.tag == "a"]
    back = _links_back(doc, first)
    links = {*parts, *back}
    headings: list[str] = []
    for link in [*parts, *(back if doc.page.number > 1 else ())][:MAX_PAGER_LINKS]:
        block = _block_of(link, links)
        if block is not link and block.getparent() is not None:
            headings += filter(None, [_heading_above(block) if link in parts else ""])
            block.drop_tree()
    return list(dict.fromkeys(headings))


def with_headings(body: Body, headings: Sequence[str]) -> Body:
    """The body with headings at its end that it lacks there."""
    missing = [heading for heading in headings if heading not in body.lines[-MAX_HEADINGS:]]
    return body._replace(lines=[*body.lines, *missing]) if body.lines else body


def _heading_above(block: html.HtmlElement) -> str:
    """The heading that ends right before a block; not the page's own headline."""
    above = block.getprevious()
    while above is not None and above.tag not in HEADINGS:
        above = above[-1] if len(above) and not (above[-1].tail or "").strip() else None
    is_ours = above is not None and above.tag != "h1" and not (above.tail or "").strip()
    return text_of(above)[:MAX_HEADING_CHARS] if above is not None and is_ours else ""


def _links_back(doc: Document, first: str) -> list[html.HtmlElement]:
    """Links to the first part that may be of a pager, by their length."""
    keep = doc.outlet.article.keep_params
    key = url_key(first, keep)
    links = (a for a in islice(doc.tree.iter("a"), MAX_ANCHORS) if (url := doc.absolute(a.get("href"))) and url_key(url, keep) == key)
    return [a for a in links if len(text_of(a)) <= MAX_PAGER_CHARS]


def _block_of(link: html.HtmlElement, links: Collection[html.HtmlElement]) -> html.HtmlElement:
    """The outermost element around a link of the pager that holds little else."""
    block = link
    for above in link.iterancestors():
        inside = [e for e in above.iter("a") if e in links]
        said = len(text_of(above)) - sum(len(text_of(e)) for e in inside)
        if above.tag in _FRAMES or said > MAX_PAGER_CHARS or any(_is_prose(e, inside) for e in above.iter(*_PROSE)):
            break
        block = above
    return block


def _is_prose(element: html.HtmlElement, links: Collection[html.HtmlElement]) -> bool:
    """Whether a heading, a paragraph or a picture is none of the pager's own."""
    return not any(link in links for link in element.iter("a"))
