"""What a poll of a seed means for its next one. Pure: the state that was known and what the answer said come in, the state to store goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from newscrawl.core.failure import FailureKind
from newscrawl.core.schedule import (
    CEILING_SECONDS,
    CHILD_CEILING_SECONDS,
    FLOOR_SECONDS,
    after_failure_seconds,
    learnt_seconds,
    next_poll_seconds,
    spread_of,
)
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState

FULL_AFTER_POLLS = 100
"""After so many answers without a body one is asked for without conditions: a 304 that lies is found out, and 99 of 100 polls stay cheap."""
FULL_AFTER_SECONDS = 7 * 24 * 3600
"""Or after a week, for seeds that are asked seldom: a lie may cost a week of an outlet and not more."""
FAILURES_UNTIL_WAY_BACK = 3
"""The adopted address failed so often in a row that the old one is asked again."""
DAY_EVERYWHERE_SECONDS = 14 * 3600
"""A day ends last twelve hours west of Greenwich; two more for clocks."""
MOST_FRUITLESS = 30
"""The wait has long reached its ceiling by then."""
MOST_HIDDEN = 1
"""One entry that is dated before the last 304 may have been dated back by its outlet; two are a server that did not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the answer to a poll said of itself.

    `url` is the address that answered, `is_moved` says that only permanent redirects led there, `digest` is that of the body; waits in seconds.
    `was_conditional` is False for a poll without validators.
    """

    url: str
    status: int
    at: int
    is_redirected: bool = False
    is_moved: bool = False
    was_conditional: bool = False
    etag: str | None = None
    last_modified: str | None = None
    digest: bytes | None = None
    retry_after: float | None = None
    max_age: float | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether it says that nothing changed since the body that its validators stand for; a 304 to any other question says nothing."""
        return self.status == 304 and self.was_conditional


def conditions(state: SeedState, mark: int, now: int) -> Mapping[str, str]:
    """The validators to send: none where another reader read the body, where the server lied before, and now and then to see whether it does."""
    is_check = state.unchanged >= FULL_AFTER_POLLS or now - state.read_at >= FULL_AFTER_SECONDS
    if state.reader != mark or state.lies or is_check:
        return {}
    given = {"If-None-Match": strong(state.etag), "If-Modified-Since": state.last_modified}
    return {name: value for name, value in given.items() if value}


def strong(etag: str | None) -> str | None:
    """The entity tag without its mark of weakness: a compressing proxy puts it there, and WordPress compares literally with what it sent."""
    return etag.removeprefix("W/") if etag else None


def after_unchanged(state: SeedState, answer: Answer) -> SeedState:
    """After a 304, or after the very body that was read before."""
    polled = _polled(state, answer, 0)
    if answer.is_unchanged:
        return replace(polled, outcome="unchanged", unchanged=state.unchanged + 1)
    return replace(_with_validators(polled, answer, has_links=True), outcome="unchanged")


def after_reading(state: SeedState, answer: Answer, announced: Announced, mark: int, ttl_seconds: float | None, *, is_cut: bool) -> SeedState:
    """After a body was read and its links are in the frontier; one that was cut leaves no validators."""
    asked_for = replace(state, ttl_s=int(ttl_seconds or 0))
    polled = replace(_polled(asked_for, answer, announced.new + announced.changed), outcome="read", reader=mark)
    if is_cut:
        return replace(polled, body_hash=None, etag=None, last_modified=None)
    lies = int(bool(state.lies or (state.reader == mark and _lied(state, answer, announced))))
    return replace(_with_validators(polled, answer, has_links=announced.new + announced.known + announced.listed > 0), lies=lies)


def after_failure(state: SeedState, kind: FailureKind, at: int, asked_for: float | None = None) -> SeedState:
    """After a poll that gave nothing to read. An adopted address that fails for good, or again and again, is given up for the old one."""
    failures = state.failures + 1
    failed = replace(state, outcome="failed", failures=failures, polled_at=at)
    if state.moved_to and (kind is FailureKind.HARD or failures >= FAILURES_UNTIL_WAY_BACK):
        soon = at + int(max(FLOOR_SECONDS, asked_for or 0.0))
        return replace(failed, moved_to=None, etag=None, last_modified=None, body_hash=None, next_due_at=soon)
    return replace(failed, next_due_at=at + int(after_failure_seconds(failures, kind, asked_for, spread_of(state.url, at))))


def after_gone(state: SeedState, at: int) -> SeedState:
    """After 410: the seed is not asked again, unless it was only its adopted address that is gone."""
    if state.moved_to:
        return after_failure(state, FailureKind.HARD, at)
    return replace(state, outcome="stopped", failures=state.failures + 1, polled_at=at, next_due_at=NEVER)


def after_asking_later(state: SeedState, seconds: float, at: int) -> SeedState:
    """The host wanted to be left alone before the seed's turn came: that is no failure of the seed."""
    return replace(state, outcome="failed", next_due_at=at + int(seconds))


def _polled(state: SeedState, answer: Answer, new_links: int) -> SeedState:
    """The schedule after a sound answer."""
    is_child = state.origin == Origin.INDEX
    ceiling = CHILD_CEILING_SECONDS if is_child else CEILING_SECONDS
    learnt = learnt_seconds(state.interval_s, new_links, ceiling)
    is_told = is_child and _is_dated_for_good(state.listed_as, answer.at)
    wait = next_poll_seconds(
        ceiling if is_told else learnt, (answer.retry_after, answer.max_age, state.ttl_s), spread_of(state.url, answer.at), ceiling
    )
    fruitless = 0 if new_links else min(state.fruitless + 1, MOST_FRUITLESS)
    return replace(
        state, interval_s=int(learnt), polled_at=answer.at, next_due_at=answer.at + int(wait), failures=0, fruitless=fruitless
    )


def _is_dated_for_good(listed_as: str | None, at: int) -> bool:
    """Whether an index would say that a sitemap changed after the poll at `at`: it dates it to the second, or to a day that is over everywhere.

    On the day itself a sitemap may change again under the same date.
    """
    day_over = datetime.fromtimestamp(at - DAY_EVERYWHERE_SECONDS, UTC).date().isoformat()
    return listed_as is not None and ("T" in listed_as or listed_as[:10] < day_over)


def _with_validators(state: SeedState, answer: Answer, *, has_links: bool) -> SeedState:
    """The state after a body was read whole. Validators belong to one exact address: they stay with it, and go with a permanent move to another."""
    moved_to = state.moved_to
    if answer.is_moved and has_links:
        moved_to = answer.url if answer.url != state.url else None
    is_there = answer.url == (moved_to or state.url)
    return replace(
        state,
        moved_to=moved_to,
        body_hash=answer.digest,
        etag=answer.etag if is_there else None,
        last_modified=answer.last_modified if is_there else None,
        read_at=answer.at,
        unchanged=0,
    )


def _lied(state: SeedState, answer: Answer, announced: Announced) -> bool:
    """Whether an answer without conditions shows that a 304 before it hid something: new links under the very validators of the old body, or
    several that are dated before that 304."""
    if answer.was_conditional or answer.is_redirected or not state.unchanged or not announced.new or answer.digest == state.body_hash:
        return False
    old, new = (strong(state.etag), state.last_modified), (strong(answer.etag), answer.last_modified)
    is_same = any(old) and old == new
    return is_same or announced.hidden > MOST_HIDDEN
