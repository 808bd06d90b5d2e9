"""Whether a text may be written in a language, by its script."""

from __future__ import annotations

import pytest

from newscrawl.extraction.language import may_be_written_in
from newscrawl.extraction.language_scripts import ARABIC_SCRIPT, EITHER_SCRIPT

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
