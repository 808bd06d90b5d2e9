"""The language that a text is written in, as far as its script and its commonest words tell; and whether a declared one may be it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from newscrawl.extraction.language_scripts import LANGUAGE_OF_SCRIPT, LANGUAGE_SCRIPTS, SCRIPTS
from newscrawl.extraction.language_words import LANGUAGE_WORDS

SAMPLE_CHARS = 4_000
MIN_LETTERS = 20
"""Below this a text says nothing of its language: a headline of three words, a name."""

MIN_WORDS = 40
"""Below this a text may lack the small words of its language, or quote another's."""

MOST = 0.6
MIN_SHARE_OF_WORDS = 0.12
"""The words of a row are 20 to 45 % of a text in its language, and seldom over 5 % of one in another."""

TIMES_THE_NEXT = 2.0
"""A language is sure when its words are so many times as frequent as the next one's; neighbours (da and nb, pt and gl) seldom are."""

KANA_IN_JAPANESE = 0.05
"""Share of kana from which a text of wide characters is Japanese; a Chinese one has at most a name in kana."""

_WORD = re.compile(r"\w[\w\u0300-\u036f\u0900-\u0dff\u200c]*")


def may_be_written_in(text: str, tag: str) -> bool:
    """False when most letters of `text` are of a script in which `tag`'s language is not written, or when it is surely in another known language."""
    language = tag.partition("-")[0].lower()
    scripts = _scripts_of(text)
    total = sum(scripts.values())
    if "-Latn" in tag or "-Arab" in tag or "-Cyrl" in tag or total < MIN_LETTERS:
        return True
    if sum(scripts[script] for script in _written_in().get(language, ("Latn",))) < (1 - MOST) * total:
        return False
    shares = _shares_of_words(text)
    sure = _surest(shares)
    return sure is None or sure == language or shares.get(_ALIASES.get(language, language), 1.0) * TIMES_THE_NEXT > shares[sure]


def language_of(text: str) -> str | None:
    """The language of a text (BCP 47, without region) when its script or its words leave no doubt; None otherwise, and for short texts."""
    scripts = _scripts_of(text)
    total = sum(scripts.values())
    if total < MIN_LETTERS:
        return None
    wide = scripts["Kana"] + scripts["Hani"]
    if wide > MOST * total:
        return "ja" if scripts["Kana"] >= KANA_IN_JAPANESE * wide else "zh"
    script, letters = scripts.most_common(1)[0]
    if letters < MOST * total:
        return None
    return dict(LANGUAGE_OF_SCRIPT).get(script) or _surest(_shares_of_words(text))


_ALIASES = {"no": "nb", "nn": "nb", "prs": "fa", "sh": "hr", "bs": "hr", "cnr": "hr", "ms": "id", "in": "id"}
"""Languages whose small words are those of a row under another code."""


def _scripts_of(text: str) -> Counter[str]:
    """Letters of the first part of a text by script."""
    found: Counter[str] = Counter()
    for char, count in Counter(text[:SAMPLE_CHARS]).items():
        script = _script_of(ord(char)) if char.isalpha() else None
        if script:
            found[script] += count
    return found


def _script_of(code: int) -> str | None:
    return next((script for script, first, last in SCRIPTS if first <= code <= last), None)


def _shares_of_words(text: str) -> dict[str, float]:
    """By language the share of its small words among the words of a text; empty for a text of few words."""
    words = _WORD.findall(text[:SAMPLE_CHARS].lower())
    if len(words) < MIN_WORDS:
        return {}
    counts: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _languages_of_word().get(word, ()):
            counts[language] += count
    return {language: counts[language] / len(words) for language, _ in LANGUAGE_WORDS}


def _surest(shares: dict[str, float]) -> str | None:
    if not shares:
        return None
    first, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    is_sure = shares[first] >= MIN_SHARE_OF_WORDS and shares[first] >= TIMES_THE_NEXT * shares[second]
    return first if is_sure else None


@cache
def _written_in() -> dict[str, tuple[str, ...]]:
    return {language: tuple(scripts.split()) for language, scripts in LANGUAGE_SCRIPTS}


@cache
def _languages_of_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in LANGUAGE_WORDS:
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), language)
    return found
