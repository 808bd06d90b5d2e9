"""What a poll means for the next one: conditions, intervals, moves, lies, failures and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from newscrawl.core.failure import FailureKind
from newscrawl.core.schedule import CEILING_SECONDS, CHILD_CEILING_SECONDS, FIRST_SECONDS, FLOOR_SECONDS, JITTER_SHARE
from newscrawl.polls import (
    FAILURES_UNTIL_WAY_BACK,
    FULL_AFTER_POLLS,
    FULL_AFTER_SECONDS,
    Answer,
    after_asking_later,
    after_failure,
    after_gone,
    after_reading,
    after_unchanged,
    conditions,
)
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.seeds import NEVER, Origin, SeedState

FEED, NEW_FEED = "https://courier.example/feed/", "https://news.courier.example/rss.xml"
NOW, MARK = 1_800_000_000, 7
KNOWN = SeedState(outlet="courier", url=FEED, etag='W/"a"', last_modified="Sun, 06 Nov 1994 08:49:37 GMT", body_hash=b"old", reader=MARK, read_at=NOW - 60, polled_at=NOW - 60)


def answer(**said: Any) -> Answer:
    return Answer(**{"url": FEED, "status": 200, "at": NOW, "digest": b"new", "etag": '"b"', **said})


def read(state: SeedState, announced: Announced, *, is_cut: bool = False, ttl: float | None = None, **said: Any) -> SeedState:
    return after_reading(state, answer(**said), announced, MARK, ttl, is_cut=is_cut)


def wait_of(state: SeedState) -> float:
    return state.next_due_at - NOW


def test_validators_are_sent_strong() -> None:
    assert conditions(KNOWN, MARK, NOW) == {"If-None-Match": '"a"', "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}
    assert conditions(replace(KNOWN, etag=None), MARK, NOW) == {"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}
    assert conditions(replace(KNOWN, last_modified=None), MARK, NOW) == {"If-None-Match": '"a"'}


@pytest.mark.parametrize(
    "changes",
    [{"reader": MARK + 1}, {"lies": 1}, {"unchanged": FULL_AFTER_POLLS}, {"read_at": NOW - FULL_AFTER_SECONDS}, {"etag": None, "last_modified": None}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_poll_is_unconditional(changes: dict[str, Any]) -> None:
    assert conditions(replace(KNOWN, **changes), MARK, NOW) == {}


def test_at_most_one_poll_in_a_hundred_is_unconditional_while_nothing_changes() -> None:
    state, asked_whole = KNOWN, 0
    for number in range(1_000):
        is_conditional = bool(conditions(state, MARK, NOW + number))
        asked_whole += not is_conditional
        said = answer(status=304, was_conditional=True) if is_conditional else answer(digest=KNOWN.body_hash, etag='"a"')
        state = replace(after_unchanged(state, said), read_at=NOW)
    assert 9 <= asked_whole <= 10


def test_news_shorten_the_interval_and_silence_lengthens_it() -> None:
    first = read(SeedState(outlet="courier", url=FEED), Announced(new=20))
    assert first.interval_s == FIRST_SECONDS / 2
    assert FIRST_SECONDS / 2 <= wait_of(first) <= FIRST_SECONDS / 2 * (1 + JITTER_SHARE)
    silent = after_unchanged(first, answer(status=304, was_conditional=True))
    assert silent.interval_s == FIRST_SECONDS
    assert (silent.outcome, silent.unchanged, silent.etag) == ("unchanged", 1, '"b"')
    assert read(silent, Announced(known=20)).interval_s == 2 * FIRST_SECONDS


@pytest.mark.parametrize("said", [{"retry_after": 7200.0}, {"max_age": 7200.0}, {"ttl": 7200.0}], ids=["Retry-After", "Cache-Control", "ttl"])
def test_what_the_answer_asks_for_is_waited_for(said: dict[str, float]) -> None:
    assert 7200 <= wait_of(read(KNOWN, Announced(new=1), **said)) <= 7200 * (1 + JITTER_SHARE)


def test_what_the_body_asks_for_is_waited_for_after_answers_without_it_too() -> None:
    state = read(KNOWN, Announced(new=1), ttl=7200.0)
    for said in ({"status": 304, "was_conditional": True}, {"digest": b"new"}):
        assert 7200 <= wait_of(after_unchanged(state, answer(**said))) <= 7200 * (1 + JITTER_SHARE)
    assert wait_of(after_unchanged(read(state, Announced(new=1), ttl=None), answer(status=304, was_conditional=True))) < 7200


def test_polls_that_bring_nothing_are_counted() -> None:
    state = read(read(KNOWN, Announced(known=1)), Announced(known=1))
    assert (state.fruitless, after_unchanged(state, answer(digest=b"new")).fruitless, read(state, Announced(new=1)).fruitless) == (2, 3, 0)


def test_the_same_body_without_a_304_counts_as_unchanged_and_brings_new_validators() -> None:
    state = after_unchanged(replace(KNOWN, unchanged=5, failures=2), answer(digest=b"old"))
    assert (state.outcome, state.unchanged, state.failures, state.etag, state.read_at) == ("unchanged", 0, 0, '"b"', NOW)


def test_a_304_to_an_unconditional_request_says_nothing() -> None:
    assert not answer(status=304).is_unchanged


def test_a_cut_body_leaves_no_validators() -> None:
    state = read(KNOWN, Announced(new=1), is_cut=True)
    assert (state.etag, state.last_modified, state.body_hash, state.outcome) == (None, None, None, "read")


def test_a_temporary_redirect_leaves_no_validators_and_moves_nothing() -> None:
    state = read(KNOWN, Announced(new=1), url=NEW_FEED, is_redirected=True)
    assert (state.moved_to, state.etag, state.body_hash) == (None, None, b"new")


def test_a_permanent_redirect_is_adopted_when_the_new_address_gives_links_of_the_outlet() -> None:
    moved = read(KNOWN, Announced(known=20), url=NEW_FEED, is_redirected=True, is_moved=True)
    assert (moved.url, moved.address, moved.etag) == (FEED, NEW_FEED, '"b"')
    assert conditions(moved, MARK, NOW) == {"If-None-Match": '"b"'}
    parked = read(KNOWN, Announced(), url=NEW_FEED, is_redirected=True, is_moved=True)
    assert (parked.address, parked.etag) == (FEED, None)


def test_a_move_back_is_adopted_too() -> None:
    moved = replace(KNOWN, moved_to=NEW_FEED)
    assert read(moved, Announced(known=1), url=FEED, is_redirected=True, is_moved=True).moved_to is None
    assert read(moved, Announced(known=1), url=NEW_FEED).address == NEW_FEED


def test_the_old_address_is_the_way_back_when_the_new_one_fails() -> None:
    moved = replace(KNOWN, moved_to=NEW_FEED)
    hard = after_failure(moved, FailureKind.HARD, NOW)
    assert (hard.address, hard.etag, hard.body_hash, wait_of(hard)) == (FEED, None, None, FLOOR_SECONDS)
    assert after_gone(moved, NOW) == hard
    soft = moved
    for _ in range(FAILURES_UNTIL_WAY_BACK - 1):
        soft = after_failure(soft, FailureKind.SOFT, NOW)
        assert soft.address == NEW_FEED
    assert after_failure(soft, FailureKind.SOFT, NOW).address == FEED


def test_gone_is_the_end() -> None:
    state = after_gone(KNOWN, NOW)
    assert (state.is_stopped, state.is_dead, state.next_due_at) == (True, True, NEVER)


def test_failures_keep_the_validators_and_back_off() -> None:
    first = after_failure(KNOWN, FailureKind.SOFT, NOW)
    second = after_failure(first, FailureKind.SOFT, NOW)
    assert (second.etag, second.failures, second.outcome) == (KNOWN.etag, 2, "failed")
    assert wait_of(second) >= 2 * FLOOR_SECONDS > wait_of(first) >= FLOOR_SECONDS
    assert wait_of(after_failure(KNOWN, FailureKind.SOFT, NOW, 9_000.0)) == 9_000


def test_a_host_that_wants_quiet_is_no_failure_of_the_seed() -> None:
    state = after_asking_later(KNOWN, 500.0, NOW)
    assert (state.failures, wait_of(state), state.polled_at) == (0, 500, KNOWN.polled_at)


LIES = [
    ("same validators, new links", replace(KNOWN, unchanged=9), Announced(new=1), {"etag": '"a"', "last_modified": KNOWN.last_modified}, 1),
    ("same validators, nothing new", replace(KNOWN, unchanged=9), Announced(known=9), {"etag": '"a"', "last_modified": KNOWN.last_modified}, 0),
    ("entries older than the last 304", replace(KNOWN, unchanged=9), Announced(new=2, hidden=2), {}, 1),
    ("one entry that was dated back", replace(KNOWN, unchanged=9), Announced(new=2, hidden=1), {}, 0),
    ("changed since", replace(KNOWN, unchanged=9), Announced(new=2), {}, 0),
    ("never answered 304", KNOWN, Announced(new=2, hidden=2), {"etag": '"a"', "last_modified": KNOWN.last_modified}, 0),
    ("a conditional answer is no proof", replace(KNOWN, unchanged=9), Announced(new=2, hidden=2), {"was_conditional": True}, 0),
    ("another address, which was not asked on conditions", replace(KNOWN, unchanged=9), Announced(new=2, hidden=2), {"is_redirected": True, "url": NEW_FEED}, 0),
    ("another rule let old entries in", replace(KNOWN, unchanged=9, reader=MARK - 1), Announced(new=2, hidden=2), {}, 0),
    ("the very body that was read before", replace(KNOWN, unchanged=9), Announced(new=2, hidden=2), {"digest": KNOWN.body_hash}, 0),
    ("once a liar", replace(KNOWN, lies=1), Announced(known=2), {}, 1),
    ("no validators at all", replace(KNOWN, unchanged=9, etag=None, last_modified=None), Announced(new=1), {"etag": None}, 0),
]


@pytest.mark.parametrize(("state", "announced", "said", "lies"), [row[1:] for row in LIES], ids=[row[0] for row in LIES])
def test_a_lying_304_is_found_out_and_remembered(state: SeedState, announced: Announced, said: dict[str, Any], lies: int) -> None:
    assert read(state, announced, **said).lies == lies


def test_a_sitemap_whose_index_tells_of_changes_waits_for_it() -> None:
    told = replace(KNOWN, origin=Origin.INDEX, listed_as="2026-11-01")
    assert datetime(2026, 11, 3, tzinfo=UTC).timestamp() < NOW
    today = replace(told, listed_as=datetime.fromtimestamp(NOW, UTC).date().isoformat())
    assert wait_of(read(today, Announced(new=1))) < CEILING_SECONDS
    assert wait_of(read(replace(today, listed_as=f"{today.listed_as}T00:00:00+00:00"), Announced(new=1))) >= CHILD_CEILING_SECONDS
    untold = replace(KNOWN, origin=Origin.INDEX, interval_s=int(20 * CEILING_SECONDS))
    assert wait_of(read(told, Announced(new=1))) >= CHILD_CEILING_SECONDS
    assert read(untold, Announced()).interval_s == CHILD_CEILING_SECONDS
    assert wait_of(read(untold, Announced(new=1))) < CHILD_CEILING_SECONDS
