"""trafilatura, with metadata and without comments: what a user of it would call."""

from __future__ import annotations

from trafilatura import bare_extraction


def extract(html: bytes, url: str, headers: dict, fetched_at: str) -> dict:
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"text": found.text, "title": found.title, "authors": authors, "published": found.date}
