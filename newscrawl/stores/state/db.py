"""Opening the state database: its version, its one writer, its way back from an older or newer version."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, event, inspect, select
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, NoSuchModuleError, ProgrammingError, SQLAlchemyError

from newscrawl.core.fingerprint import FINGERPRINT_VERSION
from newscrawl.core.revision import CONTENT_VERSION
from newscrawl.core.url import URL_KEY_VERSION
from newscrawl.errors import StateError, StoreError
from newscrawl.stores.files import make_folder
from newscrawl.stores.state import rekey, trouble
from newscrawl.stores.state.migrations import MIGRATIONS, Migration
from newscrawl.stores.state.schema import article, fingerprint, meta, metadata, part

SCHEMA_VERSION = 6
BUSY_TIMEOUT_MS = 60_000
"""How long a writer waits for another; a group commit takes milliseconds, a rebuild commits every 500 lines."""
CACHE_KIB = 64 * 1024
"""Page cache: holds the key index of some two million links, which are looked up in no order."""

WAL_PAGES = 8000
"""32 MiB of log before it is written back: at SQLite's 1,000 nearly every large batch pays for a checkpoint once the key index is large."""

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "cache_size": -CACHE_KIB,
    "busy_timeout": BUSY_TIMEOUT_MS,
    "wal_autocheckpoint": WAL_PAGES,
}

OUR_MISTAKES = (DataError, IntegrityError, ProgrammingError)
"""What no disk and no person can cause: to be seen with its traceback, not told as a failed write."""

KeepParams = Mapping[str, Sequence[str]]


class StateDb:
    """One connection that writes, for one process; the cross-process lock keeps a second writer out for the time of a transaction.

    The lock matters beside SQLite's own: versions before 3.51.3 can corrupt a WAL database when two connections meet a checkpoint
    (sqlite.org/wal.html#walresetbug).
    """

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url = url
        self._engine = engine
        self._connection: Connection | None = None
        self._lock: int | None = None
        self._inode: int | None = None

    @classmethod
    def open(cls, url: str, *, keep_params: KeepParams | None = None, migrations: Mapping[int, Migration] = MIGRATIONS) -> StateDb:
        """Open, make or migrate the database at `url`; raises `StateError` for one that this version can't use,
        `StoreError` for one that can't be written.

        `keep_params` (outlet: names of parameters that are identity) is needed when an older `url_key` has to be made anew.
        """
        parsed = _parse(url)
        db = cls(parsed, _engine(parsed))
        db._take_lock_file()
        try:
            with db.write() as connection:
                _prepare(connection, url, keep_params or {}, migrations)
        except BaseException as error:
            db.close()
            if isinstance(error, StoreError) and trouble.is_damage(getattr(error.__cause__, "orig", None)):
                raise StateError(str(error)) from error
            raise
        db._inode = db._current_inode()
        return db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction (`BEGIN IMMEDIATE`), committed at the end; raises `StoreError` when it can't be written."""
        self._check_still_there()
        self._flock(fcntl.LOCK_EX)
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with self._connection.begin():
                yield self._connection
        except OUR_MISTAKES:
            raise
        except DatabaseError as error:
            raise trouble.store_error(self.url.render_as_string(), error.orig) from error
        finally:
            self._flock(fcntl.LOCK_UN)

    def settle(self) -> None:
        """Bring SQLite's log into the database file; raises `StoreError` when that fails, which `close` would not say.

        Nothing that was committed hangs on it.
        """
        if self._file() is None or self._connection is None:
            return
        self._flock(fcntl.LOCK_EX)
        try:
            driver = self._connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            raise trouble.store_error(self.url.render_as_string(), error) from error
        finally:
            self._flock(fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the connection; SQLite checkpoints then, so it happens under the lock."""
        self._flock(fcntl.LOCK_EX)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()
        self._flock(fcntl.LOCK_UN)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _file(self) -> Path | None:
        name = self.url.database
        return Path(name) if self.url.get_backend_name() == "sqlite" and name and name != ":memory:" else None

    def _take_lock_file(self) -> None:
        file = self._file()
        if file is None:
            return
        try:
            make_folder(file.parent)
        except StoreError as error:
            raise StateError(f"state {error}; or name another place with NEWSCRAWL_STATE") from error
        try:
            self._lock = os.open(file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StateError(f"state {file}: {error.strerror}; name another place with NEWSCRAWL_DATA or NEWSCRAWL_STATE") from error

    def _flock(self, operation: int) -> None:
        try:
            if self._lock is not None:
                fcntl.flock(self._lock, operation)
        except OSError as error:
            raise StoreError(f"state {self._file()}: no lock: {error.strerror}; name a place with locks with NEWSCRAWL_STATE") from error

    def _current_inode(self) -> int | None:
        file = self._file()
        try:
            return file.stat().st_ino if file else None
        except FileNotFoundError:
            return None

    def _check_still_there(self) -> None:
        if self._inode is not None and self._current_inode() != self._inode:
            raise StoreError(f"state {self._file()}: the file was removed or replaced while this run wrote to it; start again, and it is rebuilt")


class StateReader:
    """Reads a state without writing, locking or checkpointing it; for commands that only look."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        if parsed.get_backend_name() == "sqlite":
            parsed = parsed.set(database=f"file:{quote(parsed.database or '')}", query={"mode": "ro", "uri": "true"})
        self._engine = create_engine(parsed)
        self._name = url

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read from; raises `StateError` when there is nothing to read or its version is another one."""
        schema = SCHEMA_VERSION
        try:
            with self._engine.connect() as connection:
                versions = _versions(connection)
                schema = versions["schema"]
                _refuse_newer(versions, self._name)
                yield connection
        except SQLAlchemyError as error:
            problem = getattr(error, "orig", error) if schema == SCHEMA_VERSION else f"an older newscrawl made it (schema {schema})"
            raise StateError(f"state {self._name}: {problem}; run a crawl first") from error
        finally:
            self._engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
        if parsed.get_backend_name() != "sqlite":
            parsed.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        example = "sqlite:////srv/news/state.sqlite"
        raise StateError(f"NEWSCRAWL_STATE: {url!r} is no database that can be opened ({error}); example: {example}") from error
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred, and a deferred one can't become a writer in WAL
    for name, value in SQLITE_PRAGMAS.items():
        said = connection.execute(f"PRAGMA {name}={value}").fetchone()
        if name == "journal_mode" and said[0] not in ("wal", "memory"):  # SQLite says so instead of raising, and would go on without its log
            error = sqlite3.OperationalError("its log can't be written beside it")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error


def _prepare(connection: Connection, name: str, keep_params: KeepParams, migrations: Mapping[int, Migration]) -> None:
    if not inspect(connection).has_table(meta.name):
        if inspect(connection).get_table_names():
            raise StateError(f"state {name}: this database holds something else; name another with NEWSCRAWL_STATE")
        metadata.create_all(connection)
        connection.execute(meta.insert(), [{"name": key, "value": value} for key, value in _OURS.items()])
        return
    versions = _versions(connection)
    _refuse_newer(versions, name)
    _migrate(connection, versions, name, migrations)
    if versions["url_key"] < URL_KEY_VERSION:
        rekey.remake_keys(connection, keep_params)
    if versions["fingerprint"] < FINGERPRINT_VERSION:
        connection.execute(fingerprint.delete())
        connection.execute(part.update().values(committed=0))  # adoption reads the lines again and makes new ones
    if versions.get("content", 0) < CONTENT_VERSION:
        connection.execute(article.update().values(content=None))
        connection.execute(part.update().values(committed=0))
    connection.execute(meta.delete())
    connection.execute(meta.insert(), [{"name": key, "value": value} for key, value in _OURS.items()])


_OURS = {"schema": SCHEMA_VERSION, "url_key": URL_KEY_VERSION, "fingerprint": FINGERPRINT_VERSION, "content": CONTENT_VERSION}


def _versions(connection: Connection) -> dict[str, int]:
    return {row.name: row.value for row in connection.execute(select(meta))}


def _refuse_newer(versions: Mapping[str, int], name: str) -> None:
    for key, ours in _OURS.items():
        if versions.get(key, 0) > ours:
            raise StateError(
                f"state {name}: {key} version {versions[key]} is newer than this newscrawl knows ({ours}); "
                "upgrade newscrawl, or name another state: it is rebuilt from the output"
            )


def _migrate(connection: Connection, versions: Mapping[str, int], name: str, migrations: Mapping[int, Migration]) -> None:
    for number in range(versions["schema"], SCHEMA_VERSION):
        if number not in migrations:
            raise StateError(f"state {name}: no way from schema {number}; move the file away: it is rebuilt from the output")
        migrations[number](connection)
