"""The frontier: links that were announced, claimed, settled. It is the only memory of what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from newscrawl.core.article import Article
from newscrawl.core.failure import LONGEST_DELAY_SECONDS
from newscrawl.core.identity import key_digest
from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.revision import hints_used
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason
from newscrawl.stores.state import articles
from newscrawl.stores.state.announcements import NO_HINTS, date_known, hints_from_json, hints_to_json, new_row
from newscrawl.stores.state.belief import is_due
from newscrawl.stores.state.schema import CLAIMED, IS_OWED, KEPT, LEFT, PENDING, REJECTED, link

_settled = (
    link.update()
    .where(link.c.id == bindparam("row"))
    .values(
        run=None,
        settled_at=bindparam("at"),
        **{name: bindparam(f"new_{name}") for name in ("status", "reason", "detail", "article", "hints")},
    )
)
_WITH_ARTICLE = (KEPT, PENDING, CLAIMED)
_IS_OWN = link.c.status.in_(_WITH_ARTICLE) & link.c.article.is_not(None)
"""A rejected link may name the article of another link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A link that a run holds, and how often it was tried before; `article` is the id of the one that it was kept as, when it is looked at again."""

    row: int
    link: Link
    attempts: int
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of links that a run asked for: its claims, in that order, how many another run holds, how many this one holds already."""

    claims: list[Claim]
    held: int = 0
    again: int = 0
    places: tuple[int, ...] = ()
    """For each claim the place of the first link that led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Links of an outlet without a verdict: never tried, and tried but failed softly."""

    untried: int = 0
    tried: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.untried + self.tried


def claim(connection: Connection, run: str, outlet: str, count: int, now: int) -> list[Claim]:
    """Give up to `count` due links of `outlet` to `run`, oldest announcement first; also those that a clock that was wrong put off."""
    due = (
        select(link)
        .where(IS_OWED, link.c.status == PENDING, link.c.outlet == outlet, is_due(link.c.due_at, now, LONGEST_DELAY_SECONDS))
        .order_by(link.c.due_at, link.c.id)
        .limit(count)
    )
    rows = connection.execute(due).all()
    if rows:
        taken = link.update().where(link.c.id.in_([row.id for row in rows]), link.c.status == PENDING)
        connection.execute(taken.values(status=CLAIMED, run=run))
    return [claim_of(row) for row in rows]


def ask_for(connection: Connection, run: str, outlet: Outlet, links: Sequence[Link], now: int) -> Asked:
    """Give these very links, some dozens, to `run`, due or not, known or not. One that was settled is owed until it has its new verdict.

    For another address of a known article its own link is given: with that stands what only the seed had said of it.
    """
    keyed = {key: links[place] for key, place in reversed(keyed_places(links, outlet))}
    own = _own_keys(connection, outlet.slug, list(keyed)[::-1])
    keys = list(dict.fromkeys(own.values()))
    here = (link.c.outlet == outlet.slug) & link.c.key.in_(keys)
    claimed = {row.key: row.run for row in connection.execute(select(link.c.key, link.c.run).where(here, link.c.status == CLAIMED))}
    known = set(connection.scalars(select(link.c.key).where(here)))
    _reopen(connection, here & (link.c.status != CLAIMED), run, now)
    new = [{**new_row(key, keyed[key], now), "run": run, "status": CLAIMED} for key in keys if key not in known]
    if new:
        connection.execute(link.insert(), new)
    date_known(connection, outlet.slug, {key: keyed[key] for key in known if key in keyed})
    rows = {row.key: row for row in connection.execute(select(link).where(here))}
    held = sum(by != run for by in claimed.values())
    mine = [key for key in keys if key not in claimed]
    first = {own[key]: place for key, place in reversed(keyed_places(links, outlet))}
    again = len(links) - len(keys) + len(claimed) - held
    return Asked(claims=[claim_of(rows[key]) for key in mine], held=held, again=again, places=tuple(first[key] for key in mine))


def keyed_places(links: Sequence[Link], outlet: Outlet) -> list[tuple[bytes, int]]:
    """The key of each link, with its place."""
    return [(key_digest(url_key(item.url, outlet.article.keep_params)), place) for place, item in enumerate(links)]


def _own_keys(connection: Connection, outlet: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    """For each of `keys` that of the link to ask for: itself, or the one under which the article that lives there was written."""
    at = articles.articles_found_at(connection, outlet, keys)
    kept = select(link.c.key, link.c.article).where(link.c.outlet == outlet, link.c.article.in_(set(at.values())), link.c.status.in_(_WITH_ARTICLE))
    own = {row.article: row.key for row in connection.execute(kept.order_by(link.c.id.desc()))} if at else {}
    mine = set(connection.scalars(select(link.c.key).where(link.c.outlet == outlet, link.c.key.in_(keys), _IS_OWN)))
    return {key: key if key in mine else own.get(at.get(key, ""), key) for key in keys}


def _reopen(connection: Connection, here: ColumnElement[bool], run: str, now: int) -> None:
    fresh = {"due_at": now, "attempts": 0, "reason": None, "detail": None, "settled_at": None}
    connection.execute(link.update().where(here, link.c.status.in_([REJECTED, LEFT])).values(article=None, hints=None, **fresh))
    connection.execute(link.update().where(here, link.c.status == KEPT).values(**fresh))
    connection.execute(link.update().where(here).values(status=CLAIMED, run=run))


def article_kept_at(connection: Connection, outlet: str, key: bytes) -> str | None:
    """The id of the article that was written under the link of this key, which may be owed again by now."""
    found = connection.scalar(select(link.c.article).where(link.c.outlet == outlet, link.c.key == key, _IS_OWN))
    return None if found is None else str(found)


def claim_of(row: Any) -> Claim:
    return Claim(row=row.id, link=_link_of(row), attempts=row.attempts, article=row.article)


def _link_of(row: Any) -> Link:
    return Link(url=row.url, outlet=row.outlet, via=Via(row.via) if row.via else None, seed=row.seed, hints=hints_from_json(row.hints))


def claims_held(connection: Connection, run: str, rows: Iterable[int]) -> set[int]:
    """Those of `rows` that `run` still holds."""
    ours = select(link.c.id).where(link.c.id.in_(list(rows)), link.c.status == CLAIMED, link.c.run == run)
    return set(connection.scalars(ours))


def settle(
    connection: Connection,
    row: int,
    status: str,
    now: int,
    *,
    reason: Reason | None = None,
    detail: str = "",
    article: str | None = None,
    hints: Hints = NO_HINTS,
) -> None:
    """Give a link its verdict. `hints` stay with it for a later look at its page."""
    verdict = {"status": status, "reason": reason, "detail": detail or None, "article": article}
    values = {f"new_{name}": value for name, value in verdict.items()}
    connection.execute(_settled, {**values, "row": row, "new_hints": hints_to_json(hints), "at": now})


def settle_kept(connection: Connection, rows: Sequence[tuple[int, str, Hints]], now: int, status: str) -> None:
    """Give many links the verdict that each was kept as the article of this id."""
    none = {"new_reason": None, "new_detail": None, "new_status": status, "at": now}
    connection.execute(_settled, [{**none, "row": row, "new_article": id_, "new_hints": hints_to_json(hints)} for row, id_, hints in rows])


def settle_address(connection: Connection, item: Article, key: bytes, now: int) -> None:
    """Settle as kept the link whose line was found in the output; it is made when the state does not know it."""
    here = (link.c.outlet == item.outlet) & (link.c.key == key)
    values = _kept(item, now)
    if not connection.execute(link.update().where(here).values(**values)).rowcount:
        row = {"outlet": item.outlet, "key": key, "url": item.link, "due_at": now, "attempts": 0, "announced_at": now}
        connection.execute(link.insert().values(**row, **values))


def settle_unheld(connection: Connection, item: Article, key: bytes, now: int) -> None:
    """Settle as kept the link whose page was judged without a claim; it is made when the state does not know it.

    One that a run holds, or that is to be looked at again, waits for its own verdict.
    """
    known = select(link.c.status, link.c.article).where(link.c.outlet == item.outlet, link.c.key == key)
    status, article = connection.execute(known).first() or ("", None)
    if status != CLAIMED and not (status == PENDING and article is not None):
        settle_address(connection, item, key, now)


def _kept(item: Article, now: int) -> dict[str, Any]:
    verdict = {"status": KEPT, "reason": None, "detail": None, "article": item.id}
    return {**verdict, "run": None, "hints": hints_to_json(hints_used(item)), "settled_at": now}


def postpone(connection: Connection, row: int, due_at: int, reason: Reason, detail: str, *, tries: int = 1) -> None:
    """Give a claimed link back after so many `tries`, to be tried again at `due_at`; it stays owed."""
    values = {"status": PENDING, "run": None, "due_at": due_at, "attempts": link.c.attempts + tries, "reason": reason, "detail": detail or None}
    connection.execute(link.update().where(link.c.id == row).values(**values))


def release(connection: Connection, run: str) -> int:
    """Give all claims of `run` back as they were; the number of them."""
    return connection.execute(link.update().where(IS_OWED, link.c.status == CLAIMED, link.c.run == run).values(status=PENDING, run=None)).rowcount


def owed_by_outlet(connection: Connection, *, by: Sequence[str] = (PENDING, CLAIMED)) -> dict[str, Owed]:
    """What each outlet owes; only pending links when those that runs hold now are theirs to settle."""
    tried = func.sum(case((link.c.attempts > 0, 1), else_=0))
    query = select(link.c.outlet, func.count(), tried).where(IS_OWED, link.c.status.in_(by)).group_by(link.c.outlet)
    return {outlet: Owed(untried=count - tries, tried=tries) for outlet, count, tries in connection.execute(query)}


def totals(connection: Connection, outlet: str) -> dict[str, int]:
    """Links of an outlet by status, over all runs; rejected ones as `rejected:<reason>`. Their sum is what was ever announced."""
    query = select(link.c.status, link.c.reason, func.count()).where(link.c.outlet == outlet).group_by(link.c.status, link.c.reason)
    counts: dict[str, int] = {}
    for status, reason, count in connection.execute(query):
        name = f"rejected:{reason}" if status == "rejected" else status
        counts[name] = counts.get(name, 0) + count
    return counts
