"""What may be asked for: the one reading of a request's address, and the rules for its spelling, port and IP address."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from newscrawl.core.address import ALLOW, AllowedAddresses, Ip, ip_of, why_not_public
from newscrawl.core.url import clean_url
from newscrawl.core.url_parts import MAX_URL_CHARS, UrlProblem, clean_authority, split_url, trim_url
from newscrawl.core.url_tables import DEFAULT_PORTS
from newscrawl.core.verdict import Reason

USUAL_PORTS = frozenset(DEFAULT_PORTS.values())
"""Ports that every outlet may be asked at. Others belong to mail, databases, consoles: they need to be named."""

_SPELLED = re.compile(r"(https?)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(?:[/?#][!-\[\]-~]*)?")
"""An address that no two programs read differently: no credentials, escapes or backslashes before its path, ASCII throughout."""


class Place(NamedTuple):
    """Where a request connects to: the host in lower case, without brackets and final dot, and the port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an address is not asked for. `may_heal`: only because of what a name stands for at the moment."""

    reason: Reason
    detail: str
    may_heal: bool = False


def place_of(url: str) -> Place | UrlProblem:
    """The place that a request for `url` connects to, or why it can't be asked for: what `clean_url` refuses, and what it would have to respell."""
    problem = clean_url(url)
    if isinstance(problem, UrlProblem):
        return problem
    spelled = _SPELLED.fullmatch(url)
    if spelled is None:
        return UrlProblem.HOST
    if len(url) > MAX_URL_CHARS:
        return UrlProblem.TOO_LONG
    port = int(spelled[3]) if spelled[3] else DEFAULT_PORTS[spelled[1]]
    return Place(spelled[2].strip("[]").lower().removesuffix("."), port)


def respelled(url: str) -> str | UrlProblem:
    """`url` with its host and port as `clean_url` spells them, path and query untouched; or what is wrong with it."""
    problem = clean_url(url)
    if isinstance(problem, UrlProblem):
        return problem
    parts = split_url(trim_url(url))
    authority = clean_authority(parts.scheme, parts.authority or "")
    if isinstance(authority, UrlProblem):
        return authority
    asked = f"{parts.scheme}://{authority}{parts.path or '/'}" + ("" if parts.query is None else f"?{parts.query}")
    return asked if len(asked) <= MAX_URL_CHARS else UrlProblem.TOO_LONG


def refused_url(url: str, named: Container[Place], allowed: AllowedAddresses) -> Refusal | None:
    """Why a request for `url` is not even begun, or None. `named` are the places in outlet files.

    A name is looked at again, by `refused_address`, with each address that it stands for.
    """
    place = place_of(url)
    if isinstance(place, UrlProblem):
        return Refusal(reason=Reason.BAD_URL, detail=place.value)
    ip = ip_of(place.host)
    if ip is not None:
        return refused_address(place, ip, named, allowed)
    if not _is_usual(place, named) and not allowed.may_let(place.port):
        return _wrong_port(place)
    return None


def refused_address(place: Place, ip: Ip, named: Container[Place], allowed: AllowedAddresses) -> Refusal | None:
    """Why `ip`, which `place` names or stands for, is not connected to, or None."""
    if allowed.lets(ip, place.port):
        return None
    what = why_not_public(ip)
    if what is None:
        return None if _is_usual(place, named) else _wrong_port(place)
    leads = f"{place.host} is" if ip_of(place.host) else f"{place.host} leads to {ip}, which is"
    heals = ip_of(place.host) is None and not _is_localhost(place.host)
    detail = f"{leads} no public address ({what}); {ALLOW}={Place(str(ip), place.port)} lets it through"
    return Refusal(reason=Reason.PRIVATE_ADDRESS, detail=detail, may_heal=heals)


def _is_usual(place: Place, named: Container[Place]) -> bool:
    return place.port in USUAL_PORTS or place in named


def _is_localhost(host: str) -> bool:
    """Names that are loopback by definition (RFC 6761 section 6.3)."""
    return host == "localhost" or host.endswith(".localhost")


def _wrong_port(place: Place) -> Refusal:
    why = f"port {place.port} of {place.host} is neither 80 nor 443, and no outlet file names it for this host"
    return Refusal(reason=Reason.PRIVATE_ADDRESS, detail=f"{why}; {ALLOW} can let an IP:port through")
