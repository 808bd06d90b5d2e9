"""What a run learns of its links on the way to their verdicts: the addresses that led to a page, the print of its text, what was read in it."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.core.article import Article
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.page import Hop
from newscrawl.core.verdict import Rejection
from newscrawl.hand import Name
from newscrawl.tasks import Extracted

TEMPORARY_REDIRECTS = frozenset({302, 303, 307})
"""RFC 9110 section 15.4: the link may lead elsewhere tomorrow."""


class UnderWay:
    """Of each link until it has its verdict."""

    def __init__(self) -> None:
        self._hops: dict[Name, Sequence[Hop]] = {}
        self._fingerprints: dict[Name, bytes] = {}
        self.extracted: dict[Name, Extracted | Rejection] = {}  # of pages that were read together

    def came_by(self, name: Name, way: Sequence[Hop]) -> None:
        """These addresses led to the page of a link."""
        self._hops[name] = way

    def aliases(self, name: Name) -> tuple[str, ...]:
        """The addresses that led to the page of a link."""
        return tuple(hop.url for hop in self._hops.get(name, ()))

    def is_lasting(self, name: Name) -> bool:
        """Whether the way to the page of a link is to stay: no redirect on it was a temporary one."""
        return not any(hop.status in TEMPORARY_REDIRECTS for hop in self._hops.get(name, ()))

    def note_fingerprint(self, article: Article, fingerprint: bytes) -> None:
        """Its worker made the fingerprint of the text too."""
        self._fingerprints[(article.outlet, article.link)] = fingerprint

    def fingerprint(self, article: Article) -> bytes:
        """That of an article's text; made once."""
        name = (article.outlet, article.link)
        if name not in self._fingerprints:
            self._fingerprints[name] = fingerprint_of(article)
        return self._fingerprints[name]

    def forget(self, name: Name) -> None:
        """The link has its verdict."""
        self._hops.pop(name, None)
        self._fingerprints.pop(name, None)
        self.extracted.pop(name, None)
