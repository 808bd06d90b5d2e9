"""Credit lines: who a story is from, as the outlet printed it. The line stays in the text; its meaning becomes a field.

Known forms: "رصد:(صحوة نيوز)", "صحوة نيوز – رصد", "المصدر: رويترز", "وكالات", "صنعاء - سبأ", "Source: AFP", "(Reuters) -", and a dateline before
the first paragraph, "LONDON (Reuters) - ...". The words lie in `credit_words` and `media_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from newscrawl.core.arabic import fold
from newscrawl.core.article import Credit
from newscrawl.core.credit_words import CREDIT_WORDS
from newscrawl.core.media_names import COMMON_WORD_MEDIA, MEDIA_WORDS, NEWS_AGENCIES

MAX_CREDIT_CHARS = 60
"""The longest real one seen is half as long; what is longer is a sentence."""

EDGE_LINES = 2
"""Credits stand in the first two lines of a text or in its last two."""

MAX_PARTS = 5
MAX_NAME_WORDS = 6
MAX_PLACE_WORDS = 3
MAX_MEDIUM_WORDS = 4

_SPLIT = re.compile(r"\s*[:：|/\\+،,;؛–—―]+\s*|\s+-+\s*|\s+ـ+\s+|\s*-+(?:\s+|$)|(?<=[\u0600-\u06ff])-+(?=[\u0600-\u06ff])")
"""What stands between the parts of a credit line; a hyphen only with a space beside it, or between Arabic letters;
a tatweel between spaces is typed for a dash."""

_BRACKETS = re.compile(r"[(\[{（【]\s*([^()\[\]{}（）【】]{1,60}?)\s*[)\]}）】]")
_SENTENCE_END = re.compile(r"[.!?؟。](?:\s|$)")
_DATELINE = re.compile(r"\s*([^()（）\n]{0,40}?)\s*[(（]([^()（）\n]{2,40})[)）]\s*(?:[-–—:：]{1,2})(?=\s|\w)")
_DATELINE_BARE = re.compile(r"\s*(?:([^-–—/()\n]{2,30}?)\s*[-–—/]{1,2}\s*)?([^-–—:/()\n]{2,30}?)\s*(:|\s[-–—]{1,2})\s")
_SECOND_DASH = re.compile(r"\s[-–—]\s")
_SECOND_DASH_CHARS = 100
"""A dash that is followed by another so soon encloses an aside ("Reuters - the agency - said") and ends no dateline."""


class _Part(NamedTuple):
    """A piece of a credit line: its words, what it is (source, desk, agencies, own, agency, medium, other), whether it stood in brackets."""

    text: str
    kind: str
    bracketed: bool


def parse_credit(line: str, own_names: Sequence[str]) -> Credit | None:
    """The credit that `line` is when it is short and nothing but one; None otherwise.

    `source` is the name as printed, without its brackets, or None where a word names nobody ("رصد"); `own` says that it is one of `own_names`.
    """
    if not line.strip() or len(line) > MAX_CREDIT_CHARS:
        return None
    own = frozenset(map(fold, own_names)) - {""}
    parts = _parts(line, own)
    if not 1 <= len(parts) <= MAX_PARTS:
        return None
    named = _named_parts(parts)
    if named is None:
        return None
    return Credit(line=line, source=_printed(line, named), own=any(part.kind == "own" for part in named))


def parse_dateline(paragraph: str, own_names: Sequence[str]) -> Credit | None:
    """The credit in the dateline before a paragraph ("LONDON (Reuters) - …", "صنعاء – سبأ: …"); its line is the prefix as printed."""
    own = frozenset(map(fold, own_names)) - {""}
    head = paragraph[: MAX_CREDIT_CHARS + _SECOND_DASH_CHARS]
    match = _DATELINE.match(head)
    if match and _is_dateline(match[1], match[2], own, ("agency", "agencies", "medium")):
        return _dateline_credit(match, own)
    match = _DATELINE_BARE.match(head)
    if not match or not _is_dateline(match[1] or "", match[2], own, ("agency", "agencies")):
        return None
    is_quote = match[3] == ":" and not match[1]  # "رويترز: …" may be a headline that quotes
    is_aside = match[3] != ":" and _SECOND_DASH.search(head, match.end() - 1) is not None
    return None if is_quote or is_aside else _dateline_credit(match, own)


def find_credit(lines: Sequence[str], own_names: Sequence[str]) -> Credit | None:
    """The first credit in the first two lines (as a line of its own or a dateline) or in the last two (as a line of its own)."""
    for line in lines[:EDGE_LINES]:
        credit = parse_credit(line, own_names) or parse_dateline(line, own_names)
        if credit:
            return credit
    tail = lines[max(EDGE_LINES, len(lines) - EDGE_LINES) :]
    return next((credit for credit in (parse_credit(line, own_names) for line in tail) if credit), None)


def _parts(line: str, own: frozenset[str]) -> list[_Part]:
    """The pieces of a line between separators and brackets, each with its kind; empty ones left out."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _BRACKETS.finditer(line):
        pieces += [(piece, False) for piece in _SPLIT.split(line[end : match.start()])]
        pieces += [(piece, True) for piece in _SPLIT.split(match[1])]
        end = match.end()
    pieces += [(piece, False) for piece in _SPLIT.split(line[end:])]
    return [_Part(text, kind, bracketed) for piece, bracketed in pieces for text, kind in _read_piece(piece.strip(" .\"'“”«»"), own)]


def _read_piece(piece: str, own: frozenset[str]) -> Iterable[tuple[str, str]]:
    """A piece with its kind; "نقلاً عن X" and "رصد X" come apart into word and name."""
    folded = fold(piece)
    if not folded:
        return []
    kind = _kind(folded, own)
    if kind not in ("other", "medium"):
        return [(piece, kind)]
    words = piece.split()
    for size in range(min(len(words) - 1, MAX_PLACE_WORDS), 0, -1):
        head, rest = " ".join(words[:size]), " ".join(words[size:])
        head_kind, rest_kind = _kinds().get(fold(head)), _kind(fold(rest), own)
        if (head_kind == "source" and " " in head) or (head_kind in ("source", "desk") and rest_kind not in ("other", "medium", "desk")):
            return [(head, head_kind), (rest, rest_kind)]
    return [(piece, kind)]


def _kind(folded: str, own: frozenset[str]) -> str:
    if folded in own:
        return "own"
    words = folded.split()
    is_medium = len(words) <= MAX_MEDIUM_WORDS and not _media_words().isdisjoint(words)
    return _kinds().get(folded) or ("medium" if is_medium else "other")


def _named_parts(parts: Sequence[_Part]) -> list[_Part] | None:
    """The parts that name the source, [] when the credit names nobody, None when the line is no credit."""
    kinds = [part.kind for part in parts]
    if kinds[0] == "source":
        return _after_source_word(parts[1:])
    if "source" in kinds:
        return None
    others = [part for part in parts if part.kind == "other"]
    if len(others) > 1 or not all(map(_is_place, others)):
        return _bracketed_name(parts, others)
    return _beside_place(parts, others)


def _after_source_word(rest: Sequence[_Part]) -> list[_Part] | None:
    """ "Source: NAME": any short name that is no sentence."""
    named = [part for part in rest if part.kind not in ("desk", "source")]
    words = sum(len(part.text.split()) for part in named)
    return named if named and words <= MAX_NAME_WORDS and not any(_SENTENCE_END.search(part.text) for part in named) else None


def _bracketed_name(parts: Sequence[_Part], others: Sequence[_Part]) -> list[_Part] | None:
    """ "رصد (NAME)": behind a desk's word, brackets make a name of anything short."""
    is_name = len(parts) == 2 and parts[0].kind == "desk" and parts[1].bracketed and len(parts[1].text.split()) <= MAX_NAME_WORDS
    return list(others) if is_name else None


def _beside_place(parts: Sequence[_Part], others: Sequence[_Part]) -> list[_Part] | None:
    """Names of media, desks' words and at most one place: "صنعاء - سبأ", "تعز – (صحوة نيوز)", "وكالات", "صنعاء – خاص"."""
    has_desk = any(part.kind in ("desk", "agencies") for part in parts)
    sure = [part for part in parts if part.kind in ("own", "agency")]
    media = [part for part in parts if part.kind == "medium" and (has_desk or part.bracketed)]
    named = sure or media or [part for part in parts if part.kind == "agencies"]
    unplaced = [part for part in parts if part.kind == "medium" and part not in media]
    if unplaced or not (named or has_desk):
        return None
    if others and (others[0].bracketed or parts[0] is not others[0]):
        return _bracketed_name(parts, others)
    return [part for part in parts if part.kind in ("own", "agency", "medium", "agencies")] if named else []


def _is_place(part: _Part) -> bool:
    return len(part.text.split()) <= MAX_PLACE_WORDS and not any(char.isdigit() for char in part.text)


def _printed(line: str, named: Sequence[_Part]) -> str | None:
    """The source as the line prints it: from its first name to its last, so that "رويترز + أ ف ب" stays one."""
    if not named:
        return None
    start = line.find(named[0].text)
    end = line.rfind(named[-1].text) + len(named[-1].text)
    return line[start:end] if 0 <= start < end else named[0].text


def _is_dateline(place: str, name: str, own: frozenset[str], kinds: Sequence[str]) -> bool:
    """Whether a name is one of the outlet's or an agency's (or several), and a place with or without a date stands before it, or nothing."""
    names = [fold(part) for part in _SPLIT.split(name)]
    known = all(part in own or _kinds().get(part) in kinds for part in names)
    return known and len(place.split()) <= MAX_PLACE_WORDS + 3 and not _SENTENCE_END.search(place)


def _dateline_credit(match: re.Match[str], own: frozenset[str]) -> Credit:
    source = match[2].strip()
    return Credit(line=match[0].strip(), source=source, own=fold(source) in own)


@cache
def _kinds() -> dict[str, str]:
    media = {fold(name): "medium" for _, name in COMMON_WORD_MEDIA}
    agencies = {fold(name): "agency" for _, name in NEWS_AGENCIES}
    return media | agencies | {fold(words): kind for kind, _, words in CREDIT_WORDS}


@cache
def _media_words() -> frozenset[str]:
    return frozenset(fold(word) for _, word in MEDIA_WORDS)
