"""Dates guessed from a page that names none in a way a machine is meant to read. The only file that knows htmldate."""

from __future__ import annotations

import re

from lxml import etree, html

from newscrawl.core.date_text import fold, months_of, words_of
from newscrawl.core.dates import parse_moment
from newscrawl.extraction.document import Document
from newscrawl.extraction.elements import UNSEEN
from newscrawl.extraction.findings import NOTHING, Findings

_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/._-]|$)")
_NAMED_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(0?[1-9]|[12]\d|3[01])(?=/|$)", re.IGNORECASE
)
_FIRST_OF_JANUARY = (
    r"{year}[-/.]0?1[-/.]0?1\b|\b0?1[-/.]0?1[-/.]{year}"
    r"|\bjan(?:uary)?\.? 0?1(?:st)?,? {year}|\b0?1(?:st|\.)? (?:jan\w{0,4}\.?|يناير|كانون الثاني|جانفي),? {year}"
)
"""How a page spells that day. htmldate answers 1 January also when it has read the year alone."""

MAX_TEXT_CHARS = 300
"""Of a text in which a guessed day is looked for; a date line is shorter."""

MAX_PAGE_CHARS = 2_000_000
"""Above this htmldate's patterns take seconds."""


def read_path_date(doc: Document) -> Findings:
    """The day or the month in the address, as many outlets have it."""
    match = _IN_PATH.search(doc.url)
    named = _NAMED_IN_PATH.search(doc.url)
    if named is not None:
        year, month, day = named.groups()
        return Findings(published=parse_moment(f"{day} {month} {year}", zone=doc.outlet.timezone, now=doc.now))
    if match is None:
        return NOTHING
    return Findings(published=parse_moment("-".join(filter(None, match.groups())), zone=doc.outlet.timezone, now=doc.now))


def guess_date(doc: Document) -> Findings:
    """The day that htmldate finds without its extensive search; nothing when the page does not spell it out (a picture's address may have one)."""
    from htmldate import find_date  # it loads dateparser: half a second that most pages need not pay

    try:
        day = find_date(doc.tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d", max_date=doc.now.strftime("%Y-%m-%d"))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        return NOTHING
    if day is None or day == doc.now.date().isoformat():  # many sites print the day of the visit at their top
        return NOTHING
    if not (_spells_first_of_january(doc.tree, day[:4]) if day.endswith("-01-01") else _spells(doc.tree, day)):
        return NOTHING
    return Findings(published=parse_moment(day, zone=None, now=doc.now))


def _spells(tree: html.HtmlElement, day: str) -> bool:
    """Whether a short text of the page, or an attribute that is meant for a date, has the year, the month and the day."""
    texts = (text for e in tree.iter() if e.tag not in UNSEEN for text in (e.text, e.tail, e.get("datetime"), e.get("content"), e.get("title")))
    return any(_has_day(fold(text), day) for text in texts if text and day[:4] in text and len(text) <= MAX_TEXT_CHARS and "://" not in text)


def _has_day(text: str, day: str) -> bool:
    numbers = [int(word) for word in words_of(text) if word.isdigit()]
    year, month, number = map(int, day.split("-"))
    has_month = month in months_of(text) or numbers.count(month) > (month == number)
    return year in numbers and number in numbers and has_month


def _spells_first_of_january(tree: html.HtmlElement, year: str) -> bool:
    source = etree.tostring(tree, encoding="unicode", method="html")[:MAX_PAGE_CHARS]
    return re.search(_FIRST_OF_JANUARY.replace("{year}", year), source, re.IGNORECASE) is not None
