"""Sections and tags that say nothing."""

from __future__ import annotations

from newscrawl.extraction.topic_words import EMPTY_WORDS, SERIES_WORDS, ends_series, is_empty_word


def test_each_empty_word() -> None:
    assert [row for row in EMPTY_WORDS if not is_empty_word(row[1].upper())] == []


def test_other_words_say_something() -> None:
    assert not any(map(is_empty_word, ("Home affairs", "News", "river", "أخبار المدينة", "")))


def test_each_word_of_a_series() -> None:
    assert [row for row in SERIES_WORDS if not ends_series(f" Books {row[1]} Film")] == []
    assert not any(map(ends_series, ("Film", "Android", "Local news", "")))
