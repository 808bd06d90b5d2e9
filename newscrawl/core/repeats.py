"""Text that a page holds twice: for two widths of screen, for print, or by a slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

PARAGRAPH_CHARS = 100
"""Lists repeat themselves, as the sets of an exercise do; their lines are shorter."""

MIN_PARAGRAPHS = 3
MIN_CHARS = 500
"""A refrain or a form of words that a story repeats is shorter; below, nothing goes."""

MAX_SHORT_LINES = 50
"""A run in which so many lines in a row are no paragraphs is a list; looking on would take the square of its length."""

MAX_PLACES = 8
"""So many earlier places of a line are looked at; a line that stands more often is a heading or a label."""


def without_repeated_runs(lines: Sequence[str]) -> list[str]:
    """The lines but for runs that stood before, in the same order. A run begins with a paragraph, and has `MIN_PARAGRAPHS` or more of them, with
    `MIN_CHARS` characters or more together."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        known = places[lines[at]] if len(lines[at]) >= PARAGRAPH_CHARS else []
        size = max((_size(lines, before, at) for before in known), default=0)
        if not size:
            kept.append(lines[at])
            known.extend([at] if len(known) < MAX_PLACES else [])
        at += size or 1
    return kept


def _size(lines: Sequence[str], before: int, at: int) -> int:
    """How many lines from `at` on stand from `before` on too; 0 when that is too little to be a repeated run."""
    size, short, paragraphs = 0, 0, list[int]()
    while before + size < at and at + size < len(lines) and lines[before + size] == lines[at + size] and short < MAX_SHORT_LINES:
        chars = len(lines[at + size])
        short = 0 if chars >= PARAGRAPH_CHARS else short + 1
        paragraphs += [] if short else [chars]
        size += 1
    return size if len(paragraphs) >= MIN_PARAGRAPHS and sum(paragraphs) >= MIN_CHARS else 0
