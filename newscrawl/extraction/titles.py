"""The headline among what a page says it is: without a kicker, a section or the outlet's name beside it, and not cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from newscrawl.core.arabic import fold
from newscrawl.core.byline import date_labels
from newscrawl.extraction.lines import one_line, text_of

CUT_MARKS = ("…", "...")
"""How a title ends that was cut to the length that search engines or networks show."""

MAX_SECTION_WORDS = 3
MIN_TITLE_CHARS = 10
"""What is left of a title without its section's name; less is no headline."""

_SECTION = re.compile(r"\s+[|–—·•»›-]\s+|\s*\|\s*")
KICKER_CLASSES = (
    "kicker",
    "overline",
    "eyebrow",
    "dachzeile",
    "topline",
    "spitzmarke",
    "roofline",
    "suptitle",
    "surtitre",
    "antetitulo",
    "occhiello",
    "trompete",
)
"""What outlets call the words above a headline, in part of a class name."""

_KICKERS = etree.XPath(f".//*[not(self::br)][{' or '.join(f'contains(@class, {name!r})' for name in KICKER_CLASSES)}]")


def without_kicker(headline: html.HtmlElement) -> str:
    """The headline's text without the elements in it that its page marks as a kicker."""
    text = text_of(headline)
    for kicker in _KICKERS(headline):
        text = one_line(text.replace(text_of(kicker), " ", 1))
    return text.lstrip(":|-–— ")


def without_glued_words(title: str, declared: Sequence[str]) -> str:
    """A heading as the page's metadata has it where that is the same words without a kicker before or a dated byline behind them; itself where any
    metadata has it whole."""
    folded = fold(title)
    if any(fold(other) == folded for other in declared):
        return title
    return next((other for other in declared if folded.endswith(f" {fold(other)}") or _is_dated_tail(folded, fold(other))), title)


def _is_dated_tail(heading: str, title: str) -> bool:
    """Whether a heading is a title with "Posted on 1 July" or the like behind it; both folded."""
    tail = heading.removeprefix(f"{title} ")
    return bool(title) and tail != heading and any(f"{tail} ".startswith(f"{label} ") for label in date_labels())


def without_section(title: str, sections: Sequence[str], url: str) -> str:
    """A title without the section's name behind it ("Story | Sport"), when it is one that the page gives or that stands in its address."""
    parts = list(_SECTION.finditer(title))
    if not parts:
        return title
    head, tail = title[: parts[-1].start()], fold(title[parts[-1].end() :])
    is_section = 0 < len(tail.split()) <= MAX_SECTION_WORDS and tail in {*map(fold, sections), *_folders(url)}
    return head if is_section and len(head) >= MIN_TITLE_CHARS else title


def whole(title: str, others: Sequence[str]) -> str:
    """A title that was cut, as another source has it in full; itself when none does."""
    stem = title
    for mark in CUT_MARKS:
        stem = stem.removesuffix(mark).rstrip()
    if stem == title or not fold(stem):
        return title
    return next((other for other in others if fold(other).startswith(fold(stem)) and not other.endswith(CUT_MARKS)), title)


def _folders(url: str) -> set[str]:
    """The names of an address' folders, in the form of comparison."""
    return {fold(unquote(part)) for part in urlsplit(url).path.split("/")[:-1] if part}
