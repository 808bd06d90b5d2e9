"""What is seen of a page as one part of an article: the parts that it names, and what tells whether it goes on with the article."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice

from newscrawl.core.arabic import fold
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.core.parts import PartLook
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.core.verdict import Rejection
from newscrawl.extraction.around import Around, look_around
from newscrawl.extraction.body import read_body
from newscrawl.extraction.document import Document, read_document
from newscrawl.extraction.jsonld import Node, nodes_of, types_of
from newscrawl.extraction.node_types import ARTICLE_TYPES, GALLERY_TYPES
from newscrawl.extraction.notarticle import kind_of, reject_bytes, reject_page
from newscrawl.extraction.pagers import drop_pagers
from newscrawl.extraction.parts import addresses_by_number, first_part, part_links

MIN_LINE_CHARS = 40
"""Shorter lines are labels and captions, which parts repeat."""

MAX_LINES = 5_000


def look_at_part(page: Page, outlet: Outlet, first: str) -> PartLook:
    """What is seen of `page` as a part of the article whose first part is at `first`. A page that names no further part is not read for its text
    when it is the first. No page makes it raise."""
    url, start = clean_url(page.url, keep_params=outlet.article.keep_params), clean_url(first, keep_params=outlet.article.keep_params)
    doc = None if isinstance(url, UrlProblem) or reject_bytes(page) else read_document(page, outlet, url)
    if doc is None or isinstance(doc, Rejection) or isinstance(start, UrlProblem):
        return PartLook(is_article=False)
    named = part_links(doc, start)
    back = first_part(doc) if page.number == 1 else None
    if not named and page.number == 1 and not back:
        return PartLook()
    nodes = tuple(nodes_of(doc))
    kind = kind_of(doc, nodes)
    if kind != "article" or _is_of_pictures(nodes) or reject_page(doc, kind):
        return PartLook(is_article=False)
    drop_pagers(doc, start, named)
    around = look_around(doc)
    return PartLook(addresses=addresses_by_number(named), names=tuple(_names(doc, around)), lines=_digests(doc, around), first=back)


def _is_of_pictures(nodes: tuple[Node, ...]) -> bool:
    types = frozenset(name for node in nodes for name in types_of(node))
    return bool(types & GALLERY_TYPES) and not types & ARTICLE_TYPES


def _names(doc: Document, around: Around) -> Iterator[str]:
    """The folded headline and titles, without the outlet's own name."""
    titles = (around.headline_text, *(doc.without_site_name(title) for title in (doc.title_tag, doc.first_meta("og:title")) if title))
    yield from dict.fromkeys(fold(title) for title in titles if title and fold(title) and not doc.is_site_name(title))


def _digests(doc: Document, around: Around) -> frozenset[int]:
    lines = islice((fold(line) for line in read_body(doc.tree, around.headline).lines if len(line) >= MIN_LINE_CHARS), MAX_LINES)
    return frozenset(int.from_bytes(blake2b(line.encode("utf-8", "replace"), digest_size=8).digest(), "big") for line in lines)
