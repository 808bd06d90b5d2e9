"""What seeds and roads announce: links that are not known yet become pending, and known ones learn what is said of them now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from newscrawl.core.coverage import month_of
from newscrawl.core.dates import as_utc
from newscrawl.core.identity import key_digest
from newscrawl.core.link import Hints, Link
from newscrawl.core.months import UNDATED, is_month
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.url import url_key
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state.schema import KEPT, LEFT, PENDING, ROAD_BITS, alias, link

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
    held: int = 0
    """Known links of a road's page that are settled as articles."""
    too_deep: int = 0
    """Sitemaps of an index that stands below so many others that it leads nowhere."""

    def __add__(self, other: Announced) -> Announced:
        return Announced(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})


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
    rows = [new_row(key, keyed[key], now, is_left=_is_left(keyed[key], oldest, wanted)) for key in keys if key not in known]
    if rows:
        connection.execute(link.insert(), rows)
    _note_known(connection, outlet.slug, {key: keyed[key] for key in known})
    left = sum(row["status"] == LEFT for row in rows)
    hidden = sum(_is_before(keyed[row["key"]].hints.published, polled_at - DATE_MARGIN_SECONDS) for row in rows) if polled_at else 0
    return Announced(new=len(rows) - left, known=len(links) - len(rows), left=left, hidden=hidden)


def held_links(connection: Connection, outlet: Outlet, links: Sequence[Link]) -> int:
    """How many of the links are settled as articles. For pages of roads alone: links of a seed are looked up by their index, without their rows."""
    keys = [key_digest(url_key(item.url, outlet.article.keep_params)) for item in links]
    parts = (keys[start : start + LOOKUP_KEYS] for start in range(0, len(keys), LOOKUP_KEYS))
    here = (link.c.outlet == outlet.slug) & (link.c.status == KEPT)
    return sum(connection.scalar(select(func.count()).select_from(link).where(here & link.c.key.in_(part))) or 0 for part in parts)


def _note_known(connection: Connection, outlet: str, links: Mapping[bytes, Link]) -> None:
    """Known links that no road gave, such as those of a state that was rebuilt from the output, are now announced by the one that gives them; others
    by this road too."""
    by_seed: dict[tuple[str | None, str | None], list[bytes]] = {}
    for key, item in links.items():
        by_seed.setdefault((item.via, item.seed), []).append(key)
    for (via, seed), keys in by_seed.items():
        for start in range(0, len(keys), LOOKUP_KEYS):
            here = (link.c.outlet == outlet) & link.c.key.in_(keys[start : start + LOOKUP_KEYS]) & link.c.via.is_(None)
            connection.execute(link.update().where(here).values(via=via, seed=seed))
            note_road(connection, outlet, via, keys[start : start + LOOKUP_KEYS])
    date_known(connection, outlet, links)


def note_road(connection: Connection, outlet: str, via: str | None, keys: Sequence[bytes]) -> None:
    """The links of these keys, at most `LOOKUP_KEYS`, were given by this road as well."""
    if via is None:
        return
    bit = ROAD_BITS[Via(via)]
    here = (link.c.outlet == outlet) & link.c.key.in_(keys) & (link.c.via != via) & (link.c.also.bitwise_and(bit) == 0)
    connection.execute(link.update().where(here).values(also=link.c.also.bitwise_or(bit)))


def date_known(connection: Connection, outlet: str, links: Mapping[bytes, Link]) -> None:
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
    return oldest is not None and is_older(item.hints, oldest)


def is_older(hints: Hints, oldest: str) -> bool:
    """Whether a link's seed dates it before the day `oldest`."""
    return hints.published is not None and hints.published[:10] < oldest


def new_row(key: bytes, item: Link, now: int, *, is_left: bool = False) -> dict[str, Any]:
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


NO_HINTS = Hints()
_HINT_NAMES = tuple(field.name for field in fields(Hints))
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def hints_to_json(hints: Hints) -> str | None:
    given = {name: value for name in _HINT_NAMES if (value := getattr(hints, name))}
    return _to_json(given) if given else None


def hints_from_json(text: str | None) -> Hints:
    if text is None:
        return NO_HINTS
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()}
    return Hints(**given)
