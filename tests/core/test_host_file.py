"""What an answer for a file of a host means, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.core.host_file import FIRST_WAIT_SECONDS, HOLDS_SECONDS, NO_ANSWER, ROBOTS, TDMREP, HostFile, Standing, answered, kept_part
from newscrawl.core.robots_lines import MAX_ROBOTS_BYTES
from newscrawl.core.tdmrep import MAX_TDMREP_BYTES

pytestmark = pytest.mark.promise("T12")

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
THERE, ABSENT, UNKNOWN = Standing.THERE, Standing.ABSENT, Standing.UNKNOWN

STATUSES = [
    *((status, THERE) for status in (200, 203, 204, 206)),
    *((status, ABSENT) for status in (300, 301, 302, 304, 308, 400, 401, 403, 404, 405, 408, 410, 418, 451, 499)),
    *((status, UNKNOWN) for status in (NO_ANSWER, 100, 429, 500, 502, 503, 504, 522, 599, 600, 999)),
]


def answer(status: int, *, last: HostFile | None = None, retry_after: float | None = None, now: datetime = NOW) -> HostFile:
    return answered("https://courier.example", ROBOTS, status, b"User-agent: *", now, last=last, retry_after=retry_after)


def wait(file: HostFile) -> float:
    return file.seconds_left(file.fetched_at)


@pytest.mark.parametrize(("status", "standing"), STATUSES)
def test_each_status(status: int, standing: Standing) -> None:
    found = answer(status)
    assert found.standing is standing
    assert bool(found.body) is (standing is THERE)
    assert wait(found) == (FIRST_WAIT_SECONDS if standing is UNKNOWN else HOLDS_SECONDS)


def test_the_wait_doubles_up_to_a_day() -> None:
    waits, last = [], None
    for _ in range(11):
        last = answer(503, last=last)
        waits.append(wait(last))
    assert waits == [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 76800, 86400, 86400]


def test_a_sound_answer_ends_the_doubling() -> None:
    failed_twice = answer(503, last=answer(503))
    assert wait(answer(503, last=answer(200, last=failed_twice))) == FIRST_WAIT_SECONDS


@pytest.mark.parametrize(("retry_after", "seconds"), [(None, 300), (0.0, 300), (60.0, 300), (7200.0, 7200), (1e9, 86400)])
def test_a_longer_retry_after_is_kept(retry_after: float | None, seconds: float) -> None:
    assert wait(answer(429, retry_after=retry_after)) == seconds


def test_what_holds_and_what_does_not() -> None:
    file = answer(200)
    assert file.seconds_left(NOW + timedelta(seconds=HOLDS_SECONDS - 1)) == 1
    assert file.seconds_left(NOW + timedelta(seconds=HOLDS_SECONDS)) == 0
    assert file.seconds_left(NOW - timedelta(days=1)) == 0  # the clock was set back


def test_what_is_kept_is_bounded() -> None:
    assert len(kept_part(ROBOTS, b"a\n" * MAX_ROBOTS_BYTES)) <= MAX_ROBOTS_BYTES
    assert kept_part(TDMREP, b" " * (MAX_TDMREP_BYTES + 1)) == b""
    assert kept_part(TDMREP, b"[]") == b"[]"
