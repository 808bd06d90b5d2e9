"""What one source says of an article. Empty fields are what it does not say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Values as they may stand in the record: dates in ISO 8601, addresses absolute, names and tags one each."""

    title: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    canonical_url: str | None = None
    text: str | None = None
    paywall: bool | None = None


NOTHING = Findings()
