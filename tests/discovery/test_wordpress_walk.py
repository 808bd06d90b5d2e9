"""The walk over a WordPress archive: how much is asked for, and cursors that go through any storage."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from newscrawl.core.range import Range
from newscrawl.discovery.wordpress import read_posts
from newscrawl.discovery.wordpress_pace import SIZES, Pace, smaller
from newscrawl.discovery.wordpress_walk import IGNORED, MOST_WALKS, Cursor, advanced, cursor_of, passed, stored, whole_months, window


def posts_of(*dates: str) -> bytes:
    return json.dumps([{"id": number, "date": date, "modified": date} for number, date in enumerate(dates, 1)]).encode()


def test_every_size_leads_down_to_one_post_and_up_again() -> None:
    sizes = [SIZES[0]]
    while (less := smaller(sizes[-1])) is not None:
        sizes.append(less)
    assert tuple(sizes) == SIZES
    pace = Pace(size=1)
    seen = [pace.size]
    while pace.size < SIZES[0]:
        pace = pace.after(0.1).after(0.1)
        seen.append(pace.size)
    assert tuple(reversed(seen)) == SIZES


@pytest.mark.parametrize(("seconds", "size"), [(0.1, 50), (3.0, 20), (5.1, 5)])
def test_one_answer_decides_only_when_it_is_slow(seconds: float, size: int) -> None:
    assert Pace(size=20, good=1).after(seconds).size == size


@pytest.mark.parametrize("text", [None, "", "[]", "{", '{"..": 3}', '{"..": {"phase": "lost"}}', '{"..": {"size": 0}}', '{"..": {"at": "soon"}}'])
def test_a_cursor_that_can_not_be_read_is_a_fresh_one(text: str | None) -> None:
    assert cursor_of(text, "..") == Cursor()


def test_cursors_of_other_ranges_stay_and_do_not_grow_without_end() -> None:
    text = None
    for number in range(2 * MOST_WALKS):
        text = stored(text, str(number), Cursor(offset=number))
    assert len(json.loads(text or "")) == MOST_WALKS
    assert cursor_of(text, str(2 * MOST_WALKS - 1)).offset == 2 * MOST_WALKS - 1
    assert cursor_of(text, "0") == Cursor()


def test_the_first_window_tells_how_many_posts_there_are() -> None:
    posts = read_posts(posts_of("2025-03-02T10:00:00", "2025-03-01T10:00:00")).posts
    first = advanced(Cursor(), posts, 2, 40)
    assert isinstance(first, Cursor)
    assert (first.total, first.at) == (40, "2025-03-01T10:00:00")
    then = advanced(first, read_posts(posts_of("2025-02-01T10:00:00")).posts, 1, 39)
    assert isinstance(then, Cursor)
    assert then.total == 40


def test_an_answer_to_another_question_is_refused() -> None:
    assert advanced(Cursor(at="2025-03-01T10:00:00"), read_posts(posts_of("2025-04-01T10:00:00")).posts, 100, None) == IGNORED


def test_windows_are_wider_than_the_days_in_any_zone() -> None:
    asks = window(Cursor(), 100, Range(first=date(2019, 3, 1), last=date(2019, 5, 31), zone="Asia/Aden"))
    assert "2019-02-27T00:00:00" <= asks["after"] <= "2019-02-28T10:00:00"
    assert "2019-06-01T14:00:00" <= asks["before"] <= "2019-06-03T00:00:00"


def test_a_post_that_can_not_be_had_is_passed_within_its_window() -> None:
    cursor = replace(Cursor(), at="2025-03-01T10:00:00", offset=1)
    assert window(passed(cursor), 1, Range()) == {**window(cursor, 1, Range()), "offset": "2"}


@pytest.mark.parametrize(
    ("first", "last", "months", "asks"),
    [
        (None, None, "../..", {"per_page": "1"}),
        (date(2019, 3, 1), date(2019, 5, 31), "2019-03/2019-05", {"per_page": "1", "after": "2019-02-28T23:59:59", "before": "2019-06-01T00:00:00"}),
        (date(2020, 2, 1), None, "2020-02/..", {"per_page": "1", "after": "2020-01-31T23:59:59"}),
        (None, date(2020, 2, 29), "../2020-02", {"per_page": "1", "before": "2020-03-01T00:00:00"}),
    ],
)
def test_the_number_of_posts_is_asked_for_exactly_the_months_of_a_walk(
    first: date | None, last: date | None, months: str, asks: dict[str, str]
) -> None:
    assert whole_months(Range(first=first, last=last)) == (months, asks)


@pytest.mark.parametrize(("first", "last"), [(date(2019, 3, 2), None), (None, date(2019, 5, 30)), (date(2019, 3, 2), date(2019, 5, 31))])
def test_no_number_is_asked_for_a_part_of_a_month(first: date | None, last: date | None) -> None:
    assert whole_months(Range(first=first, last=last)) is None
