"""Whether a text may be written in a language, by its script."""

from __future__ import annotations

import pytest

from newscrawl.extraction.language import language_of_script, may_be_written_in, script_of
from newscrawl.extraction.language_scripts import ARABIC_SCRIPT, EITHER_SCRIPT, LATIN_TOO, LETTERS, ONLY_LANGUAGES, SCRIPT_LANGUAGES

ARABIC = "افتتح أهالي الحي مكتبة عامة صغيرة في بيت قديم"
LATIN = "The old bridge over the river opened again on Monday"


@pytest.mark.parametrize("language", sorted(ARABIC_SCRIPT))
def test_languages_of_the_arabic_script(language: str) -> None:
    assert may_be_written_in(ARABIC, language)
    assert not may_be_written_in(LATIN, f"{language}-XX")


@pytest.mark.parametrize("language", sorted(EITHER_SCRIPT))
def test_languages_of_either_script(language: str) -> None:
    assert may_be_written_in(ARABIC, language)
    assert may_be_written_in(LATIN, language)


@pytest.mark.parametrize("language", ["en", "fr-FR", "de"])
def test_languages_of_other_scripts(language: str) -> None:
    assert may_be_written_in(LATIN, language)
    assert not may_be_written_in(ARABIC, language)


def test_little_text_and_named_scripts_say_nothing() -> None:
    assert may_be_written_in("قصير", "en")
    assert may_be_written_in(LATIN, "ar-Latn")
    assert may_be_written_in("Мост через реку снова открыт для пешеходов", "ru")
    assert may_be_written_in(LATIN + " " + ARABIC, "ar")


def _letters(script: str) -> str:
    """Thirty letters of a script, from the ranges of its row."""
    first = dict(LETTERS)[script][0]
    return "".join(chr(ord(first) + n) for n in range(30))


def test_each_script_is_told_by_its_letters() -> None:
    assert [script for script, _ in LETTERS if script_of(_letters(script)) != script] == []
    assert script_of("قصير") is None
    assert script_of(_letters("Cyrl") + _letters("Latn")) is None
    assert script_of("橋" * 20 + "の" * 10) == "Kana"
    assert script_of("橋" * 30 + "の") == "Hani"


def test_each_script_has_its_languages() -> None:
    rows = [(script, language) for script, languages in SCRIPT_LANGUAGES for language in languages]
    assert [row for row in rows if not may_be_written_in(_letters(row[0]), row[1])] == []
    assert [row for row in rows if may_be_written_in(LATIN, row[1]) is not (row[1] in LATIN_TOO or row[1] in EITHER_SCRIPT)] == []
    assert [script for script, _ in SCRIPT_LANGUAGES if may_be_written_in(_letters(script), "en-GB")] == []
    assert {language for _, language in rows} >= LATIN_TOO


def test_a_script_of_one_language_says_which() -> None:
    assert [row for row in ONLY_LANGUAGES if language_of_script(_letters(row[0])) != row[1]] == []
    assert language_of_script(ARABIC) is None
    assert language_of_script(LATIN) is None
    assert language_of_script("") is None
