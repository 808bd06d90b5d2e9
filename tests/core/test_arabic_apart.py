"""Folding character by character gives what folding the whole text does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core import arabic

_CHARS = [chr(code) for code in arabic._folds_apart()]


@given(st.text(st.sampled_from(_CHARS), max_size=40))
def test_a_text_folds_as_its_characters_do(text: str) -> None:
    assert arabic.fold(text) == arabic._fold(text)


@given(st.text(max_size=30))
def test_any_text_folds_once_for_all(text: str) -> None:
    assert arabic.fold(arabic.fold(text)) == arabic.fold(text)


@pytest.mark.parametrize("around", ["a{}b", "{}ب", "  {0}{0} 1", "ـ{}\u064e"])
def test_each_character_between_others(around: str) -> None:
    texts = [around.format(char) for char in _CHARS]
    assert [arabic.fold(text) for text in texts] == [arabic._fold(text) for text in texts]
