"""Articles that the state knows: by address (aliases), by text (fingerprints), by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article
from newscrawl.core.belief import is_believed
from newscrawl.core.identity import key_digest
from newscrawl.core.revision import content_digest, utc_seconds
from newscrawl.core.url import url_key
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.stores.state.schema import alias, article, fingerprint

_KEYS = alias.c.key.in_(bindparam("keys", expanding=True))
_AT = (alias.c.outlet == bindparam("outlet")) & _KEYS
_found_at = select(alias.c.key, alias.c.article).where(_AT, alias.c.declared == 0)
_aliases_at = select(alias.c.key, alias.c.declared).where(_AT)
_declared_at = (
    select(article.c.id)
    .where(article.c.id.in_(select(alias.c.article).where(_AT)), article.c.title == bindparam("title"))
    .order_by(article.c.first_seen_at, article.c.id)
    .limit(1)
)
_with_text = select(fingerprint.c.article).where(fingerprint.c.outlet == bindparam("outlet"), fingerprint.c.digest == bindparam("digest"))
_with_id = select(article.c.id).where(article.c.id == bindparam("id"))
_new_fingerprint, _new_article, _new_alias = fingerprint.insert(), article.insert(), alias.insert()
"""Made once: making a statement takes longer than carrying it out, and these are carried out for each article."""


def article_found_at(connection: Connection, outlet: str, addresses: Iterable[str], keep_params: Sequence[str]) -> str | None:
    """The id of the outlet's article that was found at the first of `addresses` where one was; what a page only declares does not count."""
    keys = _keys(addresses, keep_params)
    found = articles_found_at(connection, outlet, keys)
    return next((found[key] for key in keys if key in found), None)


def articles_found_at(connection: Connection, outlet: str, keys: Sequence[bytes]) -> dict[bytes, str]:
    """The ids of the outlet's articles that were found at addresses of these keys."""
    return {row.key: str(row.article) for row in connection.execute(_found_at, {"outlet": outlet, "keys": list(keys)})}


def article_declared_at(connection: Connection, item: Article, keep_params: Sequence[str]) -> str | None:
    """The id of the known article that `item` is by what pages declare of themselves: by its canonical URL, or by that of a page which named it.

    That counts only when title and day of publication agree too: themes that declare the home page, or one address for all articles, would
    otherwise make every later article vanish.
    """
    if not item.title:
        return None
    addresses = [item.url, item.link, *([item.canonical_url] if item.canonical_url else [])]
    about = {"outlet": item.outlet, "keys": _keys(addresses, keep_params), "title": title_digest(item)}
    found = connection.scalar(_declared_at, about)
    return None if found is None else str(found)


def known_as(connection: Connection, item: Article, digest: bytes, keep_params: Sequence[str]) -> Rejection | None:
    """Why `item` is not new: seen (its address belongs to a settled article) or duplicate (its text does); the detail is that one's id."""
    known = article_found_at(connection, item.outlet, [item.url, item.link], keep_params)
    return Rejection(reason=Reason.SEEN, detail=known) if known is not None else known_otherwise(connection, item, digest, keep_params)


def known_otherwise(connection: Connection, item: Article, digest: bytes, keep_params: Sequence[str]) -> Rejection | None:
    """The same for one at whose addresses no article was found."""
    known = article_declared_at(connection, item, keep_params)
    if known is not None:
        return Rejection(reason=Reason.SEEN, detail=known)
    known = article_with_text(connection, item.outlet, digest) if item.text else None
    return None if known is None else Rejection(reason=Reason.DUPLICATE, detail=known)


def article_with_text(connection: Connection, outlet: str, digest: bytes) -> str | None:
    """The id of the outlet's article whose text has this fingerprint."""
    found = connection.scalar(_with_text, {"outlet": outlet, "digest": digest})
    return None if found is None else str(found)


def is_known(connection: Connection, article_id: str) -> bool:
    """Whether an article of this id was written."""
    return connection.scalar(_with_id, {"id": article_id}) is not None


def last_version(connection: Connection, article_id: str) -> Any:
    """The row of a known article: `version`, `content`, `fetched_at`, `first_seen_at` and the rest."""
    return connection.execute(select(article).where(article.c.id == article_id)).one()


def looked_at(connection: Connection, article_id: str, seconds: int) -> None:
    """A page of this moment, the newest of the article, told what the last version tells; an older one than that can't be a newer version."""
    connection.execute(article.update().where(article.c.id == article_id).values(fetched_at=seconds))


def remember(
    connection: Connection, item: Article, addresses: Iterable[str], keep_params: Sequence[str], digest: bytes, now: int, *, is_new: bool = False
) -> None:
    """Store a written article under its id, all its addresses and its text. Versions may come in any order, and twice: the last one counts. `is_new`:
    neither its id nor its text is known."""
    _remember_version(connection, item, now, is_new=is_new)
    if item.canonical_url:
        _remember_aliases(connection, item, dict.fromkeys(_keys([item.canonical_url], keep_params), (item.canonical_url, 1)))
    add_addresses(connection, item, addresses, keep_params)
    if item.text and (is_new or article_with_text(connection, item.outlet, digest) is None):
        connection.execute(_new_fingerprint, {"outlet": item.outlet, "digest": digest, "article": item.id})


def version_values(item: Article) -> dict[str, Any]:
    """What is remembered of a version, by column."""
    return {
        "version": item.version,
        "title": title_digest(item),
        "content": content_digest(item),
        "fetched_at": utc_seconds(item.fetched_at),
        "first_seen_at": utc_seconds(item.first_seen),
    }


def _remember_version(connection: Connection, item: Article, now: int, *, is_new: bool) -> None:
    values = version_values(item)
    versions = select(article.c.version, article.c.fetched_at).where(article.c.id == item.id)
    known = None if is_new else connection.execute(versions).first()
    if known is None:
        connection.execute(_new_article, {"id": item.id, "outlet": item.outlet, **values})
    elif item.version >= known.version:
        if is_believed(known.fetched_at, now):
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
    known = {row.key: row.declared for row in connection.execute(_aliases_at, {"outlet": item.outlet, "keys": list(keyed)})}
    walked_now = [key for key, (_, declared) in keyed.items() if known.get(key) and not declared]
    if walked_now:  # another article only declared this address; this one was found there
        connection.execute(alias.update().where(mine, alias.c.key.in_(walked_now)).values(declared=0, article=item.id))
    rows = [
        {"outlet": item.outlet, "key": key, "url": url, "article": item.id, "declared": declared}
        for key, (url, declared) in keyed.items()
        if key not in known
    ]
    if rows:
        connection.execute(_new_alias, rows)


def _keys(addresses: Iterable[str], keep_params: Sequence[str]) -> list[bytes]:
    return [key_digest(url_key(url, keep_params)) for url in addresses]


def title_digest(item: Article) -> bytes:
    """Digest of title and day of publication for comparing, blind to case, marks and punctuation."""
    compared = f"{fold(item.title or '')}\n{(item.published or '')[:10]}"
    return hashlib.blake2b(compared.encode("utf-8", "replace"), digest_size=16).digest()
