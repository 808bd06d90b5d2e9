"""Names behind a byline's short word alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.byline import short_languages
from newscrawl.core.byline_names import is_signed_name
from newscrawl.core.byline_phrases import PHRASE_WORDS
from newscrawl.core.byline_words import BYLINE_WORDS
from newscrawl.core.name_kinds import may_be_signed
from newscrawl.core.name_words import ARTICLE_TITLES
from newscrawl.core.names import seen_names

NAMES = [
    ("Mona Salih", True),
    ("MONA SALIH", True),
    ("Mona SALIH", True),
    ("Dr. Mona Salih", True),
    ("M. J. Salih", True),
    ("Mona de la Salih", True),
    ("José Ortega y Gasset", True),
    ("The Rev. Mona Salih", True),
    ("Theresa May", True),
    ("Li Sun", True),
    ("Mona", False),
    ("Mona salih", False),
    ("The Bridge", False),
    ("Land and Sea", False),
    ("Dik En Dun", False),
    ("BBC Sport", False),
    ("Tuesday Evening", False),
    ("Street to Street", False),
    ("Mona Salih Opens Another Bridge", False),
    ("Route 66", False),
    ("News Desk", False),
]


@pytest.mark.parametrize(("name", "is_name"), NAMES)
def test_names_that_are_believed(name: str, is_name: bool) -> None:
    assert is_signed_name(name) is is_name


def test_each_word_of_a_phrase() -> None:
    capitals = [(kind, word.title()) for kind, _, word in PHRASE_WORDS]
    assert [row for row in capitals if is_signed_name(f"{row[1]} Salih")] == []
    assert [row for row in capitals if row[0] == "any" and is_signed_name(f"Mona {row[1]}")] == []
    assert is_signed_name("Mona King")


def test_each_title_behind_an_article() -> None:
    assert [row for row in ARTICLE_TITLES if not may_be_signed(f"The {row[1]} Mona Salih")] == []
    assert [row for row in ARTICLE_TITLES if seen_names([f"By the {row[1]} Mona Salih"]) != (f"{row[1]} Mona Salih",)] == []


def test_each_short_word_has_its_language() -> None:
    assert [row for row in BYLINE_WORDS if row[0] == "short" and row[1] not in short_languages(f"{row[2].upper()} Mona Salih")] == []
    assert short_languages("Mona Salih") == frozenset()


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_signed_name(text) in (True, False)
