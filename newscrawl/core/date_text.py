"""The words of a printed date: folded so that spellings meet, and months told from words that say nothing."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, decimal, normalize

from newscrawl.core.date_words import FILLERS, WEEKDAYS, ZONES_MINUTES, ZONES_OF_SEVERAL
from newscrawl.core.month_names import MONTH_NAMES

_TATWEEL = "\u0640"
_SAME_LETTERS = str.maketrans("ىیةکı\u2212", "ييهكi-", _TATWEEL)
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")


def fold(text: str) -> str:
    """Without case, accents, vowel signs, hamza, tatweel and invisible marks; digits of any script ASCII; white space single."""
    letters = (str(decimal(char, char)) for char in normalize("NFKD", text) if category(char) not in ("Mn", "Cf"))
    folded = "".join(letters).translate(_SAME_LETTERS).casefold()
    return " ".join(folded.replace("a.m", "am").replace("p.m", "pm").split())


def shape_of(text: str) -> tuple[str | int, ...] | None:
    """Numbers (as written) and months (as int) of a text in their order, one month printed under two names once; None if it has an unknown word."""
    tokens = _TOKEN.findall(text)
    months, silent = _months(), _silent_words()
    shape: list[str | int] = []
    skip = False
    for word, following in zip(tokens, [*tokens[1:], ""], strict=False):
        pair = months.get(f"{word} {following}")
        month = pair or months.get(word)
        if skip or word in silent:
            skip = False
        elif month is not None:
            skip = pair is not None
            shape += [month] if shape[-1:] != [month] else []
        elif word.isdigit():
            shape.append(word)
        else:
            return None
    return tuple(shape)


@cache
def _months() -> dict[str, int]:
    return {fold(name): month for _, month, name in MONTH_NAMES}


@cache
def _silent_words() -> frozenset[str]:
    words = (word for _, word in (*WEEKDAYS, *FILLERS))
    return frozenset(map(fold, (*words, *ZONES_MINUTES, *ZONES_OF_SEVERAL, "م")))
