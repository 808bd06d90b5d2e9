"""The state after accidents: parts that were cut or removed, strange lines, addresses that are not what they seem, hosts that want quiet."""

from __future__ import annotations

import json
import os
from pathlib import Path
from secrets import token_hex

import pytest

from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import Stopped, StoreError
from newscrawl.stores.held import parts_below
from newscrawl.stores.locks import FileLock, waiting_lock
from newscrawl.stores.state import adopt, frontier, part_rows
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.db import StateReader
from newscrawl.stores.state.outcome import Keep, Postpone
from newscrawl.stores.state.schema import KEPT
from tests.stores.state.test_state import NOW, announce, claim, keep, lines, make_article, make_link, make_session

pytestmark = pytest.mark.promise("T2")

PART = "articles/courier/2026-11-22.jsonl"
DUE = int(NOW.timestamp()) + 300


def written(data: Path, count: int) -> Path:
    """An output of `count` lines by a run that ended well."""
    session = make_session(data, "first")
    session.begin("latest")
    session.commit([keep(None, make_article(number)) for number in range(count)])
    session.end("finished", 0)
    session.close()
    return data / PART


def begun(data: Path, *articles: int) -> list[str]:
    """The notes of a later run that keeps these articles."""
    session = make_session(data, f"later-{token_hex(3)}")
    notes = session.begin("latest").adoption.notes()
    session.commit([keep(None, make_article(number)) for number in articles])
    session.end("finished", 0)
    session.close()
    return notes


def lost(count: int) -> str:
    return f"lines lost from {PART}: {count}, and their articles count as kept: put it back whole, have them fetched again (-a refill=1), "


def test_a_part_that_lost_its_end_is_read_again_and_nothing_is_glued_to_it(tmp_path):
    path = written(tmp_path, 3)
    path.write_bytes(path.read_bytes()[:-5])  # an editor, a bad copy
    torn, short = begun(tmp_path, 9)
    assert torn.startswith("removed")
    assert short.startswith(lost(1))
    assert [row["title"] for row in lines(tmp_path)] == ["Story 0", "Story 1", "Story 9"]


@pytest.mark.parametrize("left", [0, 1, 2])
def test_lines_that_are_lost_are_told_until_they_are_back(tmp_path, left):
    path = written(tmp_path, 3)
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:left]))  # a copy of the morning
    for new in ([], [8], []):
        (note,) = begun(tmp_path, *new)
        assert note.startswith(lost(3 - left))
    path.write_bytes(whole + path.read_bytes().splitlines(keepends=True)[-1])
    assert begun(tmp_path) == []
    assert len(lines(tmp_path)) == 4


def test_a_part_of_which_more_is_lost_later_is_told_with_all_of_it(tmp_path):
    path = written(tmp_path, 3)
    for left in (2, 1):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:left]))
        (note,) = begun(tmp_path)
        assert note.startswith(lost(3 - left))


def test_lines_that_another_run_writes_meanwhile_are_counted_once(tmp_path, monkeypatch):
    written(tmp_path, 1)
    other = make_session(tmp_path, "other")
    other.begin("latest")

    def late(data: Path) -> dict[str, int]:
        other.commit([keep(None, make_article(5))])
        other.close()
        return parts_below(data)

    monkeypatch.setattr(adopt, "parts_below", late)
    assert begun(tmp_path) == []
    with StateReader(f"sqlite:///{tmp_path / 'state.sqlite'}").read() as connection:
        assert part_rows.load_part(connection, PART).lines == len(lines(tmp_path)) == 2


def test_a_link_to_a_part_is_no_part(tmp_path):
    path = written(tmp_path, 2)
    path.with_name("latest.jsonl").symlink_to(path.name)
    path.with_name("second.jsonl").hardlink_to(path)
    path.with_name("nothing.jsonl").symlink_to("gone")
    path.with_name("itself.jsonl").symlink_to("itself.jsonl")
    path.with_name("folder.jsonl").mkdir()
    os.mkfifo(path.with_name("pipe.jsonl"))
    assert begun(tmp_path) == []
    assert parts_below(tmp_path) == {PART: path.stat().st_size}


def test_a_part_that_was_moved_to_another_disk_and_linked_is_there(tmp_path):
    path = written(tmp_path / "data", 2)
    away = path.rename(tmp_path / "away.jsonl")
    path.symlink_to(away)
    assert begun(tmp_path / "data") == []
    (tmp_path / "data" / "state.sqlite").unlink()
    assert begun(tmp_path / "data") == ["took in 2 lines that the state did not know"]


def test_what_a_killed_run_left_beside_the_state_goes(tmp_path, session):
    folder = tmp_path / "runs"
    for run in ("dead", session.run):
        (folder / f"{run}.0.links").touch()
        (folder / f".{run}.json.4711.tmp").touch()
    begun(tmp_path)
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") == [f".{session.run}.json.4711.tmp", f"{session.run}.0.links"]


def test_a_part_that_is_removed_while_a_run_writes_ends_the_run(tmp_path, session):
    session.commit([keep(None, make_article(1))])
    (tmp_path / PART).unlink()
    with pytest.raises(StoreError, match="removed or replaced"):
        session.commit([keep(None, make_article(2))])


def test_a_part_that_grew_behind_the_run_ends_the_run(tmp_path, session):
    session.commit([keep(None, make_article(1))])
    with session._db.write() as connection:
        connection.exec_driver_sql("UPDATE part SET committed = committed - 1")
    with pytest.raises(StoreError, match="not as this run left it"):
        session.commit([keep(None, make_article(2))])


STRANGE = [
    {"outlet": None},
    {"id": ["a", "list"]},
    {"link": 10**30},
    {"title": {"an": "object"}},
    {"text": 7},
    {"credit": "no object"},
    {"url": None},
]


@pytest.mark.parametrize("change", STRANGE)
def test_a_strange_line_is_said_and_stops_nobody(tmp_path, change):
    path = written(tmp_path, 1)
    record = {**json.loads(path.read_text("utf-8")), "id": "courier-00000000000000ff", "link": "https://courier.example/x/", **change}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    session = make_session(tmp_path, "later")
    session.begin("latest")
    session.commit([keep(None, make_article(5))])
    session.close()
    assert len(lines(tmp_path)) == 3


def test_an_address_that_a_page_only_declares_is_still_announced(session):
    announce(session, [make_link(1)])
    (one,) = claim(session)
    session.commit([keep(one, make_article(1, canonical_url=make_link(2).url))])
    assert announce(session, [make_link(2)]) == Announced(new=1)


def test_a_gate_that_many_links_pass_is_no_name_of_an_article(session):
    gate = "https://courier.example/gate/"
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    results = session.commit([keep(one, make_article(1), gate), keep(two, make_article(2), gate)])
    assert [type(result).__name__ for result in results] == ["Article", "Article"]


@pytest.mark.parametrize(("title", "day", "kept"), [("Briefing", "2026-11-20", False), ("Briefing", "2026-11-21", True), (None, "2026-11-20", True)])
def test_a_declared_address_counts_with_title_and_day(session, title, day, kept):
    page = {"canonical_url": "https://courier.example/briefing/", "title": title}
    session.commit([keep(None, make_article(1, published="2026-11-20", **page))])
    (result,) = session.commit([keep(None, make_article(2, published=day, **page))])
    assert isinstance(result, Rejection) is not kept


def test_a_temporary_redirect_to_a_known_article_is_tried_again(session):
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    (first,) = session.commit([keep(one, make_article(1))])
    away = Keep(**{**dict(_fields(keep(two, make_article(1, link=two.link.url)))), "seen_again_at": DUE})
    (result,) = session.commit([away])
    assert isinstance(result, Postpone)
    assert result.reason is Reason.SEEN
    assert first.id in result.detail
    assert session.give_back()["courier"].tried == 1


def _fields(outcome: Keep) -> list[tuple[str, object]]:
    return [(name, getattr(outcome, name)) for name in outcome.__dataclass_fields__]


def test_a_seen_link_becomes_another_name(session):
    announce(session, [make_link(1), make_link(2)])
    one, two = claim(session)
    (first,) = session.commit([keep(one, make_article(1))])
    session.commit([keep(two, make_article(1, link=two.link.url))])
    again = make_article(2, title="New", text="A wholly new text. " * 30)
    assert session.commit([keep(None, again)]) == [Rejection(reason=Reason.SEEN, detail=first.id)]


def test_waiting_for_a_quiet_host_is_no_try(session):
    announce(session, [make_link(1)])
    (held,) = claim(session)
    session.commit([Postpone(claim=held, due_at=int(NOW.timestamp()), reason=Reason.HTTP_ERROR, detail="quiet", was_tried=False)])
    (again,) = claim(session)
    assert again.attempts == 0


def test_what_another_run_holds_is_not_owed_by_this_one(tmp_path, session):
    announce(session, [make_link(n) for n in range(5)])
    other = make_session(tmp_path, "run-2")
    other.begin("latest")
    other.claim({"courier": 2})
    assert session.give_back()["courier"].total == 3
    with session._db.write() as connection:
        assert frontier.owed_by_outlet(connection)["courier"].total == 5
        assert KEPT not in frontier.totals(connection, "courier")
    other.close()


def test_a_run_that_waits_for_another_ones_recovery_can_be_stopped(tmp_path):
    held = FileLock.take(tmp_path / "recovery.lock")
    asked = iter([False, True])
    with pytest.raises(Stopped), waiting_lock(tmp_path / "recovery.lock", lambda: next(asked)):
        pass
    held.release()
    with waiting_lock(tmp_path / "recovery.lock", lambda: True):
        assert FileLock.take(tmp_path / "recovery.lock") is None


def test_a_rebuild_can_be_stopped_and_goes_on_later(tmp_path):
    written(tmp_path, 600)
    for path in tmp_path.glob("state.sqlite*"):
        path.unlink()
    session = make_session(tmp_path, "stopped")
    asked = iter([False, True])
    session._stop = lambda: next(asked)
    with pytest.raises(Stopped):
        session.begin("latest")
    session.close()
    later = make_session(tmp_path, "later")
    later.begin("latest")
    assert announce(later, [make_link(n) for n in range(600)]) == Announced(known=600)
    later.close()
