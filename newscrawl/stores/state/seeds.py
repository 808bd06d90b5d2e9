"""What the state knows of seeds: validators, when each is due again, how the last poll went, where it moved, and those that were found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from newscrawl.core.outlet import Via
from newscrawl.core.schedule import CEILING_SECONDS, FLOOR_SECONDS, LONGEST_WAIT_SECONDS
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.schema import seed

NEVER = 2**53
"""Due in no lifetime, and a whole number for every reader of the state."""
DEAD_FAILURES = 5
"""So many failures in a row, and a seed that was found on a home page is looked for again there."""
MOST_CHILDREN = 50_000
"""Sitemaps of all indexes of an outlet: as many as the protocol lets one index list."""
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
    return found


def take_seed(connection: Connection, run: str, wanted: SeedState, now: int | None) -> SeedState | None:
    """The stored state of the seed that `wanted` names (a new one is stored as `wanted`), held by `run`; None while another run asks it, and
    when it is not due. `now` None: whether it is due or not.
    """
    row = connection.execute(select(*_COLUMNS, seed.c.run).where(seed.c.outlet == wanted.outlet, seed.c.url == wanted.url)).first()
    if row is not None and row.run not in (None, run):
        return None
    stored = None if row is None else SeedState(**{name: row._mapping[name] for name in _FIELDS})
    state = wanted if stored is None else _named_now(stored, wanted)
    if state != stored:
        save_seed(connection, state)
    if now is not None and (state.is_stopped or not _is_due(state, now)):
        return None
    _hold(connection, run, state)
    return state


def _named_now(state: SeedState, wanted: SeedState) -> SeedState:
    """What is stored, as whoever names the seed now has it: an outlet file may name what an index listed or a home page declared."""
    if wanted.origin != Origin.FILE or state.origin == Origin.FILE:
        return replace(state, via=wanted.via or state.via)
    due_at = 0 if state.next_due_at == NEVER and not state.is_stopped else state.next_due_at
    return replace(state, origin=Origin.FILE, via=wanted.via, parent=None, listed_as=None, next_due_at=due_at)


def _due_at(now: int) -> ColumnElement[bool]:
    """As `_is_due`."""
    return (seed.c.next_due_at <= now) | seed.c.next_due_at.between(now + LONGEST_WAIT_SECONDS + 1, NEVER - 1)


def _is_due(state: SeedState, now: int) -> bool:
    """Also what a clock that was wrong has put off for longer than any wait is."""
    return state.next_due_at <= now or now + LONGEST_WAIT_SECONDS < state.next_due_at < NEVER


def release_seeds(connection: Connection, run: str) -> None:
    """Seeds that `run` was about to ask are free again, as they were."""
    connection.execute(seed.update().where(seed.c.run == run).values(run=None))


def _hold(connection: Connection, run: str, state: SeedState) -> None:
    connection.execute(seed.update().where(seed.c.outlet == state.outlet, seed.c.url == state.url).values(run=run))


def list_children(
    connection: Connection, index: SeedState, listed: Sequence[tuple[str, str | None]], oldest: str | None, now: int, *, is_whole: bool
) -> Announced:
    """Store what the index lists: (address, last change as ISO 8601 or None). Returns how many these are, and how many of them are due now; the
    sitemaps of an index that stands below three others are left out, and counted as such.

    One that is new or that the index says has changed is due, unless it changed last before the day `oldest`; one that the index dates as
    before is not. Where a change was told again and again and nothing new was there, it is due later each time, up to a day after it was asked.
    Addresses that are seeds already, by the outlet file or by another index, stay as they are. Those of this index that are missing in a list
    that `is_whole` are forgotten.
    """
    if _depth(connection, index) >= MOST_NESTED:
        return Announced(too_deep=len(listed))
    columns = (seed.c.url, seed.c.origin, seed.c.parent, seed.c.listed_as, seed.c.outcome, seed.c.next_due_at, seed.c.polled_at, seed.c.fruitless)
    stored = select(*columns).where(seed.c.outlet == index.outlet)
    known = {row.url: row for row in connection.execute(stored)}
    mine = {url for url, row in known.items() if row.origin == Origin.INDEX and row.parent == index.url}
    wanted = dict(listed)
    new = [(url, change) for url, change in wanted.items() if url not in known][: max(0, MOST_CHILDREN - len(known))]
    changed = {url: change for url, change in wanted.items() if url in mine and _has_changed(known[url], change, oldest)}
    due = [(url, change, NEVER if _is_old(change, oldest) else _after_fruitless_polls(known[url])) for url, change in changed.items()]
    _insert(connection, index, new, oldest)
    _set_due(connection, index.outlet, due)
    if is_whole:
        _forget(connection, index.outlet, mine - wanted.keys())
    changed_now = sum(not _is_old(change, oldest) for _, change in new) + sum(at <= now for *_, at in due)
    return Announced(listed=len(listed), changed=changed_now)


def _after_fruitless_polls(row: Any) -> int:
    """When a sitemap is asked that its index dates anew: some indexes date all of theirs to the moment in which they are asked."""
    return int(row.polled_at + min(FLOOR_SECONDS * 2.0**row.fruitless, CEILING_SECONDS)) if row.fruitless else 0


def _has_changed(row: Any, change: str | None, oldest: str | None) -> bool:
    """Whether an index says that a sitemap changed; also for one that was too old for a rule of the outlet that is gone."""
    was_too_old = row.outcome == "new" and row.next_due_at == NEVER
    return (change is not None and change != row.listed_as) or (was_too_old and not _is_old(change, oldest))


def _depth(connection: Connection, state: SeedState) -> int:
    """How many indexes stand above `state`."""
    depth, parent = 0, state.parent
    while parent is not None and depth < MOST_NESTED:
        depth += 1
        parent = connection.scalar(select(seed.c.parent).where(seed.c.outlet == state.outlet, seed.c.url == parent))
    return depth


def _insert(connection: Connection, index: SeedState, new: Sequence[tuple[str, str | None]], oldest: str | None) -> None:
    rows = [
        {
            "outlet": index.outlet,
            "url": url,
            "via": "sitemap",
            "origin": Origin.INDEX,
            "parent": index.url,
            "listed_as": change,
            "next_due_at": NEVER if _is_old(change, oldest) else 0,
            "reader": 0,
            "polled_at": 0,
            "outcome": "new",
            "failures": 0,
        }
        for url, change in new
    ]
    if rows:
        connection.execute(seed.insert(), rows)


def _set_due(connection: Connection, outlet: str, changed: Sequence[tuple[str, str | None, int]]) -> None:
    rows = [{"of": outlet, "at": url, "change": change, "due": due} for url, change, due in changed]
    here = (seed.c.outlet == bindparam("of")) & (seed.c.url == bindparam("at"))
    if rows:
        connection.execute(seed.update().where(here).values(listed_as=bindparam("change"), next_due_at=bindparam("due")), rows)


def _forget(connection: Connection, outlet: str, gone: Iterable[str]) -> None:
    rows = [{"of": outlet, "at": url} for url in gone]
    if rows:
        connection.execute(seed.delete().where(seed.c.outlet == bindparam("of"), seed.c.url == bindparam("at")), rows)


def _is_old(change: str | None, oldest: str | None) -> bool:
    """Whether a change lies before the day `oldest`; compared to the precision that both have."""
    return change is not None and oldest is not None and change[:10] < oldest[: len(change[:10])]
