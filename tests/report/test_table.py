"""Plain tables: aligned by what letters take on a terminal, and nothing in them that moves it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.report.output import json_text
from newscrawl.report.table import Table, plain_table, showable


def test_columns_are_aligned_and_lines_end_without_space() -> None:
    table = Table(header=("name", "count", "note"), rows=(("a", "7", "x"), ("bcdef", "1000", "")), numeric=frozenset(("count",)))
    assert plain_table(table) == "name   count  note\na          7  x\nbcdef   1000"


def test_wide_letters_take_two_cells_and_marks_none() -> None:
    table = Table(header=("n", "x"), rows=(("日本", "1"), ("صَحوة", "2"), ("abcd", "3")))
    assert plain_table(table).split("\n") == ["n     x", "日本  1", "صَحوة  2", "abcd  3"]


def test_a_table_without_rows_is_its_header() -> None:
    assert plain_table(Table(header=("a", "b"), rows=())) == "a  b"


@pytest.mark.promise("T17")
@given(cells=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_a_row_is_a_line_whatever_its_cells_hold(cells: list[tuple[str, str]]) -> None:
    text = plain_table(Table(header=("a", "b"), rows=tuple(cells)))
    assert len(f"{text}.".splitlines()) == len(cells) + 1
    assert text.encode()


@given(text=st.text())
def test_what_is_shown_stays_as_it_is(text: str) -> None:
    assert showable(showable(text)) == showable(text)


def test_words_of_any_script_are_shown_as_they_are() -> None:
    for word in ("صحوة نيوز", "می‌خواهم", "Ελλάδα", "日本語", "naïve"):
        assert showable(word) == word


@pytest.mark.promise("T17")
@given(value=st.dictionaries(st.text(max_size=10), st.text(max_size=30) | st.integers() | st.none(), max_size=4))
def test_json_is_the_value_and_gives_no_orders(value: dict[str, object]) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert all(line == showable(line) for line in text.split("\n"))


def test_what_a_terminal_obeys_is_escaped_in_json() -> None:
    assert json_text(["\x1b[2J", "\x9b31m", "\u202e", "صحوة"]) == '[\n "\\u001b[2J",\n "\\u009b31m",\n "\\u202e",\n "صحوة"\n]'
