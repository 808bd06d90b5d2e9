"""Which addresses are public, and which the setting lets through besides."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.address import AllowedAddresses, ip_of, is_public, why_not_public
from newscrawl.core.address_ranges import NOT_PUBLIC, PUBLIC_IPV6
from newscrawl.errors import UsageProblem

pytestmark = pytest.mark.promise("T6")

PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"),
    *("169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.88.98.255", "192.167.255.255", "192.169.0.0"),
    *("198.17.255.255", "198.20.0.0", "203.0.114.0", "223.255.255.255", "192.31.196.1"),
    *("2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::200e", "2003::1", "2620:4f:8000::1"),
]
PRIVATE = [
    # IPv4
    *("0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.1.2.3"),
    *("127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1"),
    *("192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250"),
    *("240.0.0.1", "255.255.255.254", "255.255.255.255"),
    # IPv6
    *("::", "::1", "::2", "fe80::1", "febf::1", "fec0::1", "feff::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "100::1", "100:0:0:1::1"),
    *("2001:db8::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1::1", "3fff::1", "5f00::1", "4000::1", "1::1", "fe00::1", "8000::1"),
    # IPv4 inside IPv6; what is inside does not matter
    *("::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
    *("64:ff9b::a9fe:a9fe", "64:ff9b::808:808", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1"),
    *("2001::1", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
    # one link only
    *("fe80::1%eth0", "2606:2800::1%1"),
]


@pytest.mark.parametrize("text", PUBLIC)
def test_public(text: str) -> None:
    assert is_public(ip_address(text))
    assert why_not_public(ip_address(text)) is None


@pytest.mark.parametrize("text", PRIVATE)
def test_not_public(text: str) -> None:
    assert not is_public(ip_address(text))
    assert why_not_public(ip_address(text))


@pytest.mark.parametrize(("network", "what", "source"), NOT_PUBLIC)
def test_each_range_is_closed_from_end_to_end(network: str, what: str, source: str) -> None:
    span = ip_network(network)
    for ip in (span[0], span[-1], span[span.num_addresses // 2]):
        assert not is_public(ip)
    assert what in {why_not_public(span[n]) for n in (0, -1, span.num_addresses // 3)}
    assert source.startswith("RFC ")


@given(st.ip_addresses())
def test_the_rule_is_stricter_than_pythons(ip: IPv4Address | IPv6Address) -> None:
    assert ip.is_global or not is_public(ip)
    assert not isinstance(ip, IPv6Address) or ip in ip_network(PUBLIC_IPV6) or not is_public(ip)


@given(st.ip_addresses(v=4))
def test_no_address_inside_another_is_public(inner: IPv4Address) -> None:
    number = int(inner)
    embedded = [number, 0xFFFF << 32 | number, (0x64FF9B << 96) | number, (0x2002 << 112) | number << 80, (0x20010000 << 96) | number]
    assert not [ip for ip in map(IPv6Address, embedded) if is_public(ip)]


@pytest.mark.parametrize(
    ("text", "ip"),
    [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("::1", "::1"), ("localhost", None), ("0x7f.1", None), ("2130706433", None), ("127.1", None), ("", None)],
)
def test_a_literal_address_is_read_and_a_name_is_none(text: str, ip: str | None) -> None:
    assert ip_of(text) == (ip_address(ip) if ip else None)


# --- the setting ----------------------------------------------------------------------------------------------------------------------------

LETS = [
    ("", "127.0.0.1", 80, False),
    (" , ", "127.0.0.1", 80, False),
    ("127.0.0.1", "127.0.0.1", 80, True),
    ("127.0.0.1", "127.0.0.1", 9999, True),
    ("127.0.0.1", "127.0.0.2", 80, False),
    ("127.0.0.1:8080", "127.0.0.1", 8080, True),
    ("127.0.0.1:8080", "127.0.0.1", 8081, False),
    ("127.0.0.0/8", "127.9.9.9", 1, True),
    ("10.1.0.0/16, 127.0.0.1:80", "10.1.2.3", 5432, True),
    ("10.1.0.0/16, 127.0.0.1:80", "10.2.2.3", 80, False),
    ("10.1.0.0/16, 127.0.0.1:80", "127.0.0.1", 80, True),
    ("::1", "::1", 80, True),
    ("[::1]:8080", "::1", 8080, True),
    ("[::1]:8080", "::1", 80, False),
    ("fd00::/8", "fd12::1", 80, True),
    ("127.0.0.0/8", "::ffff:127.0.0.1", 80, False),
    ("127.0.0.0/8", "::127.0.0.1", 80, False),
    ("::ffff:127.0.0.1", "::ffff:127.0.0.1", 80, True),
    ("0.0.0.0/0", "127.0.0.1", 80, True),
    ("0.0.0.0/0", "::1", 80, False),
]


@pytest.mark.parametrize(("setting", "ip", "port", "lets"), LETS)
def test_the_setting_lets_through_what_it_names(setting: str, ip: str, port: int, lets: bool) -> None:
    allowed = AllowedAddresses.parse(setting)
    assert allowed.lets(ip_address(ip), port) is lets
    assert allowed.may_let(port) or not lets


WRONG = [
    *("localhost", "127.1", "10.0.0.1/8", "127.0.0.1/33", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http", "127.0.0.1:", "127.0.0.1:999999999999"),
    *("127.0.0.0/8:80", "[::1]", "[::1", "[::1]:", "[::1]80", "http://127.0.0.1/", "*", "127.0.0.1 127.0.0.2", "127.0.0.1:８０"),
]


@pytest.mark.parametrize("entry", WRONG)
def test_a_wrong_entry_is_named(entry: str) -> None:
    with pytest.raises(UsageProblem) as told:
        AllowedAddresses.parse(f"127.0.0.1, {entry}")
    assert f"NEWSCRAWL_ALLOW_ADDRESSES: {entry!r}" in str(told.value)
    assert "allowed are" in str(told.value)


@given(st.text(alphabet="0123456789abcdef.:/[],% \u0661x", max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(UsageProblem):
        AllowedAddresses.parse(text)
