"""What SQLite's refusals mean for a person: its result codes (sqlite.org/rescode.html), each with what to do about it."""

from __future__ import annotations

import sqlite3

from newscrawl.errors import StoreError

ANY_OTHER = "start the run again: what was complete stays"
THEN = f"then {ANY_OTHER}"
OR_ELSEWHERE = "or name another place with NEWSCRAWL_DATA or NEWSCRAWL_STATE"
WHAT_TO_DO = {
    sqlite3.SQLITE_FULL: f"free some space on that disk, {THEN}",
    sqlite3.SQLITE_IOERR: f"look at the disk and at the limit on file sizes (ulimit -f), {THEN}",
    sqlite3.SQLITE_CANTOPEN: f"free some space, or make its folder writable for this user, {OR_ELSEWHERE}",
    sqlite3.SQLITE_READONLY: f"make it and its folder writable for this user, {OR_ELSEWHERE}",
    sqlite3.SQLITE_PERM: f"make it and its folder writable for this user, {OR_ELSEWHERE}",
    sqlite3.SQLITE_BUSY: f"another program holds it; close that one, {THEN}",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: move it and its -wal and -shm away, and it is rebuilt from the output",
    sqlite3.SQLITE_NOTADB: "the file is no state or is damaged: move it and its -wal and -shm away, and it is rebuilt from the output",
}
"""By primary code; any other asks for another try."""
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
PRIMARY_BITS = 0xFF
"""Extended codes tell more in their higher bits."""


def code_of(problem: object) -> int | None:
    """The primary result code of an error of the driver; None for another database's."""
    extended = getattr(problem, "sqlite_errorcode", None)
    return None if extended is None else extended & PRIMARY_BITS


def store_error(name: str, problem: object) -> StoreError:
    """The error for a person: which state, what the database said, what to do."""
    code = code_of(problem)
    advice = ANY_OTHER if code is None else WHAT_TO_DO.get(code, ANY_OTHER)
    return StoreError(f"state {name}: {' '.join(str(problem).split())}; {advice}")


def is_damage(problem: object) -> bool:
    """Whether the file itself is the trouble, and no other try will help."""
    return code_of(problem) in DAMAGE
