"""An address taken apart, resolved, and each part made clean.

Reads as the URL Living Standard does for http and https, and is stricter where that standard guesses: credentials, missing hosts and disguised IP
numbers are refused.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple
from urllib.parse import quote

from newscrawl.core.host import clean_host
from newscrawl.core.url_tables import DEFAULT_PORTS

MAX_URL_CHARS = 2048
"""The sitemaps protocol ends addresses there, and every server and proxy in use takes as much; an Arabic WordPress permalink has up to 250."""

MAX_PORT = 65535


class UrlProblem(Enum):
    """Why a text is no address that we can ask for; the value says it to a person."""

    EMPTY = "the address is empty"
    SCHEME = "the address is not http or https"
    HOST = "the address has no valid host"
    PORT = "the port is not a number from 1 to 65535"
    TOO_LONG = f"the address is longer than {MAX_URL_CHARS} characters"
    CREDENTIALS = "the address has a user name or password in it"
    BAD = "the address is not complete"


class UrlParts(NamedTuple):
    """Scheme in lower case (or empty), authority (None: there was no `//`), path, query (None: there was no `?`)."""

    scheme: str
    authority: str | None
    path: str
    query: str | None


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::(.*))?")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_EDGES = (
    " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # white space
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"  # marks nobody sees in a pasted address
)

_PATH_SAFE = "!$&'()*+,;=:@/%"
_QUERY_SAFE = "!$&()*+,;=:@/?%"
"""Beside letters, digits and `-._~`: what RFC 3986 and browsers both let stand (so `'` goes in a query, `[]|` go everywhere)."""

_LOWER_ESCAPE = re.compile("%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])")
_HERE = frozenset((".", "%2E"))
_PARENT = frozenset(("..", ".%2E", "%2E.", "%2E%2E"))


def trim_url(text: str) -> str:
    """`text` without controls, and without white space and invisible marks at its ends; lone surrogates become U+FFFD, as in browsers."""
    text = _CONTROLS.sub("", text).strip(_EDGES)
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def split_url(text: str) -> UrlParts:
    """RFC 3986 appendix B, with the backslash that browsers take for a slash; the fragment is left out."""
    rest, mark, query = text.partition("#")[0].partition("?")
    scheme = _SCHEME.match(rest)
    rest = rest[scheme.end() if scheme else 0 :].replace("\\", "/")
    authority = None
    if rest.startswith("//"):
        authority, slash, rest = rest[2:].partition("/")
        rest = slash + rest
    return UrlParts(scheme[1].lower() if scheme else "", authority, rest, query if mark else None)


def join_url(parts: UrlParts, base: UrlParts) -> UrlParts:
    """The address that `parts` names on a page at `base`, which is whole and clean (RFC 3986 §5.2.2)."""
    if parts.authority is not None:
        return parts._replace(scheme=base.scheme)
    if not parts.path:
        return base if parts.query is None else base._replace(query=parts.query)
    folder = "" if parts.path.startswith("/") else base.path.rpartition("/")[0] + "/"
    return base._replace(path=folder + parts.path, query=parts.query)


def clean_authority(scheme: str, authority: str) -> str | UrlProblem:
    """`host` or `host:port`, the port only when it is not the one of `scheme` (http or https)."""
    if "@" in authority:
        return UrlProblem.CREDENTIALS
    found = _HOST_PORT.fullmatch(authority)
    host = clean_host(found[1]) if found else None
    if found is None or host is None:
        return UrlProblem.HOST
    port = _port_number(found[2]) if found[2] else DEFAULT_PORTS[scheme]
    if port is None:
        return UrlProblem.PORT
    return host if port == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def clean_path(path: str) -> str:
    """An absolute path (or none, which is `/`) escaped and without dot segments."""
    path = _quote(path, _PATH_SAFE)
    if "/." in path or "/%2E" in path:
        path = _without_dots(path)
    return path or "/"


def clean_query(query: str) -> str:
    """A query escaped."""
    return _quote(query, _QUERY_SAFE)


def _quote(text: str, safe: str) -> str:
    return _LOWER_ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe=safe))


def _port_number(text: str) -> int | None:
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_PORT))):
        return None
    return int(digits) if int(digits) <= MAX_PORT else None


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4, escaped dots included."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment in _PARENT:
            del kept[-1:]
        elif segment not in _HERE:
            kept.append(segment)
    if segments[-1] in _HERE or segments[-1] in _PARENT:
        kept.append("")
    return "/" + "/".join(kept)
