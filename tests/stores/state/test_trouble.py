"""Each way in which SQLite refuses says what to do about it, on a real database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from newscrawl.errors import StateError, StoreError
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.trouble import WHAT_TO_DO, code_of, is_damage, store_error

pytestmark = pytest.mark.promise("T4")


@pytest.mark.parametrize("code", WHAT_TO_DO)
def test_each_code_has_its_advice(code: int) -> None:
    error = sqlite3.OperationalError("it is so")
    error.sqlite_errorcode = code | 0x1200  # an extended one
    assert code_of(error) == code
    assert str(store_error("sqlite:///s", error)) == f"state sqlite:///s: it is so; {WHAT_TO_DO[code]}"
    assert is_damage(error) is (code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))


def test_another_database_has_no_such_codes() -> None:
    error = RuntimeError("the server is away")
    assert code_of(error) is None
    assert not is_damage(error)
    assert "start the run again" in str(store_error("postgresql://news", error))


def full(path: Path) -> None:
    """Writes more than the database may hold."""
    with closing(StateDb.open(f"sqlite:///{path}")) as state:
        with state.write() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with state.write() as connection:
            connection.execute(text("CREATE TABLE more AS SELECT randomblob(1000000) AS bytes"))


def damaged(path: Path) -> None:
    """Opens a database whose first pages are overwritten."""
    StateDb.open(f"sqlite:///{path}").close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 20_000)
    StateDb.open(f"sqlite:///{path}").close()


def elsewhere(path: Path) -> None:
    """Opens a database where a folder is."""
    path.mkdir()
    StateDb.open(f"sqlite:///{path}").close()


@pytest.mark.parametrize(("trouble", "kind", "says"), [(full, StoreError, "free some space"), (damaged, StateError, "-wal and -shm away"), (elsewhere, StoreError, "NEWSCRAWL_STATE")])
def test_a_real_refusal(tmp_path: Path, trouble: Callable[[Path], None], kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        trouble(tmp_path / "state.sqlite")


def test_a_log_that_cannot_be_written_back_is_said(tmp_path: Path) -> None:
    state = StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    state.settle()
    with state.write() as connection:
        connection.execute(text("CREATE TABLE more (a)"))
    broken = state._connection
    assert broken is not None
    broken.connection.driver_connection.close()  # type: ignore[union-attr]
    with pytest.raises(StoreError, match="closed database"):
        state.settle()


@pytest.mark.parametrize("statement", ["INSERT INTO meta VALUES ('schema', 1)", "INSERT INTO meta VALUES (?, ?)"])
def test_a_mistake_of_ours_is_no_failed_write(tmp_path: Path, statement: str) -> None:
    with closing(StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")) as state:
        with pytest.raises((IntegrityError, ProgrammingError)), state.write() as connection:
            connection.exec_driver_sql(statement)
        with state.write() as connection:
            assert connection.execute(text("SELECT count(*) FROM meta")).scalar_one() > 0
