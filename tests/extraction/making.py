"""Pages and documents for the tests of extraction, made of a few words of HTML."""

from __future__ import annotations

from datetime import UTC, datetime

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import Page
from newscrawl.extraction.document import Document, read_document

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
URL = "https://courier.example/2026/11/bridge/"
COURIER = Outlet(slug="courier", name="Riverside Courier", home="https://courier.example/", timezone="Europe/London")

SENTENCES = (
    "The old bridge over the river opened again on Monday after two years of repairs.",
    "Hundreds of people walked across it before the first bus was let through.",
    "The mayor said that the work had cost less than the council had feared.",
)
PROSE = "".join(f"<p>{sentence}</p>\n" for sentence in SENTENCES)


def page(html: str | bytes, url: str = URL, hints: Hints | None = None, **headers: str) -> Page:
    """An answer with this body; headers by keyword, `_` for `-`."""
    return Page(
        link=Link(url=url, outlet="courier", hints=hints or Hints()),
        url=url,
        status=200,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=html if isinstance(html, bytes) else html.encode(),
        fetched_at=NOW,
    )


def document(html: str, outlet: Outlet = COURIER, url: str = URL, hints: Hints | None = None, **headers: str) -> Document:
    """The page parsed."""
    doc = read_document(page(html, url, hints, **headers), outlet, url)
    assert isinstance(doc, Document)
    return doc


def story(head: str = "", body: str = PROSE, around: str = "", body_class: str = "") -> str:
    """A page with a headline and a named container."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The bridge opens again | Riverside Courier</title>{head}</head>
<body class="{body_class}"><article><h1>The bridge opens again</h1>{around}<div class="entry-content">{body}</div></article></body></html>"""
