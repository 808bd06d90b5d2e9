"""The language that a text is written in, as far as its script and its commonest words tell; and whether a declared one may be it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from newscrawl.extraction.language_codes import SHARED_CODES
from newscrawl.extraction.language_scripts import LANGUAGE_OF_SCRIPT, LANGUAGE_SCRIPTS, SCRIPTS
from newscrawl.extraction.language_words import LANGUAGE_LETTERS, LANGUAGE_WORDS

SAMPLE_CHARS = 4_000
MIN_LETTERS = 20
"""Below this a text says nothing of its language: a headline of three words, a name."""

MIN_WORDS = 40
"""Below this a text may lack the small words of its language, or quote another's."""

MOST = 0.6
MIN_SHARE_OF_WORDS = 0.08
"""The words of a row that no other row has are 10 to 40 % of a text in its language, and seldom over 4 % of one in another. A word of several rows
counts for each but in part."""

MIN_SHARE_OF_LETTERS = 0.004
"""One letter in 250: a language's own letters are more, those of a foreign name fewer."""

MIN_LETTERS_TO_TELL = 200
TIMES_THE_NEXT = 2.0
"""A language is sure when its words are so many times as frequent as the next one's; neighbours (da and nb, pt and gl) seldom are."""

TIMES_THE_DECLARED = 3.0
"""A declared language is refuted when another's words are so many times as frequent as its own."""

KANA_IN_JAPANESE = 0.05
"""Share of kana from which a text of wide characters is Japanese; a Chinese one has at most a name in kana."""

SEVERAL = "sh"
"""The row of languages that the words do not tell apart."""

_ROWS = {"no": "nb", "nn": "nb", "prs": "fa", "hr": SEVERAL, "bs": SEVERAL, "sr": SEVERAL, "cnr": SEVERAL, "in": "id", "fil": "tl"}
"""Languages whose small words are those of a row under another code."""

_WORD = re.compile(r"\w[\w\u0300-\u036f\u0900-\u0dff\u200c]*")


def may_be_written_in(text: str, tag: str) -> bool:
    """False when most letters of `text` are of a script in which `tag`'s language is not written, or its small words are plainly another's."""
    language = tag.partition("-")[0].lower()
    scripts = _scripts_of(text)
    total = sum(scripts.values())
    if "-Latn" in tag or "-Arab" in tag or "-Cyrl" in tag or total < MIN_LETTERS:
        return True
    if sum(scripts[script] for script in _written_in().get(language, ("Latn",))) < (1 - MOST) * total:
        return False
    if scripts["Cyrl"] > MOST * total:
        return language not in _told_by_letters() or _by_letters(text) in (None, language)
    if language == "ja":
        return scripts["Kana"] >= KANA_IN_JAPANESE * scripts["Hani"]
    shares = _shares_of_words(text)
    best = max(shares.values(), default=0.0)
    if best < MIN_SHARE_OF_WORDS:
        return True
    row = _ROWS.get(language, language)
    return shares[row] * TIMES_THE_DECLARED > best if row in shares else _surest(shares) != dict(SHARED_CODES).get(language, "")


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
    if script == "Cyrl":
        return _by_letters(text)
    found = dict(LANGUAGE_OF_SCRIPT).get(script) or _surest(_shares_of_words(text))
    return None if found == SEVERAL else found


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


def _by_letters(text: str) -> str | None:
    """The one Cyrillic language whose own letters a text has, and none that it lacks; None when there is no such one, or several."""
    counts = Counter(text[:SAMPLE_CHARS].lower())
    letters = sum(count for char, count in counts.items() if "\u0400" <= char <= "\u052f")
    few = MIN_SHARE_OF_LETTERS * letters
    found = [
        language
        for language, some, none in LANGUAGE_LETTERS
        if sum(counts[char] for char in some) > few and sum(counts[char] for char in none) <= few
    ]
    return found[0] if len(found) == 1 and letters >= MIN_LETTERS_TO_TELL else None


def _shares_of_words(text: str) -> dict[str, float]:
    """By language the share of its small words among the words of a text; empty for a text of few words."""
    words = _WORD.findall(text[:SAMPLE_CHARS].lower())
    if len(words) < MIN_WORDS:
        return {}
    counts = dict.fromkeys((language for language, _ in LANGUAGE_WORDS), 0.0)
    for word, count in Counter(words).items():
        languages = _languages_of_word().get(word, ())
        for language in languages:
            counts[language] += count / len(languages)
    return {language: count / len(words) for language, count in counts.items()}


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
def _told_by_letters() -> frozenset[str]:
    return frozenset(language for language, _, _ in LANGUAGE_LETTERS)


@cache
def _languages_of_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in LANGUAGE_WORDS:
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), language)
    return found
