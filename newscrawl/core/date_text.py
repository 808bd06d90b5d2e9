"""The words of a printed date: folded so that spellings meet, and months told from words that say nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from unicodedata import category, decimal, normalize

from newscrawl.core.date_labels import DATE_LABELS
from newscrawl.core.date_words import CALENDAR_MARKS, FILLERS, WEEKDAYS, ZONES_MINUTES, ZONES_NAMED, ZONES_OF_SEVERAL
from newscrawl.core.month_names import MONTH_NAMES
from newscrawl.core.other_months import OTHER_MONTH_NAMES

_SAME_LETTERS = str.maketrans("ىیةکھہı\u2212\u2013", "ييهكههi--", "\u0640\u093c")
"""Letters that are written one for the other, and marks that are left out as often as not: tatweel, nukta."""

_FIRST_MARK_OF_A_WORD, _LAST_MARK_OF_A_WORD = "\u0900", "\u109f"
"""From Devanagari to Burmese vowels are marks, and a word without them is another one."""

_TOKEN = re.compile("[0-9]+|(?:[^\\W\\d_]|[\u0900-\u0963\u0971-\u109f])+")
_INITIALS = re.compile("(?<![^\\W\\d_])([^\\W\\d_]|[\u0e00-\u0e7f]{1,4})\\.(?:([^\\W\\d_])\\.?| ([^\\W\\d_])\\.)(?![^\\W\\d_])")

_IN_HEBREW = "ב"
"""Written onto the month: 1 במאי."""

MAX_NAME_WORDS = 3
"""Words of the longest name of a month: جمادى الآخرة has two, Thai and Hindi one, "Rabi al awwal" three."""


class OtherMonth(NamedTuple):
    """A month of a calendar other than the Gregorian one: `hijri` or `jalali`."""

    calendar: str
    month: int


Shape = tuple[str | int | OtherMonth, ...]


def fold(text: str) -> str:
    """Without case, accents, vowel signs, hamza, tatweel and invisible marks; digits of any script ASCII; white space single; "p. m." one word."""
    if not text.isascii():
        letters = (str(decimal(char, char)) for char in normalize("NFKD", text) if _stays(char))
        text = "".join(letters).translate(_SAME_LETTERS)
    folded = " ".join(text.casefold().split())
    return _INITIALS.sub(r"\1\2\3", folded) if "." in folded else folded


def _stays(char: str) -> bool:
    return category(char) not in ("Mn", "Cf") or _FIRST_MARK_OF_A_WORD <= char <= _LAST_MARK_OF_A_WORD


def shape_of(text: str) -> Shape | None:
    """Numbers (as written) and months of a text in their order, one month printed under two names once; None if it has an unknown word.

    A word that is a month in one language and a weekday in another (`mar`, `paz`) is a month only where there is no other.
    """
    tokens = _TOKEN.findall(text)
    shape: list[str | int | OtherMonth] = []
    perhaps: set[int | OtherMonth] = set()
    at = 0
    while at < len(tokens):
        month, words = _month_at(tokens, at)
        if month is not None:
            perhaps |= {month} if is_silent(tokens[at]) else set()
            shape += [month] if shape[-1:] != [month] else []
        elif tokens[at].isdigit():
            shape.append(tokens[at])
        elif not is_silent(tokens[at]):
            return None
        at += words
    sure = {part for part in shape if not isinstance(part, str)} - perhaps
    return tuple(part for part in shape if not (sure and part in perhaps))


def is_silent(word: str) -> bool:
    """Whether a folded word says nothing about the date that it stands beside."""
    return word in _silent_words()


def words_of(text: str) -> list[str]:
    """The words and numbers of a folded text."""
    return _TOKEN.findall(text)


def _month_at(tokens: list[str], at: int) -> tuple[int | OtherMonth | None, int]:
    """The month that is named from this word on, and the number of its words; None and one word when there is none."""
    months = _months()
    for words in range(min(MAX_NAME_WORDS, len(tokens) - at), 0, -1):
        month = months.get(" ".join(tokens[at : at + words]))
        if month is not None:
            return month, words
    return None, 1


@cache
def _months() -> dict[str, int | OtherMonth]:
    other: dict[str, int | OtherMonth] = {_joined(name): OtherMonth(calendar, month) for calendar, _, month, name in OTHER_MONTH_NAMES}
    ours = {_joined(name): month for _, month, name in MONTH_NAMES}
    hebrew = {_IN_HEBREW + _joined(name): month for language, month, name in MONTH_NAMES if language == "he"}
    return other | ours | hebrew


def _joined(name: str) -> str:
    return " ".join(_TOKEN.findall(fold(name)))


@cache
def _silent_words() -> frozenset[str]:
    said = (word for _, word in (*WEEKDAYS, *FILLERS))
    labels = (words for _, _, words in DATE_LABELS)
    marks = (mark for _, mark in CALENDAR_MARKS)
    texts = (*said, *labels, *marks, *ZONES_MINUTES, *ZONES_NAMED, *ZONES_OF_SEVERAL, "م")
    return frozenset(token for words in texts for token in _TOKEN.findall(fold(words)))
