"""IP addresses: which are public, and which an operator lets through besides."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from newscrawl.core.address_ranges import NOT_PUBLIC, PUBLIC_IPV6
from newscrawl.core.url_parts import MAX_PORT
from newscrawl.errors import UsageProblem

Ip = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ALLOW = "NEWSCRAWL_ALLOW_ADDRESSES"
"""The setting that lets addresses through."""

_RANGES: tuple[tuple[Network, str], ...] = tuple((ip_network(network), what) for network, what, _ in NOT_PUBLIC)
_PUBLIC_IPV6 = IPv6Network(PUBLIC_IPV6)


def is_public(ip: Ip) -> bool:
    """Whether `ip` may be a host of the open internet: neither special, nor one that embeds another address, nor of one link only."""
    return why_not_public(ip) is None


def why_not_public(ip: Ip) -> str | None:
    """What `ip` is instead of public ("loopback"), or None.

    `ipaddress.is_global` alone is not enough: it takes NAT64, 6to4 and multicast for global, and its tables change with Python's version.
    """
    if isinstance(ip, IPv6Address) and ip.scope_id is not None:
        return "of one link only"
    named = next((what for network, what in _RANGES if ip in network), None)
    if named is not None:
        return named
    if isinstance(ip, IPv6Address) and ip not in _PUBLIC_IPV6:
        return "not given out to hosts"
    return None if ip.is_global and not ip.is_multicast and not ip.is_reserved else "special"


def ip_of(text: str) -> Ip | None:
    """The address that a host, an answer of a name service or a socket names; brackets of IPv6 do not count. None for a name."""
    try:
        return ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedAddresses:
    """What the guard lets through although it is not public: networks, each with one port or (None) all of them."""

    entries: tuple[tuple[Network, int | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Comma-separated: an address, a network (`10.1.0.0/16`), either of them for all ports, or an address with a port (`127.0.0.1:8080`,
        `[::1]:8080`) for that port only. Raises `UsageProblem` that names the wrong entry."""
        return cls(entries=tuple(_entry(each.strip()) for each in text.split(",") if each.strip()))

    def lets(self, ip: Ip, port: int) -> bool:
        """Whether `ip` is let through at `port`. An IPv4 address inside an IPv6 one is another address."""
        return any(ip in network and only in (None, port) for network, only in self.entries)

    def may_let(self, port: int) -> bool:
        """Whether some address is let through at `port`; which one a name stands for is not known before it was asked for."""
        return any(only in (None, port) for _, only in self.entries)


def _entry(text: str) -> tuple[Network, int | None]:
    host, port = _split_port(text)
    try:
        network = ip_network(host)
    except ValueError as problem:
        raise _wrong(text, "neither an IP address nor a network") from problem
    if port is None:
        return network, None
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= MAX_PORT):
        raise _wrong(text, f"the port is not a number from 1 to {MAX_PORT}")
    return network, int(port)


def _split_port(text: str) -> tuple[str, str | None]:
    """The address or network, and the port's text where one stands. A bare IPv6 address is all address."""
    if text.startswith("["):
        host, _, port = text[1:].partition("]:")
        return (host, port) if port else (text, None)
    host, colon, port = text.partition(":")
    return (host, port) if colon and ":" not in port and "/" not in host else (text, None)


def _wrong(entry: str, problem: str) -> UsageProblem:
    allowed = "allowed are addresses, networks, IP:port and [IPv6]:port, separated by commas"
    return UsageProblem(f"{ALLOW}: {entry!r}: {problem}; {allowed}")
