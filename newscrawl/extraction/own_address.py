"""The address that a saved page gives for itself, for who has nothing but the file."""

from __future__ import annotations

import re

from newscrawl.core.charset import decode
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.extraction.document import parse_html

SAVED_FROM_BYTES = 4_096
"""Browsers write the mark before or behind the doctype."""

_SAVED_FROM = re.compile(rb"<!--[^>]{0,200}?\b(?:saved from url=\(\d{1,6}\)|url:) {0,4}(https?://[^\s<>\"]{1,2000})", re.IGNORECASE)
"""The "mark of the web" of browsers, and what the SingleFile extension writes in its place."""


def own_address(html: bytes) -> str | None:
    """Where the browser noted that it saved the page from, else the canonical link (RFC 6596), else og:url; None when none of them is an address."""
    mark = _SAVED_FROM.search(html[:SAVED_FROM_BYTES])
    addresses = [mark[1].decode("utf-8", "replace")] if mark else []
    return next((address for address in (*addresses, *_declared(html)) if _is_address(address)), None)


def _declared(html: bytes) -> list[str]:
    tree = parse_html(decode(html))
    if tree is None:
        return []
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    return [*filter(None, links), *(e.get("content") or "" for e in tree.iter("meta") if e.get("property") == "og:url")]


def _is_address(address: str) -> bool:
    return not isinstance(clean_url(address), UrlProblem)
