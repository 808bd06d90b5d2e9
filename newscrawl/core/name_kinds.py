"""What some words are that stand where an author's name may: a person, a desk, an agency, a role, a degree."""

from __future__ import annotations

import re
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.name_words import AGENCIES, ARTICLE_TITLES, CREDENTIALS, DESK_WORDS, LEGAL_FORMS, NO_FIRST_WORDS, ROLE_WORDS

WHOLE_NAME_WORDS = 2
"""From so many words on a name is told from a first name, an account or a place."""

UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts in which a name may be one word: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer."""


def is_person(name: str) -> bool:
    """Whether a name is somebody's whole name, and not that of a desk, an agency or an account."""
    words = name.split()
    whole = len(words) >= WHOLE_NAME_WORDS or UNSPACED.search(name) is not None
    return whole and not is_desk(name) and not is_agency(name)


def is_desk(name: str) -> bool:
    """Whether a word of the name is one that makes it a desk's or a house's."""
    folded = fold(name)
    return not _desk_words().isdisjoint(folded.split()) or folded.endswith(_unspaced_desks())


def is_agency(name: str) -> bool:
    """Whether a name is a news agency's."""
    return fold(name) in _agencies()


def is_firm(name: str) -> bool:
    """Whether a name ends with the legal form of a firm."""
    folded = fold(name)
    return any(folded.endswith(f" {form}") or (UNSPACED.match(form) is not None and form in folded) for form in _legal_forms())


def is_role(piece: str) -> bool:
    """Whether a word says what somebody is, but for a title before a whole name ("Professor Jane Doe")."""
    first, *rest = piece.split() or [""]
    is_titled_name = len(rest) >= WHOLE_NAME_WORDS and all(word[0].isupper() and not word.isupper() for word in rest)
    words = rest if is_titled_name else [first, *rest]
    return not role_words().isdisjoint(fold(" ".join(words)).split())


def is_credential(piece: str) -> bool:
    """Whether a piece of text is a degree, or several."""
    return fold(piece) in CREDENTIALS or all(word in CREDENTIALS for word in fold(piece).split())


def may_follow(name: str) -> bool:
    """Whether words may be a name behind a byline's word without a colon: two or more, or of a script in which one is enough."""
    return len(name.split()) >= WHOLE_NAME_WORDS or UNSPACED.search(name) is not None


def may_be_signed(name: str) -> bool:
    """Whether somebody's name may begin as these words do, behind a byline's word that begins sentences too."""
    may_begin = fold(name).partition(" ")[0] not in _no_first_words() or article_before_title().match(name) is not None
    return may_begin and is_person(name) and not is_role(name)


@cache
def article_before_title() -> re.Pattern[str]:
    """The article before a title that has one: "the Rev. Jane Doe"."""
    titles = "|".join(re.escape(words) for _, words in ARTICLE_TITLES)
    return re.compile(rf"\b[Tt]he (?=(?:{titles})\b)")


@cache
def _no_first_words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in NO_FIRST_WORDS)


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(fold(words) for _, words in LEGAL_FORMS)


@cache
def _desk_words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in DESK_WORDS)


@cache
def _unspaced_desks() -> tuple[str, ...]:
    return tuple(word for word in _desk_words() if UNSPACED.search(word))


@cache
def role_words() -> frozenset[str]:
    """The words of `ROLE_WORDS`, folded."""
    return frozenset(fold(word) for _, word in ROLE_WORDS)


@cache
def _agencies() -> frozenset[str]:
    return frozenset(fold(name) for _, name in AGENCIES)
