"""When a seed is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.failure import FailureKind
from newscrawl.core.schedule import (
    CEILING_SECONDS,
    CHILD_CEILING_SECONDS,
    FIRST_FAILURE_SECONDS,
    FIRST_SECONDS,
    FLOOR_SECONDS,
    JITTER_SHARE,
    LONGEST_FAILURE_SECONDS,
    after_failure_seconds,
    learnt_seconds,
    max_age_seconds,
    next_poll_seconds,
    spread_of,
)

HOUR, DAY = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("before", "new_links", "learnt"),
    [
        (0, 3, FIRST_SECONDS / 2),
        (0, 0, FIRST_SECONDS * 2),
        (HOUR, 1, HOUR / 2),
        (HOUR, 0, 2 * HOUR),
        (FLOOR_SECONDS, 5, FLOOR_SECONDS),
        (CEILING_SECONDS, 0, CEILING_SECONDS),
        (20 * HOUR, 0, CEILING_SECONDS),
    ],
)
def test_intervals_are_halved_by_news_and_doubled_by_none(before: float, new_links: int, learnt: float) -> None:
    assert learnt_seconds(before, new_links) == learnt


@pytest.mark.parametrize(
    ("learnt", "asked_for", "seconds"),
    [
        (HOUR, (), HOUR),
        (HOUR, (None, None, None), HOUR),
        (HOUR, (2 * HOUR, None, 60), 2 * HOUR),
        (HOUR, (None, 3 * HOUR, 2 * HOUR), 3 * HOUR),
        (HOUR, (60,), HOUR),
        (1, (2, 3), FLOOR_SECONDS),
        (HOUR, (400 * DAY,), CEILING_SECONDS),
    ],
)
def test_the_longest_wait_counts_between_floor_and_ceiling(learnt: float, asked_for: tuple[float | None, ...], seconds: float) -> None:
    assert next_poll_seconds(learnt, asked_for, 0.0) == seconds
    assert next_poll_seconds(learnt, asked_for, 1.0) == pytest.approx(seconds * (1 + JITTER_SHARE))


@given(st.floats(0, 1e9), st.lists(st.none() | st.floats(0, 1e9)), st.floats(0, 1), st.sampled_from([CEILING_SECONDS, CHILD_CEILING_SECONDS]))
def test_no_wait_that_was_asked_for_is_cut_short_below_the_ceiling(learnt: float, asked_for: list[float | None], spread: float, ceiling: float) -> None:
    wait = next_poll_seconds(learnt, asked_for, spread, ceiling)
    assert FLOOR_SECONDS <= wait <= ceiling * (1 + JITTER_SHARE)
    assert all(seconds is None or wait >= min(seconds, ceiling) for seconds in asked_for)


@pytest.mark.parametrize("kind", list(FailureKind))
def test_failures_back_off_differently_and_never_past_their_longest(kind: FailureKind) -> None:
    waits = [after_failure_seconds(number, kind) for number in (1, 2, 3, 50, 10_000)]
    assert waits[:3] == [FIRST_FAILURE_SECONDS[kind] * factor for factor in (1, 2, 4)]
    assert waits[3:] == [LONGEST_FAILURE_SECONDS[kind]] * 2
    assert after_failure_seconds(1, kind, 30 * DAY, 1.0) == 30 * DAY
    assert after_failure_seconds(1, kind, None, 1.0) == pytest.approx(FIRST_FAILURE_SECONDS[kind] * (1 + JITTER_SHARE))


@pytest.mark.parametrize(
    ("cache_control", "age", "seconds"),
    [
        ("max-age=600", None, 600),
        ("public, max-age=600, must-revalidate", None, 600),
        ("max-age=60, s-maxage=900", None, 900),
        ('MAX-AGE = "600"', None, 600),
        ("max-age=600", "100", 500),
        ("max-age=600", "700", None),
        ("max-age=600", "rubbish", 600),
        ("max-age=0", None, None),
        ("no-cache", None, None),
        ("x-max-age=600", None, None),
        ("max-age=", None, None),
        ("max-age=-5", None, None),
        ("max-age=99999999999999999999", None, 999999999),
        (None, None, None),
    ],
)
def test_how_long_an_answer_is_fresh(cache_control: str | None, age: str | None, seconds: float | None) -> None:
    assert max_age_seconds(cache_control, age) == seconds


def test_the_spread_is_even_and_the_same_for_the_same() -> None:
    spreads = [spread_of(f"https://outlet-{number}.example/feed", 1_000) for number in range(1_000)]
    assert spreads == [spread_of(f"https://outlet-{number}.example/feed", 1_000) for number in range(1_000)]
    assert 0 <= min(spreads) < 0.02
    assert 0.98 < max(spreads) < 1
    assert 0.45 < sum(spreads) / 1_000 < 0.55
