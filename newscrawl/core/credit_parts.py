"""The pieces of a credit line, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from newscrawl.core.arabic import fold
from newscrawl.core.credit_words import CREDIT_BY, CREDIT_JOINERS, CREDIT_WORDS
from newscrawl.core.media_names import COMMON_WORD_MEDIA, MEDIA_WORDS, NEWS_AGENCIES

MAX_PLACE_WORDS = 3
MAX_MEDIUM_WORDS = 4

SURE = ("own", "agency", "agencies")
"""What can be nothing else than a source."""

_SPLIT = re.compile(r"\s*[:：|/\\+،,、;؛=＝–—―]+\s*|\s+-+\s*|\s+ـ+\s+|\s*-+(?:\s+|$)|(?<=[\u0600-\u06ff])-+(?=[\u0600-\u06ff])")
"""What stands between the parts of a credit line; a hyphen only with a space beside it, or between Arabic letters;
a tatweel between spaces is typed for a dash."""

_BRACKETS = re.compile(r"[(\[{（【［]\s*([^()\[\]{}（）【】［］]{1,60}?)\s*[)\]}）】］]")


class Part(NamedTuple):
    """A piece of a credit line: its words, what it is (source, from, desk, agencies, own, agency, medium, other), whether it stood in brackets."""

    text: str
    kind: str
    bracketed: bool


def folded_names(names: Iterable[str]) -> frozenset[str]:
    """The outlet's own names as they are compared."""
    return frozenset(map(fold, names)) - {""}


def parts_of(line: str, own: frozenset[str]) -> list[Part]:
    """The pieces of a line between separators and brackets, each with its kind; empty ones left out."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _BRACKETS.finditer(line):
        pieces += [(piece, False) for piece in _SPLIT.split(line[end : match.start()])]
        pieces += [(piece, True) for piece in _SPLIT.split(match[1])]
        end = match.end()
    pieces += [(piece, False) for piece in _SPLIT.split(line[end:])]
    return [Part(text, kind, bracketed) for piece, bracketed in pieces for text, kind in _read_piece(piece.strip(" .\"'“”„«»"), own)]


def known_names(text: str, own: frozenset[str], kinds: Sequence[str]) -> str | None:
    """The names in a text that is nothing but names of the outlet or of media of these kinds, desks' words beside them left out; else None."""
    parts = [part for part in _SPLIT.split(text.strip()) if fold(part) in own or _kinds().get(fold(part)) != "desk"]
    if not parts or not all(fold(part) in own or _kinds().get(fold(part)) in kinds for part in parts):
        return None
    return text[text.find(parts[0]) : text.rfind(parts[-1]) + len(parts[-1])].strip()


def has_own(names: str, own: frozenset[str]) -> bool:
    """Whether one of several names is the outlet's."""
    return any(fold(part) in own for part in _SPLIT.split(names))


def is_one_word(name: str) -> bool:
    """Whether an outlet's own name is one word and no address: by itself, or before a dash, it may be a place or whom a story is about."""
    return len(name.split()) == 1 and "." not in name


def _read_piece(piece: str, own: frozenset[str]) -> Iterable[tuple[str, str]]:
    """A piece with its kind; "نقلاً عن X", "رصد X", "Von X" and "X avec Y" come apart into word and name, or into names."""
    folded = fold(piece)
    if not folded:
        return []
    kind = _kind(folded, own)
    if kind not in ("other", "medium"):
        return [(piece, kind)]
    words = piece.split()
    return _word_and_name(words, own) or _two_names(words, own) or [(piece, kind)]


def _word_and_name(words: Sequence[str], own: frozenset[str]) -> list[tuple[str, str]]:
    for size in range(min(len(words) - 1, MAX_PLACE_WORDS), 0, -1):
        head, rest = " ".join(words[:size]), " ".join(words[size:])
        head_kind, rest_kind = _kinds().get(fold(head)), _kind(fold(rest), own)
        if (head_kind == "source" and " " in head) or (head_kind in ("source", "desk") and rest_kind not in ("other", "medium", "desk")):
            return [(head, head_kind), (rest, rest_kind)]
        if head_kind == "from" and rest_kind in (*SURE, "medium"):
            return [(head, head_kind), (rest, rest_kind)]
        if fold(head) in _by() and rest_kind in ("agency", "agencies"):
            return [(rest, rest_kind)]
    return []


def _two_names(words: Sequence[str], own: frozenset[str]) -> list[tuple[str, str]]:
    """ "Le Monde avec AFP", "رويترز وأ ف ب": each side is a source for sure."""
    for at in range(1, len(words)):
        if fold(words[at]) in _joiners():
            right = " ".join(words[at + 1 :])
        elif words[at].startswith("و"):
            right = " ".join(words[at:]).removeprefix("و")
        else:
            continue
        left = " ".join(words[:at])
        kinds = _kind(fold(left), own), _kind(fold(right), own)
        if kinds[0] in SURE and kinds[1] in SURE:
            return [(left, kinds[0]), (right, kinds[1])]
    return []


def _kind(folded: str, own: frozenset[str]) -> str:
    if folded in own:
        return "own"
    words = folded.split()
    is_medium = len(words) <= MAX_MEDIUM_WORDS and not _media_words().isdisjoint(words)
    return _kinds().get(folded) or ("medium" if is_medium else "other")


@cache
def _kinds() -> dict[str, str]:
    media = {fold(name): "medium" for _, name in COMMON_WORD_MEDIA}
    agencies = {fold(name): "agency" for _, name in NEWS_AGENCIES}
    return media | agencies | {fold(words): kind for kind, _, words in CREDIT_WORDS}


@cache
def _media_words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in MEDIA_WORDS)


@cache
def _by() -> frozenset[str]:
    return frozenset(fold(word) for _, word in CREDIT_BY)


@cache
def _joiners() -> frozenset[str]:
    return frozenset(fold(word) for _, word in CREDIT_JOINERS)
