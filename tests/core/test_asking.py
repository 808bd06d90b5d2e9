"""What a request's address has to be like before anybody is asked for it."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from twisted.web.client import URI

from newscrawl.core.address import AllowedAddresses
from newscrawl.core.asking import Place, place_of, refused_address, refused_url, respelled
from newscrawl.core.limits import LIMITS, MAX_HEAD_BYTES, MB, limit_of
from newscrawl.core.url_parts import MAX_URL_CHARS, UrlProblem
from newscrawl.core.verdict import Reason
from newscrawl.stores.http_block import MAX_HEAD_BYTES as ARCHIVED_HEAD_BYTES
from newscrawl.stores.http_block import ORIGINAL
from newscrawl.wire import LINE_COST_BYTES

pytestmark = pytest.mark.promise("T6")

NONE = AllowedAddresses()
NAMED = {Place("courier.example", 8080)}
BAD, PRIVATE = Reason.BAD_URL, Reason.PRIVATE_ADDRESS

URLS: list[tuple[str, Reason | None]] = [
    ("http://courier.example/", None),
    ("https://courier.example", None),
    ("https://courier.example:443/a?b=c", None),
    ("http://courier.example:443/", None),
    ("https://courier.example:80/", None),
    ("http://courier.example:8080/a", None),
    ("http://COURIER.example.:8080/a", None),
    ("http://8.8.8.8/", None),
    ("http://[2606:2800:220:1:248:1893:25c8:1946]/", None),
    ("http://xn--wgv71a119e.example/", None),
    ("http://www.courier.example:8080/", PRIVATE),  # another host
    ("http://courier.example:8081/", PRIVATE),
    ("http://courier.example:22/", PRIVATE),
    ("http://127.0.0.1/", PRIVATE),
    ("http://127.0.0.1./", PRIVATE),
    ("https://[::1]/", PRIVATE),
    ("http://[::ffff:7f00:1]/", PRIVATE),
    ("http://169.254.169.254/latest/meta-data/", PRIVATE),
    ("http://8.8.8.8:53/", PRIVATE),
    ("http://2130706433/", BAD),
    ("http://0177.0.0.1/", BAD),
    ("http://0x7f.1/", BAD),
    ("http://127.1/", BAD),
    ("http://courier.example:0/", BAD),
    ("http://courier.example:/", BAD),
    ("http://courier.example:99999/", BAD),
    ("http://courier.example:+80/", BAD),
    ("http://user@courier.example/", BAD),
    ("http://courier.example@127.0.0.1/", BAD),
    ("http://courier.example\\@127.0.0.1/", BAD),
    ("http://127.0.0.1\\@courier.example/", BAD),
    ("http://courier.example#@127.0.0.1/", None),  # all of it is fragment
    ("http://courier.example%2f@127.0.0.1/", BAD),
    ("http://%31%32%37.0.0.1/", BAD),
    ("http://１２７.0.0.1/", BAD),
    ("http://①②⑦.⓪.⓪.①/", BAD),
    ("http://[fe80::1%25eth0]/", BAD),
    ("http://[::1/", BAD),
    ("http:///a", BAD),
    ("http:courier.example", BAD),
    ("//courier.example/", BAD),
    ("courier.example", BAD),
    ("ftp://courier.example/", BAD),
    ("file:///etc/passwd", BAD),
    ("javascript:alert(1)", BAD),
    ("data:text/html,x", BAD),
    ("http://courier.example/a b", BAD),
    ("http://courier.example/\r\nHost: x", BAD),
    ("\thttp://courier.example/", BAD),
    ("http://courier.example/" + "a" * MAX_URL_CHARS, BAD),
    ("http://courier.example/?utm_source=" + "a" * MAX_URL_CHARS, BAD),
    ("", BAD),
]


@pytest.mark.parametrize(("url", "reason"), URLS, ids=[url[:40] for url, _ in URLS])
def test_a_request_is_refused_for_its_spelling_port_or_address(url: str, reason: Reason | None) -> None:
    found = refused_url(url, NAMED, NONE)
    assert (found.reason if found else None) == reason
    assert found is None or found.detail


@pytest.mark.parametrize(
    ("url", "setting", "is_let"),
    [
        ("http://127.0.0.1:8080/", "127.0.0.1:8080", True),
        ("http://127.0.0.1:8081/", "127.0.0.1:8080", False),
        ("http://127.0.0.1:8081/", "127.0.0.0/8", True),
        ("http://127.0.0.1/", "10.0.0.0/8", False),
        ("http://[::1]:9/", "[::1]:9", True),
        ("http://inside.example:8081/", "10.0.0.5:8081", True),  # the resolver sees what the name stands for
        ("http://inside.example:8082/", "10.0.0.5:8081", False),
        ("http://2130706433/", "127.0.0.0/8", False),
        ("http://user@127.0.0.1/", "127.0.0.0/8", False),
    ],
)
def test_the_setting_lets_addresses_through_and_no_spellings(url: str, setting: str, is_let: bool) -> None:
    assert (refused_url(url, (), AllowedAddresses.parse(setting)) is None) is is_let


ADDRESSES: list[tuple[Place, str, str, bool]] = [
    (Place("courier.example", 443), "8.8.8.8", "", True),
    (Place("courier.example", 8080), "8.8.8.8", "", True),
    (Place("other.example", 8080), "8.8.8.8", "", False),
    (Place("courier.example", 8080), "127.0.0.1", "", False),
    (Place("courier.example", 443), "127.0.0.1", "127.0.0.1:443", True),
    (Place("courier.example", 443), "127.0.0.1", "127.0.0.1:80", False),
    (Place("other.example", 9000), "10.0.0.1", "10.0.0.0/8", True),
    (Place("other.example", 9000), "8.8.8.8", "10.0.0.0/8", False),
    (Place("courier.example", 80), "64:ff9b::8.8.8.8", "", False),
]


@pytest.mark.parametrize(("place", "ip", "setting", "is_let"), ADDRESSES)
def test_an_address_that_a_name_stands_for_is_looked_at(place: Place, ip: str, setting: str, is_let: bool) -> None:
    assert (refused_address(place, ip_address(ip), NAMED, AllowedAddresses.parse(setting)) is None) is is_let


@pytest.mark.parametrize(
    ("host", "ip", "may_heal"), [("courier.example", "10.0.0.1", True), ("localhost", "127.0.0.1", False), ("a.localhost", "::1", False), ("10.0.0.1", "10.0.0.1", False)]
)
def test_what_a_name_stands_for_may_change(host: str, ip: str, may_heal: bool) -> None:
    """A network that sends every name to its log-in page, a slip in somebody's zone: the article is not lost for it."""
    refusal = refused_address(Place(host, 80), ip_address(ip), (), NONE)
    assert refusal is not None
    assert refusal.may_heal is may_heal
    assert ip in refusal.detail
    assert f"NEWSCRAWL_ALLOW_ADDRESSES={Place(ip, 80)}" in refusal.detail


def test_the_hint_is_a_setting_that_works() -> None:
    for ip in ("127.0.0.1", "fd00::1"):
        refusal = refused_address(Place("courier.example", 8443), ip_address(ip), (), NONE)
        assert refusal is not None
        hint = re.search(r"NEWSCRAWL_ALLOW_ADDRESSES=(\S+)", refusal.detail)
        assert hint is not None
        assert AllowedAddresses.parse(hint[1]).lets(ip_address(ip), 8443)


HOSTILE = st.text(alphabet="ab.1270x:/\\@#?%[] \t\nhtps７⑦۷\u3002\u00ad-_", max_size=30)


@given(HOSTILE.map(lambda rest: f"http://{rest}"))
def test_guard_and_client_read_an_address_alike(url: str) -> None:
    """Whatever is let through names one host and port, for us, for Twisted and for the standard library."""
    place = place_of(url)
    if isinstance(place, UrlProblem):
        return
    twisted = URI.fromBytes(url.encode("ascii"))
    assert (twisted.host.decode().lower().removesuffix("."), twisted.port) == place
    parts = urlsplit(url)
    assert ((parts.hostname or "").removesuffix("."), parts.port or 80) == place
    assert place_of(Request(url).url) == place


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://Courier.Example:80", "http://courier.example/"),
        ("http://%63ourier.example/A%2fb?utm_source=x&y#z", "http://courier.example/A%2fb?utm_source=x&y"),
        ("https://courier.example.:443/?", "https://courier.example/?"),
        ("http://[::FFFF:7f00:1]:8080/", "http://[::ffff:7f00:1]:8080/"),
        ("http://0x7f.1/", UrlProblem.HOST),
        ("file:///etc/passwd", UrlProblem.SCHEME),
        ("http://a@b.example/", UrlProblem.CREDENTIALS),
        ("http://courier.example/?utm_source=" + "a" * MAX_URL_CHARS, UrlProblem.TOO_LONG),
    ],
)
def test_a_host_is_respelled_and_what_follows_stays(url: str, asked: str | UrlProblem) -> None:
    assert respelled(url) == asked


@given(HOSTILE.map(lambda rest: f"http://{rest}"))
def test_what_is_respelled_can_be_read(url: str) -> None:
    asked = respelled(url)
    assert isinstance(asked, UrlProblem) or isinstance(place_of(Request(asked).url), Place)


@pytest.mark.parametrize(
    ("kind", "size"),
    [("page", 10 * MB), (None, 10 * MB), ("else", 10 * MB), (7, 10 * MB), ("listing", 10 * MB), ("feed", 30 * MB), ("wordpress", 30 * MB), ("sitemap", 50 * MB), ("robots", 512 * 1024)],
)
def test_each_kind_of_request_has_its_limit(kind: object, size: int) -> None:
    assert limit_of(kind).max_bytes == size
    assert limit_of(kind).keeps_head is (kind == "robots")
    assert set(LIMITS) == {"page", "listing", "feed", "wordpress", "sitemap", "robots"}


def test_no_head_is_let_in_that_the_archives_reader_does_not_take() -> None:
    assert MAX_HEAD_BYTES <= ARCHIVED_HEAD_BYTES
    assert len(ORIGINAL) <= LINE_COST_BYTES
