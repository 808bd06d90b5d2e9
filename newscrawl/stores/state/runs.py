"""Runs: who is at work, and what the dead ones left."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from newscrawl.stores.state.belief import beyond_belief
from newscrawl.stores.state.frontier import release
from newscrawl.stores.state.schema import CLAIMED, IS_OWED, link, run, seed
from newscrawl.stores.state.seeds import release_seeds

KEPT_RUNS = 1000
"""Rows of ended runs that stay: three days of a run every five minutes. Their summaries stay as files."""
SILENT_SECONDS = 3600
"""A run of another machine that gave no sign for this long is dead; one of this machine is known by its lock."""


def start_run(connection: Connection, run_id: str, spider: str, host: str, now: int) -> None:
    """Write down that a run began."""
    connection.execute(run.insert().values(id=run_id, spider=spider, host=host, started_at=now, heartbeat_at=now))


def heartbeat(connection: Connection, run_id: str, now: int) -> None:
    """The run is alive."""
    connection.execute(run.update().where(run.c.id == run_id).values(heartbeat_at=now))


def end_run(connection: Connection, run_id: str, now: int, outcome: str, code: int) -> None:
    """Write down how a run ended; what it still held is given back, and rows of old runs go."""
    release(connection, run_id)
    release_seeds(connection, run_id)
    connection.execute(run.update().where(run.c.id == run_id).values(ended_at=now, heartbeat_at=now, outcome=outcome, exit=code))
    connection.execute(run.delete().where(run.c.ended_at.is_not(None), beyond_belief(run.c.started_at, now, SILENT_SECONDS)))
    newest = select(run.c.started_at).where(run.c.ended_at.is_not(None)).order_by(run.c.started_at.desc()).offset(KEPT_RUNS).limit(1)
    oldest = connection.scalar(newest)
    if oldest is not None:
        connection.execute(run.delete().where(run.c.started_at <= oldest, run.c.ended_at.is_not(None)))


def open_runs(connection: Connection, host: str) -> list[str]:
    """Runs of this machine that never ended, and holders of claims or seeds that no row knows."""
    rows = set(connection.scalars(select(run.c.id).where(run.c.ended_at.is_(None), run.c.host == host)))
    others = select(run.c.id).where(run.c.host != host)
    rows |= set(connection.scalars(select(link.c.run).where(IS_OWED, link.c.status == CLAIMED, link.c.run.not_in(others)).distinct()))
    rows |= set(connection.scalars(select(seed.c.run).where(seed.c.run.is_not(None), seed.c.run.not_in(others)).distinct()))
    return sorted(rows)


def silent_runs(connection: Connection, host: str, now: int) -> list[str]:
    """Runs of other machines whose heartbeat stopped; one that lies ahead by as much says nothing, and would not for years."""
    is_silent = (run.c.heartbeat_at < now - SILENT_SECONDS) | beyond_belief(run.c.heartbeat_at, now, SILENT_SECONDS)
    return list(connection.scalars(select(run.c.id).where(run.c.ended_at.is_(None), run.c.host != host, is_silent)))


def bury(connection: Connection, run_ids: Sequence[str], now: int) -> int:
    """Return the claims of dead runs to pending; the number of links that are free again."""
    freed = sum(release(connection, run_id) for run_id in run_ids)
    for run_id in run_ids:
        release_seeds(connection, run_id)
    connection.execute(run.update().where(run.c.id.in_(run_ids), run.c.ended_at.is_(None)).values(ended_at=now, outcome="died", exit=1))
    return freed


def count_runs(connection: Connection) -> int:
    """How many runs the state remembers."""
    return connection.scalar(select(func.count()).select_from(run)) or 0
