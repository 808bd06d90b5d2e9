"""The state: opening, versions, frontier, group commit, adoption."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from newscrawl.core.article import Article
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.identity import mint_id
from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import ArticleRules, Outlet, Via
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import StateError, StoreError
from newscrawl.stores.state import SCHEMA_VERSION, StateDb, frontier, part_rows, runs, seeds, turns
from newscrawl.stores.state.adopt import adopt_parts
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.db import StateReader
from newscrawl.stores.state.migrations import ARTICLE_COLUMNS_OF_2, SEED_COLUMNS_OF_2, SEED_COLUMNS_OF_3
from newscrawl.stores.state.outcome import Keep, Lost, Postpone, Reject
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.schema import alias, fingerprint, link, meta, seed
from newscrawl.stores.state.seeds import SeedState
from newscrawl.stores.state.session import RunSession, Where
from tests.site.output import read_lines

OUTLET = Outlet(slug="courier", name="Courier", home="https://courier.example/", article=ArticleRules(keep_params=("edition",)))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "The council of the river town met for a long evening and agreed on a plan for the old bridge, the mill and the school road. "

HOUR_MS = 3_600_000


def make_article(number: int, **changes: object) -> Article:
    url = f"https://courier.example/2026/11/story-{number}/"
    values = {
        "id": mint_id("courier", url_key(url)),
        "outlet": "courier",
        "url": url,
        "link": url,
        "title": f"Story {number}",
        "text": f"{WORDS}Number {number}.\n{WORDS * 2}",
        "fetched_at": NOW.isoformat(),
        "first_seen": NOW.isoformat(),
    }
    return Article(**{**values, **changes})


def make_link(number: int, **changes: object) -> Link:
    return Link(**{"url": f"https://courier.example/2026/11/story-{number}/", "outlet": "courier", "via": Via.FEED, **changes})


def make_session(data: Path, run: str = "run-1", state: str | None = None) -> RunSession:
    where = Where(data=data, state_url=state or f"sqlite:///{data / 'state.sqlite'}", host="box")
    return RunSession(where, run, {"courier": ("edition",)}, lambda: NOW, lambda: None)


def announce(session: RunSession, links: list[Link], oldest: str | None = None, **seed: object) -> Announced:
    state = SeedState(outlet="courier", url="https://courier.example/feed/", **seed)
    return session.save_seed(Poll(outlet=OUTLET, before=state, settle=lambda _: state, links=links, oldest=oldest))[1]


def claim(session: RunSession, count: int = 100) -> list[frontier.Claim]:
    return session.claim({"courier": count})["courier"]


def keep(claimed: frontier.Claim | None, article: Article, *aliases: str) -> Keep:
    return Keep(claim=claimed, article=article, aliases=aliases or (article.link,), keep_params=("edition",), fingerprint=fingerprint_of(article))


def known_as(session: RunSession, article: Article) -> Rejection | None:
    return session.known_as(article, fingerprint_of(article))


def lines(data: Path) -> list[dict]:
    return [json.loads(text) for path in sorted((data / "articles").glob("*/*.jsonl")) for text in path.read_text("utf-8").splitlines()]


# --- frontier ---------------------------------------------------------------------------------------------------------------------------


def test_a_link_is_announced_once_whatever_it_is_dressed_in(session):
    dressed = [make_link(1), make_link(2), make_link(1, url="http://www.courier.example/2026/11/story-1?utm_source=rss")]
    assert announce(session, dressed) == Announced(new=2, known=1)
    assert announce(session, [make_link(2), make_link(3)]) == Announced(new=1, known=1)


def test_links_are_claimed_in_the_order_of_the_seed_with_their_hints(session):
    hints = Hints(title="العنوان", authors=("أ", "ب"), published="2026-11-20T10:00+03:00")
    announce(session, [make_link(5, hints=hints), make_link(4), make_link(3)])
    first, second = claim(session, 2)
    assert [first.link.url[-2], second.link.url[-2]] == ["5", "4"]
    assert first.link.hints == hints
    assert [c.link.url[-2] for c in claim(session, 9)] == ["3"]
    assert claim(session) == []


def test_what_is_older_than_the_outlet_wants_is_left_not_owed(session):
    old, new, undated = (make_link(n, hints=Hints(published=p)) for n, p in enumerate(["2020-01-01", "2026-11-20", None]))
    assert announce(session, [old, new, undated], "2026-11-01") == Announced(new=2, known=0, left=1)
    assert session.owed()["courier"].total == 2


def test_parameters_that_an_outlet_keeps_tell_addresses_apart(session):
    assert announce(session, [make_link(1, url="https://courier.example/a?edition=1"), make_link(1, url="https://courier.example/a?edition=2")]).new == 2


def test_two_runs_never_hold_the_same_link(tmp_path, session):
    announce(session, [make_link(n) for n in range(10)])
    other = make_session(tmp_path, "run-2")
    other.begin("latest")
    ours, theirs = claim(session, 4), claim(other, 100)
    other.close()
    assert len(ours) == 4
    assert len(theirs) == 6
    assert not {c.row for c in ours} & {c.row for c in theirs}


# --- group commit -----------------------------------------------------------------------------------------------------------------------


def test_a_kept_article_is_a_line_and_its_link_is_settled(session, tmp_path):
    announce(session, [make_link(1)])
    (claimed,) = claim(session)
    (result,) = session.commit([keep(claimed, make_article(1))])
    assert isinstance(result, Article)
    assert [row["id"] for row in lines(tmp_path)] == [result.id]
    assert session.owed() == {}
    assert announce(session, [make_link(1)]) == Announced(known=1)


def test_a_copy_in_the_same_batch_is_a_duplicate_of_the_first(session, tmp_path):
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    first, second = session.commit([keep(one, make_article(1)), keep(two, make_article(2, text=make_article(1).text))])
    assert second == Rejection(reason=Reason.DUPLICATE, detail=first.id)
    assert len(lines(tmp_path)) == 1
    assert known_as(session, make_article(7, text=make_article(1).text)) == second
    assert known_as(session, make_article(1, text="new")) == Rejection(reason=Reason.SEEN, detail=first.id)
    assert known_as(session, make_article(8)) is None


def test_an_address_that_led_to_a_known_article_is_seen(session, tmp_path):
    announce(session, [make_link(1), make_link(2, url="https://courier.example/?p=77")])
    one, two = claim(session)
    (first,) = session.commit([keep(one, make_article(1))])
    same = make_article(1, link=two.link.url, text="another text of the same page, edited since, long enough to be compared with the first one " * 3)
    (second,) = session.commit([keep(two, same, two.link.url)])
    assert second == Rejection(reason=Reason.SEEN, detail=first.id)
    assert len(lines(tmp_path)) == 1


@pytest.mark.parametrize(("title", "kept"), [("Story 1", False), ("Another story", True)])
def test_a_declared_address_counts_only_with_the_same_title(session, title, kept):
    canonical = "https://courier.example/one-for-all/"
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    session.commit([keep(one, make_article(1, canonical_url=canonical))])
    (result,) = session.commit([keep(two, make_article(2, canonical_url=canonical, title=title))])
    assert isinstance(result, Article) is kept


def test_an_address_that_was_only_declared_belongs_to_the_article_found_there(session):
    there = "https://courier.example/2026/11/story-2/"
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    session.commit([keep(one, make_article(1, canonical_url=there))])
    (result,) = session.commit([keep(two, make_article(2))])
    assert isinstance(result, Article)
    (again,) = session.commit([keep(None, make_article(2, title="New headline", text="A wholly new text. " * 30))])
    assert again == Rejection(reason=Reason.SEEN, detail=result.id)


def test_rejections_and_postponements_are_settled_or_owed(session):
    announce(session, [make_link(n) for n in range(3)])
    gone, later, waiting = claim(session)
    due = int(NOW.timestamp()) + 300
    results = session.commit(
        [
            Reject(claim=gone, rejection=Rejection(reason=Reason.GONE, detail="HTTP 410")),
            Postpone(claim=later, due_at=due, reason=Reason.TIMEOUT, detail="slow"),
        ]
    )
    assert isinstance(results[0], Rejection)
    assert isinstance(results[1], Postpone)
    assert claim(session) == []  # not due yet
    owed = session.give_back()["courier"]
    assert (owed.tried, owed.untried) == (1, 1)
    assert [c.row for c in claim(session)] == [waiting.row]


def test_a_link_has_one_verdict_and_a_lost_claim_writes_nothing(session, tmp_path):
    announce(session, [make_link(1)])
    (claimed,) = claim(session)
    assert [type(r) for r in session.commit([keep(claimed, make_article(1)), keep(claimed, make_article(1))])] == [Article, Lost]
    assert session.commit([keep(claimed, make_article(1))]) == [Lost()]
    assert len(lines(tmp_path)) == 1


def test_an_article_of_a_spider_without_frontier_is_kept_once(session, tmp_path):
    first, again = session.commit([keep(None, make_article(1)), keep(None, make_article(1))])
    assert isinstance(first, Article)
    assert again == Rejection(reason=Reason.SEEN, detail=first.id)
    assert len(lines(tmp_path)) == 1


def test_an_id_that_is_taken_gets_a_number(session):
    one = make_article(1)
    other = make_article(2, id=one.id)
    third = make_article(3, id=one.id)
    results = session.commit([keep(None, one), keep(None, other), keep(None, third)])
    assert [r.id for r in results] == [one.id, f"{one.id}-2", f"{one.id}-3"]


def test_raw_pages_are_durable_before_the_lines_that_cite_them(tmp_path):
    order = []
    where = Where(data=tmp_path, state_url=f"sqlite:///{tmp_path / 's.sqlite'}", host="box")
    session = RunSession(where, "r", {}, lambda: NOW, lambda: order.append(len(lines(tmp_path))))
    session.begin("latest")
    session.commit([keep(None, make_article(1))])
    session.close()
    assert order == [0]
    assert len(lines(tmp_path)) == 1


# --- parts ------------------------------------------------------------------------------------------------------------------------------


def test_a_day_is_one_part_over_several_runs_and_a_new_day_another(tmp_path):
    for number, run in enumerate(["a", "b"]):
        session = make_session(tmp_path, run)
        session.begin("latest")
        session.commit([keep(None, make_article(number))])
        session.end("finished", 0)
        session.close()
    assert [p.name for p in (tmp_path / "articles/courier").iterdir()] == ["2026-11-22.jsonl"]
    where = Where(data=tmp_path, state_url=f"sqlite:///{tmp_path / 'state.sqlite'}", host="box")
    clock = [NOW]
    session = RunSession(where, "c", {}, lambda: clock[0], lambda: None)
    session.begin("latest")
    session.commit([keep(None, make_article(5))])
    clock[0] = NOW.replace(day=23)
    session.commit([keep(None, make_article(6))])
    session.close()
    assert sorted(p.name for p in (tmp_path / "articles/courier").iterdir()) == ["2026-11-22.jsonl", "2026-11-23.jsonl"]


def test_two_runs_at_once_write_two_parts(tmp_path, session):
    session.commit([keep(None, make_article(1))])
    other = make_session(tmp_path, "run-2")
    other.begin("latest")
    other.commit([keep(None, make_article(2))])
    other.close()
    assert sorted(p.name for p in (tmp_path / "articles/courier").iterdir()) == ["2026-11-22.1.jsonl", "2026-11-22.jsonl"]


def test_a_full_part_is_closed_and_the_next_one_begins(tmp_path, session):
    session.parts._max_bytes = 1
    session.commit([keep(None, make_article(1))])
    session.commit([keep(None, make_article(2))])
    assert session.parts.written == ["articles/courier/2026-11-22.jsonl", "articles/courier/2026-11-22.1.jsonl"]


# --- recovery ---------------------------------------------------------------------------------------------------------------------------


def die(session: RunSession) -> None:
    """As after SIGKILL: locks are gone, nothing was ended."""
    session.parts.close()
    session._db.close()
    os.close(session._lock._descriptor)
    session._lock = None


def test_claims_of_a_dead_run_are_free_again_and_those_of_a_living_one_are_not(tmp_path):
    first = make_session(tmp_path, "dead")
    first.begin("latest")
    announce(first, [make_link(n) for n in range(4)])
    claim(first, 2)
    die(first)
    second = make_session(tmp_path, "alive")
    assert second.begin("latest").released == 2
    assert len(claim(second, 3)) == 3
    third = make_session(tmp_path, "third")
    assert third.begin("latest").released == 0
    assert len(claim(third)) == 1
    third.close()
    second.close()


def dead_with_line(tmp_path: Path, tail: bytes = b"") -> Article:
    """A run that died between the fsync of its line and the commit of its state."""
    session = make_session(tmp_path, "dead")
    session.begin("latest")
    announce(session, [make_link(1), make_link(2)])
    claim(session)
    die(session)
    article = make_article(1)
    path = tmp_path / "articles/courier/2026-11-22.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(article.to_json().encode() + b"\n" + tail)
    return article


def test_a_line_that_was_complete_is_adopted_and_a_torn_one_removed(tmp_path):
    article = dead_with_line(tmp_path, b'{"schema": 1, "id": "cour')
    session = make_session(tmp_path)
    begun = session.begin("latest")
    assert (begun.adoption.lines, begun.adoption.torn_bytes, begun.released) == (1, 25, 1)
    assert [c.link.url for c in claim(session)] == [make_link(2).url]
    assert session.commit([keep(None, make_article(9, text=article.text))])[0].reason is Reason.DUPLICATE
    assert [row["id"] for row in lines(tmp_path)] == [article.id]
    session.commit([keep(None, make_article(3))])
    assert len(lines(tmp_path)) == 2
    session.close()
    assert make_session(tmp_path, "again").begin("latest").adoption.lines == 0


def test_a_lost_state_is_rebuilt_from_the_output(tmp_path):
    session = make_session(tmp_path)
    session.begin("latest")
    announce(session, [make_link(n) for n in range(600)])
    kept = session.commit([keep(c, make_article(n)) for n, c in enumerate(claim(session, 600))])
    session.end("finished", 0)
    session.close()
    for path in tmp_path.glob("state.sqlite*"):
        path.unlink()
    rebuilt = make_session(tmp_path, "later")
    assert rebuilt.begin("latest").adoption.lines == 600
    assert announce(rebuilt, [make_link(n) for n in range(600)]) == Announced(known=600)
    (again,) = rebuilt.commit([keep(None, make_article(5))])
    assert again.detail == kept[5].id
    rebuilt.close()


def test_a_line_that_is_no_record_stays_and_is_said(tmp_path):
    dead_with_line(tmp_path, b'{"id": 1}\nnot json\n')
    session = make_session(tmp_path)
    adoption = session.begin("latest").adoption
    session.close()
    assert len(adoption.damaged) == 2
    assert len(adoption.notes()) == 3
    assert (tmp_path / "articles/courier/2026-11-22.jsonl").read_bytes().endswith(b"not json\n")


def test_a_part_that_a_person_removed_is_said_until_it_is_there_again(tmp_path):
    session = make_session(tmp_path)
    session.begin("latest")
    session.commit([keep(None, make_article(1))])
    session.close()
    part = tmp_path / "articles/courier/2026-11-22.jsonl"
    part.rename(tmp_path / "away")
    for number, run in enumerate("bc", start=2):
        later = make_session(tmp_path, run)
        adoption = later.begin("latest").adoption
        assert adoption.missing == ["articles/courier/2026-11-22.jsonl"]
        assert "is gone" in adoption.notes()[0]
        later.commit([keep(None, make_article(number))])
        later.close()
    assert not part.exists()  # one of the same name could not come back
    (tmp_path / "away").rename(part)
    last = make_session(tmp_path, "d")
    assert last.begin("latest").adoption.notes() == []
    last.close()
    assert sorted(line["id"] for line in read_lines(tmp_path)) == sorted(make_article(number).id for number in (1, 2, 3))


def test_a_part_that_a_living_run_writes_is_left_to_it(tmp_path, session):
    session.commit([keep(None, make_article(1))])
    with (tmp_path / "articles/courier/2026-11-22.jsonl").open("ab") as file:
        file.write(b"half")
    db = StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    assert adopt_parts(db, tmp_path, "box", 0, {}).torn_bytes == 0
    db.close()


def test_silent_runs_of_other_machines_lose_their_claims(tmp_path):
    far = make_session(tmp_path, "far")
    far.where = replace(far.where, host="elsewhere")
    far.begin("latest")
    announce(far, [make_link(1)])
    claim(far)
    die(far)
    near = make_session(tmp_path, "near")
    assert near.begin("latest").released == 0
    near.close()
    late = make_session(tmp_path, "late")
    late._now = lambda: NOW.replace(hour=14)
    assert late.begin("latest").released == 1
    late.close()


def test_rows_of_old_runs_go(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "KEPT_RUNS", 2)
    for number in range(5):
        session = make_session(tmp_path, f"run-{number}")
        session._now = partial(NOW.replace, minute=number)
        session.begin("latest")
        session.end("finished", 0)
        session.close()
    with StateReader(f"sqlite:///{tmp_path / 'state.sqlite'}").read() as connection:
        assert runs.count_runs(connection) == 2


# --- seeds and turns --------------------------------------------------------------------------------------------------------------------


def test_validators_and_links_are_stored_together_or_not_at_all(session, monkeypatch):
    announce(session, [make_link(1)], etag='"a"', reader=1)
    monkeypatch.setattr(seeds, "save_seed", lambda *_: (_ for _ in ()).throw(StoreError("full")))
    with pytest.raises(StoreError):
        announce(session, [make_link(2)], etag='"b"', reader=1)
    (state,) = session.seeds_of("courier", ["https://courier.example/feed/"])
    assert state.etag == '"a"'
    assert session.owed()["courier"].total == 1
    assert session.seeds_of("courier", ["https://courier.example/other"])[0].reader == 0


def test_turns_keep_one_gap_over_all_runs(session):
    assert [session.take_turn("courier.example", 1000) for _ in range(3)] == [0, 1000, 1000]  # nothing is reserved
    assert session.take_turn("other.example", 1000) == 0
    with session._db.write() as connection:
        now = int(NOW.timestamp() * 1000)
        assert turns.take_turn(connection, "courier.example", "r", now + 9000, 1000) == 0
        assert turns.take_turn(connection, "courier.example", "r", now - 3 * HOUR_MS, 1000) == 0  # the clock was set back


def test_what_a_wrong_clock_wrote_keeps_nobody_from_putting_off_anew(session):
    now = int(NOW.timestamp() * 1000)
    with session._db.write() as connection:
        turns.leave_alone(connection, "quiet.example", "r", now + 72 * HOUR_MS, 300_000)
        turns.leave_alone(connection, "quiet.example", "r", now, 600_000)
        assert turns.take_turn(connection, "quiet.example", "s", now + 10_000, 1000) == 590_000
        turns.take_turn(connection, "held.example", "r", now + 72 * HOUR_MS, 1000)
        turns.hold_turn(connection, "held.example", "r", now, 1000)
        assert turns.take_turn(connection, "held.example", "s", now + 1, 1000) == 999


def test_a_longer_gap_that_another_run_knows_is_kept(session):
    now = int(NOW.timestamp() * 1000)
    with session._db.write() as connection:
        turns.take_turn(connection, "slow.example", "r", now, 1000)
        turns.hold_turn(connection, "slow.example", "r", now, 60_000)
        assert turns.take_turn(connection, "slow.example", "s", now + 1000, 1000) == 59_000


def test_a_host_that_asks_for_quiet_gets_it_from_every_run(session):
    session.leave_alone("courier.example", 600)
    assert session.take_turn("courier.example", 1000) == 600_000
    assert session.take_turn("courier.example", 1000) == 600_000  # nothing was reserved
    session.leave_alone("courier.example", 60)
    session.leave_alone("slow.example", 5)
    assert session.take_turn("courier.example", 1000) == 600_000
    assert [session.take_turn("slow.example", 1000) for _ in range(2)] == [5000, 5000]


# --- opening and versions ---------------------------------------------------------------------------------------------------------------


def set_version(data: Path, name: str, value: int) -> str:
    url = f"sqlite:///{data / 'state.sqlite'}"
    db = StateDb.open(url)
    with db.write() as connection:
        connection.execute(meta.update().where(meta.c.name == name).values(value=value))
    db.close()
    return url


@pytest.mark.parametrize("name", ["schema", "url_key", "fingerprint"])
def test_a_newer_state_is_refused_with_the_way_out(tmp_path, name):
    url = set_version(tmp_path, name, 99)
    with pytest.raises(StateError, match=rf"{name} version 99.*upgrade newscrawl"):
        StateDb.open(url)
    with pytest.raises(StateError, match="upgrade newscrawl"), StateReader(url).read():
        pass


def test_an_older_schema_is_migrated_in_one_transaction(tmp_path):
    url = set_version(tmp_path, "schema", 0)
    with pytest.raises(StateError, match="no way from schema 0"):
        StateDb.open(url)
    done = []
    StateDb.open(url, migrations=dict.fromkeys(range(SCHEMA_VERSION), done.append)).close()
    StateDb.open(url).close()
    assert len(done) == SCHEMA_VERSION


def test_a_state_of_schema_1_gets_what_2_added(tmp_path):
    url = set_version(tmp_path, "schema", 1)
    db = StateDb.open(url.replace("state.sqlite", "new.sqlite"))
    with db.write() as connection:
        wanted = columns_of(connection)
    db.close()
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection, connection:
        connection.execute("DROP INDEX seed_due")
        connection.execute("DROP TABLE host_file")
        drop_coverage(connection)
        for table, names in {"seed": (*SEED_COLUMNS_OF_2, *SEED_COLUMNS_OF_3), "article": ARTICLE_COLUMNS_OF_2}.items():
            for name in names:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.execute("INSERT INTO seed (outlet, url, reader, next_due_at, polled_at, outcome, failures) VALUES ('courier', 'https://a.example/', 1, 2, 3, 'read', 0)")
    db = StateDb.open(url)
    with db.write() as connection:
        assert columns_of(connection) == wanted
        assert [tuple(row) for row in connection.execute(select(seed.c.outlet, seed.c.origin, seed.c.interval_s))] == [("courier", "file", 0)]
    db.close()


def test_a_state_of_schema_2_gets_what_3_added(tmp_path):
    url = set_version(tmp_path, "schema", 2)
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection, connection:
        drop_coverage(connection)
        for name in SEED_COLUMNS_OF_3:
            connection.execute(f"ALTER TABLE seed DROP COLUMN {name}")
        connection.execute("INSERT INTO seed (outlet, url, reader, next_due_at, polled_at, outcome, failures) VALUES ('courier', 'https://a.example/', 1, 2, 3, 'read', 0)")
    db = StateDb.open(url)
    with db.write() as connection:
        assert [tuple(row) for row in connection.execute(select(seed.c.ttl_s, seed.c.fruitless))] == [(0, 0)]
    db.close()


def drop_coverage(connection):
    """Take away what schemas 4 and 5 added for coverage, and 6 for parts."""
    connection.execute("DROP TABLE announced")
    connection.execute("ALTER TABLE link DROP COLUMN month")
    connection.execute("ALTER TABLE link DROP COLUMN also")
    connection.execute("ALTER TABLE part DROP COLUMN lines")
    connection.execute("ALTER TABLE part DROP COLUMN short")


def columns_of(connection):
    """Every table's columns with their types, and the names of its indexes."""
    found = inspect(connection)
    return {
        table: ({(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)}, {i["name"] for i in found.get_indexes(table)})
        for table in found.get_table_names()
    }


def test_a_new_url_key_makes_new_keys_and_touches_no_id(tmp_path):
    session = make_session(tmp_path)
    session.begin("latest")
    announce(session, [make_link(1), make_link(2)])
    one, _ = claim(session)
    (kept,) = session.commit([keep(one, make_article(1), "https://courier.example/?p=9")])
    with session._db.write() as connection:  # as an older url_key would have left it: other keys, and one address twice
        for number, row in enumerate(connection.execute(select(link.c.id)).all()):
            connection.execute(link.update().where(link.c.id == row.id).values(key=bytes([number]) * 16))
        connection.execute(link.insert().values(outlet="courier", key=b"z" * 16, url=make_link(1).url + "?utm_medium=x", status="pending", due_at=0, attempts=0, announced_at=0))
        connection.execute(alias.update().where(alias.c.declared == 0).values(outlet="courier"))
    session.close()
    set_version(tmp_path, "url_key", 0)
    later = make_session(tmp_path, "later")
    later.begin("latest")
    assert announce(later, [make_link(1), make_link(2), make_link(3), make_link(0, url="https://courier.example/?p=9")]) == Announced(new=1, known=3)
    with later._db.write() as connection:
        assert connection.execute(select(link.c.article).where(link.c.status == "kept")).scalars().all() == [kept.id]
    later.close()


def test_a_new_fingerprint_is_made_from_the_output(tmp_path):
    session = make_session(tmp_path)
    session.begin("latest")
    session.commit([keep(None, make_article(1))])
    with session._db.write() as connection:
        connection.execute(fingerprint.update().values(digest=b"old"))
    session.close()
    set_version(tmp_path, "fingerprint", 0)
    later = make_session(tmp_path, "later")
    later.begin("latest")
    assert known_as(later, make_article(2, text=make_article(1).text)).reason is Reason.DUPLICATE
    later.close()


@pytest.mark.parametrize("url", ["not a url", "oracle9://x/y", "sqlite:////proc/nowhere/state.sqlite"])
def test_an_address_that_is_no_database_is_refused(url):
    with pytest.raises(StateError):
        StateDb.open(url)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"these are my holiday notes, not a database " * 100)
    with pytest.raises(StateError, match="move it and its -wal and -shm away"):
        StateDb.open(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"these are")


def test_a_database_of_something_else_is_refused(tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "state.sqlite") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StateError, match="holds something else"):
        StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")


def test_a_state_that_is_removed_under_a_run_ends_it(session, tmp_path):
    (tmp_path / "state.sqlite").unlink()
    with pytest.raises(StoreError, match="removed or replaced"):
        session.commit([keep(None, make_article(1))])


def test_there_is_nothing_to_read_before_the_first_crawl(tmp_path):
    with pytest.raises(StateError, match="run a crawl first"), StateReader(f"sqlite:///{tmp_path / 'state.sqlite'}").read():
        pass


def test_totals_are_all_that_was_ever_announced(session):
    announce(session, [make_link(n) for n in range(4)])
    one, two, *_ = claim(session, 3)
    session.commit([keep(one, make_article(0)), Reject(claim=two, rejection=Rejection(reason=Reason.ROBOTS))])
    with session._db.write() as connection:
        totals = frontier.totals(connection, "courier")
        assert part_rows.load_part(connection, "articles/none") is None
    assert totals == {"kept": 1, "rejected:robots": 1, "claimed": 1, "pending": 1}
    assert sum(totals.values()) == 4
