"""Lines that say who wrote a story, or when it appeared: the record has fields for both, and the text does not repeat them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.byline_words import AGO_WORDS, BYLINE_WORDS, DATE_FILLERS, DATE_LABELS, NAME_PARTICLES, OTHER_MONTHS, TIME_UNITS
from newscrawl.core.date_words import DAY_HALVES, FILLERS, WEEKDAYS, ZONES_MINUTES, ZONES_OF_SEVERAL
from newscrawl.core.month_names import MONTH_NAMES

MAX_BYLINE_CHARS = 100
MAX_NAME_WORDS = 6
"""Two people with two names each and an "and" between them are five."""

MIN_WORDS_ALONE = 2
"""Without a colon one word is no name: "By Monday" is a heading, "By: Reuters" is not."""

MAX_OPENER_WORDS = 4
MAX_DATE_CHARS = 120
"""A date in two calendars with weekday, time and label has about 90."""

SEPARATOR = re.compile(r"\s*[:：/／|=＝–—-]\s*")
"""What stands between a byline's words and the name."""

_COMBINED = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.!?؟。]\s*$|[:;؛]|[0-9]")
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})(?!\d)")
_DATE_TOKEN = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|h|z)?|\d{2}t\d{2}|\d{1,2}h\d{2}|\d{1,2}[ap]m|\d{1,4}[年月日](?:\d{1,2}[月日]){0,2}", re.ASCII)
_MAY_HAVE_NUMBER = re.compile(r"[\d\xb2-\xbe]|[^\x00-\u06ff]")
"""Digits, or characters of scripts that have others of their own."""
_YEAR = re.compile(r"(?:1[3-9]|20)\d\d年?", re.ASCII)


def is_byline(line: str, authors: Sequence[str] = ()) -> bool:
    """Whether a line is nothing but a byline: an author's name, or "By NAME", "بقلم NAME", "كتب: NAME" and the like."""
    if len(line) > MAX_BYLINE_CHARS:
        return False
    names = frozenset(map(fold, authors)) - {""}
    return fold(line) in names or any(_opens_byline(*way, names) for way in byline_openers(line))


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a whole date, a labelled date or time, or how long ago; a year, a month or a day without its year is not."""
    if len(line) > MAX_DATE_CHARS or not _MAY_HAVE_NUMBER.search(line):
        return False
    rest, has_label = _without_label(fold(line))
    tokens = rest.split()
    numbers = [token for token in tokens if _DATE_TOKEN.fullmatch(token)]
    words = [token for token in tokens if token not in numbers]
    if not numbers:
        return False
    return _is_ago(rest, words) or (date_words().issuperset(words) and (has_label or _is_whole_date(line, numbers, words)))


def is_labelled_date(line: str) -> bool:
    """Whether a date line says of itself that it is one ("Published: …", "آخر تحديث: …")."""
    return is_date_line(line) and _without_label(fold(line))[1]


def is_byline_and_date(line: str, authors: Sequence[str] = ()) -> bool:
    """ "By NAME | 3 May 2024": bylines and dates in one line, and nothing else."""
    parts = [part for part in _COMBINED.split(line) if part] if len(line) <= MAX_BYLINE_CHARS + MAX_DATE_CHARS else []
    bylines = [part for part in parts if is_byline(part, authors)]
    return 0 < len(bylines) < len(parts) and all(part in bylines or is_date_line(part) for part in parts)


def byline_openers(line: str) -> list[tuple[str, str, bool]]:
    """Every way to read the line as a byline's words and a name: kind (as in `BYLINE_WORDS`), name, whether a separator stands between."""
    head, *tail = SEPARATOR.split(line, maxsplit=1)
    found = [(_byline_words()[fold(head)], tail[0], True)] if tail and fold(head) in _byline_words() else []
    words = line.split()
    for size in range(1, min(MAX_OPENER_WORDS, len(words) - 1) + 1):
        kind = _byline_words().get(fold(" ".join(words[:size])))
        found += [(kind, " ".join(words[size:]), False)] if kind else []
    return found


def short_languages(line: str) -> frozenset[str]:
    """The languages of the short word that a line begins with."""
    return _short_words().get(fold(line.partition(" ")[0]), frozenset())


def _opens_byline(kind: str, name: str, has_separator: bool, authors: frozenset[str]) -> bool:
    if fold(name) in authors:
        return True
    if kind == "author" or (kind == "colon" and not has_separator):
        return False
    return _is_name(name, 1 if has_separator else MIN_WORDS_ALONE)


def _is_name(name: str, min_words: int) -> bool:
    """Whether words may be somebody's name: few, without digits or clauses, none written small but for particles."""
    words = _WORD.findall(name)
    if _CLAUSE.search(name) or not min_words <= len(words) <= MAX_NAME_WORDS:
        return False
    return all(not word[0].islower() or word in particles() for word in words)


def _without_label(folded: str) -> tuple[str, bool]:
    label = next((label for label in date_labels() if folded.startswith(label + " ")), None)
    return (folded[len(label) :].strip(), True) if label else (folded, False)


def _is_ago(rest: str, words: Sequence[str]) -> bool:
    """ "3 hours ago", "منذ ساعتين" has no number and stays; "4 min read"."""
    ago = next((ago for ago in ago_words() if f" {ago} " in f" {rest} "), None)
    return ago is not None and set(words) <= {*ago.split(), *time_units()} and not set(words).isdisjoint(time_units())


def _is_whole_date(line: str, numbers: Sequence[str], words: Sequence[str]) -> bool:
    """A numeric date, or a month's name with a day and a year."""
    if _NUMERIC_DATE.search(line):
        return True
    has_year = any(_YEAR.match(number) for number in numbers)
    has_month = not month_words().isdisjoint(words) or any("月" in number for number in numbers)
    return has_year and has_month and (len(numbers) > 1 or "日" in line)


@cache
def _byline_words() -> dict[str, str]:
    return {fold(words): kind for kind, _, words in BYLINE_WORDS}


@cache
def _short_words() -> dict[str, frozenset[str]]:
    rows = [(fold(words), language) for kind, language, words in BYLINE_WORDS if kind == "short"]
    return {word: frozenset(language for other, language in rows if other == word) for word, _ in rows}


@cache
def particles() -> frozenset[str]:
    return frozenset(word for _, word in NAME_PARTICLES)


@cache
def date_labels() -> tuple[str, ...]:
    """Longest first, so that "published on" is taken before "published"."""
    return tuple(sorted({fold(label) for _, label in DATE_LABELS}, key=len, reverse=True))


@cache
def ago_words() -> tuple[str, ...]:
    return tuple(fold(word) for _, word in AGO_WORDS)


@cache
def time_units() -> frozenset[str]:
    return frozenset(fold(word) for _, word in TIME_UNITS)


@cache
def month_words() -> frozenset[str]:
    months = (name for _, _, name in MONTH_NAMES)
    return frozenset(word for name in (*months, *(word for _, word in OTHER_MONTHS)) for word in fold(name).split())


@cache
def date_words() -> frozenset[str]:
    silent = (word for _, word in (*WEEKDAYS, *FILLERS, *DATE_FILLERS))
    words = (*silent, *DAY_HALVES, *ZONES_MINUTES, *ZONES_OF_SEVERAL, "t", "z")
    return month_words() | frozenset(token for word in words for token in fold(word).split())
