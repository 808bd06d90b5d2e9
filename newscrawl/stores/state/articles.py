"""Articles that the state knows: by address (aliases), by text (fingerprints), by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article
from newscrawl.core.identity import key_digest
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state.schema import alias, article, fingerprint


def article_at(connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str]) -> str | None:
    """The id of the known article that lives at one of the addresses of `item`.

    The canonical URL that the page declares counts only when title and day of publication agree too: themes that declare the home page,
    or one address for all articles, would otherwise make every later article vanish.
    """
    walked = _keys(addresses, keep_params)
    declared = _keys([item.canonical_url] if item.canonical_url and item.title else [], keep_params)
    rows = connection.execute(
        select(alias.c.key, alias.c.article, alias.c.declared).where(alias.c.outlet == item.outlet, alias.c.key.in_([*walked, *declared]))
    ).all()
    for row in rows:
        if row.key in walked and not row.declared:
            return str(row.article)
    title = title_digest(item)
    for row in rows if item.title else ():
        if connection.scalar(select(article.c.title).where(article.c.id == row.article)) == title:
            return str(row.article)
    return None


def known_as(
    connection: Connection, item: Article, digest: bytes, addresses: Iterable[str], keep_params: Sequence[str]
) -> Rejection | None:
    """Why `item` is not new: seen (its address belongs to a settled article) or duplicate (its text does); the detail is that one's id."""
    known = article_at(connection, item, addresses, keep_params)
    if known is not None:
        return Rejection(reason=Reason.SEEN, detail=known)
    known = article_with_text(connection, item.outlet, digest) if item.text else None
    return None if known is None else Rejection(reason=Reason.DUPLICATE, detail=known)


def article_with_text(connection: Connection, outlet: str, digest: bytes) -> str | None:
    """The id of the outlet's article whose text has this fingerprint."""
    found = connection.scalar(select(fingerprint.c.article).where(fingerprint.c.outlet == outlet, fingerprint.c.digest == digest))
    return None if found is None else str(found)


def is_known(connection: Connection, article_id: str) -> bool:
    """Whether an article of this id was written."""
    return connection.scalar(select(article.c.id).where(article.c.id == article_id)) is not None


def remember(connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str], digest: bytes, now: int) -> None:
    """Store a written article under its id, all its addresses and its text; what is there already stays."""
    if not is_known(connection, item.id):
        row = {"id": item.id, "outlet": item.outlet, "version": item.version, "title": title_digest(item), "first_seen_at": now}
        connection.execute(article.insert().values(**row))
    if item.canonical_url:
        _remember_aliases(connection, item, dict.fromkeys(_keys([item.canonical_url], keep_params), (item.canonical_url, 1)))
    add_addresses(connection, item, addresses, keep_params)
    if item.text and article_with_text(connection, item.outlet, digest) is None:
        connection.execute(fingerprint.insert().values(outlet=item.outlet, digest=digest, article=item.id))


def add_addresses(connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str]) -> None:
    """These addresses lead to the article of this id; one that is another article's stays so."""
    keyed = {key: (url, 0) for url in addresses for key in _keys([url], keep_params)}
    _remember_aliases(connection, item, keyed)


def _remember_aliases(connection: Connection, item: Article, keyed: Mapping[bytes, tuple[str, int]]) -> None:
    mine = alias.c.outlet == item.outlet
    known = {row.key: row.declared for row in connection.execute(select(alias.c.key, alias.c.declared).where(mine, alias.c.key.in_(list(keyed))))}
    walked_now = [key for key, (_, declared) in keyed.items() if known.get(key) and not declared]
    if walked_now:  # another article only declared this address; this one was found there
        connection.execute(alias.update().where(mine, alias.c.key.in_(walked_now)).values(declared=0, article=item.id))
    rows = [
        {"outlet": item.outlet, "key": key, "url": url, "article": item.id, "declared": declared}
        for key, (url, declared) in keyed.items()
        if key not in known
    ]
    if rows:
        connection.execute(alias.insert(), rows)


def _keys(addresses: Iterable[str], keep_params: Sequence[str]) -> list[bytes]:
    return [key_digest(url_key(url, keep_params)) for url in addresses]


def title_digest(item: Article) -> bytes:
    """Digest of title and day of publication for comparing, blind to case, marks and punctuation."""
    compared = f"{fold(item.title or '')}\n{(item.published or '')[:10]}"
    return hashlib.blake2b(compared.encode("utf-8", "replace"), digest_size=16).digest()
