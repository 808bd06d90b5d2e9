"""Links on their way out of a reader: each article once, in batches."""

from __future__ import annotations

from collections import Counter

from newscrawl.core.identity import key_digest
from newscrawl.core.link import Hints, Link
from newscrawl.core.url import url_key
from newscrawl.discovery.place import Place
from newscrawl.discovery.reading import BATCH_LINKS, Emit

MAX_LINKS = 500_000
"""Of one body; ten times what the sitemap protocol allows in a file. Their digests take about 60 MB."""


class Announced:
    """Counts what is refused, remembers what was announced by its digest alone, and hands links on in batches."""

    def __init__(self, place: Place, emit: Emit) -> None:
        self.refused: Counter[str] = Counter()
        self.count = 0
        self._place = place
        self._emit = emit
        self._batch: list[Link] = []
        self._keys: set[bytes] = set()
        self._guids: set[bytes] = set()

    def is_new(self, url: str, guid: str | None = None) -> bool:
        """Whether no entry before announced this article; counted where one did.

        A guid that stands on two different links is the outlet's mistake: both are new.
        """
        key = url_key(url, self._place.outlet.article.keep_params)
        digest = key_digest(key)
        pair = key_digest(f"{key}\n{guid}") if guid else None
        is_known = digest in self._keys
        if is_known:
            self.refused["duplicate_guid" if pair in self._guids else "duplicate_link"] += 1
        elif self.count >= MAX_LINKS:
            self.refused["too_many_links"] += 1
            return False
        self._keys.add(digest)
        if pair:
            self._guids.add(pair)
        return not is_known

    def add(self, url: str, hints: Hints) -> None:
        """Announce an article that is new."""
        self.count += 1
        self._batch.append(Link(url=url, outlet=self._place.outlet.slug, via=self._place.seed.via, seed=self._place.seed.url, hints=hints))
        if len(self._batch) >= BATCH_LINKS:
            self.flush()

    def flush(self) -> None:
        """Hand on what waits."""
        batch, self._batch = tuple(self._batch), []
        if batch:
            self._emit(batch)
