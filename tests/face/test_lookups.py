"""Names looked up by the real resolver under the real guard: silent ones hold up no other, and who was not asked is not called silent."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.task import Clock

from newscrawl.core.address import AllowedAddresses
from newscrawl.guard import DNS_SECONDS, SILENT_SECONDS, AddressGuard, Unasked
from newscrawl.handlers import MOST_AT_ONCE
from newscrawl.lookups import MOST_LOOKUPS, ROOM_SECONDS, SystemNames
from tests.face.test_guard import Receiver

pytestmark = pytest.mark.promise("T9")

PUBLIC, PUBLIC_6 = "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"
PATIENCE_SECONDS = 30.0


class Reactor(Clock):
    """Twisted's clock of the tests; what threads hand in is done by `pump`."""

    def __init__(self) -> None:
        super().__init__()
        self.nameResolver: Any = None
        self.handed_in: queue.Queue[tuple[Any, ...]] = queue.Queue()

    def installNameResolver(self, resolver: object) -> None:
        self.nameResolver = resolver

    def callFromThread(self, function: Callable[..., object], *args: object) -> None:
        self.handed_in.put((function, *args))

    def pump(self) -> None:
        """Wait for what one thread hands in."""
        function, *args = self.handed_in.get(timeout=PATIENCE_SECONDS)
        function(*args)


class NameServer:
    """Stands for `getaddrinfo`: names below `silent.example` wait until they are let go, and have no address then."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.released: dict[str, threading.Event] = {}

    def release(self, name: str) -> None:
        """Let the look-up of one silent name end."""
        self.released.setdefault(name, threading.Event()).set()

    def __call__(self, host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        self.asked.append(host)
        if host.endswith("silent.example"):
            self.released.setdefault(host, threading.Event()).wait(PATIENCE_SECONDS)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        if host == "nobody.example":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        if host == "bad..example":
            raise UnicodeError("label empty or too long")
        stream = (socket.SOCK_STREAM, 6, "")
        return [(socket.AF_INET6, *stream, (PUBLIC_6, 0, 0, 0)), (socket.AF_INET, *stream, (PUBLIC, 0))]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    found = NameServer()
    monkeypatch.setattr(socket, "getaddrinfo", found)
    dnscache.clear()
    yield found
    for event in list(found.released.values()):
        event.set()
    dnscache.clear()


def guard(reactor: Reactor, most: int = MOST_LOOKUPS) -> AddressGuard:
    """In its place on the reactor, over `most` threads."""
    found = AddressGuard(reactor, 100, AllowedAddresses())  # type: ignore[arg-type]
    found.install_on_reactor()
    assert isinstance(found.original_resolver, SystemNames)
    found.original_resolver._most = most
    return found


def asked(found: AddressGuard, host: str, port: int = 443) -> Receiver:
    receiver = Receiver()
    found.resolveHostName(receiver, host, port)
    return receiver


def test_a_name_has_its_addresses_at_the_port_asked_for(server: NameServer) -> None:
    reactor = Reactor()
    receiver = asked(guard(reactor), "courier.example", 443)
    reactor.pump()
    assert receiver.addresses == [IPv6Address("TCP", PUBLIC_6, 443), IPv4Address("TCP", PUBLIC, 443)]
    assert receiver.ends == 1
    assert not reactor.getDelayedCalls()


@pytest.mark.parametrize("name", ["nobody.example", "bad..example"])
def test_what_no_name_server_knows_has_no_address_and_is_not_silent(server: NameServer, name: str) -> None:
    reactor = Reactor()
    found = guard(reactor)
    receiver = asked(found, name)
    reactor.pump()
    assert (receiver.hosts, receiver.ends) == ([], 1)
    assert found.unresolved(name) is None


@pytest.mark.parametrize("silent", [40, 3 * MOST_AT_ONCE])
def test_silent_names_hold_no_other_up(server: NameServer, silent: int) -> None:
    """As many as requests on their way can leave behind while the system keeps their threads."""
    reactor = Reactor()
    found = guard(reactor)
    others = [asked(found, f"a{number}.silent.example") for number in range(silent)]
    receiver = asked(found, "courier.example")
    reactor.pump()
    assert receiver.hosts == [PUBLIC_6, PUBLIC]
    reactor.advance(DNS_SECONDS)
    assert {other.ends for other in others} == {1}
    assert all(found.was_silent(f"a{number}.silent.example") for number in range(silent))
    assert not found.was_silent("courier.example")


def test_who_was_not_asked_for_want_of_room_is_not_silent(server: NameServer) -> None:
    reactor = Reactor()
    found = guard(reactor, most=2)
    held = [asked(found, f"a{number}.silent.example") for number in range(2)]
    waiting = asked(found, "courier.example")
    reactor.advance(max(DNS_SECONDS, ROOM_SECONDS))
    assert [each.ends for each in (*held, waiting)] == [1, 1, 1]
    assert not found.was_silent("courier.example")
    assert isinstance(found.unresolved("courier.example"), Unasked)
    assert not isinstance(found.unresolved("a0.silent.example"), Unasked)
    assert "no name server told the address of a0.silent.example" in str(found.unresolved("a0.silent.example"))
    assert "courier.example" not in server.asked
    server.release("a0.silent.example")
    reactor.pump()
    again = asked(found, "courier.example")
    reactor.pump()
    assert again.hosts == [PUBLIC_6, PUBLIC]
    assert found.unresolved("courier.example") is None


def test_time_runs_from_when_a_name_has_its_thread(server: NameServer) -> None:
    reactor = Reactor()
    found = guard(reactor, most=1)
    asked(found, "first.silent.example")
    second = asked(found, "second.silent.example")
    reactor.advance(ROOM_SECONDS - 1)
    server.release("first.silent.example")
    reactor.pump()
    reactor.advance(DNS_SECONDS - 1)
    assert second.ends == 0
    reactor.advance(1)
    assert second.ends == 1
    assert found.was_silent("second.silent.example")


def test_all_who_ask_for_a_name_share_its_thread(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also who asks again when it was silent for long enough: it is given another while, and no thread."""
    reactor = Reactor()
    found = guard(reactor, most=1)
    now = [0.0]
    monkeypatch.setattr("newscrawl.guard.time.monotonic", lambda: now[0])
    first, second = asked(found, "a.silent.example", 443), asked(found, "a.silent.example", 80)
    reactor.advance(DNS_SECONDS)
    assert (first.ends, second.ends) == (1, 1)
    now[0] = SILENT_SECONDS + 1
    third = asked(found, "a.silent.example")
    reactor.advance(DNS_SECONDS - 1)
    assert third.ends == 0
    reactor.advance(1)
    assert third.ends == 1
    server.release("a.silent.example")
    reactor.pump()
    assert server.asked == ["a.silent.example"]


def test_each_who_waits_hears_of_its_own_port(server: NameServer) -> None:
    reactor = Reactor()
    found = guard(reactor, most=1)
    asked(found, "a.silent.example")
    waiting = [asked(found, "courier.example", port) for port in (443, 80)]
    server.release("a.silent.example")
    reactor.pump()
    reactor.pump()
    assert [address.port for each in waiting for address in each.addresses] == [443, 443, 80, 80]  # type: ignore[attr-defined]
    assert server.asked.count("courier.example") == 1


def test_a_system_that_gives_no_thread_is_waited_for(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    reactor = Reactor()
    found = guard(reactor)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        lost, waiting = asked(found, "lost.example"), Receiver()
        reactor.advance(ROOM_SECONDS - 1)
        found.resolveHostName(waiting, "courier.example", 443)
        reactor.advance(1)
    assert (lost.ends, waiting.ends) == (1, 0)
    assert isinstance(found.unresolved("lost.example"), Unasked)
    asked(found, "other.example")
    reactor.pump()
    reactor.pump()
    assert waiting.hosts == [PUBLIC_6, PUBLIC]


def test_only_the_kinds_of_address_that_are_wanted(server: NameServer) -> None:
    reactor = Reactor()
    receiver = Receiver()
    SystemNames(reactor).resolveHostName(receiver, "courier.example", 53, [IPv4Address], "UDP")  # type: ignore[arg-type]
    reactor.pump()
    assert receiver.addresses == [IPv4Address("UDP", PUBLIC, 53)]


def test_a_thread_holds_no_process_and_says_nothing_when_the_run_is_over(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*args: object) -> None:
        raise RuntimeError("Event loop is closed")

    wrong: list[object] = []
    monkeypatch.setattr(threading, "excepthook", wrong.append)
    reactor = Reactor()
    asked(guard(reactor), "late.silent.example")
    (thread,) = [each for each in threading.enumerate() if "late.silent.example" in each.name]
    assert thread.daemon
    monkeypatch.setattr(reactor, "callFromThread", closed)
    server.release("late.silent.example")
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
    assert wrong == []


def test_there_is_room_for_all_names_that_requests_on_their_way_can_leave_behind() -> None:
    """While the system keeps a thread for 30 s, each request that may be on its way gives up one name after the other."""
    assert MOST_LOOKUPS >= MOST_AT_ONCE * (30 / DNS_SECONDS + 1)
