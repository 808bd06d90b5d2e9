"""A page parsed once: the tree and what every reader of it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from newscrawl.core.arabic import fold
from newscrawl.core.charset import content_type_charset, decode
from newscrawl.core.dates import parse_moment
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction.crowded import is_crowded
from newscrawl.extraction.lines import one_line
from newscrawl.extraction.script_marks import join_wrapped_lines, take_readings_out, with_printed_quotes

MAX_ELEMENTS = 50_000
"""The longest real article pages have some 30,000. The time of the libraries below grows with the square: 50,000 paragraphs take
4 s, 190,000 a minute."""

SUBHEADINGS = ("h2", "h3", "h4", "h5", "h6")

QUESTION_ENDS = ("?", "؟", "？", "\u037e")
"""The last is Greek's."""

MAX_VALUE_CHARS = 5_000
"""Length of one meta value or one visible line that is looked at."""

MAX_DATE_CHARS = 120
"""A date with its weekday, two calendars and a label has about 80 characters; a longer text is no date."""

_COUNT = etree.XPath("count(//*)")

_CONTROLS = bytes(n for n in range(0x20) if n not in b"\t\n\r")
_NON_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""What no XML tree may hold: a page has it by accident, and a tree that is built from its texts would be refused."""

_ENDS = re.compile(rb"</(?:body|html)\s{0,9}>", re.IGNORECASE)
"""The page goes on behind these (https://html.spec.whatwg.org/#parsing-main-afterbody), where libxml2 stops: some includes end the page midway."""

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u00ab:-]{1,2}\s+|\s*[|\u00bb\u00ab]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`tree` is the page's root element, `url` its clean final address, `base` that from which its links count, `meta` the contents of its meta
    tags by lower-case name."""

    page: Page
    outlet: Outlet
    url: str
    base: str
    tree: html.HtmlElement
    meta: Mapping[str, tuple[str, ...]]

    @property
    def now(self) -> datetime:
        """The moment of the fetch: no date of the page may lie much after it."""
        return self.page.fetched_at

    @property
    def title_tag(self) -> str:
        """Text of the first title element of the head, empty when there is none."""
        return one_line(self.tree.findtext(".//title") or "")[:MAX_VALUE_CHARS]

    def first_meta(self, *names: str) -> str | None:
        """First content among the meta tags of these names, in the order of the names."""
        return next((value for name in names for value in self.meta.get(name, ())), None)

    def moment(self, text: object) -> str | None:
        """A date as the outlet wrote it, in ISO 8601 to its precision; None when it is none, or absurd."""
        if not isinstance(text, str) or not text.strip() or len(text) > MAX_DATE_CHARS:
            return None
        return parse_moment(text, zone=self.outlet.timezone, now=self.now)

    def absolute(self, url: str | None) -> str | None:
        """`url` as it stands in the page, made absolute and clean; None when it is no address."""
        if not url or not url.strip():
            return None
        clean = clean_url(url, self.base)
        return None if isinstance(clean, UrlProblem) else clean

    def body_classes(self) -> frozenset[str]:
        """Class names of the body element, in lower case: WordPress says there what kind of page it is."""
        body = self.tree.find("body")
        return frozenset(((body.get("class") if body is not None else None) or "")[:MAX_VALUE_CHARS].lower().split())

    def is_site_name(self, text: str) -> bool:
        """Whether a text is the outlet's name, as the page, the outlet file or the host has it."""
        names = (self.first_meta("og:site_name", "application-name"), self.outlet.name, self.outlet.host)
        return fold(text) in {fold(name) for name in names if name}

    def without_site_name(self, title: str) -> str:
        """A title without the outlet's name before or after it, as title tags have it; before a colon it may be whom the story is about."""
        for part in _SEPARATOR.finditer(title):
            before, after = title[: part.start()], title[part.end() :]
            if self.is_site_name(after) and before:
                return before
            if self.is_site_name(before) and after and ":" not in part[0]:
                return after
        return title


def read_document(page: Page, outlet: Outlet, url: str) -> Document | Rejection:
    """The page parsed; rejected when there is no element in it, or far too many."""
    text = with_printed_quotes(decode(page.body, http=content_type_charset(page.header("content-type")), outlet=outlet.charset))
    if is_crowded(text):
        return Rejection(reason=Reason.TOO_LARGE, detail="more tags, or attributes of one tag, than a page has")
    tree = parse_html(text)
    if tree is None:
        return Rejection(reason=Reason.NOT_HTML, detail="no element in it")
    if _COUNT(tree) > MAX_ELEMENTS:
        return Rejection(reason=Reason.TOO_LARGE, detail=f"more than {MAX_ELEMENTS} elements")
    _drop_programs(tree)
    _open_headings(tree)
    take_readings_out(tree)
    join_wrapped_lines(tree, text)
    return Document(page=page, outlet=outlet, url=url, base=_base_of(tree, url), tree=tree, meta=_meta_of(tree))


def _drop_programs(tree: html.HtmlElement) -> None:
    """Take out scripts, styles and drawings, often most of a page: nothing here reads them, and the tree is walked and copied many times."""
    for element in list(tree.iter("script", "style", "svg")):
        if "ld+json" not in (element.get("type") or "").lower() and element.getparent() is not None:
            element.drop_tree()


def _open_headings(tree: html.HtmlElement) -> None:
    """Make the button in a heading, or one that opens the answer to a question, plain text: it is the heading of what it opens
    (https://www.w3.org/WAI/ARIA/apg/patterns/accordion/)."""
    for button in list(tree.iter("button")):
        parent = button.getparent()
        if parent is not None and parent.tag in SUBHEADINGS:
            button.tag = "span"
        elif button.get("aria-expanded") is not None and one_line("".join(button.itertext())).endswith(QUESTION_ENDS):
            button.tag = "h4"


def parse_html(text: str) -> html.HtmlElement | None:
    """The root element of a page, None when there is none. libxml2 itself leaves out what is nested more than 256 deep."""
    raw = _ENDS.sub(b"", text.encode("utf-8", "replace").translate(None, _CONTROLS))
    for non_character in _NON_CHARACTERS:
        raw = raw.replace(non_character, b"")
    try:
        tree = html.document_fromstring(raw, parser=_parser())
    except (etree.LxmlError, ValueError):  # an empty document, or one that libxml2 gives up
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


def _parser() -> html.HTMLParser:
    """Elements of one class: lxml asks for the class of each in Python otherwise, every time that it comes into sight, a tenth of all time here."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def _base_of(tree: html.HtmlElement, url: str) -> str:
    href = next((e.get("href") for e in tree.iter("base") if e.get("href")), None)
    base = clean_url(href, url) if href else url
    return url if isinstance(base, UrlProblem) else base


def _meta_of(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if content and len(content) <= MAX_VALUE_CHARS:
            for name in {(element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop", "http-equiv")} - {""}:
                found.setdefault(name, []).append(content)
    return {name: tuple(contents) for name, contents in found.items()}
