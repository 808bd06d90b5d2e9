"""Whether a language may be the one that a text is written in, judged by its script."""

from __future__ import annotations

import re
from functools import cache

from newscrawl.extraction.language_scripts import ARABIC_SCRIPT, EITHER_SCRIPT, LATIN_TOO, LETTERS, ONLY_LANGUAGES, SCRIPT_LANGUAGES

SAMPLE_CHARS = 4_000
MIN_LETTERS = 20
"""Below this a text says nothing of its language: a headline of three words, a name."""

MOST = 0.6
"""Share of the letters that makes a text one of a script; names and quotations in another are below."""

MOSTLY_KANA = 0.15
"""Japanese has half of its letters in kana, and a text full of names a sixth; Chinese has none."""


def may_be_written_in(text: str, tag: str) -> bool:
    """False when most letters of `text` are of a script in which `tag`'s language is not written."""
    language, *rest = tag.lower().split("-")
    script = script_of(text)
    if script is None or any(len(part) == len("Latn") and part.isalpha() for part in rest):
        return True
    if script == "Arab":
        return language in ARABIC_SCRIPT | EITHER_SCRIPT
    if script == "Latn":
        return language not in ARABIC_SCRIPT and language not in _other_script_languages()
    return language in dict(SCRIPT_LANGUAGES)[script]


def language_of_script(text: str) -> str | None:
    """The language of a text whose script is one language's own, None for all others."""
    return dict(ONLY_LANGUAGES).get(script_of(text) or "")


def script_of(text: str) -> str | None:
    """The script (ISO 15924) of most letters of a text; `Kana` for Japanese, whose letters are of several; None for little text, or a mixed one."""
    sample = text[:SAMPLE_CHARS]
    counts = {script: len(letters.findall(sample)) for script, letters in _letters().items()}
    total = sum(counts.values())
    if total < MIN_LETTERS:
        return None
    if counts["Kana"] >= MOSTLY_KANA * total and counts["Kana"] + counts["Hani"] >= MOST * total:
        return "Kana"
    script = max(counts, key=counts.__getitem__)
    return script if counts[script] >= MOST * total else None


@cache
def _letters() -> dict[str, re.Pattern[str]]:
    return {script: re.compile(f"[{letters}]") for script, letters in LETTERS}


@cache
def _other_script_languages() -> frozenset[str]:
    """Languages that are never written in Latin letters by an outlet, unless their tag says so."""
    return frozenset(language for _, languages in SCRIPT_LANGUAGES for language in languages) - LATIN_TOO
