"""A list of names cut apart: what stands between them, and the places, roles, degrees and houses beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.byline import particles
from newscrawl.core.first_names import FIRST_NAMES
from newscrawl.core.name_kinds import UNSPACED, WHOLE_NAME_WORDS, is_agency, is_credential, is_desk, is_person, is_role, role_words
from newscrawl.core.name_words import HOUSE_PREPOSITIONS, HOUSE_WORDS, NAME_JOINERS, PLACE_PREPOSITIONS
from newscrawl.core.place_names import PLACES

MAX_PLACE_WORDS = 4
""" "in Rio de Janeiro" has three; more words behind an "in" are part of a house's name."""

_LISTED = re.compile(r"\s*[;؛|/／•、\n]\s*|\s*(?:(?<![\u3400-\u9fff])·|·(?![\u3400-\u9fff]))\s*|\s+[-–—ـ]+\s+|(?<=[\u0620-\u064a])[-–—]\s+")
"""What stands between names; a dot between Chinese letters stands within a foreign name (卡尔·马克思)."""

_COMMA = re.compile(r"\s*[,،，]\s*")
_PLACE_BEFORE = re.compile(r"[^\W\d_]{2,20}(?:\s*[|/／]\s*|\s+[-–—ـ]+\s+|(?<=[\u0620-\u064a])[-–—]\s+)(?=\S)")
""" "القاهرة - أحمد محمد": one word and a mark, and a name behind it."""

_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff]")
_GLUED = re.compile(r"[-'’]")
_GLUED_AND = re.compile(r"\s+[وו](?=[^\W\d_])")


def name_pieces(text: str) -> list[str]:
    """A list of names cut apart; pieces beside a name that say what or where somebody is are gone, and so are names of places."""
    text = _without_place_before(text)
    kept: list[str] = []
    for part in _LISTED.split(text):
        kept.extend(each for each in _of_one_part(part) if not (any(map(_is_somebody, kept)) and _is_beside(each, kept)))
    return kept[_places_before(kept) :]


def _places_before(kept: Sequence[str]) -> int:
    """How many pieces before the first name are none: single words where letters have no case, and what begins small."""
    first = next((i for i, piece in enumerate(kept) if _is_somebody(piece) and not _begins_small(piece)), 0)
    return first if all(_CASELESS.match(piece) or _begins_small(piece) for piece in kept[:first]) else 0


def _of_one_part(part: str) -> list[str]:
    """The pieces of what stands between two marks that are no commas."""
    sides = _joiner().split(part)
    if len(sides) > 1 and all(_is_surname_first(_commas(side)) for side in sides):
        return sides
    commas = _commas(part)
    pieces = [part] if _is_surname_first(commas) else commas
    return [each for piece in pieces for each in _joined(piece) if each and fold(each) not in _places()]


def _commas(part: str) -> list[str]:
    return [piece for piece in _COMMA.split(part) if piece]


def _is_somebody(piece: str) -> bool:
    return is_person(piece) or is_agency(piece)


def _without_place_before(text: str) -> str:
    """A text without the one word before a mark that a whole name follows."""
    place = _PLACE_BEFORE.match(text)
    if place is None or is_agency(text[: place.end()].strip(" -–—ـ|/／")):
        return text
    behind = _of_one_part(_LISTED.split(text[place.end() :])[0])
    return text[place.end() :] if any(is_person(piece) and not is_role(piece) for piece in behind) else text


def _joined(piece: str) -> list[str]:
    """Names with an "and" between them, where each side is a whole name; a desk's name may have an "and" of its own."""
    piece = _leading_joiner().sub("", piece)
    parts = [_without_place_behind(part) for side in _joiner().split(piece) for part in _unglued(side)]
    whole = len(parts) > 1 and all(is_agency(part) or (is_person(part) and not small_words(part)) for part in parts)
    return parts if whole else [_without_place_behind(piece)]


def _unglued(piece: str) -> list[str]:
    """Arabic and Hebrew names cut apart where one of the commonest first names stands behind the letter for "and"."""
    for found in _GLUED_AND.finditer(piece):
        before, behind = piece[: found.start()], piece[found.end() :]
        if fold(behind).partition(" ")[0] in _first_names() and is_person(before) and is_person(behind):
            return [before, *_unglued(behind)]
    return [piece]


def _without_place_behind(piece: str) -> str:
    """ "Jane Doe in Paris", "Jane Doe for Reuters" without what follows the name."""
    words = piece.split()
    for i in range(WHOLE_NAME_WORDS, len(words) - 1):
        before, behind = " ".join(words[:i]), " ".join(words[i + 1 :])
        is_place = words[i] in _place_prepositions() and behind[0].isupper() and len(words) - i - 1 <= MAX_PLACE_WORDS and not small_words(behind)
        is_house = words[i] in _for_words() and (is_agency(behind) or is_desk(behind))
        if (is_place or is_house) and is_person(before) and not small_words(before) and not is_role(before):
            return before
    return piece


def _is_surname_first(pieces: Sequence[str]) -> bool:
    """ "Salih, Mona": two pieces that are no whole names each, and not two agencies either, nor a place and a name in letters without case."""
    if len(pieces) != 2 or len(pieces[0].split()) > 1 or is_agency(pieces[0]) or UNSPACED.search(pieces[0]) or fold(pieces[0]) in _places():
        return False
    return len(pieces[1].split()) <= 2 and not is_role(pieces[1]) and not is_agency(pieces[1])


def _is_beside(piece: str, kept: Sequence[str]) -> bool:
    """Whether a piece that follows a name is no further name: a place, a degree, a role, a house."""
    words = piece.split()
    if UNSPACED.search(piece):
        return role_words().issuperset(map(fold, words))
    if _begins_small(piece) and not any(map(_begins_small, kept)):
        return True
    if is_agency(piece) and not any(map(is_person, kept)):
        return False
    small = any(word in _house_words() for word in words[1:]) and not all(word[0].isupper() or word in particles() for word in words)
    return len(words) < WHOLE_NAME_WORDS or is_role(piece) or is_desk(piece) or is_agency(piece) or small or is_credential(piece)


def _begins_small(piece: str) -> bool:
    """ "de Brasília", "enviado especial", but not "de la Tour, Marie"."""
    words = piece.split()
    return words[0][0].islower() and (words[0] not in particles() or len(words) <= WHOLE_NAME_WORDS)


def small_words(name: str) -> list[str]:
    """The words of a name that are written small and are no particles, by themselves or before a hyphen or an apostrophe ("al-Salih", "d'Arc")."""
    return [word for word in name.split() if word[0].islower() and without_particle(word)[:1].islower() and word not in particles()]


def without_particle(word: str) -> str:
    """A word without the particle that is written as one with it."""
    mark = _GLUED.search(word)
    return word[mark.end() :] if mark and word[: mark.start()] in particles() else word


@cache
def joiner_words() -> frozenset[str]:
    """The words of `NAME_JOINERS`."""
    return frozenset(word for _, word in NAME_JOINERS)


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for _, name in PLACES)


@cache
def _first_names() -> frozenset[str]:
    return frozenset(fold(name) for _, name in FIRST_NAMES)


@cache
def _place_prepositions() -> frozenset[str]:
    return frozenset(word for _, word in PLACE_PREPOSITIONS)


@cache
def _for_words() -> frozenset[str]:
    return frozenset(word for _, word in HOUSE_WORDS)


@cache
def _house_words() -> frozenset[str]:
    return frozenset(word for _, word in HOUSE_PREPOSITIONS)


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_joiners()})\s+")


@cache
def _leading_joiner() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_joiners()})\s+")


@cache
def _joiners() -> str:
    shouted = {word.upper() for word in joiner_words() if len(word) > 2}
    return "|".join(map(re.escape, sorted(joiner_words() | shouted)))
