"""Dates from what a reader sees: time elements, and the date lines around the headline with what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import etree, html

from newscrawl.core.date_kind import DateKind, dates_by_kind, last_label
from newscrawl.core.dates import day_of, is_full, parse_moment, parse_printed
from newscrawl.core.day_order import order_of
from newscrawl.core.day_text import DayOrder
from newscrawl.extraction.around import Around
from newscrawl.extraction.document import MAX_DATE_CHARS, MAX_VALUE_CHARS, Document
from newscrawl.extraction.elements import UNSEEN
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lines import one_line, text_of
from newscrawl.extraction.said import read_html_language

_TIMES = etree.XPath("//time | //*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)]")
_DATED = etree.XPath("//*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'posted') or contains(@class, 'publish')]")

_PUBLISHED = re.compile(r"publi|pub-?date|created|posted|entry-date|post-date", re.IGNORECASE)
_MODIFIED = re.compile(r"modif|updat", re.IGNORECASE)
_PIECES = re.compile(r"\s*[|•·∙⋅]\s*|\s+[–—-]\s+")

_YEAR = re.compile(r"\d{4}")
_TWO_NUMBERS = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}")
_AGO = re.compile(r"\d\W*[^\W\d]|[^\W\d]\W*\d")

MAX_AGO_CHARS = 40
"""Of "Last updated: 15 minutes ago" there are 28."""

ELEMENTS_AFTER = 120
"""Elements looked at after the headline: a byline with pictures, share links and icons has some 80."""

ELEMENTS_BEFORE = 30
"""A date above the headline stands in the same header; further up is the line with today's date."""

_FRAMES = frozenset(("header", "nav", "footer"))
_STORIES = frozenset(("article", "main"))

LEVELS = 4
"""Elements around the headline that are left on the way out: its row, its header, its column, the article."""

LABEL_CHARS = 60
"""Text before a date in which its label is looked for."""

MIN_PARAGRAPH_CHARS = 120
PARAGRAPHS_BEFORE_TEXT = 1
"""A standfirst may stand between the headline and the date; behind a second paragraph of that length the text has begun."""

MAX_MARKS = 12
"""A date line has one or two; a page with more beside its headline is a list."""


class Printed(NamedTuple):
    """A date that a reader sees beside the headline: the moment, its kind, and whether a time element or a text says it."""

    moment: str
    kind: DateKind
    method: str
    local: str | None = None
    """The time as printed, as if in UTC, where nobody says its zone."""


def read_times(doc: Document, around: Around) -> Findings:
    """Time elements near the headline; those that name their meaning in class, itemprop or label go first."""
    times = [e for e in around.nearest(_TIMES) if not _is_the_sites(e, around.headline)]
    kinds = {e: _kind_of_time(e) for e in times}
    changed = [e for e in times if kinds[e] is DateKind.MODIFIED]
    rest = sorted((e for e in times if e not in changed), key=lambda e: kinds[e] is not DateKind.PUBLISHED)
    return Findings(published=_first_moment(doc, rest), modified=_first_moment(doc, changed))


def read_dated_lines(doc: Document, around: Around, printed: Sequence[Printed]) -> Findings:
    """The dates beside the headline by their kind; for want of one, short texts further off in elements whose class speaks of a date."""
    published = _of_kind(printed, DateKind.PUBLISHED) or _of_kind(printed, DateKind.UNSAID)
    modified = _of_kind(printed, DateKind.MODIFIED)
    if published or modified:
        return Findings(published=published, modified=modified)
    near = (e for e in around.nearest(_DATED) if len(text_of(e)) <= MAX_DATE_CHARS and not _is_the_sites(e, around.headline))
    marks = [Printed(moment, kind, "text") for e in near for kind, moment, _ in _dates_in(doc, text_of(e), _label_of(e))]
    return Findings(published=_of_kind(marks, DateKind.PUBLISHED) or _of_kind(marks, DateKind.UNSAID), modified=_of_kind(marks, DateKind.MODIFIED))


def _of_kind(marks: Sequence[Printed], kind: DateKind) -> str | None:
    return next((mark.moment for mark in marks if mark.kind is kind), None)


def _kind_of_time(element: html.HtmlElement) -> DateKind:
    named = _label_of(element)
    pieces = dates_by_kind(text_of(element)[:MAX_DATE_CHARS]) if named is DateKind.UNSAID else []
    return pieces[0][0] if pieces else named


def read_printed(doc: Document, around: Around, known: frozenset[str] = frozenset()) -> tuple[Printed, ...]:
    """The whole dates that stand beside the headline, or the first heading, in the page's order.

    `known` are days that the page states elsewhere: they settle what `03/04/2024` is.
    """
    anchor = around.headline if around.headline is not None else next(doc.tree.iter("h1"), None)
    if anchor is None:
        return ()
    marks: dict[tuple[str, DateKind], Printed] = {}
    for element in _beside(anchor):
        for printed in _printed_in(doc, element, known):
            if len(marks) < MAX_MARKS and not around.is_beside(element):
                marks.setdefault((printed.moment, printed.kind), printed)
    return tuple(marks.values())


def _printed_in(doc: Document, element: html.HtmlElement, known: frozenset[str]) -> Iterator[Printed]:
    stated = doc.moment(element.get("datetime")) if element.tag == "time" else None
    if stated and day_of(stated):
        yield Printed(stated, _kind_of_time(element), "time")
        return
    for text, before in ((element.text, None), *((child.tail, child) for child in element)):
        if text and _may_be_date(text):
            label = _label_of(element) if before is None else last_label(text_of(before)[-LABEL_CHARS:])
            for kind, moment, piece in _dates_in(doc, one_line(text), label, known):
                yield Printed(_sharper(doc, element, moment), kind, "time" if element.tag == "time" else "text", _local(doc, moment, piece))


def _local(doc: Document, moment: str, piece: str) -> str | None:
    local = None if is_full(moment) else parse_moment(piece, zone="UTC", now=doc.now)
    return local if local and is_full(local) else None


def _sharper(doc: Document, element: html.HtmlElement, moment: str) -> str:
    """The element's own value when it is the printed day with more to it."""
    value = doc.moment(element.get("content"))
    return value if value and value.startswith(moment) else moment


def _dates_in(doc: Document, text: str, before: DateKind, known: frozenset[str] = frozenset()) -> Iterator[tuple[DateKind, str, str]]:
    """Kind, moment and words of each whole date in a line."""
    for kind, piece in dates_by_kind(text):
        read = ((_moment(doc, part, known), part) for part in (piece, *_PIECES.split(piece)))
        moment, part = next(((m, part) for m, part in read if m and day_of(m)), (None, ""))
        if moment:
            yield (before if kind is DateKind.UNSAID else kind), moment, part


def _moment(doc: Document, text: str, known: frozenset[str] = frozenset()) -> str | None:
    if len(text) > MAX_DATE_CHARS:
        return None
    moment = parse_printed(text, zone=doc.outlet.timezone, now=doc.now)
    return moment or (_in_known_order(doc, text, known) if _TWO_NUMBERS.search(text) else None)


def _in_known_order(doc: Document, text: str, known: frozenset[str]) -> str | None:
    """A day that can be read in two ways: as one of the known days, if one is, else as the page's language or the outlet's zone has it."""
    readings = {order: parse_moment(text, zone=doc.outlet.timezone, now=doc.now, order=order) for order in DayOrder}
    agreed = {moment for moment in readings.values() if moment and day_of(moment) in known}
    if len(agreed) == 1:
        return agreed.pop()
    order = order_of(read_html_language(doc).language or doc.outlet.language, doc.outlet.timezone)
    return readings[order] if order else None


def _may_be_date(text: str) -> bool:
    """Whether a text is short, and has a year in it, or is short enough for "3 hours ago"."""
    return (len(text) <= MAX_DATE_CHARS and _YEAR.search(text) is not None) or (len(text) <= MAX_AGO_CHARS and _AGO.search(text) is not None)


def _beside(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements after the headline and before it in its header, nearest first on each side."""
    yield from islice(_after(headline), ELEMENTS_AFTER)
    yield from islice(_before(headline), ELEMENTS_BEFORE)


def _after(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What follows the headline up to the text of the article."""
    paragraphs = 0
    yield from _seen(headline)
    for level in (headline, *headline.iterancestors()):
        for sibling in level.itersiblings():
            for element in _seen(sibling):
                yield element
                paragraphs += element.tag == "p" and len(element.text or "") >= MIN_PARAGRAPH_CHARS
                if paragraphs > PARAGRAPHS_BEFORE_TEXT:
                    return


def _before(headline: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for level in islice((headline, *headline.iterancestors()), LEVELS):
        for sibling in level.itersiblings(preceding=True):
            yield from () if _is_the_sites(sibling, headline) else _seen(sibling)
        if level.getparent() is not None and level.getparent().text:
            yield level.getparent()


def _is_the_sites(element: html.HtmlElement, headline: html.HtmlElement | None) -> bool:
    """Whether an element stands in the page's own header, menu or footer, where many sites print today's date."""
    above = [element, *element.iterancestors()]
    frame = next((e for e in above if e.tag in _FRAMES), None)
    if frame is None or any(e.tag in _STORIES for e in above):
        return False
    return headline is None or frame not in headline.iterancestors()


def _seen(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (e for e in root.iter() if isinstance(e.tag, str) and e.tag not in UNSEEN)


def _label_of(element: html.HtmlElement) -> DateKind:
    """What the element's names, or the text right before it, say of its date."""
    named = _kind_of(element)
    if named is not DateKind.UNSAID:
        return named
    for level in islice((element, *element.iterancestors()), 2):
        before = _text_before(level)
        if before.strip():
            return last_label(before[-LABEL_CHARS:])
        parent = level.getparent()
        if parent is not None and _kind_of(parent) is not DateKind.UNSAID:
            return _kind_of(parent)
    return DateKind.UNSAID


def _kind_of(element: html.HtmlElement) -> DateKind:
    names = _names_of(element)
    if _PUBLISHED.search(names):
        return DateKind.PUBLISHED
    return DateKind.MODIFIED if _MODIFIED.search(names) else DateKind.UNSAID


def _text_before(element: html.HtmlElement) -> str:
    """The text right before an element in its parent: the one in between, else that of the element before."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        return (parent.text or "") if parent is not None else ""
    between = previous.tail or ""
    return between if between.strip(" \t\r\n:,|·•-–—") else text_of(previous) + between


def _first_moment(doc: Document, elements: Iterable[html.HtmlElement]) -> str | None:
    for element in elements:
        for value in (element.get("datetime"), element.get("content")):
            if value and (moment := doc.moment(value)):
                return moment
        if moment := _moment(doc, text_of(element)):
            return moment
    return None


def _names_of(element: html.HtmlElement) -> str:
    words = (element.get("class"), element.get("itemprop"), "published" if element.get("pubdate") is not None else None)
    return " ".join(filter(None, words))[:MAX_VALUE_CHARS]
