"""Dates from what a reader sees: time elements, and the date lines around the headline with what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import html

from newscrawl.core.date_kind import DateKind, dates_by_kind, last_label
from newscrawl.core.dates import day_of, is_full, parse_moment, parse_printed
from newscrawl.core.day_order import order_of
from newscrawl.core.day_text import DayOrder
from newscrawl.extraction.around import TEASER_LINK_CHARS, Around, Marks
from newscrawl.extraction.date_places import behind_text, beside, is_the_sites, leads_to_story, links_in_line
from newscrawl.extraction.document import MAX_DATE_CHARS, MAX_VALUE_CHARS, Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lines import one_line, text_of
from newscrawl.extraction.said import read_html_language

_TIMES = Marks("*[self::time or (not(self::meta) and (@itemprop='datePublished' or @itemprop='dateModified'))]")
_DATED = Marks("*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'posted') or contains(@class, 'publish')]")

_PUBLISHED = re.compile(r"publi|pub-?date|created|posted|entry-date|post-date", re.IGNORECASE)
_MODIFIED = re.compile(r"modif|updat", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^[\s:]*\[([^\[\]]+)\]\s*$")
_BEHIND_NAME = re.compile(r"^\W*by\b\D{1,60}(\d.*)$")
"""Of "Published by: Somebody 20 Nov 2026" what follows the label; the words are English in India's languages, too."""

_PIECES = re.compile(r"\s*[|•·∙⋅]\s*|\s+[–—-]\s+")

_YEAR = re.compile(r"\d{4}")
_TWO_NUMBERS = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}")
_AGO = re.compile(r"\d\W*[^\W\d]|[^\W\d]\W*\d")

MAX_AGO_CHARS = 40
"""Of "Last updated: 15 minutes ago" there are 28."""

MIN_TITLE_CHARS = 8
"""Of a link beside "2 hours ago" that may be a teaser's; shorter ones are sections and buttons."""

LABEL_CHARS = 60
"""Text before a date in which its label is looked for."""

MAX_MARKS = 12
"""A date line has one or two; a page with more beside its headline is a list."""


class Printed(NamedTuple):
    """A date that a reader sees beside the headline: the moment, its kind, and whether a time element or a text says it."""

    moment: str
    kind: DateKind
    method: str
    local: str | None = None
    """The time as printed, as if in UTC, where nobody says its zone."""
    words: str = ""
    """What is printed."""


def read_times(doc: Document, around: Around) -> Findings:
    """Time elements near the headline; those that name their meaning in class, itemprop or label go first."""
    times = [e for e in around.nearest(_TIMES) if not is_the_sites(e, around.headline)]
    kinds = {e: _kind_of_time(e) for e in times}
    times = own_of(doc, around, times, kinds)
    changed = [e for e in times if kinds[e] is DateKind.MODIFIED]
    rest = sorted((e for e in times if e not in changed), key=lambda e: kinds[e] is not DateKind.PUBLISHED)
    return Findings(published=_first_moment(doc, rest), modified=_first_moment(doc, changed))


def read_dated_lines(doc: Document, around: Around, printed: Sequence[Printed]) -> Findings:
    """The dates beside the headline by their kind; for want of one, short texts further off in elements whose class speaks of a date, but
    for "2 hours ago", which is a comment's or a teaser's there."""
    published = _of_kind(printed, DateKind.PUBLISHED) or _of_kind(printed, DateKind.UNSAID)
    modified = _of_kind(printed, DateKind.MODIFIED)
    if published or modified:
        return Findings(published=published, modified=modified)
    near = [e for e in around.nearest(_DATED) if len(text_of(e)) <= MAX_DATE_CHARS and not is_the_sites(e, around.headline)]
    near = own_of(doc, around, near, {e: _kind_of_time(e) for e in near})
    found = (each for e in near for each in _dates_in(doc, text_of(e), _label_of(e)))
    marks = [Printed(moment, kind, "text") for kind, moment, words in found if not _is_ago(doc, words)]
    return Findings(published=_of_kind(marks, DateKind.PUBLISHED) or _of_kind(marks, DateKind.UNSAID), modified=_of_kind(marks, DateKind.MODIFIED))


def own_of(doc: Document, around: Around, elements: Sequence[html.HtmlElement], kinds: Mapping[html.HtmlElement, DateKind]) -> list[html.HtmlElement]:
    """Elements without those that say nothing of their date, and stand behind the text or in another story's line."""
    unsaid = [e for e in elements if kinds[e] is DateKind.UNSAID]
    behind = behind_text(unsaid, around)
    return [e for e in elements if e not in unsaid or not (e in behind or _is_of_another(doc, around, e, text_of(e)))]


def _is_of_another(doc: Document, around: Around, element: html.HtmlElement, text: str) -> bool:
    """Whether a date stands in a line with a link to another story. Of "2 hours ago" any link is suspicious that may be one."""
    min_chars = MIN_TITLE_CHARS if _is_ago(doc, text) else TEASER_LINK_CHARS
    return any(leads_to_story(doc, link, min_chars) for link in links_in_line(element, around.headline))


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
    for element in beside(anchor):
        for printed in printed_in(doc, element, known):
            is_doubtful = printed.kind is DateKind.UNSAID and _is_of_another(doc, around, element, printed.words)
            if len(marks) < MAX_MARKS and not is_doubtful and not around.is_beside(element):
                marks.setdefault((printed.moment, printed.kind), printed)
    return tuple(marks.values())


def printed_in(doc: Document, element: html.HtmlElement, known: frozenset[str] = frozenset()) -> Iterator[Printed]:
    """The whole dates of a time element, or of the texts right within an element, each with what it says of itself."""
    stated = doc.moment(element.get("datetime")) if element.tag == "time" else None
    if stated and day_of(stated):
        yield Printed(stated, _kind_of_time(element), "time", words=text_of(element))
        return
    for text, before in ((element.text, None), *((child.tail, child) for child in element)):
        if text and _may_be_date(text):
            label = _label_of(element) if before is None else last_label(text_of(before)[-LABEL_CHARS:])
            for kind, moment, piece in _dates_in(doc, one_line(text), label, known):
                yield Printed(_sharper(doc, element, moment), kind, "time" if element.tag == "time" else "text", _local(doc, moment, piece), piece)


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
        signed = _BEHIND_NAME.findall(piece) if kind is not DateKind.UNSAID else []
        parts = (piece, *_PIECES.split(piece), *_IN_BRACKETS.findall(piece), *signed)
        read = ((moment_in(doc, part, known), part) for part in parts)
        moment, part = next(((m, part) for m, part in read if m and day_of(m)), (None, ""))
        if moment:
            yield (before if kind is DateKind.UNSAID else kind), moment, part


def moment_in(doc: Document, text: str, known: frozenset[str] = frozenset()) -> str | None:
    """The moment that a printed text says and nothing else; where two numbers may be the month, as one of the known days or the language has it."""
    if len(text) > MAX_DATE_CHARS:
        return None
    moment = parse_printed(text, zone=doc.outlet.timezone, now=doc.now)
    return moment or (_in_known_order(doc, text, known) if _TWO_NUMBERS.search(text) else None)


def _is_ago(doc: Document, words: str) -> bool:
    """Whether a date is counted from today, as those of comments and teasers are."""
    return not any(parse_moment(words, zone=doc.outlet.timezone, now=doc.now, order=order) for order in DayOrder)


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
    names = names_of(element)
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
        if moment := moment_in(doc, text_of(element)):
            return moment
    return None


def names_of(element: html.HtmlElement) -> str:
    """What an element's class and kin call it."""
    words = (element.get("class"), element.get("itemprop"), "published" if element.get("pubdate") is not None else None)
    return " ".join(filter(None, words))[:MAX_VALUE_CHARS]
