"""Files of hosts as they were last answered, shared by all runs."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from newscrawl.core.host_file import HostFile
from newscrawl.stores.state.schema import host_file

KEPT_SECONDS = 30 * 24 * 3600
"""After an answer has expired; by then its host belongs to no outlet any more."""


def load_file(connection: Connection, host: str, name: str) -> HostFile | None:
    """The last answer, expired or not; None when the host was never asked."""
    row = connection.execute(select(host_file).where(host_file.c.host == host, host_file.c.name == name)).first()
    if row is None:
        return None
    return HostFile(
        host=host, name=name, status=row.status, body=row.body or b"", fetched_at=_moment(row.fetched_at), expires_at=_moment(row.expires_at)
    )


def save_file(connection: Connection, file: HostFile) -> None:
    """Store an answer in place of the one before."""
    values = {
        "status": file.status,
        "body": file.body or None,
        "fetched_at": int(file.fetched_at.timestamp()),
        "expires_at": int(file.expires_at.timestamp()),
    }
    changed = connection.execute(host_file.update().where(host_file.c.host == file.host, host_file.c.name == file.name).values(**values))
    if not changed.rowcount:
        connection.execute(host_file.insert().values(host=file.host, name=file.name, **values))


def prune_files(connection: Connection, now: int) -> None:
    """Drop what expired more than `KEPT_SECONDS` ago."""
    connection.execute(host_file.delete().where(host_file.c.expires_at < now - KEPT_SECONDS))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
