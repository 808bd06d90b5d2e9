"""Walks of archives: their cursors, and the posts that an answer gives, as links of the frontier that a run holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from newscrawl.core import belief
from newscrawl.core.failure import LONGEST_DELAY_SECONDS
from newscrawl.core.identity import key_digest
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason
from newscrawl.stores.state import announcements, articles, frontier
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.belief import is_due
from newscrawl.stores.state.frontier import Claim
from newscrawl.stores.state.schema import CLAIMED, IS_OWED, KEPT, PENDING, REJECTED, ROAD_BITS, article, link, seed
from newscrawl.stores.state.seeds import Origin

CLOCK_MARGIN_SECONDS = 60
"""An outlet's clock may be behind ours: an edit that seems a minute older than what we have may be newer."""

OF_THE_FETCH = frozenset({Reason.TIMEOUT, Reason.NETWORK, Reason.HTTP_ERROR, Reason.NOT_FOUND, Reason.FORBIDDEN, Reason.TOO_LARGE})
"""Reasons that speak of an article's page, which is not needed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post that an answer gave: its link, another address that leads to it, and when it was changed last (UTC seconds, None: not told)."""

    link: Link
    other: str
    changed_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The claims for posts that are wanted, each with the place of its post in the answer; `held`: another run has them."""

    claims: Sequence[tuple[int, Claim]]
    announced: Announced
    held: int = 0


def load_cursor(connection: Connection, outlet: str, url: str) -> str | None:
    """The cursor of the walk over the seed at `url`."""
    return connection.scalar(select(seed.c.cursor).where(seed.c.outlet == outlet, seed.c.url == url))


def save_cursor(connection: Connection, outlet: str, url: str, cursor: str) -> None:
    """Store the cursor of a seed that the run holds; call it in the transaction that stores the links of the same answer."""
    connection.execute(seed.update().where(seed.c.outlet == outlet, seed.c.url == url).values(cursor=cursor))


def walked_roots(connection: Connection, outlet: str) -> list[str]:
    """The seeds of no outlet file over which walks came somewhere, the last first."""
    here = (seed.c.outlet == outlet) & (seed.c.origin == Origin.WALK) & (seed.c.via == Via.WORDPRESS) & seed.c.cursor.is_not(None)
    return list(connection.scalars(select(seed.c.url).where(here).order_by(seed.c.polled_at.desc(), seed.c.url)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the state has of a post: its place in the answer, the row of its link, and the article at its addresses."""

    place: int
    row: Any
    home: str | None
    is_wanted: bool


def wanted(connection: Connection, outlet: Outlet, found: Sequence[Found], now: int) -> list[int]:
    """The places of those posts that are new, owed, left, or changed since they were settled."""
    return [known.place for known in _known(connection, outlet, found, now) if known.is_wanted]


def take(connection: Connection, run: str, outlet: Outlet, found: Sequence[Found], now: int) -> Taken:
    """Give those of the posts to `run` that are `wanted`."""
    known = _known(connection, outlet, found, now)
    held = sum(each.row is not None and each.row.status == CLAIMED and each.row.run != run for each in known)
    mine = [each for each in known if each.is_wanted]
    links = [found[each.place].link if each.row is None else replace(found[each.place].link, url=each.row.url) for each in mine]
    asked = frontier.ask_for(connection, run, outlet, links, now)
    claims = [(mine[place].place, claim) for place, claim in zip(asked.places, asked.claims, strict=True)]
    new = sum(each.row is None and each.home is None for each in mine)
    _note_ways(connection, [(claim, found[place].link) for place, claim in claims])
    others = [each.row.key for each in known if each.row is not None and not each.is_wanted]
    announcements.note_road(connection, outlet.slug, Via.WORDPRESS, others)
    return Taken(claims=claims, announced=Announced(new=new, known=len(found) - new), held=held)


def _known(connection: Connection, outlet: Outlet, found: Sequence[Found], now: int) -> list[_Known]:
    params = outlet.article.keep_params
    keys = [(key_digest(url_key(each.link.url, params)), key_digest(url_key(each.other, params))) for each in found]
    every = [key for pair in keys for key in pair]
    rows = {row.key: row for row in connection.execute(select(link).where(link.c.outlet == outlet.slug, link.c.key.in_(every)))}
    homes = articles.articles_found_at(connection, outlet.slug, every)
    looked_at = _looked_at(connection, {*homes.values(), *(row.article for row in rows.values() if row.article)})
    known: list[_Known] = []
    for place, (key, other) in enumerate(keys):
        row = rows.get(key) or rows.get(other)
        home = (row.article if row is not None and row.status != REJECTED else None) or homes.get(key) or homes.get(other)
        is_wanted = _is_wanted(row, looked_at.get(home) if home else None, found[place].changed_at, now)
        known.append(_Known(place=place, row=row, home=home, is_wanted=is_wanted))
    return known


def _looked_at(connection: Connection, ids: set[str]) -> dict[str, int]:
    rows = connection.execute(select(article.c.id, article.c.fetched_at).where(article.c.id.in_(list(ids))))
    return {row.id: row.fetched_at for row in rows}


def _is_wanted(row: Any, looked_at: int | None, changed_at: int | None, now: int) -> bool:
    """Whether a post is to be judged: `row` is that of its link, `looked_at` when its article was last found to be as it stands."""
    if row is not None and (row.status == CLAIMED or (row.status == PENDING and row.via == Via.WORDPRESS and not _is_due(row, now))):
        return False  # a walk that failed at it tries again when it is due
    if looked_at is not None:
        return _is_later(changed_at, looked_at, now)
    if row is None or row.status != REJECTED:
        return row is None or row.status != KEPT
    return row.reason in OF_THE_FETCH or _is_later(changed_at, row.settled_at or 0, now)


def _is_due(row: Any, now: int) -> bool:
    return belief.is_due(row.due_at, now, LONGEST_DELAY_SECONDS)


def _is_later(changed_at: int | None, moment: int, now: int) -> bool:
    """Whether something may have changed since a stored moment; since one that can't be, everything may have."""
    return changed_at is not None and (changed_at > moment - CLOCK_MARGIN_SECONDS or not belief.is_believed(moment, now))


def _note_ways(connection: Connection, claims: Sequence[tuple[Claim, Link]]) -> None:
    """Remember by which way each link can be had again, should the run die: what its seed said of it before stays, and which road it was of."""
    rows = [
        {
            "row": claim.row,
            "by": way.via,
            "at": way.seed,
            "said": announcements.hints_to_json(replace(claim.link.hints, guid=way.hints.guid)),
            "bit": ROAD_BITS[claim.link.via] if claim.link.via not in (None, way.via) else 0,
        }
        for claim, way in claims
    ]
    here = link.update().where(link.c.id == bindparam("row"))
    if rows:
        also = link.c.also.bitwise_or(bindparam("bit"))
        connection.execute(here.values(via=bindparam("by"), seed=bindparam("at"), hints=bindparam("said"), also=also), rows)


def take_owed(connection: Connection, run: str, outlet: str, url: str, count: int, now: int) -> list[Claim]:
    """Up to `count` due links that a walk over the seed at `url` found and that have no verdict yet."""
    mine = (link.c.outlet == outlet) & (link.c.via == Via.WORDPRESS) & (link.c.seed == url)
    due = select(link).where(IS_OWED, link.c.status == PENDING, mine, is_due(link.c.due_at, now, LONGEST_DELAY_SECONDS))
    rows = connection.execute(due.order_by(link.c.due_at, link.c.id).limit(count)).all()
    if rows:
        connection.execute(link.update().where(link.c.id.in_([row.id for row in rows])).values(status=CLAIMED, run=run))
    return [frontier.claim_of(row) for row in rows]
