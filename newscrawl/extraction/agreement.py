"""How far two readings of a page agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from newscrawl.extraction.scripts import WIDE

WINDOW_WORDS = 4
"""Readings are compared by runs of words, as extraction benchmarks do: single words of a page are everywhere on it."""

MAX_COMPARED_CHARS = 100_000
"""The longest articles have some 60,000 characters."""

_WORD = re.compile(rf"[{WIDE}]|[^\W{WIDE}]+")


def agreement(reading: Iterable[str], witness: Iterable[str]) -> float:
    """From 0 (nothing in common) to 1 (the same words in the same order, however cut into lines): the F1 of the two texts' runs of four words."""
    ours, theirs = _windows(reading), _windows(witness)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _windows(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(" ".join(lines)[:MAX_COMPARED_CHARS])
    return Counter(zip(*(words[n:] for n in range(min(WINDOW_WORDS, max(len(words), 1)))), strict=False))
