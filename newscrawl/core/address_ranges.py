"""Ranges of IP addresses that are no public host, each with what it is and where that is written. Data only.

Taken from the IANA special-purpose address registries for IPv4 and IPv6 and the documents that they cite. Ranges that embed an IPv4 address are in it
as a whole: a relay or translator on the way may lead to the address inside, whatever that is.
"""

from __future__ import annotations

NOT_PUBLIC: tuple[tuple[str, str, str], ...] = (
    # IPv4
    ("0.0.0.0/8", "this network", "RFC 791 section 3.2"),  # Linux connects 0.0.0.0 to itself
    ("10.0.0.0/8", "private", "RFC 1918"),
    ("100.64.0.0/10", "shared by a carrier's customers", "RFC 6598"),
    ("127.0.0.0/8", "loopback", "RFC 1122 section 3.2.1.3"),
    ("169.254.0.0/16", "link-local", "RFC 3927"),  # the metadata service of cloud machines among them
    ("172.16.0.0/12", "private", "RFC 1918"),
    ("192.0.0.0/24", "protocol assignments", "RFC 6890"),
    ("192.0.2.0/24", "documentation", "RFC 5737"),
    ("192.88.99.0/24", "6to4 relays", "RFC 7526"),
    ("192.168.0.0/16", "private", "RFC 1918"),
    ("198.18.0.0/15", "benchmarks", "RFC 2544"),
    ("198.51.100.0/24", "documentation", "RFC 5737"),
    ("203.0.113.0/24", "documentation", "RFC 5737"),
    ("224.0.0.0/4", "multicast", "RFC 5771"),
    ("240.0.0.0/4", "reserved", "RFC 1112 section 4"),  # 255.255.255.255 too
    # IPv6
    ("::/128", "unspecified", "RFC 4291 section 2.5.2"),
    ("::1/128", "loopback", "RFC 4291 section 2.5.3"),
    ("::/96", "IPv4 inside IPv6, compatible", "RFC 4291 section 2.5.5.1"),
    ("::ffff:0:0/96", "IPv4 inside IPv6, mapped", "RFC 4291 section 2.5.5.2"),
    ("::ffff:0:0:0/96", "IPv4 inside IPv6, translated", "RFC 2765 section 2.1"),
    ("64:ff9b::/96", "IPv4 inside IPv6, NAT64", "RFC 6052"),
    ("64:ff9b:1::/48", "IPv4 inside IPv6, local NAT64", "RFC 8215"),
    ("100::/64", "discarded", "RFC 6666"),
    ("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
    ("2001::/32", "IPv4 inside IPv6, Teredo", "RFC 4380"),
    ("2001:2::/48", "benchmarks", "RFC 5180"),
    ("2001:10::/28", "hashes, not hosts", "RFC 4843"),
    ("2001::/23", "protocol assignments", "RFC 2928"),  # its few reachable services (anycast, DNS sinks) have no pages
    ("2001:db8::/32", "documentation", "RFC 3849"),
    ("2002::/16", "IPv4 inside IPv6, 6to4", "RFC 3056"),
    ("3fff::/20", "documentation", "RFC 9637"),
    ("5f00::/16", "segment routing", "RFC 9602"),
    ("fc00::/7", "private", "RFC 4193"),
    ("fe80::/10", "link-local", "RFC 4291 section 2.5.6"),
    ("fec0::/10", "site-local", "RFC 3879"),
    ("ff00::/8", "multicast", "RFC 4291 section 2.7"),
)
"""Network, what it is, source. The first row that fits names an address, so narrower ranges stand first."""

PUBLIC_IPV6 = "2000::/3"
"""The only part of IPv6 from which addresses of hosts are given out (RFC 4291 section 2.4, IANA "IPv6 Global Unicast Address Assignments")."""
