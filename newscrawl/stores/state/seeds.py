"""What the state knows of seeds: validators, when each is due again, how the last poll went, where it moved, and those that were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, select

from newscrawl.core.belief import is_believed, is_due
from newscrawl.core.outlet import Via
from newscrawl.core.schedule import LONGEST_WAIT_SECONDS
from newscrawl.stores.state import belief
from newscrawl.stores.state.schema import seed

NEVER = 2**53
"""Due in no lifetime, and a whole number for every reader of the state."""
DEAD_FAILURES = 5
"""So many failures in a row, and a seed that was found on a home page is looked for again there."""
MOST_NESTED = 3
"""An index in an index in an index: the protocol knows no index in an index at all, and some sites have two."""


class Origin(StrEnum):
    """Who named a seed."""

    FILE = "file"  # the outlet file
    HOME = "home"  # found from the home page
    INDEX = "index"  # a sitemap that an index lists
    WALK = "walk"  # where an archive is walked: `latest` never asks it
    SEARCH = "search"  # no seed: the home page, and when it was last searched


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedState:
    """What is known of the seed at `url`.

    Validators, hash and reader belong to the address that is asked: `moved_to` once a permanent redirect was adopted, else `url`. `reader` is
    the version of the code that read the body they stand for, `interval_s` what was learnt (0: nothing), `unchanged` the answers without a body
    in a row since the body was read at `read_at`, `lies` 1 for a seed whose 304 hid something new, `ttl_s` the interval in seconds that its body
    asks for (0: none), `fruitless` the polls in a row that brought nothing new.
    """

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
    via: str = ""
    origin: str = Origin.FILE
    parent: str | None = None
    listed_as: str | None = None
    moved_to: str | None = None
    interval_s: int = 0
    read_at: int = 0
    unchanged: int = 0
    lies: int = 0
    ttl_s: int = 0
    fruitless: int = 0

    @property
    def address(self) -> str:
        """Where it is asked."""
        return self.moved_to or self.url

    @property
    def is_stopped(self) -> bool:
        """Whether it said that it is gone for good."""
        return self.outcome == "stopped"

    @property
    def is_dead(self) -> bool:
        """Whether there is no hope left that it comes back soon."""
        return self.is_stopped or self.failures >= DEAD_FAILURES


_FIELDS = tuple(SeedState.__dataclass_fields__)
_GAVE_NOTHING = seed.c.cursor.is_(None) & (seed.c.read_at == 0)
_COLUMNS = [seed.c[name] for name in _FIELDS]


def load_seed(connection: Connection, outlet: str, url: str) -> SeedState:
    """The stored state of a seed, or that of one never polled."""
    row = connection.execute(select(*_COLUMNS).where(seed.c.outlet == outlet, seed.c.url == url)).first()
    return SeedState(**row._mapping) if row else SeedState(outlet=outlet, url=url)


def save_seed(connection: Connection, state: SeedState) -> None:
    """Store a seed's state and let it go; call it in the transaction that stores the links of the same answer."""
    values = {**{name: getattr(state, name) for name in _FIELDS}, "run": None}
    changed = connection.execute(seed.update().where(seed.c.outlet == state.outlet, seed.c.url == state.url).values(**values))
    if not changed.rowcount:
        connection.execute(seed.insert().values(**values))


def found_seeds(connection: Connection, outlet: str) -> list[SeedState]:
    """The seeds of `outlet` that were found from its home page, by address."""
    query = select(*_COLUMNS).where(seed.c.outlet == outlet, seed.c.origin == Origin.HOME).order_by(seed.c.url)
    return [SeedState(**row._mapping) for row in connection.execute(query)]


def walked_seeds(connection: Connection, outlet: str, via: str) -> list[SeedState]:
    """The roads of `outlet` that walks found by themselves and that gave something, by address."""
    here = (seed.c.outlet == outlet) & (seed.c.origin == Origin.WALK) & (seed.c.via == via) & ~_GAVE_NOTHING
    query = select(*_COLUMNS).where(here).order_by(seed.c.url)
    return [SeedState(**row._mapping) for row in connection.execute(query)]


def forget_guesses(connection: Connection, outlet: str) -> None:
    """Places where a walk that died looked for a road."""
    here = (seed.c.outlet == outlet) & (seed.c.origin == Origin.WALK) & seed.c.run.is_(None) & (seed.c.via != Via.WORDPRESS)
    connection.execute(seed.delete().where(here & _GAVE_NOTHING))


def children_of(connection: Connection, outlet: str, index: str) -> list[SeedState]:
    """The sitemaps that an index lists, by address."""
    query = select(*_COLUMNS).where(seed.c.outlet == outlet, seed.c.origin == Origin.INDEX, seed.c.parent == index).order_by(seed.c.url)
    return [SeedState(**row._mapping) for row in connection.execute(query)]


def failing_seeds(connection: Connection) -> list[SeedState]:
    """Seeds whose last poll failed or that are stopped, those that fail longest first."""
    query = select(*_COLUMNS).where(seed.c.outcome.in_(["failed", "stopped"])).order_by(seed.c.failures.desc(), seed.c.outlet, seed.c.url)
    return [SeedState(**row._mapping) for row in connection.execute(query)]


def forget_unnamed(connection: Connection, outlet: str, named: Iterable[str]) -> None:
    """Seeds of the outlet file beside those `named` are forgotten, and with each index the sitemaps below it."""
    connection.execute(seed.delete().where(seed.c.outlet == outlet, seed.c.origin == Origin.FILE, seed.c.url.not_in(list(named))))
    for _ in range(MOST_NESTED):
        urls = select(seed.c.url).where(seed.c.outlet == outlet).scalar_subquery()
        connection.execute(seed.delete().where(seed.c.outlet == outlet, seed.c.origin == Origin.INDEX, seed.c.parent.not_in(urls)))


def forget_found(connection: Connection, outlet: str, kept: Iterable[str]) -> None:
    """Found seeds of `outlet` beside those `kept` are forgotten."""
    connection.execute(seed.delete().where(seed.c.outlet == outlet, seed.c.origin == Origin.HOME, seed.c.url.not_in(list(kept))))


def take_children(connection: Connection, run: str, outlet: str, now: int, count: int) -> list[SeedState]:
    """Up to `count` due sitemaps of the outlet's indexes that nobody asks now, the last changed first; `run` asks them from now on."""
    query = (
        select(*_COLUMNS)
        .where(seed.c.outlet == outlet, seed.c.origin == Origin.INDEX, _due_at(now), seed.c.run.is_(None))
        .order_by(seed.c.listed_as.desc(), seed.c.url.desc())
        .limit(count)
    )
    found = [SeedState(**row._mapping) for row in connection.execute(query)]
    for state in found:
        _hold(connection, run, state)
    return [_as_believed(state, now) for state in found]


def take_seed(connection: Connection, run: str, wanted: SeedState, now: int, *, due_or_not: bool = False) -> SeedState | None:
    """The stored state of the seed that `wanted` names (a new one is stored as `wanted`), held by `run`; None while another run asks it, and
    when it is not due.
    """
    row = connection.execute(select(*_COLUMNS, seed.c.run).where(seed.c.outlet == wanted.outlet, seed.c.url == wanted.url)).first()
    if row is not None and row.run not in (None, run):
        return None
    stored = None if row is None else SeedState(**{name: row._mapping[name] for name in _FIELDS})
    state = wanted if stored is None else _named_now(stored, wanted)
    if state != stored:
        save_seed(connection, state)
    if not due_or_not and (state.is_stopped or not is_due_at(state, now)):
        return None
    _hold(connection, run, state)
    return _as_believed(state, now)


def _named_now(state: SeedState, wanted: SeedState) -> SeedState:
    """What is stored, as whoever names the seed now has it: an outlet file may name what an index listed or a home page declared."""
    if wanted.origin != Origin.FILE or state.origin == Origin.FILE:
        return replace(state, via=wanted.via or state.via)
    due_at = 0 if state.next_due_at == NEVER and not state.is_stopped else state.next_due_at
    return replace(state, origin=Origin.FILE, via=wanted.via, parent=None, listed_as=None, next_due_at=due_at)


def _due_at(now: int) -> ColumnElement[bool]:
    """As `is_due_at`."""
    come = belief.is_due(seed.c.next_due_at, now, LONGEST_WAIT_SECONDS) | belief.beyond_belief(seed.c.polled_at, now)
    return come & (seed.c.next_due_at < NEVER)


def is_due_at(state: SeedState, now: int) -> bool:
    """Whether it is to be asked: also one that was asked last, or put off, under a clock that ran ahead."""
    come = is_due(state.next_due_at, now, LONGEST_WAIT_SECONDS) or not is_believed(state.polled_at, now)
    return come and state.next_due_at < NEVER


def is_misread(state: SeedState, now: int) -> bool:
    """Whether its body was read under a clock that ran ahead: rules that count in days have left out too much of it."""
    return not is_believed(state.read_at, now)


def _as_believed(state: SeedState, now: int) -> SeedState:
    """What a run goes by: a body that was misread is read anew, whatever its validators say; nothing is dated before a poll that is yet to come."""
    reader = 0 if is_misread(state, now) else state.reader
    return replace(state, reader=reader, polled_at=state.polled_at if is_believed(state.polled_at, now) else 0)


def release_seeds(connection: Connection, run: str) -> None:
    """Seeds that `run` was about to ask are free again, as they were."""
    connection.execute(seed.update().where(seed.c.run == run).values(run=None))


def _hold(connection: Connection, run: str, state: SeedState) -> None:
    connection.execute(seed.update().where(seed.c.outlet == state.outlet, seed.c.url == state.url).values(run=run))
