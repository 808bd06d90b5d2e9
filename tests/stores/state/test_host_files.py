"""Files of hosts in the state: one row for each, shared by all runs, and gone when nobody needs it any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.core.host_file import ROBOTS, TDMREP, HostFile
from newscrawl.stores.state.host_files import KEPT_SECONDS
from newscrawl.stores.state.session import RunSession, Where

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "https://courier.example"


def make_session(data: Path, run: str) -> RunSession:
    where = Where(data=data, state_url=f"sqlite:///{data / 'state.sqlite'}", host="box")
    session = RunSession(where, run, {}, lambda: NOW, lambda: None)
    session.begin("latest")
    return session


@pytest.fixture
def session(tmp_path: Path):
    session = make_session(tmp_path, "run-1")
    yield session
    session.close()


def file(name: str = ROBOTS, status: int = 200, body: bytes = b"User-agent: *", host: str = HOST, hours: float = 24) -> HostFile:
    return HostFile(host=host, name=name, status=status, body=body, fetched_at=NOW, expires_at=NOW + timedelta(hours=hours))


def test_a_host_that_was_never_asked(session: RunSession) -> None:
    assert session.host_file(HOST, ROBOTS) is None


@pytest.mark.parametrize("kept", [file(), file(status=503, body=b""), file(status=0, body=b""), file(body=b"\xff\0" * 1000)])
def test_a_file_is_kept_as_it_was(session: RunSession, kept: HostFile) -> None:
    session.keep_host_file(kept)
    assert session.host_file(HOST, ROBOTS) == kept


def test_the_last_answer_counts_and_each_file_is_its_own(session: RunSession) -> None:
    for kept in (file(), file(status=404, body=b""), file(TDMREP, body=b"[]"), file(host="http://courier.example")):
        session.keep_host_file(kept)
    assert session.host_file(HOST, ROBOTS) == file(status=404, body=b"")
    assert session.host_file(HOST, TDMREP) == file(TDMREP, body=b"[]")
    assert session.host_file("http://courier.example", ROBOTS) == file(host="http://courier.example")


def test_another_run_finds_it(session: RunSession, tmp_path: Path) -> None:
    session.keep_host_file(file())
    other = make_session(tmp_path, "run-2")
    assert other.host_file(HOST, ROBOTS) == file()
    other.close()


def test_what_expired_long_ago_goes_when_a_run_ends(session: RunSession) -> None:
    days = KEPT_SECONDS / 86400
    session.keep_host_file(file(hours=-24 * days - 1))
    session.keep_host_file(file(host="https://other.example", hours=-24 * days + 1))
    session.end("finished", 0)
    assert session.host_file(HOST, ROBOTS) is None
    assert session.host_file("https://other.example", ROBOTS) is not None


def test_a_held_turn_is_waited_for_by_all(session: RunSession, tmp_path: Path) -> None:
    assert session.take_turn("courier.example", 1000) == 0
    assert session.hold_turn("courier.example", 5.0) == 5.0
    other = make_session(tmp_path, "run-2")
    assert other.take_turn("courier.example", 5000) == 5000
    assert other.hold_turn("courier.example", 1.0) == 1.0  # what was held stays held
    assert session.take_turn("courier.example", 5000) == 5000
    other.close()
