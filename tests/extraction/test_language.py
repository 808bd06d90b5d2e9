"""The language of a text by its script and its small words, and whether a declared one may be it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.article import Article
from newscrawl.extraction import extract_article
from newscrawl.extraction.language import language_of, may_be_written_in
from newscrawl.extraction.language_codes import COUNTRY_CODES, LANGUAGE_CODES, SHARED_CODES
from newscrawl.extraction.language_scripts import LANGUAGE_OF_SCRIPT, LANGUAGE_SCRIPTS, SCRIPTS
from newscrawl.extraction.language_words import LANGUAGE_LETTERS, LANGUAGE_WORDS
from newscrawl.extraction.values import language_tag
from tests.extraction.language_texts import TEXTS
from tests.extraction.making import COURIER, page, story

ARABIC = "افتتح أهالي الحي مكتبة عامة صغيرة في بيت قديم"
LATIN = "The old bridge over the river opened again on Monday"

TAGS = ("en", "ar", "ru", "fa", "de", "tr", "ja", "uk")
WRONG = [(told, tag) for told in TEXTS for tag in TAGS if tag != told]


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_text_tells_its_language(language: str, text: str) -> None:
    assert language_of(text) == language
    assert may_be_written_in(text, language)
    assert may_be_written_in(text, f"{language}-XX")


@pytest.mark.parametrize(("told", "tag"), WRONG)
def test_a_wrong_tag_is_seen(told: str, tag: str) -> None:
    assert not may_be_written_in(TEXTS[told], tag)


@pytest.mark.parametrize(("told", "tag"), [("de", "lb"), ("es", "ast"), ("fa", "prs"), ("zh", "yue"), ("he", "yi"), ("ru", "ce"), ("ar", "arz"), ("zh", "zh-Hant-TW")])
def test_a_tag_that_the_tables_can_not_refute_stays(told: str, tag: str) -> None:
    assert may_be_written_in(TEXTS[told], tag)


@pytest.mark.parametrize(("language", "words"), LANGUAGE_WORDS)
def test_each_row_of_words_is_told_from_all_others(language: str, words: str) -> None:
    text = " ".join([words, words, words])
    assert may_be_written_in(text, language)
    assert language_of(text) in (language, None)
    assert len(set(words.split())) >= 15


@pytest.mark.parametrize(("language", "some", "none"), LANGUAGE_LETTERS)
def test_each_row_of_letters_excludes_nothing_of_its_own(language: str, some: str, none: str) -> None:
    assert set(some).isdisjoint(none)
    assert all("\u0400" <= letter <= "\u052f" for letter in some + none)
    text = ("работа на поле " + some + " ") * 20
    assert language_of(text) in (language, None)


@pytest.mark.parametrize(("language", "scripts"), LANGUAGE_SCRIPTS)
def test_each_language_is_written_in_its_scripts(language: str, scripts: str) -> None:
    for script in scripts.split() if language != "ja" else ("Kana",):  # no Japanese text is without kana
        assert may_be_written_in(letters_of(script) * 10, language)
    assert may_be_written_in(LATIN, language) is ("Latn" in scripts)


@pytest.mark.parametrize(("script", "language"), LANGUAGE_OF_SCRIPT)
def test_each_script_of_one_language(script: str, language: str) -> None:
    assert language_of(letters_of(script) * 10) == language
    assert not may_be_written_in(letters_of(script) * 10, "en")


def letters_of(script: str) -> str:
    first, last = next((first, last) for name, first, last in SCRIPTS if name == script)
    return "".join(char for char in map(chr, range(first, last + 1)) if char.isalpha())[:20]


@pytest.mark.parametrize(("country", "language"), COUNTRY_CODES)
def test_each_country_stands_for_the_language_of_its_pages(country: str, language: str) -> None:
    assert country not in LANGUAGE_CODES.split()
    tag = language_tag(f"{country}-{country}")
    assert tag == f"{language}-{country.upper()}"
    assert may_be_written_in(sample_of(language), tag)
    assert not may_be_written_in(TEXTS["th"], tag)


@pytest.mark.parametrize(("code", "language"), SHARED_CODES)
def test_each_code_of_a_language_and_of_a_country_of_another(code: str, language: str) -> None:
    assert code in LANGUAGE_CODES.split()
    assert not may_be_written_in(sample_of(language), code)
    assert may_be_written_in(sample_of("fr"), code)


def sample_of(language: str) -> str:
    words = dict(LANGUAGE_WORDS).get(language) or letters_of(dict(LANGUAGE_SCRIPTS)[language].split()[0])
    return TEXTS.get(language) or " ".join([words] * 5)


@pytest.mark.parametrize(("country", "language", "method"), [("jp", "ja", "html"), ("jp", "ru", "text")])
def test_a_country_for_a_language_counts_where_the_text_agrees(country: str, language: str, method: str) -> None:
    found = extract_article(page(f'<html lang="{country}"><body><h1>x</h1><p>{TEXTS[language]}</p></body></html>'), COURIER)
    assert isinstance(found, Article)
    assert (found.language, found.provenance["language"]) == (language, method)


def test_little_text_and_named_scripts_say_nothing() -> None:
    assert may_be_written_in("قصير", "en")
    assert language_of("قصير") is None
    assert may_be_written_in(LATIN, "ar-Latn")
    assert may_be_written_in(LATIN + " " + ARABIC, "ar")
    assert language_of(LATIN + " " + ARABIC) is None
    assert language_of(LATIN) is None


def test_neighbours_are_not_told_apart() -> None:
    danish_or_norwegian = "Den gamle bro er åpnet igen etter to år, og mange gikk over den til fots før den første bussen kom. " * 3
    assert language_of(danish_or_norwegian) is None
    assert may_be_written_in(danish_or_norwegian, "da")
    assert may_be_written_in(danish_or_norwegian, "nn")


def test_a_theme_in_english_on_a_german_page() -> None:
    german = TEXTS["de"]
    found = extract_article(page(story(body=f"<p>{german}</p>")), COURIER)
    assert isinstance(found, Article)
    record = json.loads(found.to_json())
    assert (record["language"], record["provenance"]["language"]) == ("de", "text")


@given(st.text(max_size=300), st.text(max_size=12))
def test_no_text_and_no_tag_breaks_it(text: str, tag: str) -> None:
    told = language_of(text)
    assert told is None or may_be_written_in(text, told)
    assert may_be_written_in(text, tag) in (True, False)
