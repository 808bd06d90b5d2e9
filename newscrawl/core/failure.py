"""Failed fetches: what a failure means for a link, and when to try again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from newscrawl.core.verdict import Reason

MAX_ATTEMPTS = 12
"""After so many tries a link is given up: with the delays below that is 3.8 days of soft failures: an outlet may be down for a long weekend."""

MAX_DELAY_SECONDS = 24 * 3600.0
"""One day: a slip in a header (a date next year, milliseconds for seconds) may not put an article off for longer."""
LONGEST_DELAY_SECONDS = 2 * int(MAX_DELAY_SECONDS)
"""A link is never put off for so long: one that is due later was put off under a clock that ran ahead, and is due now."""

MAX_DIGITS = 5
"""A day is 86,400 seconds; a longer number is over it."""

MAX_DATE_CHARS = 40
"""The longest HTTP-date, "Wednesday, 09-Nov-94 08:49:37 GMT", has 33."""


class FailureKind(StrEnum):
    """What to do about a failed fetch."""

    SOFT = "soft"  # the outlet's trouble, it may heal
    HARD = "hard"  # it will not heal
    TEMPORARY = "temporary"  # local bad luck


FIRST_DELAY_SECONDS: Mapping[FailureKind, float] = {
    FailureKind.SOFT: 300.0,  # a restart of an overloaded server takes minutes
    FailureKind.TEMPORARY: 60.0,  # nothing is wrong over there
}
"""The wait after the first failure; it doubles with each further one."""

_STATUSES: Mapping[int, tuple[FailureKind, Reason]] = {
    304: (FailureKind.SOFT, Reason.HTTP_ERROR),  # to a request without conditions: some cache is confused
    401: (FailureKind.HARD, Reason.FORBIDDEN),
    403: (FailureKind.SOFT, Reason.FORBIDDEN),  # often a firewall's mood
    404: (FailureKind.HARD, Reason.NOT_FOUND),
    407: (FailureKind.TEMPORARY, Reason.NETWORK),  # our own proxy speaks, not the outlet
    408: (FailureKind.SOFT, Reason.HTTP_ERROR),
    410: (FailureKind.HARD, Reason.GONE),
    425: (FailureKind.SOFT, Reason.HTTP_ERROR),
    429: (FailureKind.SOFT, Reason.HTTP_ERROR),
    451: (FailureKind.HARD, Reason.FORBIDDEN),
}

_SECONDS = re.compile("[0-9]+")
_HTTP_DATE = re.compile(r"[A-Za-z]{3,9},? [0-9A-Za-z:+ -]+")


def classify_status(status: int) -> tuple[FailureKind, Reason]:
    """What an answer that is no page means. For 3xx: redirects that were not followed; a 2xx such as 202 or 204 and a number that HTTP does not
    know (999) may be a page tomorrow."""
    if status in _STATUSES:
        return _STATUSES[status]
    if 300 <= status < 400:
        return FailureKind.HARD, Reason.REDIRECTS
    return FailureKind.HARD if 400 <= status < 500 else FailureKind.SOFT, Reason.HTTP_ERROR


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """The wait that a Retry-After header asks for (RFC 9110 §10.2.3), between 0 and a day; None when it says nothing that we can read.

    `now` is aware. Seconds or an HTTP-date in any of its three forms.
    """
    text = (value or "").strip(" \t")
    if _SECONDS.fullmatch(text):
        digits = text.lstrip("0") or "0"
        return MAX_DELAY_SECONDS if len(digits) > MAX_DIGITS else _clamped(float(digits))
    when = _http_date(text)
    return None if when is None else _clamped((when - now).total_seconds())


def next_try_seconds(attempts: int, kind: FailureKind, retry_after: float | None = None) -> float | None:
    """How long to wait after the `attempts`-th failure (1 or more), at least `retry_after`; None when the link is given up."""
    if kind is FailureKind.HARD or attempts >= MAX_ATTEMPTS:
        return None
    delay = FIRST_DELAY_SECONDS[kind] * 2.0 ** (max(attempts, 1) - 1)
    return max(min(delay, MAX_DELAY_SECONDS), retry_after or 0.0)


def _clamped(seconds: float) -> float:
    return min(max(seconds, 0.0), MAX_DELAY_SECONDS)


def _http_date(text: str) -> datetime | None:
    if len(text) > MAX_DATE_CHARS or not _HTTP_DATE.fullmatch(text):
        return None
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # the reader is lenient, and so are its errors
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
