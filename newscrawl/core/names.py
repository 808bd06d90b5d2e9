"""Names of authors in the texts that pages give for them: each alone, without the byline's words, roles, places, dates and handles around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.byline import SEPARATOR, byline_openers, date_labels, date_words, is_date_line, time_units
from newscrawl.core.byline_words import BYLINE_WORDS
from newscrawl.core.east_asian_names import plain_names
from newscrawl.core.name_kinds import (
    UNSPACED,
    WHOLE_NAME_WORDS,
    article_before_title,
    is_agency,
    is_credential,
    is_desk,
    is_firm,
    is_person,
    is_role,
    may_follow,
    role_words,
)
from newscrawl.core.name_pieces import name_pieces, small_words
from newscrawl.core.name_words import (
    NO_AUTHORS,
    NO_NAME_WORDS,
    NOT_BY_WORDS,
    ROLE_WORDS,
)
from newscrawl.core.text import tidy_line

MAX_NAMES = 30
"""Authors of one article; the longest honest list has some 20."""

MAX_NAME_CHARS = 80
"""Room for a full Arabic name with a title, or a desk of two departments."""

MAX_TEXT_CHARS = 600
"""A list of twenty names; what is longer is a biography or a page."""

MAX_DATED_CHARS = 120
"""Two dates with their labels; a longer line with a year in it is a sentence."""

MAX_OPENERS = 3
""" "Author: By Jane Doe" has two."""

MAX_NAME_WORDS = 6
"""A name of a person in full, or of a desk. What readers see as longer is a sentence."""

MAX_DECLARED_WORDS = 10
"""A ministry that a site declares as its author may have so many."""

MIN_LETTERS = 2

MAX_ABBREVIATION_CHARS = 4
"""Of a word and its full stop ("Jr.", "Esq."); a longer word has not been shortened."""

_HANDLE = re.compile(r"(?:^|(?<=[\s(,|]))@[\w.]{1,40}|\S{1,60}@[\w-]{1,60}\.[\w.]{2,30}")
_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_NO_NAME = re.compile(
    r"https?:|www\.|[@{}<>\[\]|=_#]|\.(?:com|net|org|html?|php|jpe?g|png|gif|svg|webp)\b|\d{3}|\bon (?:facebook|twitter|instagram)\b", re.IGNORECASE
)
"""Addresses, handles, mail, file names, template debris, years: what stands where a name should, and is none."""

_LOGIN = re.compile(r"(?=[^A-Z]*$)[a-z0-9.-]+|[A-Za-z.-]*[0-9][A-Za-z0-9.-]*|[A-Z]?[a-z]+[A-Z]", re.ASCII)
"""An account of one word: "mona", "andrew.keaveney", "mona7", "MonaS"."""

_QUOTED_HOUSE = re.compile(r"(?:^|[-–—ـ:|/،,]\s*)[«“][^«»“”]{1,60}[»”]\s*$")
"""The name of a paper behind a place, or alone: "دمشق ـ «…»"."""

_SENTENCE = re.compile(r"[!?؟。:]|[.!]\s+\S+\s+\S+\s+\S+\s+\S")
_YEAR_OR_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:[ap]m)?|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d[年,.]?\S*", re.IGNORECASE)
_EDGES = " \t,;:/-|–—·•*\"'«»"


def declared_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in texts that a page declares to be its authors, each once, in order. What is no name is left out."""
    return _distinct(name for text in texts for name in _names_in(text) if _may_be_name(name))


def seen_names(texts: Iterable[str]) -> tuple[str, ...]:
    """As `declared_names`, for texts that only stand where a byline does: what has the look of a sentence is no name there."""
    return _distinct(name for text in texts for name in _names_in(text) if _may_be_name(name) and _looks_like_name(name))


def holds_date(line: str) -> bool:
    """Whether a short line has a date in it, a time of day, or how long ago."""
    return len(line) <= MAX_DATED_CHARS and _until_date(line) != line


def is_fuller(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether some names are people only, and hold all of the others, with or without a title before them, and more."""
    if not 0 < len(others) < len(names) or not all(is_person(name) and not is_role(name) for name in names):
        return False
    known = {form for name in map(fold, names) for form in (name, name.partition(" ")[2])}
    return known.issuperset(map(fold, others))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, whatever its case and marks; agencies and roles go where a person is named."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(fold(name), name)
    has_person = any(is_person(name) and not is_role(name) for name in known.values())
    return tuple(name for name in known.values() if not (has_person and (is_agency(name) or is_role(name))))[:MAX_NAMES]


def _names_in(text: str) -> Iterator[str]:
    """What may be names in a text; empty where it names somebody who did something else than write."""
    text = plain_names(tidy_line(text[:MAX_TEXT_CHARS])) if len(text) <= MAX_TEXT_CHARS else ""
    if _is_by_another(text) or fold(text) in _no_authors():
        return
    text = _HANDLE.sub(" ", _BRACKETS.sub(_kept_bracket, _until_label(_QUOTED_HOUSE.sub("", text))))
    text = _without_small_article(_until_date(_without_opener(tidy_line(text).strip(_EDGES))))
    for piece in name_pieces(text):
        if not (_is_by_another(piece) or _NO_NAME.search(piece) or _names_other_work(piece)):
            yield _without_stop(_without_tail(_without_opener(piece)).strip(_EDGES))


def _without_stop(name: str) -> str:
    """A person's name without the full stop of its line; "Jr." and "Inc." keep theirs."""
    last = name.rpartition(" ")[2]
    is_stop = name.endswith(".") and len(last) > MAX_ABBREVIATION_CHARS and "." not in last[:-1] and is_person(name) and not is_firm(name)
    return name[:-1] if is_stop and not is_credential(last) else name


def _without_small_article(text: str) -> str:
    """ "By the Rev. Jane Doe": an article that is written small is the sentence's, not the name's."""
    return article_before_title().sub(lambda match: "" if match[0].islower() else match[0], text) if "the " in text else text


def _kept_bracket(match: re.Match[str]) -> str:
    """A bracket with a second name stays ("Jane Doe (Courier)"); one with a handle, an agency, a role or a small word goes."""
    inner = match[0][1:-1].strip()
    goes = not inner or inner[0].islower() or inner[0] in "@#" or is_agency(inner) or is_role(inner) or is_desk(inner) or is_credential(inner)
    goes = goes or fold(inner) in _openers()
    return " " if goes or match.start() == 0 else match[0]


def _without_opener(text: str) -> str:
    """A text without "By", "كتب:", "Text:" before it."""
    for _ in range(MAX_OPENERS):
        ways = [name for _, name, separated in byline_openers(text) if separated or may_follow(name) or text[:3].lower() == "by "]
        if not ways:
            break
        text = min(ways, key=len).strip(_EDGES)
    return text


def _until_label(text: str) -> str:
    """A text up to the label of what somebody else did ("Text: Jane Doe Fotos: John Roe"); where the first has no colon, others need none."""
    ways = byline_openers(text)
    behind = min((len(name) for _, name, separated in ways if separated), default=None)
    is_bare = behind is None and any(kind == "colon" for kind, _, _ in ways)
    label = (_bare_label() if is_bare else _label()).search(text, len(text) - (len(text) if behind is None else behind))
    return text[: label.start()].strip(_EDGES) if label else text


def _names_other_work(piece: str) -> bool:
    """Whether a bracket behind a name says that its bearer made the pictures."""
    bracket = _BRACKETS.search(piece)
    return bracket is not None and f"{fold(bracket[0])} " in _not_by("colon")


def _is_by_another(text: str) -> bool:
    """Whether a text begins with words for what else somebody did; "Bild:" is a picture's credit, "Bild am Montag" an outlet."""
    head, *tail = SEPARATOR.split(text, maxsplit=1)
    return f"{fold(text)} ".startswith(_not_by("name")) or bool(tail and f"{fold(head)} " in _not_by("colon"))


def _until_date(text: str) -> str:
    """A text up to the date, the time, or the minutes to read that follow a name."""
    words = text.split()
    folded = [fold(word) for word in words]
    beside = date_words() | time_units()
    for i, word in enumerate(words):
        near = {*folded[max(i - 1, 0) : i], *folded[i + 1 : i + 2]}
        if word[0].isdigit() and (_YEAR_OR_TIME.fullmatch(word) or not near.isdisjoint(beside)):
            return " ".join(words[: _last_name_word(folded, i)]).strip(_EDGES)
    return text


def _last_name_word(folded: Sequence[str], end: int) -> int:
    """How many words are left before `end` without those of a date, and without its label."""
    while end and (folded[end - 1] in date_words() or not folded[end - 1]):
        end -= 1
    before = " ".join(folded[:end])
    label = next((label for label in date_labels() if f" {before}".endswith(f" {label}")), "")
    return end - len(label.split())


def _without_tail(piece: str) -> str:
    """A name without the label of a link, or the role, that follows it in the same words."""
    words = piece.split()
    folded = [fold(word) for word in words]
    for size in range(len(words) - WHOLE_NAME_WORDS, 0, -1):
        if " ".join(folded[-size:]) in _labels():
            return " ".join(words[:-size])
    end = len(words)
    while end > WHOLE_NAME_WORDS - bool(UNSPACED.search(piece)) and folded[end - 1] in role_words() and not words[end - 1][0].isupper():
        end -= 1
    return _without_unspaced_role(" ".join(words[:end]))


def _without_unspaced_role(name: str) -> str:
    """ "山田太郎記者" without its last two characters."""
    role = next((role for role in _unspaced_roles() if name.endswith(role) and len(name) >= len(role) + MIN_LETTERS), "")
    return name.removesuffix(role).strip()


def _may_be_name(name: str) -> bool:
    if not name or len(name) > MAX_NAME_CHARS or _NO_NAME.search(name) or sum(map(str.isalpha, name)) < MIN_LETTERS:
        return False
    folded = fold(name)
    if folded in _no_authors() or folded in _openers() or is_date_line(name) or date_words().issuperset(folded.split()):
        return False
    return is_agency(name) or not (_LOGIN.fullmatch(name) or _is_sentence(name))


def _is_sentence(name: str) -> bool:
    words, small = name.split(), small_words(name)
    return len(words) > MAX_DECLARED_WORDS or _SENTENCE.search(name) is not None or (len(words) > 2 and len(small) > len(words) / 2)


def _looks_like_name(name: str) -> bool:
    """Whether what a reader sees may be a name: few words, none small but particles and a desk's, none of a sentence."""
    words, small = name.split(), small_words(name)
    if len(words) > MAX_NAME_WORDS or not _no_name_words().isdisjoint(map(fold, words)):
        return False
    return is_agency(name) or not small or (words[0] not in small and is_desk(" ".join(small)))


@cache
def _unspaced_roles() -> tuple[str, ...]:
    return tuple(sorted((word for _, word in ROLE_WORDS if UNSPACED.search(word)), key=len, reverse=True))


@cache
def _no_authors() -> frozenset[str]:
    return frozenset(fold(words) for _, words in NO_AUTHORS)


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(words) for kind, words in NO_AUTHORS if kind == "label")


@cache
def _no_name_words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in NO_NAME_WORDS)


@cache
def _not_by(kind: str) -> tuple[str, ...]:
    return tuple(f"{fold(words)} " for its_kind, _, words in NOT_BY_WORDS if its_kind == kind)


@cache
def _openers() -> frozenset[str]:
    return frozenset(fold(words) for _, _, words in BYLINE_WORDS)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s,;(])(?:(?:{_other_works('name')})[\s:：]|(?:{_other_works('colon')})\s?[:：])", re.IGNORECASE)


@cache
def _bare_label() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)(?:{_other_works('name')}|{_other_works('colon')})\s", re.IGNORECASE)


def _other_works(kind: str) -> str:
    return "|".join(re.escape(words) for its_kind, _, words in NOT_BY_WORDS if its_kind == kind)
