"""Lines that say the title once more in nearly the same words."""

from __future__ import annotations

from collections import Counter

from newscrawl.core.arabic import fold

MIN_TITLE_WORDS = 5
"""A shorter title shares most of its words with many a line."""

MIN_LIKENESS = 0.8
"""F1 of the words: one word in five may differ, as between a page's headline and the one for search engines."""

MAX_LENGTHS = 2.0
FIRST_WIDE_CHAR = "\u2e80"
_SENTENCE_ENDS = (".", "。", "।", "۔")


def resembles_title(line: str, title: str) -> bool:
    """Whether a line has nearly the title's words and is no sentence of the story, which would end with a full stop."""
    if len(line) > MAX_LENGTHS * len(title) or (line.rstrip().endswith(_SENTENCE_ENDS) and not title.endswith(_SENTENCE_ENDS)):
        return False
    ours, theirs = _words(line), _words(title)
    if theirs.total() < MIN_TITLE_WORDS:
        return False
    return 2 * (ours & theirs).total() >= MIN_LIKENESS * (ours.total() + theirs.total())


def _words(text: str) -> Counter[str]:
    """The words, and each character of scripts that write no spaces."""
    words: Counter[str] = Counter()
    for word in fold(text).split():
        words.update(word if word[0] >= FIRST_WIDE_CHAR else (word,))
    return words
