"""Months and ranges of months."""

from __future__ import annotations

import pytest

from newscrawl.core.months import is_month, is_range, lies_in

NAMES = [
    # text, whether it is a month, whether it is a range
    ("2024-05", True, False),
    ("1969-12", True, False),
    ("0001-01", True, False),
    ("9999-12", True, False),
    ("0000-01", False, False),
    ("2024-00", False, False),
    ("2024-5", False, False),
    ("2024-05-01", False, False),
    ("\u0662\u0660\u0662\u0664-05", False, False),
    ("", False, False),
    ("2015-01/2019-12", False, True),
    ("2015-01/2015-01", False, True),
    ("../2019-12", False, True),
    ("2015-01/..", False, True),
    ("../..", False, True),
    ("2019-12/2015-01", False, False),
    ("2015/2019", False, False),
    ("..", False, False),
    ("/", False, False),
    ("2015-01/2019-12/..", False, False),
]


@pytest.mark.parametrize(("text", "month", "months"), NAMES)
def test_what_is_a_month_and_what_a_range(text: str, month: bool, months: bool) -> None:
    assert (is_month(text), is_range(text)) == (month, months)


WITHIN = [
    ("2024-05", "2024-05", True),
    ("2024-05", "2024-06", False),
    ("2024-05", "2024-05/2024-06", True),
    ("2024-07", "2024-05/2024-06", False),
    ("2024-04", "2024-05/..", False),
    ("9999-12", "2024-05/..", True),
    ("2024-05", "../2024-05", True),
    ("", "../..", True),
    ("", "2024-05/..", False),
    ("", "", True),
    ("2024-05", "", False),
    ("2024-05/2024-06", "2024-05", False),
    ("2024-05/..", "2024-05/2024-06", False),
    ("../2024-05", "../2024-06", True),
    ("../2024-05", "2024-01/2024-06", False),
    ("2024-05/2024-06", "../..", True),
    ("../..", "2024-05/..", False),
    ("../..", "../2024-05", False),
]


@pytest.mark.parametrize(("inner", "wider", "is_within"), WITHIN)
def test_what_lies_within(inner: str, wider: str, is_within: bool) -> None:
    assert lies_in(inner, wider) is is_within
