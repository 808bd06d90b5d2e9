"""What the state knows of a seed: its validators, when it is due again, how the last poll went."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from newscrawl.stores.state.schema import seed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedState:
    """Validators belong to this exact address; `reader` is the version of the code that read the body they stand for."""

    outlet: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    reader: int = 0
    next_due_at: int = 0
    polled_at: int = 0
    outcome: str = "new"
    failures: int = 0


_FIELDS = tuple(SeedState.__dataclass_fields__)


def load_seed(connection: Connection, outlet: str, url: str) -> SeedState:
    """The stored state of a seed, or that of one never polled."""
    row = connection.execute(select(*(seed.c[name] for name in _FIELDS)).where(seed.c.outlet == outlet, seed.c.url == url)).first()
    return SeedState(**row._mapping) if row else SeedState(outlet=outlet, url=url)


def save_seed(connection: Connection, state: SeedState) -> None:
    """Store a seed's state; call it in the transaction that stores the links of the same answer."""
    values = {name: getattr(state, name) for name in _FIELDS}
    changed = connection.execute(seed.update().where(seed.c.outlet == state.outlet, seed.c.url == state.url).values(**values))
    if not changed.rowcount:
        connection.execute(seed.insert().values(**values))
