"""Whether words behind a short byline word ("By", "Von") have the look of somebody's whole name, and of no set phrase, time, place or body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.byline import particles
from newscrawl.core.byline_phrases import PHRASE_WORDS
from newscrawl.core.date_words import WEEKDAYS
from newscrawl.core.name_kinds import WHOLE_NAME_WORDS, may_be_signed
from newscrawl.core.name_pieces import joiner_words, without_particle

MAX_WHOLE_NAME_WORDS = 4
"""A title, two first names and a surname, particles not counted."""

MIN_ACRONYM_CHARS = 3
"""Of a word in capitals; initials have one or two."""

MIN_WEEKDAY_CHARS = 5
"""The shortest weekday in full that Western headings have ("lunes"); abbreviations have fewer."""

_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]{0,30}(?:[.'’-][^\W\d_]{1,30}){0,4}\.?")


def is_signed_name(name: str) -> bool:
    """Whether a name may be believed behind "By" alone: two words or more, each written large, none of a phrase."""
    words = name.split()
    own = [without_particle(word) for word in words if word not in particles()]
    if not WHOLE_NAME_WORDS <= len(own) <= MAX_WHOLE_NAME_WORDS or not may_be_signed(name):
        return False
    return all(word[:1].isupper() and _NAME_WORD.fullmatch(word) for word in own) and not (_is_joined(words) or _is_house(words) or _is_phrase(words))


def _is_joined(words: Sequence[str]) -> bool:
    """Whether an "and" stands behind a single word ("Land and Sea", "Dik En Dun")."""
    return words[1].lower() in joiner_words() and len(words) > WHOLE_NAME_WORDS


def _is_house(words: Sequence[str]) -> bool:
    """Whether an acronym stands before words that are none ("BBC Sport")."""
    first, *rest = words
    return len(first) >= MIN_ACRONYM_CHARS and first.isalpha() and first.isupper() and not all(word.isupper() or word in particles() for word in rest)


def _is_phrase(words: Sequence[str]) -> bool:
    folded = [fold(word) for word in words]
    if len(set(folded)) < len(folded):  # "Tür zu Tür"
        return True
    return folded[0] in _phrase_words("first") or not (_phrase_words("any") | _weekdays()).isdisjoint(folded)


@cache
def _phrase_words(kind: str) -> frozenset[str]:
    return frozenset(fold(word) for its_kind, _, word in PHRASE_WORDS if its_kind == kind)


@cache
def _weekdays() -> frozenset[str]:
    """In full: "Sun" is a surname, too."""
    return frozenset(fold(name) for _, name in WEEKDAYS if len(name) >= MIN_WEEKDAY_CHARS)
