"""A date among the other words of a line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.core.date_kind import DateKind
from newscrawl.core.dated_line import MAX_DATED_CHARS, dated_line
from newscrawl.core.dated_line_words import DATE_NAMES, NUMBERED, OTHER_DAYS, SECTION_WORDS
from newscrawl.core.dates import parse_printed

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def _read(text: str) -> str | None:
    return parse_printed(text, zone=None, now=NOW)


def _day(line: str) -> str | None:
    found = dated_line(line, _read)
    return None if found is None else found.moment


@pytest.mark.parametrize("word", sorted(NUMBERED))
def test_the_number_of_an_issue_is_no_day(word: str) -> None:
    assert _day(f"{word} 3 March 2024") is None


@pytest.mark.parametrize("word", sorted(SECTION_WORDS))
def test_a_section_behind_the_date(word: str) -> None:
    assert _day(f"5 March 2024 {word} Sport") == "2024-03-05"


@pytest.mark.parametrize("name", sorted(DATE_NAMES))
def test_a_date_that_is_called_one_is_an_events_beside_its_labels(name: str) -> None:
    assert _day(f"{name}: 2024-03-05 Views: 123") == "2024-03-05"
    assert _day(f"{name}: 2024-03-05 Author: Jane Doe") == "2024-03-05"
    assert _day(f"{name}: 2024-03-05 Venue: Town Hall") is None


@pytest.mark.parametrize("word", [word for _, word in OTHER_DAYS])
def test_what_else_happens_on_a_day(word: str) -> None:
    assert _day(f"{word} 2024-03-05") is None


LINES = [
    ("Posted on March 5, 2024 by Jane Doe", "2024-03-05"),
    ("Published March 5, 2024 | Updated March 9, 2024", "2024-03-05"),
    ("Jane Doe, March 5, 2024 (updated March 9, 2024)", "2024-03-05"),
    ("Updated March 9, 2024 by Jane Doe", None),
    ("From 5 March 2024 to 9 March 2024", None),
    ("The council meets on March 5, 2024", None),
    ("Der Stadtrat tagte am 5. März 2024", None),
    ("Mayor Resigns After Long Debate Over Roads March 5, 2024", None),
    ("Photo: Jane Doe, March 5, 2024", None),
    ("Jane Doe, Riverside, March 5, 2024. Image: Courier", None),
    ("Rathaustheater, Lesung, 5. März 2024", None),
    ("日時：2024年3月5日 場所：市役所", None),
    ("Since March 5, 2024", None),
    ("Date: 5 March 2024 - Time: 10:15", "2024-03-05"),
    ("社会 2024/3/5 10:15 (2024/3/9 11:00更新)", "2024-03-05"),
    ("社会 2024/3/9 11:00更新", None),
    ("Updated (5 March 2024)", None),
    ("令和6年3月5日 総務課", "2024-03-05"),
    ("民國113年3月5日 總務處", "2024-03-05"),
    ("Pressemitteilung vom 05.03.2024", "2024-03-05"),
    ("Dernière modification : 09/03/2024 - Première publication : 25/03/2024", "2024-03-25"),
    ("Riverside, March 5, 2024, 3 comments", "2024-03-05"),
    ("March 2024", None),
    ("Jane Doe 2024", None),
    ("5 March", None),
    ("Jane Doe", None),
    (f"{'Jane Doe ' * MAX_DATED_CHARS} 5 March 2024", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "day"), LINES)
def test_lines(line: str, day: str | None) -> None:
    assert _day(line) == day


def test_what_stands_beside_the_date() -> None:
    found = dated_line("Posted on March 5, 2024, 10:15 GMT by Jane Doe", _read)
    assert found is not None
    assert found == ("2024-03-05T10:15+00:00", DateKind.PUBLISHED, "Posted on", "by Jane Doe")
