"""The shared host turn: two runs on one machine keep one gap between requests to a host."""

from __future__ import annotations

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import host_turn

MOST_GAPS = 20
"""Turns that can lie ahead, one for each run: so many are not expected at one host. More comes from a clock that was set back."""
MOST_QUIET_MS = 24 * 3600 * 1000
"""A host is left alone for a day at most, however long it asks for."""


def take_turn(connection: Connection, host: str, run: str, now_ms: int, gap_ms: int) -> int:
    """Reserve the next moment at which `host` may be asked; returns how many milliseconds to wait for it.

    Nothing is reserved while the host wants to be left alone for longer than the turns that may lie ahead: the wait tells how long.
    """
    row = connection.execute(select(host_turn.c.next_at, host_turn.c.quiet_until).where(host_turn.c.host == host)).first()
    next_at, quiet_until = row or (now_ms, 0)
    turn = max(now_ms, next_at if next_at - now_ms <= MOST_GAPS * gap_ms else now_ms)
    if now_ms + MOST_GAPS * gap_ms < quiet_until <= now_ms + MOST_QUIET_MS:
        return int(quiet_until - now_ms)
    if quiet_until <= now_ms + MOST_QUIET_MS:
        turn = max(turn, quiet_until)
    _save(connection, host, {"next_at": turn + gap_ms, "run": run}, is_new=row is None)
    return int(turn - now_ms)


def leave_alone(connection: Connection, host: str, run: str, until_ms: int) -> None:
    """The host asked for it: no run takes a turn before `until_ms`."""
    row = connection.execute(select(host_turn.c.quiet_until).where(host_turn.c.host == host)).first()
    _save(connection, host, {"quiet_until": max(until_ms, row[0] if row else 0), "run": run}, is_new=row is None)


def hold_turn(connection: Connection, host: str, run: str, until_ms: int) -> None:
    """No run takes its turn before `until_ms`."""
    row = connection.execute(select(host_turn.c.next_at).where(host_turn.c.host == host)).first()
    _save(connection, host, {"next_at": max(until_ms, row[0] if row else 0), "run": run}, is_new=row is None)


def _save(connection: Connection, host: str, values: dict[str, int | str], *, is_new: bool) -> None:
    if is_new:
        connection.execute(host_turn.insert().values(**{"next_at": 0, "quiet_until": 0, **values}, host=host))
    else:
        connection.execute(host_turn.update().where(host_turn.c.host == host).values(**values))
