"""Pages and foreign WARC records for the tests of the archive."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Via
from newscrawl.core.page import Page

NOON = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)
HTML = "<!doctype html><html><body><p>وصلت القافلة إلى المدينة صباح اليوم.</p></body></html>".encode()

LINK = Link(
    url="https://courier.example/2026/11/story/?utm_source=rss",
    outlet="riverside-courier",
    via=Via.FEED,
    seed="https://courier.example/rss.xml",
    hints=Hints(title="القافلة\r\nتصل", published="2026-11-22T10:00:00+00:00", authors=("Amal",), tags=("news", "roads"), guid="?p=7"),
)


def page(**changes: Any) -> Page:
    fields: dict[str, Any] = {
        "link": LINK,
        "url": "https://courier.example/2026/11/story/",
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=UTF-8"), ("ETag", '"abc"')),
        "body": HTML,
        "fetched_at": NOON,
        "request_headers": (("User-Agent", "newscrawl/0.1"), ("Accept", "text/html")),
    }
    return Page(**{**fields, **changes})


def foreign(block: bytes, *, kind: str = "response", headers: Mapping[str, str] | None = None, length: int | None = None, end: bytes = b"\r\n\r\n") -> bytes:
    """A record as somebody else may have written it, not packed; a header given as an empty text is left out."""
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": "https://other.example/a",
        "WARC-Date": "2020-01-02T03:04:05Z",
        "WARC-Record-ID": "<urn:x:1>",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block) if length is None else length),
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + end


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def packed(*records: bytes) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)
