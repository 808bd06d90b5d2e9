"""The files that a host keeps for crawlers (robots.txt, tdmrep.json): what an answer for one means, and how long it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from newscrawl.core.belief import is_believed
from newscrawl.core.failure import MAX_DELAY_SECONDS
from newscrawl.core.robots_lines import first_part
from newscrawl.core.tdmrep import MAX_TDMREP_BYTES

ROBOTS, TDMREP = "robots.txt", "tdmrep.json"
"""Names of the files; their places are in `PLACES`."""
PLACES = {ROBOTS: "/robots.txt", TDMREP: "/.well-known/tdmrep.json"}

HOLDS_SECONDS = 24 * 3600
"""RFC 9309 section 2.4: a robots.txt is not used for longer. Cache-Control is not read: one question a day is no burden."""

FIRST_WAIT_SECONDS = 300
"""After the first answer that says nothing; it doubles with each further one, up to a day. A restart of an overloaded server takes minutes."""

NO_ANSWER = 0
"""The status where the file could not be reached: there was no answer, or a redirect that is not followed."""


class Standing(Enum):
    """What the last answer for a file means."""

    THERE = "there"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFile:
    """The last answer for the file `name` of `host` (scheme and authority); the times are aware UTC."""

    host: str
    name: str
    status: int
    body: bytes = b""
    fetched_at: datetime
    expires_at: datetime

    @property
    def standing(self) -> Standing:
        """RFC 9309 section 2.3.1: 2xx is the file; 3xx (the last of too many redirects) and 4xx say that there is none. 429, 5xx, no answer and
        numbers that HTTP does not know say nothing.
        """
        if 200 <= self.status < 300:
            return Standing.THERE
        return Standing.ABSENT if 300 <= self.status < 500 and self.status != 429 else Standing.UNKNOWN

    def seconds_left(self, now: datetime) -> float:
        """How long it still holds; 0 when it must be asked for again. A clock that was set back makes nothing hold for longer than a day."""
        left = (self.expires_at - now).total_seconds()
        return left if left > 0 and is_believed(left, 0, HOLDS_SECONDS) else 0.0


def kept_part(name: str, body: bytes) -> bytes:
    """What is kept of a body: the part of a robots.txt that is read, a tdmrep.json that is not too large to be read."""
    if name == ROBOTS:
        return first_part(body)
    return body if len(body) <= MAX_TDMREP_BYTES else b""


def answered(host: str, name: str, status: int, body: bytes, now: datetime, *, last: HostFile | None, retry_after: float | None) -> HostFile:
    """The file as it was answered just now; `last` is what was known before, `retry_after` the seconds that the answer asked for."""
    found = HostFile(host=host, name=name, status=status, body=body, fetched_at=now, expires_at=now + timedelta(seconds=HOLDS_SECONDS))
    if found.standing is Standing.THERE:
        return found
    if found.standing is Standing.ABSENT:
        return replace(found, body=b"")
    waited = (last.expires_at - last.fetched_at).total_seconds() if last and last.standing is Standing.UNKNOWN else 0.0
    wait = max(FIRST_WAIT_SECONDS, 2 * waited, retry_after or 0.0)
    return replace(found, body=b"", expires_at=now + timedelta(seconds=min(wait, MAX_DELAY_SECONDS)))
