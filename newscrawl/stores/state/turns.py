"""The shared host turn: two runs on one machine keep one gap between requests to a host."""

from __future__ import annotations

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import host_turn

LONGEST_WAIT_MS = 3_600_000
"""No gap between two requests is longer."""


def take_turn(connection: Connection, host: str, run: str, now_ms: int, gap_ms: int) -> int:
    """Reserve the next moment at which `host` may be asked; returns how many milliseconds to wait for it.

    A stored moment more than an hour away comes from a clock that was set back, and counts as now.
    """
    next_at = connection.scalar(select(host_turn.c.next_at).where(host_turn.c.host == host))
    turn = now_ms if next_at is None or next_at - now_ms > LONGEST_WAIT_MS else max(now_ms, next_at)
    values = {"next_at": turn + gap_ms, "run": run}
    if next_at is None:
        connection.execute(host_turn.insert().values(host=host, **values))
    else:
        connection.execute(host_turn.update().where(host_turn.c.host == host).values(**values))
    return turn - now_ms
