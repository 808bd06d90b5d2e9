"""The common case of the group commit, many at a time: articles of which nothing is known, at whose addresses nothing is, and that share nothing with
another of the same commit. Whatever may be a copy, a version or another address of something is decided one by one, as ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from newscrawl.core.article import Article
from newscrawl.core.identity import key_digest
from newscrawl.core.revision import hints_used
from newscrawl.core.url import url_key
from newscrawl.stores.state import articles, frontier
from newscrawl.stores.state.outcome import Keep, Outcome
from newscrawl.stores.state.schema import KEPT, alias, article, fingerprint

MOST_AT_ONCE = 400
"""Values in one IN list; SQLite took 999 variables at most before 3.32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """An article that may be new: the digests of its addresses, and those of what its page declares."""

    place: int
    outcome: Keep
    row: int
    addresses: Mapping[bytes, str]
    declared: Mapping[bytes, str] = field(default_factory=dict)

    @property
    def names(self) -> set[object]:
        """All by which another article could be the same."""
        item = self.outcome.article
        keys = {(item.outlet, key) for key in (*self.addresses, *self.declared)}
        return {*keys, (item.outlet, self.outcome.fingerprint), item.id}


def commit_fresh(connection: Connection, outcomes: Sequence[Outcome], held: Collection[int], now: int) -> dict[int, Article]:
    """Remember and settle those of the outcomes that are plainly new; their articles by place. The lines are the caller's."""
    candidates = [found for place, outcome in enumerate(outcomes) if (found := _candidate(place, outcome, held))]
    shared = Counter(name for found in candidates for name in found.names)
    shared.update(name for place, outcome in enumerate(outcomes) if isinstance(outcome, Keep) for name in _others(place, outcome, candidates))
    alone = [found for found in candidates if all(shared[name] == 1 for name in found.names)]
    known = _known(connection, alone)
    fresh = [found for found in alone if found.names.isdisjoint(known)]
    if fresh:
        _remember(connection, fresh)
        frontier.settle_kept(connection, [(found.row, found.outcome.article.id, hints_used(found.outcome.article)) for found in fresh], now, KEPT)
    return {found.place: found.outcome.article for found in fresh}


def _candidate(place: int, outcome: Outcome, held: Collection[int]) -> _Candidate | None:
    if not isinstance(outcome, Keep) or outcome.claim is None or outcome.claim.row not in held or outcome.claim.article or not outcome.article.text:
        return None
    item = outcome.article
    addresses = {_key(url, outcome): url for url in (item.url, item.link, *outcome.aliases)}
    declared = {_key(item.canonical_url, outcome): item.canonical_url} if item.canonical_url else {}
    own = {key: url for key, url in declared.items() if key not in addresses}
    return _Candidate(place=place, outcome=outcome, row=outcome.claim.row, addresses=addresses, declared=own)


def _others(place: int, outcome: Keep, candidates: Sequence[_Candidate]) -> set[object]:
    """The names of an article that is no candidate."""
    if any(found.place == place for found in candidates):
        return set()
    item = outcome.article
    urls = (item.url, item.link, *outcome.aliases, *([item.canonical_url] if item.canonical_url else []))
    return {*((item.outlet, _key(url, outcome)) for url in urls), (item.outlet, outcome.fingerprint), item.id}


def _key(url: str, outcome: Keep) -> bytes:
    return key_digest(url_key(url, outcome.keep_params))


def _known(connection: Connection, candidates: Sequence[_Candidate]) -> set[object]:
    """Which names of the candidates the state knows."""
    known: set[object] = set()
    for outlet in {found.outcome.article.outlet for found in candidates}:
        mine = [found for found in candidates if found.outcome.article.outlet == outlet]
        keys = [key for found in mine for key in (*found.addresses, *found.declared)]
        known |= {(outlet, key) for key in _among(connection, alias.c.key, keys, alias.c.outlet == outlet)}
        digests = [found.outcome.fingerprint for found in mine]
        known |= {(outlet, digest) for digest in _among(connection, fingerprint.c.digest, digests, fingerprint.c.outlet == outlet)}
    ids = [found.outcome.article.id for found in candidates]
    return known | set(_among(connection, article.c.id, ids))


def _among(connection: Connection, column: Any, values: Sequence[Any], *also: ColumnElement[bool]) -> list[Any]:
    """Those of the values that stand in a column."""
    found: list[Any] = []
    for start in range(0, len(values), MOST_AT_ONCE):
        found += connection.scalars(select(column).where(column.in_(values[start : start + MOST_AT_ONCE]), *also))
    return found


def _remember(connection: Connection, fresh: Sequence[_Candidate]) -> None:
    items = [found.outcome.article for found in fresh]
    connection.execute(article.insert(), [{"id": item.id, "outlet": item.outlet, **articles.version_values(item)} for item in items])
    aliases = [
        {"outlet": item.outlet, "key": key, "url": url, "article": item.id, "declared": declared}
        for item, found in zip(items, fresh, strict=True)
        for declared, urls in ((0, found.addresses), (1, found.declared))
        for key, url in urls.items()
    ]
    connection.execute(alias.insert(), aliases)
    texts = [{"outlet": item.outlet, "digest": found.outcome.fingerprint, "article": item.id} for item, found in zip(items, fresh, strict=True)]
    connection.execute(fingerprint.insert(), texts)
