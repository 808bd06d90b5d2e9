"""The shared host turn: two runs on one machine keep one gap between requests to a host."""

from __future__ import annotations

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import host_turn

MOST_GAPS = 20
"""A turn lies a gap ahead, and what its request went late; another run may know of a longer gap. More comes from a clock that was set back."""
MOST_QUIET_MS = 24 * 3600 * 1000
"""A host is left alone for a day at most, however long it asks for."""


def take_turn(connection: Connection, host: str, run: str, now_ms: int, gap_ms: int) -> int:
    """Take the turn at `host` when it has come; returns 0 then, else how many milliseconds to wait before asking here again.

    Nothing is reserved ahead: what another run's request went late moves every turn after it (`hold_turn`).
    """
    row = connection.execute(select(host_turn.c.next_at, host_turn.c.quiet_until).where(host_turn.c.host == host)).first()
    next_at, quiet_until = row or (now_ms, 0)
    turn = max(next_at if next_at <= now_ms + MOST_GAPS * gap_ms else now_ms, quiet_until if quiet_until <= now_ms + MOST_QUIET_MS else now_ms)
    if turn > now_ms:
        return int(turn - now_ms)
    _save(connection, host, {"next_at": now_ms + gap_ms, "run": run}, is_new=row is None)
    return 0


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
