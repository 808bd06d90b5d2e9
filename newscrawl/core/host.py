"""Host names: their one ASCII spelling, and which of them are one site."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import unquote

import idna

from newscrawl.core.url_tables import MIRROR_LABELS, SHARED_SUFFIXES

MAX_HOST_CHARS = 253
"""RFC 1035 §2.3.4 allows 255 octets on the wire: 253 characters between the first length and the root."""

_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def clean_host(raw: str) -> str | None:
    """The host as lower-case ASCII: IDNA 2008 after UTS 46 mapping, IPv6 in brackets (RFC 5952), no final dot; None when it is no host.

    A host that ends in a number is an IPv4 address in four decimal parts or nothing: other spellings (`0x7f.1`, `2130706433`) only hide one.
    """
    if len(raw) > MAX_HOST_CHARS:
        return None
    if raw.startswith("["):
        return _clean_ipv6(raw)
    name = _to_ascii(unquote(raw) if "%" in raw else raw)
    if name is None or len(name) > MAX_HOST_CHARS or not _NAME.fullmatch(name):
        return None
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return name if _is_ipv4(name) else None
    return name


def bare_host(host: str) -> str:
    """`host` without its `www.`, `m.`, `mobile.` and `amp.`, as long as a whole domain is left."""
    label, _, rest = host.partition(".")
    while label in MIRROR_LABELS and "." in rest and rest not in SHARED_SUFFIXES:
        host = rest
        label, _, rest = host.partition(".")
    return host


def is_same_site(a: str, b: str) -> bool:
    """Whether two clean hosts are equal without their mirror labels, or one lies below the other and that is nobody else's domain."""
    short, long = sorted((bare_host(a), bare_host(b)), key=len)
    if short == long:
        return short != ""
    return long.endswith(f".{short}") and "." in short and short not in SHARED_SUFFIXES


def _to_ascii(name: str) -> str | None:
    if not name.isascii():
        try:
            labels = idna.uts46_remap(name, std3_rules=False, transitional=False).split(".")
            name = ".".join(label if label.isascii() else idna.alabel(label).decode("ascii") for label in labels)
        except UnicodeError:  # the root of idna's errors
            return None
    return name.lower().removesuffix(".")


def _clean_ipv6(raw: str) -> str | None:
    if "%" in raw:  # a zone is of one machine only (RFC 6874)
        return None
    try:
        return f"[{IPv6Address(raw[1:-1])}]" if raw.endswith("]") else None
    except ValueError:
        return None


def _is_ipv4(name: str) -> bool:
    try:
        IPv4Address(name)
    except ValueError:
        return False
    return True
