"""The address guard: every request's address is looked at before it waits for its turn, and every IP address before it is connected to.

Twisted connects to the very addresses that its name resolver hands on, for names and for literal addresses alike, so there is no second look-up
between check and connection. A connection that is kept and used again was checked when it was made.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Any, Self

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from scrapy.settings import BaseSettings
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from newscrawl.core.address import ALLOW, AllowedAddresses, ip_of
from newscrawl.core.asking import Place, Refusal, place_of, refused_address, refused_url
from newscrawl.core.url_parts import UrlProblem
from newscrawl.core.verdict import Reason
from newscrawl.lookups import ROOM_SECONDS, SystemNames

DNS_SECONDS = 10.0
"""For all addresses of a name, from when its look-up begins. The system's own resolver may try for 30 s and longer."""
SILENT_SECONDS = 30.0
"""A name that had no answer in time is not asked for again so soon: each request that waits for one keeps others from their way."""
MOST_REMEMBERED = 1000
"""Refused, silent and unasked names; the oldest is forgotten."""


class ForbiddenAddress(IgnoreRequest):
    """The guard does not let a request through. `may_heal`: because of what a name stands for at the moment."""

    def __init__(self, refusal: Refusal) -> None:
        self.reason = refusal.reason
        self.may_heal = refusal.may_heal
        super().__init__(refusal.detail)


class Unasked(CannotResolveHostError):
    """A name was not looked up: there was no room beside the other look-ups. It says nothing of the name."""


@implementer(IHostnameResolver)
class AddressGuard(CachingHostnameResolver):
    """The name resolver of the process (`TWISTED_DNS_RESOLVER`): hands on the addresses of a name when all of them may be connected to, else none."""

    def __init__(self, reactor: ReactorBase, cache_size: int, allowed: AllowedAddresses) -> None:
        super().__init__(reactor, cache_size)
        self._allowed = allowed
        self._named: set[Place] = set()
        self._refused: OrderedDict[Place, Refusal] = OrderedDict()
        self._silent: OrderedDict[str, float] = OrderedDict()
        self._unasked: OrderedDict[str, bool] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> Self:
        """Scrapy hands its process in for the crawler: only the settings of the project and of the command line are there."""
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0, allowed_addresses(settings))

    def install_on_reactor(self) -> None:
        """Take the place of Twisted's resolver, whose few threads are held by names without an answer and have to end before a run does."""
        self.original_resolver = SystemNames(self.reactor)
        super().install_on_reactor()

    def admit(self, request: Request, named: Collection[Place]) -> Place:
        """The place that a request goes to; raises `ForbiddenAddress`. `named` are the places in the outlet files."""
        if request.meta.get("proxy"):  # whoever set it: what a proxy connects to is out of our sight
            raise ForbiddenAddress(Refusal(reason=Reason.PRIVATE_ADDRESS, detail="it would go through a proxy, which the guard can't look behind"))
        refusal = refused_url(request.url, named, self._allowed)
        place = place_of(request.url)
        if refusal is not None or isinstance(place, UrlProblem):
            raise ForbiddenAddress(refusal or Refusal(reason=Reason.BAD_URL, detail=str(place)))
        if place in named:
            self._named.add(place)  # the resolver learns of host and port alone
        return place

    def refusal(self, place: Place) -> Refusal | None:
        """Why the last look-up of a place was refused, when it was."""
        return self._refused.get(place)

    def was_silent(self, host: str) -> bool:
        """Whether no answer came in time for a name, a short while ago."""
        return time.monotonic() < self._silent.get(host, 0.0)

    def unresolved(self, host: str) -> CannotResolveHostError | None:
        """What to raise for a name that had no address, when that is not what a name server told."""
        if host in self._unasked:
            return Unasked(f"no room to look up {host} within {ROOM_SECONDS:.0f} s: too many other names have no answer yet")
        if self.was_silent(host):
            return CannotResolveHostError(f"no name server told the address of {host} within {DNS_SECONDS:.0f} s")
        return None

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """See `IHostnameResolver`. Answers out of Scrapy's cache pass the same check."""
        place = Place(hostName.strip("[]").lower().removesuffix("."), portNumber)
        checked = _Checked(self, resolutionReceiver, place)
        if self.was_silent(place.host):
            checked.resolutionBegan(_Nothing(hostName))
            checked.resolutionComplete()
            return _Nothing(hostName)
        return super().resolveHostName(checked, hostName, portNumber, addressTypes, transportSemantics)

    def look_at(self, place: Place, addresses: Sequence[IAddress]) -> Sequence[IAddress]:
        """All addresses of a place, or none of them when one may not be connected to."""
        refusals = (self._refusal_of(place, address) for address in addresses)
        refusal = next((found for found in refusals if found is not None), None)
        self._refused.pop(place, None)
        if refusal is None:
            return addresses
        _remember(self._refused, place, refusal)
        return ()

    def note_silence(self, place: Place) -> None:
        """No answer came in time."""
        _remember(self._silent, place.host, time.monotonic() + SILENT_SECONDS)

    def note_asked(self, place: Place, was_asked: bool) -> None:
        """Whether the look-up of a name had begun when it was over."""
        self._unasked.pop(place.host, None)
        if not was_asked:
            _remember(self._unasked, place.host, True)

    def _refusal_of(self, place: Place, address: IAddress) -> Refusal | None:
        ip = ip_of(getattr(address, "host", ""))
        if ip is None:
            return Refusal(reason=Reason.PRIVATE_ADDRESS, detail=f"{place.host} leads to {address}, which is no IP address", may_heal=True)
        return refused_address(place, ip, self._named, self._allowed)


@implementer(IResolutionReceiver)
class _Checked:
    """Collects the addresses of a place and hands them on when all are there and may pass, or when the time is up that its look-up has."""

    def __init__(self, guard: AddressGuard, receiver: IResolutionReceiver, place: Place) -> None:
        self._guard = guard
        self._receiver = receiver
        self._place = place
        self._found: list[IAddress] = []
        self._is_over = False
        self._has_begun = False
        self._deadline: Any = None

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._has_begun = True
        self._deadline = self._guard.reactor.callLater(DNS_SECONDS, self.too_late)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        self._found.append(address)

    def resolutionComplete(self) -> None:
        if self._is_over:
            return  # too late
        self._is_over = True
        if self._deadline is not None:
            self._deadline.cancel()
        self._guard.note_asked(self._place, self._has_begun)
        for address in self._guard.look_at(self._place, self._found):
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()

    def too_late(self) -> None:
        """End without an address."""
        self._deadline = None
        self._guard.note_silence(self._place)
        self._found.clear()
        self.resolutionComplete()


@implementer(IHostResolution)
class _Nothing:
    """A look-up that was over before it began."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """There is nothing to stop."""


def allowed_addresses(settings: BaseSettings) -> AllowedAddresses:
    """What `NEWSCRAWL_ALLOW_ADDRESSES` lets through; raises `UsageProblem` that names a wrong entry."""
    return AllowedAddresses.parse(settings.get(ALLOW) or "")


def guard_in_place() -> AddressGuard:
    """The guard of this process; raises `ForbiddenAddress` where another resolver is in its place, so that nothing goes out unguarded."""
    from twisted.internet import reactor  # which is made by Scrapy before the first request, and not by an import

    guard = getattr(reactor, "nameResolver", None)
    if not isinstance(guard, AddressGuard):
        detail = "no address guard is in place: the setting TWISTED_DNS_RESOLVER has to be newscrawl.guard.AddressGuard"
        raise ForbiddenAddress(Refusal(reason=Reason.PRIVATE_ADDRESS, detail=detail, may_heal=True))
    return guard


def _remember(known: OrderedDict[Any, Any], key: object, value: object) -> None:
    """Bounded, the newest last."""
    known[key] = value
    known.move_to_end(key)
    if len(known) > MOST_REMEMBERED:
        known.popitem(last=False)
