"""The frontier: links that were announced, claimed, settled. It is the only memory of what was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from newscrawl.core.article import Article
from newscrawl.core.coverage import month_of
from newscrawl.core.dates import as_utc
from newscrawl.core.identity import key_digest
from newscrawl.core.link import Hints, Link
from newscrawl.core.months import UNDATED, is_month
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.revision import hints_used
from newscrawl.core.schedule import LONGEST_WAIT_SECONDS
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state import articles
from newscrawl.stores.state.schema import CLAIMED, KEPT, LEFT, PENDING, REJECTED, alias, link

LOOKUP_KEYS = 500
"""Keys in one IN list; SQLite took 999 variables at most before 3.32."""

DATE_MARGIN_SECONDS = 3600
"""Clocks of servers go wrong, and an article may be dated when it was written."""

_known_links = select(link.c.key).where(link.c.outlet == bindparam("outlet"), link.c.key.in_(bindparam("keys", expanding=True)))
_known_aliases = select(alias.c.key).where(
    alias.c.outlet == bindparam("outlet"),
    alias.c.key.in_(bindparam("keys", expanding=True)),
    alias.c.declared == 0,  # what a page only declares of itself may be another article's address
)
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
class Announced:
    """What became of the links that a seed announced."""

    new: int = 0
    known: int = 0
    left: int = 0
    hidden: int = 0
    """New ones that the seed dates before its last poll: that poll should have shown them."""
    listed: int = 0
    """Sitemaps that an index lists."""
    changed: int = 0
    """Those of them that are new, or that it says have changed."""

    def __add__(self, other: Announced) -> Announced:
        return Announced(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})


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


def announce(
    connection: Connection,
    outlet: Outlet,
    links: Sequence[Link],
    now: int,
    *,
    oldest: str | None = None,
    polled_at: int = 0,
    wanted: Wanted | None = None,
) -> Announced:
    """Write the links that are not known yet as pending; those that their seed dates before the day `oldest` are left, or those that are not `wanted`
    where the run walks an archive.

    `polled_at` is when the seed was polled last, 0 when it never was.
    """
    keyed = {key_digest(url_key(item.url, outlet.article.keep_params)): item for item in reversed(links)}
    keys = list(keyed)[::-1]  # the first of equal ones, in the order of the seed
    known = _known(connection, outlet.slug, keys)
    rows = [_new_row(key, keyed[key], now, is_left=_is_left(keyed[key], oldest, wanted)) for key in keys if key not in known]
    if rows:
        connection.execute(link.insert(), rows)
    _note_known(connection, outlet.slug, {key: keyed[key] for key in known})
    left = sum(row["status"] == LEFT for row in rows)
    hidden = sum(_is_before(keyed[row["key"]].hints.published, polled_at - DATE_MARGIN_SECONDS) for row in rows) if polled_at else 0
    return Announced(new=len(rows) - left, known=len(links) - len(rows), left=left, hidden=hidden)


def _note_known(connection: Connection, outlet: str, links: Mapping[bytes, Link]) -> None:
    """Known links that no road gave, such as those of a state that was rebuilt from the output, are now announced by the one that gives them."""
    by_seed: dict[tuple[str | None, str | None], list[bytes]] = {}
    for key, item in links.items():
        by_seed.setdefault((item.via, item.seed), []).append(key)
    for (via, seed), keys in by_seed.items():
        for start in range(0, len(keys), LOOKUP_KEYS):
            here = (link.c.outlet == outlet) & link.c.key.in_(keys[start : start + LOOKUP_KEYS]) & link.c.via.is_(None)
            connection.execute(link.update().where(here).values(via=via, seed=seed))
    _date_known(connection, outlet, links)


def _date_known(connection: Connection, outlet: str, links: Mapping[bytes, Link]) -> None:
    """Known links that a road now gives a publication for count in its month, whatever they counted in before."""
    months = {key: item.hints.published[:7] for key, item in links.items() if item.hints.published}
    rows = [{"at": key, "in": month} for key, month in months.items() if is_month(month)]
    here = (link.c.outlet == outlet) & (link.c.key == bindparam("at")) & (func.coalesce(link.c.month, UNDATED) != bindparam("in"))
    if rows:
        connection.execute(link.update().where(here).values(month=bindparam("in")), rows)


def _is_before(published: str | None, moment: int) -> bool:
    """Whether a date that has a time and an offset lies before `moment`."""
    read = as_utc(published or "")
    return read is not None and read.timestamp() < moment


def _known(connection: Connection, outlet: str, keys: Sequence[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for start in range(0, len(keys), LOOKUP_KEYS):
        some = {"outlet": outlet, "keys": keys[start : start + LOOKUP_KEYS]}
        known.update(connection.scalars(_known_links, some))
        known.update(connection.scalars(_known_aliases, some))
    return known


def _is_left(item: Link, oldest: str | None, wanted: Wanted | None) -> bool:
    if wanted is not None:
        return wanted.leaves_out(item.hints, item.url)
    return oldest is not None and item.hints.published is not None and item.hints.published[:10] < oldest


def _new_row(key: bytes, item: Link, now: int, *, is_left: bool = False) -> dict[str, Any]:
    return {
        "outlet": item.outlet,
        "key": key,
        "url": item.url,
        "status": LEFT if is_left else PENDING,
        "due_at": now,
        "attempts": 0,
        "via": item.via,
        "seed": item.seed,
        "hints": hints_to_json(item.hints),
        "announced_at": now,
        "month": month_of(item.hints.published, item.url, item.hints.modified),
    }


_NO_HINTS = Hints()
_HINT_NAMES = tuple(field.name for field in fields(Hints))
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def hints_to_json(hints: Hints) -> str | None:
    given = {name: value for name in _HINT_NAMES if (value := getattr(hints, name))}
    return _to_json(given) if given else None


def hints_from_json(text: str | None) -> Hints:
    if text is None:
        return _NO_HINTS
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()}
    return Hints(**given)


def claim(connection: Connection, run: str, outlet: str, count: int, now: int) -> list[Claim]:
    """Give up to `count` due links of `outlet` to `run`, oldest announcement first; also those that a clock that was wrong put off."""
    due = (
        select(link)
        .where(link.c.status == PENDING, link.c.outlet == outlet, (link.c.due_at <= now) | (link.c.due_at > now + LONGEST_WAIT_SECONDS))
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
    new = [{**_new_row(key, keyed[key], now), "run": run, "status": CLAIMED} for key in keys if key not in known]
    if new:
        connection.execute(link.insert(), new)
    _date_known(connection, outlet.slug, {key: keyed[key] for key in known if key in keyed})
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
    hints: Hints = _NO_HINTS,
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
    return connection.execute(link.update().where(link.c.status == CLAIMED, link.c.run == run).values(status=PENDING, run=None)).rowcount


def owed_by_outlet(connection: Connection, *, by: Sequence[str] = (PENDING, CLAIMED)) -> dict[str, Owed]:
    """What each outlet owes; only pending links when those that runs hold now are theirs to settle."""
    tried = func.sum(case((link.c.attempts > 0, 1), else_=0))
    query = select(link.c.outlet, func.count(), tried).where(link.c.status.in_(by)).group_by(link.c.outlet)
    return {outlet: Owed(untried=count - tries, tried=tries) for outlet, count, tries in connection.execute(query)}


def totals(connection: Connection, outlet: str) -> dict[str, int]:
    """Links of an outlet by status, over all runs; rejected ones as `rejected:<reason>`. Their sum is what was ever announced."""
    query = select(link.c.status, link.c.reason, func.count()).where(link.c.outlet == outlet).group_by(link.c.status, link.c.reason)
    counts: dict[str, int] = {}
    for status, reason, count in connection.execute(query):
        name = f"rejected:{reason}" if status == "rejected" else status
        counts[name] = counts.get(name, 0) + count
    return counts
