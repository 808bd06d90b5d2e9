"""The address guard as Twisted sees it: which addresses of a name are handed on, and what is remembered of the others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import twisted.internet
from scrapy import Request
from scrapy.resolver import dnscache
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from twisted.internet.address import HostnameAddress, IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress
from twisted.internet.task import Clock

from newscrawl import guard as guarding
from newscrawl.core.address import AllowedAddresses
from newscrawl.core.asking import Place
from newscrawl.core.failure import FailureKind
from newscrawl.core.verdict import Reason
from newscrawl.errors import UsageProblem
from newscrawl.guard import DNS_SECONDS, MOST_REMEMBERED, SILENT_SECONDS, AddressGuard, ForbiddenAddress, allowed_addresses, guard_in_place
from newscrawl.spiders.base import kind_of_error

pytestmark = pytest.mark.promise("T6")

PUBLIC, OTHER, LOOPBACK, PUBLIC_6 = "8.8.8.8", "1.1.1.1", "127.0.0.1", "2606:2800:220:1:248:1893:25c8:1946"
NAT64, MAPPED, METADATA = "64:ff9b::a9fe:a9fe", "::ffff:127.0.0.1", "169.254.169.254"
COURIER = Place("courier.example", 443)


class Names:
    """A name service under our control: each answer is used once, the last one stays; None never comes."""

    def __init__(self, *answers: Sequence[str] | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []
        self.waiting: list[Any] = []

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, types: Any = None, semantics: str = "TCP") -> None:
        self.asked.append((name, port))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        receiver.resolutionBegan(None)
        if answer is None:
            self.waiting.append(receiver)
            return
        for host in answer:
            receiver.addressResolved((IPv6Address if ":" in host else IPv4Address)("TCP", host, port))
        receiver.resolutionComplete()


class Reactor(Clock):
    """Twisted's clock of the tests, with a name service."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.nameResolver = names


class Receiver:
    """What Twisted's endpoint hears."""

    def __init__(self) -> None:
        self.addresses: list[IAddress] = []
        self.ends = 0

    def resolutionBegan(self, resolution: object) -> None:
        assert not self.addresses

    def addressResolved(self, address: IAddress) -> None:
        assert not self.ends
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        self.ends += 1

    @property
    def hosts(self) -> list[str]:
        return [address.host for address in self.addresses]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Scrapy's cache of names is one for the process."""
    dnscache.clear()
    yield
    dnscache.clear()


def guard(names: Names, allowed: str = "", cache_size: int = 100) -> AddressGuard:
    return AddressGuard(Reactor(names), cache_size, AllowedAddresses.parse(allowed))  # type: ignore[arg-type]


def looked_up(found: AddressGuard, host: str = COURIER.host, port: int = COURIER.port) -> Receiver:
    receiver = Receiver()
    found.resolveHostName(receiver, host, port)
    return receiver


HANDED_ON = [
    ([PUBLIC], True),
    ([PUBLIC, OTHER, PUBLIC_6], True),
    ([LOOPBACK], False),
    ([PUBLIC, LOOPBACK], False),
    ([LOOPBACK, PUBLIC], False),
    ([PUBLIC, OTHER, "10.0.0.1"], False),
    ([PUBLIC, "::1"], False),
    ([PUBLIC, NAT64], False),
    ([MAPPED], False),
    ([METADATA], False),
    (["0.0.0.0"], False),
    (["fe80::1%eth0"], False),
]


@pytest.mark.parametrize(("answer", "is_handed_on"), HANDED_ON)
def test_all_addresses_of_a_name_are_handed_on_or_none(answer: list[str], is_handed_on: bool) -> None:
    found = guard(Names(answer))
    receiver = looked_up(found)
    assert receiver.hosts == (answer if is_handed_on else [])
    assert receiver.ends == 1
    assert (found.refusal(COURIER) is None) is is_handed_on


@pytest.mark.parametrize("literal", [LOOPBACK, "::1", "[::1]", METADATA, "127.0.0.1."])
def test_a_literal_address_takes_the_same_way(literal: str) -> None:
    """Twisted asks its resolver for these too."""
    receiver = looked_up(guard(Names([literal.strip("[].")])), literal, 80)
    assert (receiver.hosts, receiver.ends) == ([], 1)


def test_a_name_that_comes_to_stand_for_another_address_is_looked_at_again() -> None:
    """DNS rebinding: public when it is checked, private when it is connected to. There is one look-up, and what it tells is what is connected to."""
    found = guard(Names([PUBLIC], [LOOPBACK], [PUBLIC]), cache_size=0)
    assert looked_up(found).hosts == [PUBLIC]
    assert looked_up(found).hosts == []
    assert "leads to 127.0.0.1" in found.refusal(COURIER).detail
    assert looked_up(found).hosts == [PUBLIC]
    assert found.refusal(COURIER) is None


def test_an_answer_out_of_the_cache_is_looked_at_too() -> None:
    names = Names([LOOPBACK])
    found = guard(names, "127.0.0.1:443")
    assert looked_up(found, port=443).hosts == [LOOPBACK]
    assert looked_up(found, port=80).hosts == []
    assert looked_up(found, port=443).hosts == [LOOPBACK]
    assert len(names.asked) == 1


@pytest.mark.parametrize(
    ("port", "is_named", "answer", "is_handed_on"),
    [(443, False, PUBLIC, True), (8080, False, PUBLIC, False), (8080, True, PUBLIC, True), (8080, True, LOOPBACK, False), (9000, False, "10.0.0.5", True)],
)
def test_a_port_that_no_outlet_file_names_is_not_connected_to(port: int, is_named: bool, answer: str, is_handed_on: bool) -> None:
    found = guard(Names([answer]), "10.0.0.5:9000,10.0.0.6:8080")
    named = {Place(COURIER.host, 8080)} if is_named else set()
    found.admit(Request(f"http://{COURIER.host}:{port}/"), named)
    assert looked_up(found, port=port).hosts == ([answer] if is_handed_on else [])


def test_time_is_up_when_no_name_server_answers() -> None:
    names = Names(None)
    found = guard(names)
    receiver = looked_up(found)
    found.reactor.advance(DNS_SECONDS - 0.1)
    assert receiver.ends == 0
    found.reactor.advance(0.2)
    assert (receiver.hosts, receiver.ends) == ([], 1)
    assert found.was_silent(COURIER.host)
    names.waiting[0].addressResolved(IPv4Address("TCP", PUBLIC, 443))
    names.waiting[0].resolutionComplete()
    assert (receiver.hosts, receiver.ends) == ([], 1), "the answer that came after all is for the next"


def test_who_was_silent_is_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    names = Names(None, [PUBLIC])
    found = guard(names)
    looked_up(found)
    found.reactor.advance(DNS_SECONDS)
    assert looked_up(found).ends == 1
    assert len(names.asked) == 1
    monkeypatch.setattr(guarding.time, "monotonic", lambda: now + SILENT_SECONDS + 60)
    assert looked_up(found).hosts == [PUBLIC]


def test_what_is_remembered_is_bounded() -> None:
    found = guard(Names([LOOPBACK]))
    for number in range(MOST_REMEMBERED + 10):
        looked_up(found, f"h{number}.example")
    assert found.refusal(Place("h0.example", 443)) is None
    assert found.refusal(Place(f"h{MOST_REMEMBERED + 9}.example", 443)) is not None


def test_what_is_no_ip_address_is_not_connected_to() -> None:
    found = guard(Names([PUBLIC]))
    assert found.look_at(COURIER, [HostnameAddress(b"courier.example", 443)]) == ()
    assert found.refusal(COURIER).may_heal


# --- requests -------------------------------------------------------------------------------------------------------------------------------

REFUSED = [
    ("http://127.0.0.1/", FailureKind.HARD, Reason.PRIVATE_ADDRESS),
    ("http://courier.example:22/", FailureKind.HARD, Reason.PRIVATE_ADDRESS),
    ("http://2130706433/", FailureKind.HARD, Reason.BAD_URL),
    ("https://user:secret@courier.example/", FailureKind.HARD, Reason.BAD_URL),
    ("ftp://courier.example/", FailureKind.HARD, Reason.BAD_URL),
]


@pytest.mark.parametrize(("url", "kind", "reason"), REFUSED)
def test_a_request_is_refused_before_a_name_is_asked_for(url: str, kind: FailureKind, reason: Reason) -> None:
    names = Names([PUBLIC])
    with pytest.raises(ForbiddenAddress) as told:
        guard(names).admit(Request(url), ())
    assert kind_of_error(told.value) == (kind, reason)
    assert names.asked == []


def test_what_a_name_stands_for_may_heal() -> None:
    """An article is not lost for a name service that sends everybody to a log-in page."""
    found = guard(Names([LOOPBACK]))
    looked_up(found)
    assert kind_of_error(ForbiddenAddress(found.refusal(COURIER))) == (FailureKind.SOFT, Reason.PRIVATE_ADDRESS)


def test_nobody_gets_a_proxy_past_the_guard() -> None:
    with pytest.raises(ForbiddenAddress, match="proxy"):
        guard(Names([PUBLIC])).admit(Request("https://courier.example/", meta={"proxy": "http://127.0.0.1:3128"}), ())


def test_a_sound_request_has_its_place() -> None:
    assert guard(Names([PUBLIC])).admit(Request("https://Courier.example/a"), ()) == COURIER


# --- its place ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("is_cached", "size"), [(True, 500), (False, 0)])
def test_it_is_made_of_the_settings(is_cached: bool, size: int) -> None:
    crawler = get_crawler(settings_dict={"NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1:443", "DNSCACHE_ENABLED": is_cached, "DNSCACHE_SIZE": 500})
    found = AddressGuard.from_crawler(crawler, Reactor(Names([LOOPBACK])))  # type: ignore[arg-type]
    assert dnscache.limit == size
    assert looked_up(found).hosts == [LOOPBACK]


@pytest.mark.parametrize("value", [None, "", " "])
def test_nothing_private_is_let_through_by_default(value: str | None) -> None:
    assert allowed_addresses(Settings({"NEWSCRAWL_ALLOW_ADDRESSES": value})) == AllowedAddresses()


def test_a_wrong_setting_is_wrong_use() -> None:
    with pytest.raises(UsageProblem, match="'localhost'"):
        allowed_addresses(Settings({"NEWSCRAWL_ALLOW_ADDRESSES": "localhost"}))


def test_without_the_guard_nothing_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another resolver is in its place."""
    monkeypatch.setattr(twisted.internet, "reactor", Reactor(Names([PUBLIC])), raising=False)  # where an import would install a real one
    with pytest.raises(ForbiddenAddress, match="TWISTED_DNS_RESOLVER"):
        guard_in_place()


def test_the_guard_in_place_is_the_reactors(monkeypatch: pytest.MonkeyPatch) -> None:
    reactor = Reactor(Names([PUBLIC]))
    monkeypatch.setattr(twisted.internet, "reactor", reactor, raising=False)
    reactor.nameResolver = found = guard(Names([PUBLIC]))  # type: ignore[assignment]
    assert guard_in_place() is found
