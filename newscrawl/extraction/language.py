"""Whether a language may be the one that a text is written in, judged by its script."""

from __future__ import annotations

import re

from newscrawl.extraction.language_scripts import ARABIC_SCRIPT, EITHER_SCRIPT

SAMPLE_CHARS = 4_000
MIN_LETTERS = 20
"""Below this a text says nothing of its language: a headline of three words, a name."""

MOST = 0.6

_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def may_be_written_in(text: str, tag: str) -> bool:
    """False when most letters of `text` are of a script in which `tag`'s language is not written."""
    sample, language = text[:SAMPLE_CHARS], tag.partition("-")[0].lower()
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if language in EITHER_SCRIPT or "-Latn" in tag or "-Arab" in tag or arabic + latin < MIN_LETTERS:
        return True
    share = arabic / (arabic + latin)
    return share <= MOST if language not in ARABIC_SCRIPT else share >= 1 - MOST
