"""Articles that the state knows: by address (aliases), by text (fingerprints), by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article
from newscrawl.core.identity import key_digest
from newscrawl.core.revision import content_digest, utc_seconds
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state.schema import alias, article, fingerprint


def article_found_at(connection: Connection, outlet: str, addresses: Iterable[str], keep_params: Sequence[str]) -> str | None:
    """The id of the outlet's article that was found at the first of `addresses` where one was; what a page only declares does not count."""
    keys = _keys(addresses, keep_params)
    found = articles_found_at(connection, outlet, keys)
    return next((found[key] for key in keys if key in found), None)


def articles_found_at(connection: Connection, outlet: str, keys: Sequence[bytes]) -> dict[bytes, str]:
    """The ids of the outlet's articles that were found at addresses of these keys."""
    known = select(alias.c.key, alias.c.article).where(alias.c.outlet == outlet, alias.c.key.in_(keys), alias.c.declared == 0)
    return {row.key: str(row.article) for row in connection.execute(known)}


def article_declared_at(connection: Connection, item: Article, keep_params: Sequence[str]) -> str | None:
    """The id of the known article that `item` is by what pages declare of themselves: by its canonical URL, or by that of a page which named it.

    That counts only when title and day of publication agree too: themes that declare the home page, or one address for all articles, would
    otherwise make every later article vanish.
    """
    if not item.title:
        return None
    addresses = [item.url, item.link, *([item.canonical_url] if item.canonical_url else [])]
    said = select(alias.c.article).where(alias.c.outlet == item.outlet, alias.c.key.in_(_keys(addresses, keep_params)))
    title = title_digest(item)
    same = select(article.c.id).where(article.c.id.in_(said), article.c.title == title).order_by(article.c.first_seen_at, article.c.id)
    found = connection.scalar(same.limit(1))
    return None if found is None else str(found)


def known_as(connection: Connection, item: Article, digest: bytes, keep_params: Sequence[str]) -> Rejection | None:
    """Why `item` is not new: seen (its address belongs to a settled article) or duplicate (its text does); the detail is that one's id."""
    known = article_found_at(connection, item.outlet, [item.url, item.link], keep_params) or article_declared_at(connection, item, keep_params)
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


def last_version(connection: Connection, article_id: str) -> Any:
    """The row of a known article: `version`, `content`, `fetched_at`, `first_seen_at` and the rest."""
    return connection.execute(select(article).where(article.c.id == article_id)).one()


def looked_at(connection: Connection, article_id: str, seconds: int) -> None:
    """A page of this moment told what the last version tells; an older one than that can't be a newer version."""
    newer = article.update().where(article.c.id == article_id, article.c.fetched_at < seconds)
    connection.execute(newer.values(fetched_at=seconds))


def remember(connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str], digest: bytes) -> None:
    """Store a written article under its id, all its addresses and its text. Versions may come in any order, and twice: the last one counts."""
    _remember_version(connection, item)
    if item.canonical_url:
        _remember_aliases(connection, item, dict.fromkeys(_keys([item.canonical_url], keep_params), (item.canonical_url, 1)))
    add_addresses(connection, item, addresses, keep_params)
    if item.text and article_with_text(connection, item.outlet, digest) is None:
        connection.execute(fingerprint.insert().values(outlet=item.outlet, digest=digest, article=item.id))


def _remember_version(connection: Connection, item: Article) -> None:
    values = {
        "version": item.version,
        "title": title_digest(item),
        "content": content_digest(item),
        "fetched_at": utc_seconds(item.fetched_at),
        "first_seen_at": utc_seconds(item.first_seen),
    }
    known = connection.execute(select(article.c.version, article.c.fetched_at).where(article.c.id == item.id)).first()
    if known is None:
        connection.execute(article.insert().values(id=item.id, outlet=item.outlet, **values))
    elif item.version >= known.version:
        values["fetched_at"] = max(values["fetched_at"], known.fetched_at)
        connection.execute(article.update().where(article.c.id == item.id).values(**values))


def add_declared(connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str]) -> None:
    """Pages at these addresses declare that they are the article of this id, and look like it: a printed form, say. They are no later look at it."""
    _remember_aliases(connection, item, {key: (url, 1) for url in addresses for key in _keys([url], keep_params)})


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
