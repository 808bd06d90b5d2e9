"""Opt-out signals of a page and its answer, as the outlet wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newscrawl.core.article import Rights
from newscrawl.core.page import Page
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document

_NOT_COMMA = re.compile(r"[^,]+")
MAX_DIRECTIVES = 50


def read_rights(doc: Document, paywall: bool | None) -> Rights:
    """Robots directives (meta and X-Robots-Tag), TDMRep (https://www.w3.org/community/reports/tdmrep/), Content-Signal."""
    robots = (*doc.meta.get("robots", ()), *_headers(doc.page, "x-robots-tag"))
    return Rights(
        robots=_directives(robots),
        tdm_reservation=doc.first_meta("tdm-reservation") or doc.page.header("tdm-reservation"),
        content_signal=doc.page.header("content-signal"),
        paywall=paywall,
    )


def _headers(page: Page, name: str) -> Iterable[str]:
    return (value[:MAX_VALUE_CHARS] for key, value in page.headers if key.lower() == name)


def _directives(values: Iterable[str]) -> tuple[str, ...]:
    found = (part.strip() for value in values for part in _NOT_COMMA.findall(value))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_DIRECTIVES]
