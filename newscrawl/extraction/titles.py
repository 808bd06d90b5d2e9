"""The headline among what a page says it is: without a kicker, a section or the outlet's name beside it, and not cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from newscrawl.core.arabic import fold
from newscrawl.core.byline import date_labels
from newscrawl.extraction.lines import text_of

CUT_MARKS = ("…", "...")
"""How a title ends that was cut to the length that search engines or networks show."""

MAX_SECTION_WORDS = 3
MIN_TITLE_CHARS = 10
"""What is left of a title without its section's name; less is no headline."""

_SECTION = re.compile(r"\s+[|–—·•»›-]\s+|\s*\|\s*")
_TYPED_MARK = re.compile(r"[:：]\s*|\s[–—-]\s+")
_LAST_BAR = re.compile(r"\s*\|[^|]*$")
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
    if not _KICKERS(headline):
        return text_of(headline)
    copy = deepcopy(headline)
    for kicker in _KICKERS(copy):
        kicker.clear(keep_tail=True)
        kicker.text = " "
    return text_of(copy).lstrip(":|-–— ")


def without_glued_words(title: str, declared: Sequence[str]) -> str:
    """A heading as the page's metadata has it where that is the same words without a kicker before or a dated byline behind them; itself where any
    metadata has it whole, and where a colon or a dash sets the first words off: they are part of what was printed."""
    folded = fold(title)
    if any(fold(other) == folded for other in declared):
        return title
    return next((other for other in declared if _is_without_kicker(title, other) or _is_dated_tail(folded, fold(other))), title)


def _is_without_kicker(heading: str, title: str) -> bool:
    """Whether a heading is a title with words before it, and no mark typed between them."""
    folded = fold(title)
    return fold(heading).endswith(f" {folded}") and not any(fold(heading[mark.end() :]) == folded for mark in _TYPED_MARK.finditer(heading))


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


def ends_behind_dash(heading: str, others: Sequence[str], sections: Sequence[str], url: str, text: str) -> bool:
    """Whether what stands behind a heading's last dash is the headline's own ("A journey – Spain"): no other title of the page is without it, nor
    is it the page's section, or the first folder of its address, behind the hyphen of a template ("Story - Local"). What the text names too, so
    written, is of the story ("Riverside United - Harbour City" in the section of that club)."""
    parts = list(_SECTION.finditer(heading))
    if not parts or "|" in parts[-1][0]:
        return False
    tail = heading[parts[-1].end() :].strip()
    if parts[-1][0].strip() == "-" and fold(tail) in {*map(fold, sections), *_folders(url)[:1]} and tail not in text:
        return False
    return fold(heading[: parts[-1].start()]) not in {fold(form) for other in others for form in (other, _LAST_BAR.sub("", other))}


def whole(title: str, others: Sequence[str]) -> str:
    """A title that was cut, as another source has it in full; itself when none does. One that goes on behind the very mark was not cut there."""
    stem = title
    for mark in CUT_MARKS:
        stem = stem.removesuffix(mark).rstrip()
    if stem == title or not fold(stem):
        return title
    longer = next((other for other in others if _goes_on(other, fold(stem)) and not other.endswith(CUT_MARKS)), None)
    return title if longer is None else longer[: len(stem)] + longer[len(stem) :].partition("|")[0].rstrip()


def _goes_on(other: str, stem: str) -> bool:
    """Whether a title begins with a folded stem and goes on in words, not behind a mark of a cut."""
    marks = (other.find(mark) for mark in CUT_MARKS)
    return fold(other).startswith(stem) and not any(fold(other[:at]) == stem for at in marks if at >= 0)


def _folders(url: str) -> list[str]:
    """The names of an address' folders, in the form of comparison."""
    return [fold(unquote(part)) for part in urlsplit(url).path.split("/")[:-1] if part]
