"""newscrawl as a library: all fields, as `newscrawl.extract` gives them."""

from __future__ import annotations

from datetime import datetime

from newscrawl import Article
from newscrawl import extract as newscrawl_extract


def extract(html: bytes, url: str, headers: dict, fetched_at: str) -> dict:
    found = newscrawl_extract(html, url, headers=headers, fetched_at=datetime.fromisoformat(fetched_at))
    if not isinstance(found, Article):
        return {"rejected": f"{found.reason}: {found.detail}"}
    fields = {"text": found.text, "title": found.title, "authors": list(found.authors), "published": found.published}
    return {**fields, "provenance": dict(found.provenance)}
