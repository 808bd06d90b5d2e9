"""What a failure means, and when to try again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.failure import (
    MAX_ATTEMPTS,
    MAX_DELAY_SECONDS,
    FailureKind,
    classify_status,
    next_try_seconds,
    retry_after_seconds,
)
from newscrawl.core.verdict import Reason

NOW = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
HARD, SOFT, TEMPORARY = FailureKind.HARD, FailureKind.SOFT, FailureKind.TEMPORARY


@pytest.mark.promise("T15")
@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (404, HARD, Reason.NOT_FOUND),
        (410, HARD, Reason.GONE),
        (401, HARD, Reason.FORBIDDEN),
        (451, HARD, Reason.FORBIDDEN),
        (403, SOFT, Reason.FORBIDDEN),
        (408, SOFT, Reason.HTTP_ERROR),
        (425, SOFT, Reason.HTTP_ERROR),
        (429, SOFT, Reason.HTTP_ERROR),
        (500, SOFT, Reason.HTTP_ERROR),
        (503, SOFT, Reason.HTTP_ERROR),
        (599, SOFT, Reason.HTTP_ERROR),
        (400, HARD, Reason.HTTP_ERROR),
        (402, HARD, Reason.HTTP_ERROR),
        (405, HARD, Reason.HTTP_ERROR),
        (418, HARD, Reason.HTTP_ERROR),
        (499, HARD, Reason.HTTP_ERROR),
        (407, TEMPORARY, Reason.NETWORK),
        (300, HARD, Reason.REDIRECTS),
        (301, HARD, Reason.REDIRECTS),
        (399, HARD, Reason.REDIRECTS),
        (202, SOFT, Reason.HTTP_ERROR),
        (204, SOFT, Reason.HTTP_ERROR),
        (100, SOFT, Reason.HTTP_ERROR),
        (999, SOFT, Reason.HTTP_ERROR),
        (0, SOFT, Reason.HTTP_ERROR),
    ],
)
def test_a_status_has_one_meaning(status: int, kind: FailureKind, reason: Reason) -> None:
    assert classify_status(status) == (kind, reason)


@pytest.mark.promise("T13")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("   ", None),
        ("0", 0.0),
        ("000000000", 0.0),
        ("120", 120.0),
        (" 120\t", 120.0),
        ("0000000120", 120.0),
        ("86400", 86400.0),
        ("86401", 86400.0),
        ("99999", 86400.0),
        ("9" * 5000, 86400.0),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("٣٠", None),  # digits, but none that HTTP knows
        ("soon", None),
        ("tomorrow, 12:00", None),
        ("120, 240", None),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60.0),
        ("Sunday, 06-Nov-94 08:50:37 GMT", 60.0),
        ("Sun Nov  6 08:50:37 1994", 60.0),
        ("Sun, 06 Nov 1994 08:50:37 -0000", 60.0),
        ("Sun, 06 Nov 1994 11:50:37 +0300", 60.0),
        ("Sun, 06 Nov 1994 08:48:37 GMT", 0.0),
        ("Tue, 15 Nov 1994 08:49:37 GMT", 86400.0),
        ("Fri, 31 Feb 1995 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 25:61:61 GMT", None),
        ("Sun, 06 Nov 1994 08:50:37 GMT" + " " * 40 + "x", None),
        ("Sun, 06 Nov 99999999999999999 08:50:37", None),
        ("Mon 10", None),
        ("Mon, 1", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.promise("T13")
@given(st.integers(0, 86400))
def test_seconds_and_date_of_retry_after_agree(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds(str(seconds), NOW) == retry_after_seconds(date, NOW) == seconds


@pytest.mark.promise("T13")
@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, ?[0-9A-Za-z: +-]{0,40}", fullmatch=True))
def test_any_retry_after_is_a_wait_within_a_day_or_nothing(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)
    assert seconds is None or 0 <= seconds <= MAX_DELAY_SECONDS


@pytest.mark.promise("T15")
@pytest.mark.parametrize(
    ("attempts", "kind", "retry_after", "seconds"),
    [
        (1, SOFT, None, 300.0),
        (2, SOFT, None, 600.0),
        (7, SOFT, None, 19200.0),
        (11, SOFT, None, 86400.0),  # 5 minutes doubled ten times is longer than a day
        (12, SOFT, None, None),
        (13, SOFT, 5.0, None),
        (1, TEMPORARY, None, 60.0),
        (2, TEMPORARY, None, 120.0),
        (7, TEMPORARY, None, 3840.0),
        (12, TEMPORARY, None, None),
        (1, HARD, None, None),
        (1, HARD, 60.0, None),
        (1, SOFT, 10.0, 300.0),
        (1, SOFT, 3600.0, 3600.0),
        (1, SOFT, 0.0, 300.0),
        (0, SOFT, None, 300.0),
    ],
)
def test_next_try(attempts: int, kind: FailureKind, retry_after: float | None, seconds: float | None) -> None:
    assert next_try_seconds(attempts, kind, retry_after) == seconds


@pytest.mark.promise("T13")
@given(st.integers(1, MAX_ATTEMPTS - 2), st.sampled_from([SOFT, TEMPORARY]), st.none() | st.floats(0, MAX_DELAY_SECONDS))
def test_waits_grow_respect_the_outlet_and_stay_within_a_day(attempts: int, kind: FailureKind, retry_after: float | None) -> None:
    wait, longer = next_try_seconds(attempts, kind, retry_after), next_try_seconds(attempts + 1, kind, retry_after)
    assert wait is not None
    assert longer is not None
    assert (retry_after or 0) <= wait <= longer <= MAX_DELAY_SECONDS
