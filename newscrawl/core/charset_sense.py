"""How much sense a charset makes of a body's bytes: are the letters those that its languages use most, and do they stand together as words?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice

from w3lib.encoding import to_unicode

from newscrawl.core.charset_letters import CHARSET_LETTERS

SAMPLE_BYTES = 100_000
"""How much is read as words to judge a charset: some 10,000 words, counted from the first byte that is not ASCII."""

SAMPLE_WORDS = 3_000
"""Enough words to tell sense from nonsense; more only costs time."""

MAX_NONSENSE_SHARE = 0.5
"""A charset that makes nonsense of more than half of the words that are not plain ASCII is not the one they were written in."""

SENSE_OF_UNKNOWN = 0.9
"""What a charset is given whose letters are not in the table, when its words are words."""

_WORD = re.compile(r"[^\W\d_]+|[\x80-\x9f\ufffd\ue000-\uf8ff]")
_NONSENSE = re.compile(
    r"[\x80-\x9f\ufffd\ue000-\uf8ff]"  # a control character of Latin-1, no character at all, or one of private use
    r"|[\u00aa-\u024f]{3,}"  # Latin words have a plain letter among three
    r"|.*[a-zA-Z\u00c0-\u024f][\u0370-\u06ff].*|.*[\u0370-\u06ff][a-zA-Z\u00c0-\u024f].*"  # Latin in one word with Greek, Cyrillic, Hebrew or Arabic
    r"|.*[\u0430-\u045f][\u0400-\u042f].*|.*[\u03ac-\u03ce][\u0386-\u03ab].*"  # a capital after a small letter
    r"|.*[\u05da\u05dd\u05df\u05e3\u05e5][\u05d0-\u05ea].*"  # a final letter of Hebrew within a word
)
_COMMON_SIGNS = frozenset("\u00a0\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u00d7\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u20ac\u3000")
"""What stands in a text of any language: it speaks neither for a charset nor against one."""

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def telling_sample(body: bytes) -> bytes:
    """The part of a body by which its charset is judged: what follows from a little before its first byte that is not ASCII."""
    first = _HIGH_BYTE.search(body)
    return body[max(0, first.start() - 32) if first else 0 :][:SAMPLE_BYTES]


def sense_of(sample: bytes, name: str) -> float:
    """From 0.0 (nonsense) to 1.0 (a text in one of the charset's languages, or one in plain ASCII)."""
    text = to_unicode(sample, name)
    nonsense = _share_of_nonsense(text)
    if nonsense > MAX_NONSENSE_SHARE:
        return 0.0
    letters = _letters().get(name)
    share = SENSE_OF_UNKNOWN if letters is None else min(1.0, _share_of_common(text, letters[0]) / letters[1])
    return share * (1.0 - nonsense)


def _share_of_nonsense(text: str) -> float:
    words = (word for word in _WORD.findall(text) if not word.isascii())
    odd = [_NONSENSE.fullmatch(word) is not None for word in islice(words, SAMPLE_WORDS)]
    return sum(odd) / len(odd) if odd else 0.0


def _share_of_common(text: str, letters: frozenset[str]) -> float:
    """Share of `letters` among the characters beyond ASCII; 1.0 when there are none."""
    counts = {char: count for char, count in Counter(text).items() if char > "\x7f" and char not in _COMMON_SIGNS}
    everything = sum(counts.values())
    return sum(count for char, count in counts.items() if char in letters) / everything if everything else 1.0


@cache
def _letters() -> dict[str, tuple[frozenset[str], float]]:
    return {name: (frozenset(letters), share) for name, letters, share in CHARSET_LETTERS}
