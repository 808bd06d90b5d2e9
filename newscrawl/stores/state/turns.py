"""The shared host turn: two runs on one machine keep one gap between requests to a host."""

from __future__ import annotations

from sqlalchemy import Connection, select

from newscrawl.core.belief import is_believed
from newscrawl.stores.state.schema import host_turn

MOST_AHEAD_MS = 2 * 3600 * 1000
"""A turn lies a gap ahead, an hour at most, and what its request went late. More comes from a clock that was set back."""
MOST_QUIET_MS = 24 * 3600 * 1000
"""A host is left alone for a day at most, however long it asks for."""


def take_turn(connection: Connection, host: str, run: str, now_ms: int, gap_ms: int) -> int:
    """Take the turn at `host` when it has come; returns 0 then, else how many milliseconds to wait before asking here again.

    Nothing is reserved ahead: what another run's request went late moves every turn after it (`hold_turn`).
    """
    row = connection.execute(select(host_turn.c.next_at, host_turn.c.quiet_until).where(host_turn.c.host == host)).first()
    next_at, quiet_until = row or (now_ms, 0)
    turn = max(_believed(next_at, now_ms, MOST_AHEAD_MS), _believed(quiet_until, now_ms, MOST_QUIET_MS))
    if turn > now_ms:
        return int(turn - now_ms)
    _save(connection, host, {"next_at": now_ms + gap_ms, "run": run}, is_new=row is None)
    return 0


def leave_alone(connection: Connection, host: str, run: str, now_ms: int, wait_ms: int) -> None:
    """The host asked for it: no run takes a turn in the next `wait_ms`."""
    _put_off(connection, host, run, "quiet_until", now_ms, wait_ms, MOST_QUIET_MS)


def hold_turn(connection: Connection, host: str, run: str, now_ms: int, wait_ms: int) -> None:
    """No run takes its turn in the next `wait_ms`."""
    _put_off(connection, host, run, "next_at", now_ms, wait_ms, MOST_AHEAD_MS)


def _put_off(connection: Connection, host: str, run: str, name: str, now_ms: int, wait_ms: int, most_ms: int) -> None:
    known = connection.scalar(select(host_turn.c[name]).where(host_turn.c.host == host))
    until = max(now_ms + wait_ms, _believed(known or 0, now_ms, most_ms))
    _save(connection, host, {name: until, "run": run}, is_new=known is None)


def _believed(moment_ms: int, now_ms: int, most_ms: int) -> int:
    """A stored moment; now for one that only a wrong clock can have written."""
    return moment_ms if is_believed(moment_ms, now_ms, most_ms) else now_ms


def _save(connection: Connection, host: str, values: dict[str, int | str], *, is_new: bool) -> None:
    if is_new:
        connection.execute(host_turn.insert().values(**{"next_at": 0, "quiet_until": 0, **values}, host=host))
    else:
        connection.execute(host_turn.update().where(host_turn.c.host == host).values(**values))
