"""Making keys anew after `url_key` got a new version: from the stored URLs, without touching ids (design: identity)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from newscrawl.core.identity import key_digest
from newscrawl.core.url import url_key
from newscrawl.stores.state.schema import KEPT, alias, link

_TAKEN = b"\x00" * 8
"""First bytes of a temporary key, so that no new key meets an old one while both stand in the table."""


def remake_keys(connection: Connection, keep_params: Mapping[str, Sequence[str]]) -> None:
    """Give every link and alias the key of today. Two addresses that are one now keep the row that was kept, else the older one."""
    _remake_links(connection, keep_params)
    _remake_aliases(connection, keep_params)


def _remake_links(connection: Connection, keep_params: Mapping[str, Sequence[str]]) -> None:
    kept_first = (link.c.status != KEPT, link.c.article.is_(None), link.c.id)
    rows = connection.execute(select(link.c.id, link.c.outlet, link.c.url).order_by(*kept_first)).all()
    first: dict[tuple[str, bytes], int] = {}
    extra = []
    for row in rows:
        key = key_digest(url_key(row.url, keep_params.get(row.outlet, ())))
        if first.setdefault((row.outlet, key), row.id) != row.id:
            extra.append(row.id)
    for row_id in extra:
        connection.execute(link.delete().where(link.c.id == row_id))
    change = link.update().where(link.c.id == bindparam("row"))
    if first:
        set_key = change.values(key=bindparam("to"))
        connection.execute(set_key, [{"row": row_id, "to": _TAKEN + row_id.to_bytes(8, "big")} for row_id in first.values()])
        connection.execute(set_key, [{"row": row_id, "to": key} for (_, key), row_id in first.items()])


def _remake_aliases(connection: Connection, keep_params: Mapping[str, Sequence[str]]) -> None:
    rows = connection.execute(select(alias).order_by(alias.c.declared)).all()
    connection.execute(alias.delete())
    made: dict[tuple[str, bytes], dict[str, object]] = {}
    for row in rows:
        key = key_digest(url_key(row.url, keep_params.get(row.outlet, ())))
        made.setdefault((row.outlet, key), {**row._mapping, "key": key})
    if made:
        connection.execute(alias.insert(), list(made.values()))

