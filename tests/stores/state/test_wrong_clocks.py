"""A clock that ran ahead for a while and is right again: nothing that was written meanwhile is waited for, and nothing that it dated hides what is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from newscrawl.core.article import Article, Cause
from newscrawl.core.link import Hints
from newscrawl.core.outlet import Via
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state import runs, seeds
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.outcome import Postpone, Reject, Result, Unchanged
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.schema import article, link, run, seed
from newscrawl.stores.state.seeds import NEVER, SeedState
from newscrawl.stores.state.session import RunSession
from newscrawl.stores.state.walks import Found
from tests.stores.state.test_state import NOW, OUTLET, WORDS, announce, claim, die, keep, make_article, make_link, make_session

pytestmark = pytest.mark.promise("T15")

AHEAD = NOW + timedelta(days=3650)
HOUR = timedelta(hours=1)
FEED = "https://courier.example/feed/"
ROOT = "https://courier.example/wp-json/"


def at(session: RunSession, moment: datetime) -> None:
    """The machine's clock says this from now on."""
    session._now = lambda: moment


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


# --- what an article says now -------------------------------------------------------------------------------------------------------------


def looked(session: RunSession, moment: datetime, word: str, cause: Cause | None = "edit", fetched_at: datetime | None = None) -> Result:
    """The page of article 1 says `word` when it is judged at this moment."""
    at(session, moment)
    fetched = (fetched_at or moment).isoformat()
    item = make_article(1, text=f"{WORDS}It says {word}.\n{WORDS * 2}", fetched_at=fetched, first_seen=fetched)
    (claimed,) = session.ask_for(OUTLET, [make_link(1)]).claims if cause != "replay" else [None]
    (result,) = session.commit([replace(keep(claimed, item), cause=cause)])
    return result


def fetched_at(session: RunSession) -> int:
    with session._db.write() as connection:
        return connection.scalar(select(article.c.fetched_at)) or 0


def test_an_edit_after_a_look_that_lies_ahead_is_a_version(session: RunSession) -> None:
    looked(session, AHEAD, "one", None)
    for version, word in enumerate(["two", "three"], start=2):
        now = NOW + version * HOUR
        found = looked(session, now, word)
        assert isinstance(found, Article)
        assert (found.version, fetched_at(session)) == (version, seconds(now))


def test_a_look_that_finds_nothing_new_takes_the_place_of_one_that_lies_ahead(session: RunSession) -> None:
    looked(session, AHEAD, "one", None)
    assert isinstance(looked(session, NOW, "one"), Unchanged)
    assert fetched_at(session) == seconds(NOW)


def test_a_page_that_was_fetched_before_the_clock_was_set_right_is_a_later_look(session: RunSession) -> None:
    looked(session, NOW, "one", None)
    assert isinstance(looked(session, NOW + HOUR, "two", fetched_at=AHEAD), Article)


def test_replay_takes_no_page_that_lies_ahead_for_the_newest(session: RunSession) -> None:
    looked(session, NOW, "one", None)
    looked(session, AHEAD, "two")
    looked(session, NOW + HOUR, "three")
    later = NOW + 2 * HOUR
    for fetched, word in ((NOW, "one"), (NOW + HOUR, "three"), (AHEAD, "two")):
        assert isinstance(looked(session, later, word, "replay", fetched), Unchanged), word
    assert fetched_at(session) == seconds(NOW + HOUR)


def test_replay_extracts_a_page_again_that_lies_ahead_and_is_the_newest(session: RunSession) -> None:
    looked(session, NOW, "one", None)
    looked(session, AHEAD, "two")
    later = NOW + 2 * HOUR
    assert isinstance(looked(session, later, "one", "replay", NOW), Unchanged)
    found = looked(session, later, "two, by better rules", "replay", AHEAD)
    assert isinstance(found, Article)
    assert found.version == 3


def test_a_state_that_is_rebuilt_from_lines_that_lie_ahead_takes_edits(tmp_path: Path, session: RunSession) -> None:
    looked(session, AHEAD, "one", None)
    looked(session, NOW, "two")
    session.close()
    anew = make_session(tmp_path, "run-2", f"sqlite:///{tmp_path / 'anew.sqlite'}")
    anew.begin("pages")
    assert fetched_at(anew) == seconds(NOW)
    assert isinstance(looked(anew, NOW + HOUR, "three"), Article)
    anew.close()


# --- walks ----------------------------------------------------------------------------------------------------------------------------------


def post(number: int, changed_at: datetime) -> Found:
    way = make_link(number, via=Via.WORDPRESS, seed=ROOT, hints=Hints(guid=f"https://courier.example/?p={number}"))
    return Found(link=way, other=f"https://courier.example/?p={number}", changed_at=seconds(changed_at))


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_walk_wants_a_post_that_changed_since_a_moment_that_lies_ahead(session: RunSession, is_kept: bool) -> None:
    at(session, AHEAD)
    ((_, claimed),) = session.take_posts(OUTLET, ROOT, [post(1, NOW)], "").claims
    item = make_article(1, fetched_at=AHEAD.isoformat(), first_seen=AHEAD.isoformat())
    rejected = Reject(claim=claimed, rejection=Rejection(reason=Reason.PROTECTED))
    session.commit([keep(claimed, item) if is_kept else rejected])
    assert session.wanted_posts(OUTLET, [post(1, NOW)]) == []
    at(session, NOW)
    assert session.wanted_posts(OUTLET, [post(1, NOW)]) == [0]


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=3650)], ids=["days", "years"])
@pytest.mark.parametrize(
    "owed",
    [
        lambda session: session.take_owed_posts("courier", ROOT, 10),
        lambda session: session.claim({"courier": 10})["courier"],
        lambda session: session.take_posts(OUTLET, ROOT, [post(1, NOW)], "").claims,
    ],
    ids=["of the walk", "of anybody", "given again"],
)
def test_a_post_that_a_clock_put_off_is_due(session: RunSession, ahead: timedelta, owed: Callable[[RunSession], list[object]]) -> None:
    ((_, claimed),) = session.take_posts(OUTLET, ROOT, [post(1, NOW)], "").claims
    due_at = seconds(NOW + ahead + HOUR)
    session.commit([Postpone(claim=claimed, due_at=due_at, reason=Reason.TIMEOUT, detail="slow")])
    assert len(owed(session)) == 1


def test_a_post_that_is_put_off_for_a_day_waits(session: RunSession) -> None:
    ((_, claimed),) = session.take_posts(OUTLET, ROOT, [post(1, NOW)], "").claims
    session.commit([Postpone(claim=claimed, due_at=seconds(NOW + 24 * HOUR), reason=Reason.TIMEOUT, detail="slow")])
    assert not session.take_owed_posts("courier", ROOT, 10)
    assert not session.claim({"courier": 10})["courier"]


# --- runs -----------------------------------------------------------------------------------------------------------------------------------


def test_a_dead_run_whose_sign_of_life_lies_ahead_holds_nothing(tmp_path: Path) -> None:
    far = make_session(tmp_path, "far")
    far.where = replace(far.where, host="elsewhere")
    at(far, AHEAD)
    far.begin("latest")
    announce(far, [make_link(1), make_link(2)])
    claim(far)
    assert far.take_seeds([SeedState(outlet="courier", url=FEED)], due_or_not=True)
    die(far)
    near = make_session(tmp_path, "near")
    assert near.begin("latest").released == 2
    assert near.take_seeds([SeedState(outlet="courier", url=FEED)], due_or_not=False)
    near.close()


def test_rows_of_runs_that_lie_ahead_keep_no_place(session: RunSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEPT_RUNS", 2)
    with session._db.write() as connection:
        for number in range(4):
            runs.start_run(connection, f"ahead-{number}", "latest", "box", seconds(AHEAD))
            connection.execute(run.update().where(run.c.id == f"ahead-{number}").values(ended_at=seconds(AHEAD)))
        for number in range(2):
            runs.start_run(connection, f"right-{number}", "latest", "box", seconds(NOW) + number)
            runs.end_run(connection, f"right-{number}", seconds(NOW) + number, "finished", 0)
        kept = connection.scalars(select(run.c.id).where(run.c.ended_at.is_not(None)).order_by(run.c.id))
        assert list(kept) == ["right-0", "right-1"]


# --- seeds ----------------------------------------------------------------------------------------------------------------------------------


def stored(session: RunSession, **known: object) -> None:
    with session._db.write() as connection:
        seeds.save_seed(connection, SeedState(outlet="courier", url=FEED, **known))  # type: ignore[arg-type]


def taken(session: RunSession, *, due_or_not: bool = False) -> list[SeedState]:
    return session.take_seeds([SeedState(outlet="courier", url=FEED)], due_or_not=due_or_not)


def test_a_seed_that_was_asked_at_a_moment_that_lies_ahead_is_due(session: RunSession) -> None:
    tomorrow = seconds(NOW + 24 * HOUR)
    stored(session, polled_at=tomorrow, next_due_at=tomorrow + 1800)
    assert len(taken(session)) == 1


def test_one_that_was_asked_just_now_or_never_again_is_not(session: RunSession) -> None:
    stored(session, polled_at=seconds(NOW), next_due_at=seconds(NOW) + 1800)
    assert not taken(session)
    stored(session, polled_at=seconds(AHEAD), next_due_at=NEVER, outcome="stopped")
    assert not taken(session)


def test_a_body_that_was_read_at_a_moment_that_lies_ahead_is_read_anew(session: RunSession) -> None:
    stored(session, read_at=seconds(NOW), polled_at=seconds(NOW), reader=7)
    assert taken(session, due_or_not=True)[0].reader == 7
    stored(session, read_at=seconds(AHEAD), polled_at=seconds(AHEAD), reader=7)
    (state,) = taken(session, due_or_not=True)
    assert (state.reader, state.polled_at) == (0, 0)


def test_an_index_whose_sitemap_was_asked_ahead_has_it_asked_soon(session: RunSession) -> None:
    child = "https://courier.example/map.xml"
    index = SeedState(outlet="courier", url=FEED)

    def listed(change: str) -> None:
        session.save_seed(Poll(outlet=OUTLET, before=index, settle=lambda _: index, children=[(child, change)]))

    listed("2026-11-20T10:00:00Z")
    polled_at = seconds(NOW + 20 * 24 * HOUR)
    with session._db.write() as connection:
        ran = {"polled_at": polled_at, "next_due_at": polled_at + 1, "outcome": "read", "fruitless": 9}
        connection.execute(seed.update().where(seed.c.url == child).values(**ran))
    listed("2026-11-20T11:00:00Z")
    with session._db.write() as connection:
        due_at = connection.scalar(select(seed.c.next_due_at).where(seed.c.url == child))
    assert seconds(NOW) < (due_at or 0) <= seconds(NOW + 24 * HOUR)


def test_a_road_that_was_not_there_ahead_is_looked_for(session: RunSession) -> None:
    at(session, AHEAD)
    session.roads.was_looked_for(OUTLET, Via.FEED)
    assert not session.roads.is_to_be_looked_for(OUTLET, Via.FEED)
    session.roads._now = lambda: seconds(NOW)
    assert session.roads.is_to_be_looked_for(OUTLET, Via.FEED)


def test_links_that_were_too_old_ahead_are_owed_and_those_that_are_too_old_stay_left(session: RunSession) -> None:
    dated = [make_link(1, hints=Hints(published="2026-11-20")), make_link(2, hints=Hints(published="2026-01-01"))]
    at(session, AHEAD)
    assert announce(session, dated, oldest="2036-11-01") == Announced(left=2)
    at(session, NOW)
    assert announce(session, dated, oldest="2026-11-01", read_at=seconds(NOW)) == Announced(known=2)
    assert announce(session, dated, oldest="2026-11-01", read_at=seconds(AHEAD)) == Announced(known=2, new=1)
    assert [each.link.url[-2:] for each in claim(session)] == ["1/"]
    with session._db.write() as connection:
        assert connection.scalar(select(func.count()).select_from(link).where(link.c.status == "left")) == 1
