"""What a page, its answer and its host say of re-use, as written there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newscrawl.core.article import Rights
from newscrawl.core.opt_out import is_reserved
from newscrawl.core.page import HostSignals, Page
from newscrawl.core.robots import OUR_TOKEN
from newscrawl.core.tdmrep import policy, reservation
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document

_NOT_COMMA = re.compile(r"[^,]+")
_AGENT = re.compile(r"\s*([\w*-]+)\s*:")
_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives that have a colon of their own: what stands before it names no crawler."""
MAX_DIRECTIVES = 50


def read_rights(doc: Document, paywall: bool | None) -> Rights:
    """Robots directives (meta tags and X-Robots-Tag), TDMRep, Content-Signal, Content-Usage, and what follows from them for mining."""
    host = doc.page.signals or HostSignals()
    reserved, terms = _tdm(doc, host)
    rights = Rights(
        robots=_directives(doc),
        tdm_reservation=reserved,
        tdm_policy=terms,
        content_signal=_joined(*_headers(doc.page, "content-signal"), host.content_signal),
        content_usage=_joined(*_headers(doc.page, "content-usage"), host.content_usage),
        paywall=paywall,
    )
    return replace(rights, reserved=is_reserved(rights))


def _tdm(doc: Document, host: HostSignals) -> tuple[str | None, str | None]:
    """Reservation and policy of the strongest place that states a reservation: the page, else the header, else the host's file (TDMRep, "Processing
    priority"). Of two values in one place the stricter counts.
    """
    places: tuple[tuple[Iterable[str], Iterable[str]], ...] = (
        (doc.meta.get("tdm-reservation", ()), doc.meta.get("tdm-policy", ())),
        (_headers(doc.page, "tdm-reservation"), _headers(doc.page, "tdm-policy")),
        ((host.tdm_reservation or "",), (host.tdm_policy or "",)),
    )
    for reservations, policies in places:
        stated = max(filter(None, map(reservation, reservations)), default=None)
        if stated is not None:
            return stated, next(filter(None, map(policy, policies)), None)
    return None, None


def _headers(page: Page, name: str) -> Iterator[str]:
    return (value[:MAX_VALUE_CHARS] for key, value in page.headers if key.lower() == name)


def _joined(*values: str | None) -> str | None:
    """All that was said, once each, joined by commas."""
    said = dict.fromkeys(" ".join(value.split()) for value in values if value)
    return ", ".join(filter(None, said))[:MAX_VALUE_CHARS] or None


def _directives(doc: Document) -> tuple[str, ...]:
    """Those for every robot and those for us, once each."""
    tags = (directive for name in ("robots", OUR_TOKEN) for value in doc.meta.get(name, ()) for directive in _parts(value))
    headers = (directive for value in _headers(doc.page, "x-robots-tag") for directive in _for_us(value))
    return tuple(dict.fromkeys([*tags, *headers]))[:MAX_DIRECTIVES]


def _for_us(value: str) -> Iterator[str]:
    """The directives of one X-Robots-Tag that are not for another crawler: `otherbot: noindex, nofollow` is for that one to the next name."""
    agent = OUR_TOKEN
    for part in _parts(value):
        named = _AGENT.match(part)
        if named and named[1].lower() not in _WITH_VALUE:
            agent, part = named[1].lower(), part[named.end() :].strip()
        if part and agent in (OUR_TOKEN, "*"):
            yield part


def _parts(value: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in _NOT_COMMA.findall(value)))
