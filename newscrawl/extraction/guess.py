"""Dates guessed from a page that names none in a way a machine is meant to read. The only file that knows htmldate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from newscrawl.core.date_kind import DateKind
from newscrawl.core.dates import day_of, parse_moment
from newscrawl.extraction.around import Around
from newscrawl.extraction.date_folders import OTHER_DATES
from newscrawl.extraction.date_places import after_headline, is_the_sites
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.elements import UNSEEN
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.moments import Printed, names_of, own_of, printed_in

_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/._-]|$)")
_NAMED_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(0?[1-9]|[12]\d|3[01])(?=/|$)", re.IGNORECASE
)
_DATED_NAME = re.compile(r"publi|creat|issue|date|time", re.IGNORECASE)
_CHANGED_NAME = re.compile(r"modif|updat|revis|expir|valid|event", re.IGNORECASE)
"""Names of meta tags that speak of an article's first day, and those that speak of another."""

MAX_TEXTS = 500
"""Short texts with the year of a guess that are looked at; a chronicle has some hundred."""


def read_path_date(doc: Document) -> Findings:
    """The day or the month in the address, as many outlets have it; not that of an event."""
    match, named = _IN_PATH.search(doc.url), _NAMED_IN_PATH.search(doc.url)
    first = named or match
    if first is None or not OTHER_DATES.isdisjoint(doc.url[: first.start()].lower().split("/")):
        return NOTHING
    if named is not None:
        year, month, day = named.groups()
        return Findings(published=parse_moment(f"{day} {month} {year}", zone=doc.outlet.timezone, now=doc.now))
    return Findings(published=parse_moment("-".join(filter(None, first.groups())), zone=doc.outlet.timezone, now=doc.now))


def guess_date(doc: Document, around: Around) -> Findings:
    """The day that htmldate finds without its extensive search; nothing when the page does not give it for a date of its own."""
    from htmldate import find_date  # it loads dateparser: half a second that most pages need not pay

    try:
        day = find_date(doc.tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d", max_date=doc.now.strftime("%Y-%m-%d"))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        return NOTHING
    if day is None or day == doc.now.date().isoformat():  # many sites print the day of the visit at their top
        return NOTHING
    if not (_is_in_meta(doc, day) or _is_printed(doc, around, day)):
        return NOTHING
    return Findings(published=parse_moment(day, zone=None, now=doc.now))


def _is_in_meta(doc: Document, day: str) -> bool:
    """Whether a meta tag whose name speaks of a first day has this one; microdata's stand in teasers, too."""
    tags = ((tag.get("property") or tag.get("name") or "", tag.get("content")) for tag in doc.tree.iter("meta") if tag.get("itemprop") is None)
    named = (content for name, content in tags if _DATED_NAME.search(name[:MAX_VALUE_CHARS]) and not _CHANGED_NAME.search(name[:MAX_VALUE_CHARS]))
    return any(_is_day(doc.moment(content), day) for content in named)


def _is_printed(doc: Document, around: Around, day: str) -> bool:
    """Whether a short text is this day and nothing else but words of a date, in the page's own part; before the article's text if it has no label.
    A last change counts only beside the headline: at the end of a page it is the site's."""
    near = set() if around.headline is None else set(after_headline(around.headline))
    kinds = {e: kind for e, kind in _kinds_of(doc, day) if kind is not DateKind.MODIFIED or e in near}
    if any(kinds[e] is not DateKind.UNSAID and e in near for e in kinds):
        return True  # beside an author's portrait it may look like another story's card
    return any(not is_the_sites(e, around.headline) and not around.is_beside(e) for e in own_of(doc, around, list(kinds), kinds))


def _kinds_of(doc: Document, day: str) -> Iterator[tuple[html.HtmlElement, DateKind]]:
    """The elements that print a day, each with what it says of it."""
    dated = islice((e for e in doc.tree.iter(etree.Element) if e.tag not in UNSEEN and day[:4] in _words_of(e)), MAX_TEXTS)
    return ((e, mark.kind) for e in dated for mark in _marks_in(doc, e) if _is_day(mark.moment, day))


def _words_of(element: html.HtmlElement) -> str:
    """The texts right within an element, and what it says to machines."""
    return " ".join(filter(None, (element.text, *(child.tail for child in element), element.get("datetime"), element.get("title"))))


def _marks_in(doc: Document, element: html.HtmlElement) -> Iterator[Printed]:
    yield from printed_in(doc, element)
    titled = doc.moment(element.get("title")) if _DATED_NAME.search(names_of(element)) else None
    if titled:
        yield Printed(titled, DateKind.PUBLISHED, "text")


def _is_day(moment: str | None, day: str) -> bool:
    return moment is not None and day_of(moment) == day
