"""Credit lines: who a story is from, as the outlet printed it. The line stays in the text; its meaning becomes a field.

Known forms: "رصد:(صحوة نيوز)", "صحوة نيوز – رصد", "المصدر: رويترز", "وكالات", "صنعاء - سبأ", "Source: AFP", "Le Monde avec AFP", "Von dpa",
a dateline before the first paragraph ("LONDON (Reuters) - ...", "МОСКВА, 12 мая. /ТАСС/. ...") and a sign-off behind the last one ("... (dpa)").
The words lie in `credit_words` and `media_names`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.article import Credit
from newscrawl.core.credit_parts import MAX_PLACE_WORDS, SURE, Part, folded_names, is_one_word, parts_of
from newscrawl.core.credit_words import PRESS_WORDS
from newscrawl.core.dateline import parse_dateline, parse_signoff
from newscrawl.core.picture_sources import PICTURE_SOURCES

MAX_CREDIT_CHARS = 60
"""The longest real one seen is half as long; what is longer is a sentence."""

EDGE_LINES = 2
"""Credits stand in the first two lines of a text or in its last two."""

MAX_PARTS = 5
MAX_NAME_WORDS = 6

_TWO_SENTENCES = re.compile(r"\w{4,}[.!?؟]\s+\S|。.")
_SENTENCE_END = re.compile(r"[.!?؟。](?:\s|$)")


def parse_credit(line: str, own_names: Sequence[str]) -> Credit | None:
    """The credit that `line` is when it is short and nothing but one; None otherwise.

    `source` is the name as printed, without its brackets, or None where a word names nobody ("رصد"); `own` says that it is one of `own_names`.
    """
    if not line.strip() or len(line) > MAX_CREDIT_CHARS or _TWO_SENTENCES.search(line):
        return None
    parts = parts_of(line, folded_names(own_names))
    if not 1 <= len(parts) <= MAX_PARTS:
        return None
    named = list(parts) if _is_press_name(line, parts) else _named_parts(parts)
    if named is None or (len(parts) == 1 and parts[0].kind == "own" and not parts[0].bracketed and is_one_word(parts[0].text)):
        return None
    return Credit(line=line, source=_printed(line, named), own=any(part.kind == "own" for part in named))


def find_credit(lines: Sequence[str], own_names: Sequence[str]) -> Credit | None:
    """The first credit in the first two lines (as a line of its own or a dateline) or in the last two (as a line of its own or a sign-off)."""
    for line in lines[:EDGE_LINES]:
        credit = parse_credit(line, own_names) or parse_dateline(line, own_names)
        if credit:
            return credit
    tail = lines[max(EDGE_LINES, len(lines) - EDGE_LINES) :]
    found = next((credit for credit in (parse_credit(line, own_names) for line in tail) if credit), None)
    return found or (parse_signoff(lines[-1], own_names) if lines else None)


def _is_press_name(line: str, parts: Sequence[Part]) -> bool:
    """ "صحيفة NAME:" before what the newspaper wrote."""
    words = parts[0].text.split()
    is_press = len(words) > 1 and fold(words[0]) in {fold(word) for _, word in PRESS_WORDS}
    return len(parts) == 1 and parts[0].kind == "medium" and is_press and line.rstrip().endswith((":", "："))


def _named_parts(parts: Sequence[Part]) -> list[Part] | None:
    """The parts that name the source, [] when the credit names nobody, None when the line is no credit."""
    kinds = [part.kind for part in parts]
    if kinds[0] == "source":
        return _after_source_word(parts[1:])
    if kinds[0] == "from":
        return list(parts[1:]) if len(parts) > 1 and all(kind in (*SURE, "medium") for kind in kinds[1:]) else None
    if "source" in kinds or "from" in kinds:
        return None
    others = [part for part in parts if part.kind == "other"]
    if len(others) > 1 or not all(map(_is_place, others)):
        return _bracketed_name(parts, others)
    return _beside_place(parts, others)


def _after_source_word(rest: Sequence[Part]) -> list[Part] | None:
    """ "Source: NAME": any short name that is no sentence, and no house of pictures."""
    named = [part for part in rest if part.kind not in ("desk", "source")]
    words = sum(len(part.text.split()) for part in named)
    is_name = 0 < words <= MAX_NAME_WORDS and not any(_is_phrase(part) or _names_picture_source(part) for part in named)
    return named if is_name else None


def _is_phrase(part: Part) -> bool:
    """Whether words are none of a name: a sentence that ends, or words of which most are small ("the mayor of the town")."""
    words = part.text.split()
    small = [word for word in words if word[0].islower()]
    is_small = part.kind == "other" and len(words) > 1 and words[0][0].islower() and 2 * len(small) > len(words)
    return is_small or _SENTENCE_END.search(part.text) is not None


def _names_picture_source(part: Part) -> bool:
    """ "Getty Images", "Jane Doe via Getty Images"."""
    return f" {fold(part.text)}".endswith(_picture_sources())


def _bracketed_name(parts: Sequence[Part], others: Sequence[Part]) -> list[Part] | None:
    """ "رصد (NAME)": behind a desk's word, brackets make a name of anything short."""
    is_name = len(parts) == 2 and parts[0].kind == "desk" and parts[1].bracketed and len(parts[1].text.split()) <= MAX_NAME_WORDS
    return list(others) if is_name else None


def _beside_place(parts: Sequence[Part], others: Sequence[Part]) -> list[Part] | None:
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


def _is_place(part: Part) -> bool:
    return len(part.text.split()) <= MAX_PLACE_WORDS and not any(char.isdigit() for char in part.text)


def _printed(line: str, named: Sequence[Part]) -> str | None:
    """The source as the line prints it: from its first name to its last, so that "رويترز + أ ف ب" stays one."""
    if not named:
        return None
    start = line.find(named[0].text)
    end = line.rfind(named[-1].text) + len(named[-1].text)
    return line[start:end] if 0 <= start < end else named[0].text


@cache
def _picture_sources() -> tuple[str, ...]:
    return tuple(f" {fold(name)}" for name in PICTURE_SOURCES)
