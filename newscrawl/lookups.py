"""Names, looked up by the system's resolver: a thread for each name, so that those without an answer hold up no other, nor the end of the run."""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

MOST_LOOKUPS = 1024
"""Threads at once. Of 256 requests that may be on their way each gives its name up after 10 s, while the system's resolver (5 s, two tries and
three name servers by default) keeps the thread for 30 s: names without an answer hold three quarters of them at most.
"""
ROOM_SECONDS = 10.0
"""A name waits so long for a thread, where the system gives fewer or keeps them longer."""

_KINDS = {socket.AF_INET: IPv4Address, socket.AF_INET6: IPv6Address}


@implementer(IHostResolution)
@dataclass(slots=True, eq=False)
class _Lookup:
    """One name: those who want to hear of it, each with port, kinds of address and transport, and the end of its patience while it waits."""

    name: str
    receivers: list[tuple[IResolutionReceiver, int, tuple[type[IAddress], ...], str]] = field(default_factory=list)
    patience: Any = None
    has_begun: bool = False

    def cancel(self) -> None:
        """The system's resolver can't be stopped."""


@implementer(IHostnameResolver)
class SystemNames:
    """Asks `getaddrinfo`. All who ask for a name at once share its thread.

    `resolutionBegan` is told when the thread is there, and not at all of a name that got none within `ROOM_SECONDS`, which ends without an address.
    """

    def __init__(self, reactor: ReactorBase, most: int = MOST_LOOKUPS) -> None:
        self._reactor: Any = reactor
        self._most = most
        self._lookups: dict[str, _Lookup] = {}
        self._waiting: deque[_Lookup] = deque()
        self._threads = 0

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """See `IHostnameResolver`."""
        lookup = self._lookups.get(hostName)
        if lookup is None:
            lookup = self._lookups[hostName] = _Lookup(hostName)
            lookup.patience = self._reactor.callLater(ROOM_SECONDS, self._give_up, lookup)
            self._waiting.append(lookup)
        lookup.receivers.append((resolutionReceiver, portNumber, tuple(addressTypes or _KINDS.values()), transportSemantics))
        if lookup.has_begun:
            resolutionReceiver.resolutionBegan(lookup)
        self._begin()
        return lookup

    def _begin(self) -> None:
        """Give a thread to each name that waits, as far as there are any."""
        while self._waiting and self._threads < self._most:
            lookup = self._waiting[0]
            try:
                threading.Thread(target=self._ask, args=(lookup,), name=f"look up {lookup.name}", daemon=True).start()
            except RuntimeError:
                return  # the system gives no more threads for now
            self._waiting.popleft()
            self._threads += 1
            lookup.patience.cancel()
            lookup.has_begun = True
            for receiver, *_ in lookup.receivers:
                receiver.resolutionBegan(lookup)

    def _ask(self, lookup: _Lookup) -> None:
        """In a thread of its own."""
        try:
            answer = socket.getaddrinfo(lookup.name, None, type=socket.SOCK_STREAM)
            found = [(family, address) for family, _, _, _, address in answer if family in _KINDS]
        except (OSError, UnicodeError):  # no such name; none that could be one
            found = []
        with suppress(RuntimeError):  # the event loop is closed: the run is over
            self._reactor.callFromThread(self._answered, lookup, found)

    def _answered(self, lookup: _Lookup, found: list[tuple[socket.AddressFamily, tuple[Any, ...]]]) -> None:
        self._threads -= 1
        self._begin()
        self._end(lookup, found)

    def _give_up(self, lookup: _Lookup) -> None:
        self._waiting.remove(lookup)
        self._end(lookup, [])

    def _end(self, lookup: _Lookup, found: list[tuple[socket.AddressFamily, tuple[Any, ...]]]) -> None:
        del self._lookups[lookup.name]
        for receiver, port, types, transport in lookup.receivers:
            for family, (host, _, *scope) in found:
                if issubclass(_KINDS[family], types):
                    receiver.addressResolved(_KINDS[family](transport, host, port, *scope))
            receiver.resolutionComplete()
