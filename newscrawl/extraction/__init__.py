"""A page in, the article that is in it out, or the reason why there is none.

    bytes ─ is it HTML? ─► Document (parsed once) ─► what kind of page? ─► body ─► fields by `FIELD_ORDER` ─► core.clean ─► Article

Nothing here reads a clock, a disk or the network; the moment of the fetch comes with the page. No page makes it raise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from newscrawl.core.article import Article
from newscrawl.core.clean import clean_article
from newscrawl.core.identity import mint_id
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page, Parts
from newscrawl.core.parts import PartsEnd
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction.around import look_around
from newscrawl.extraction.body import Body, read_body
from newscrawl.extraction.document import Document, read_document
from newscrawl.extraction.fields import Sources, read_fields
from newscrawl.extraction.flash import flash_line
from newscrawl.extraction.jsonld import article_node, nodes_of
from newscrawl.extraction.notarticle import is_gallery, kind_of, reject_bytes, reject_page
from newscrawl.extraction.overrides import (
    METHOD,
    TOO_LITTLE,
    USED,
    Overrides,
    is_too_little,
    lay_over,
    read_overrides,
    remove_selected,
    selected_lines,
)
from newscrawl.extraction.pagers import drop_pagers, with_headings
from newscrawl.extraction.parts import PartLink, part_links
from newscrawl.extraction.plain_post import read_plain_post
from newscrawl.extraction.post import page_of_post
from newscrawl.extraction.rights import read_rights
from newscrawl.extraction.trim import trim_body
from newscrawl.extraction.whole import whole_article

__all__ = ["extract_article"]

MAX_BODY_BYTES = 20_000_000
"""As much as trafilatura takes; the largest real article pages have some 5 MB, most of it scripts."""

MAX_TEXT_CHARS = 1_000_000
"""Four novels' worth; the longest real articles have some 300,000. What is longer is something that was taken for text."""


def extract_article(page: Page, outlet: Outlet) -> Article | Rejection:
    """The article on `page`, cleaned; or a rejection when the page is none of an article or has no text.

    A section page, a live blog and a gallery are articles whose `provenance["kind"]` says `hub`, `live` or `gallery`: the caller judges them. With
    further parts the article is made of all of them; a page that names some and came alone says so in `provenance["parts"]`.
    """
    found = _extract_page(page, outlet)
    if page.parts is None or isinstance(found, Rejection) or found.provenance["kind"] not in ("article", "gallery"):
        return found
    whole = whole_article(found, [_extract_page(part, outlet, found.url) for part in page.parts.pages], page.parts)
    return _too_long() if len(whole.text or "") > MAX_TEXT_CHARS else whole


def _extract_page(page: Page, outlet: Outlet, first: str | None = None) -> Article | Rejection:
    """The article on one page, whose first part is at `first` where the page is a further one."""
    url = clean_url(page.url, keep_params=outlet.article.keep_params)
    if isinstance(url, UrlProblem):
        return Rejection(reason=Reason.BAD_URL, detail=url.value)
    if len(page.body) > MAX_BODY_BYTES:
        return Rejection(reason=Reason.TOO_LARGE, detail=f"more than {MAX_BODY_BYTES} bytes")
    if first is None and (plain := read_plain_post(page, outlet, url)) is not None:
        return plain
    page_or_not = page_of_post(page)
    if isinstance(page_or_not, Rejection):
        return page_or_not
    page = page_or_not
    doc = reject_bytes(page) or read_document(page, outlet, url)
    return doc if isinstance(doc, Rejection) else _extract(doc, first or url)


def _extract(doc: Document, first: str) -> Article | Rejection:
    nodes = tuple(nodes_of(doc))
    kind = kind_of(doc, nodes)
    rejection = reject_page(doc, kind)
    if rejection is not None:
        return rejection
    named = part_links(doc, first)
    is_alone = _is_alone(doc, kind, named)
    headings = drop_pagers(doc, first, named)
    around = look_around(doc)
    sources = Sources(doc=doc, around=around, nodes=nodes, node=article_node(doc, nodes, around.headline_text or doc.title_tag))
    overrides = read_overrides(doc)
    overrides.outcomes.update(remove_selected(doc.tree, doc.outlet.extract))
    body = _body(sources, overrides)
    if sum(map(len, body.lines)) > MAX_TEXT_CHARS:
        return _too_long()
    if body.method not in (METHOD, "json-ld"):
        body = trim_body(body, doc)
    body = with_headings(body, headings)
    if kind == "article" and is_gallery(nodes, "\n".join(body.lines)):
        kind = "gallery"
    article = clean_article(_article(sources, overrides, body, kind), doc.outlet, body.story_lines)
    if not article.text and body.lines:
        article = replace(article, text=flash_line(doc.tree, article.title or ""))
    if is_alone:
        article = whole_article(article, (), Parts(end=PartsEnd.NOT_READ))
    return article if article.text or kind == "hub" else Rejection(reason=Reason.EMPTY_BODY, detail="no text found")


def _is_alone(doc: Document, kind: str, named: Sequence[PartLink]) -> bool:
    """Whether the page of an article names further parts that nobody looked for."""
    page = doc.page
    return kind == "article" and page.number == 1 and page.parts is None and page.post is None and any(link.number == 2 for link in named)


def _too_long() -> Rejection:
    return Rejection(reason=Reason.TOO_LARGE, detail=f"a text of more than {MAX_TEXT_CHARS} characters")


def _body(sources: Sources, overrides: Overrides) -> Body:
    """The text: by the outlet's own selector, else the extractor, else what JSON-LD holds of it."""
    lines, outcome = selected_lines(sources.doc.tree, sources.doc.outlet.extract)
    body = read_body(sources.doc.tree, sources.around.headline)
    if outcome is not None:
        outcome = TOO_LITTLE if lines and is_too_little(lines, body.lines) else outcome
        overrides.outcomes["body"] = outcome
    if outcome == USED:
        body = Body(lines, METHOD, 1.0)
    if not body.lines:
        text = sources.findings("json-ld").text or ""
        body = Body(list(filter(None, map(str.strip, text.splitlines()))), "json-ld")
    return body


def _article(sources: Sources, overrides: Overrides, body: Body, kind: str) -> Article:
    doc, page = sources.doc, sources.doc.page
    text = "\n".join(body.lines) or None
    values, methods = read_fields(sources, text or "")
    lay_over(overrides, values, methods)
    if kind == "hub":
        values, methods = _of_a_hub(values), _of_a_hub(methods)
    fetched_at = page.fetched_at.astimezone(UTC).isoformat(timespec="seconds")
    return Article(
        id=mint_id(doc.outlet.slug, url_key(doc.url, doc.outlet.article.keep_params)),
        outlet=doc.outlet.slug,
        url=doc.url,
        link=page.link.url,
        text=text,
        rights=read_rights(doc, sources.findings("json-ld").paywall),
        provenance=_provenance(methods, body, kind, overrides.outcomes),
        fetched_at=fetched_at,
        first_seen=fetched_at,
        raw=page.raw,
        **values,
    )


def _of_a_hub(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What can be said of a page that lists articles: the names and dates near its headline are those of its first teaser."""
    return {name: value for name, value in fields.items() if name not in ("authors", "published", "modified", "sections", "tags")}


def _provenance(methods: Mapping[str, str], body: Body, kind: str, rules: Mapping[str, str]) -> dict[str, Any]:
    text = {"text": body.method, "confidence": round(body.confidence, 2)} if body.lines else {}
    return {**methods, **text, "kind": kind, **({"rules": dict(rules)} if rules else {}), "removed": dict(body.removed)}
