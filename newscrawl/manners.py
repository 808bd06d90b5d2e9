"""What each host is owed: the gap between two requests, how many at once, and being left alone when it asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from scrapy.exceptions import IgnoreRequest

from newscrawl.core.asking import Place, place_of
from newscrawl.core.host import bare_host
from newscrawl.core.outlet import FetchRules, Outlet
from newscrawl.core.url import host_of

LONGEST_TURN_SECONDS = 60.0
"""A run waits so long for its turn at a host, or two gaps where that is more; a longer wait is for a later run."""

MAX_CRAWL_DELAY_SECONDS = 3600.0
"""As an outlet file's `delay_seconds`: an hour between two requests is no crawl any more."""


class HostWantsQuiet(IgnoreRequest):
    """The host is left alone for `seconds`: it asked for it, or it does not answer."""

    def __init__(self, host: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"{host} is left alone for {seconds:.0f} s")


class RulesUnknown(HostWantsQuiet):
    """The robots.txt of `host` can't be had: all of the host is closed, and asked again in `seconds` (RFC 9309 section 2.3.1.4)."""

    def __init__(self, host: str, seconds: float, problem: str) -> None:
        super().__init__(host, seconds)
        self.args = (f"robots.txt of {host}: {problem}; nothing else is asked of it, and this again in {seconds:.0f} s",)


class ForbiddenByRobots(IgnoreRequest):
    """The host's robots.txt closes this address."""


class Manners:
    """The rules of the outlets, by host. `www.`, `m.` and other names below a host share its rules; `turn` is the name that they wait under.

    `places` are the hosts and ports that the outlet files name.
    """

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._rules: dict[str, FetchRules] = {}
        self._crawl_delays: dict[str, float] = defaultdict(float)
        self.places: set[Place] = set()
        for outlet in outlets:
            self.places |= places_of(outlet)
            for host in hosts_of(outlet):
                known = self._rules.get(turn(host), outlet.fetch)
                self._rules[turn(host)] = FetchRules(
                    delay_seconds=max(known.delay_seconds, outlet.fetch.delay_seconds),
                    connections=max(known.connections, outlet.fetch.connections),
                )

    def of(self, host: str) -> FetchRules:
        """The rules for `host` (with its port, where that is not the usual one)."""
        rules = self._of_outlets(host)
        return replace(rules, delay_seconds=max(rules.delay_seconds, self._crawl_delays.get(turn(host), 0.0)))

    def learn(self, host: str, crawl_delay: float) -> None:
        """The host's robots.txt asks for this gap in seconds. It only ever widens the outlet's own."""
        self._crawl_delays[turn(host)] = max(self._crawl_delays[turn(host)], min(crawl_delay, MAX_CRAWL_DELAY_SECONDS))

    def _of_outlets(self, host: str) -> FetchRules:
        name, separator, port = turn(host).partition(":")
        labels = name.split(".")
        above = (".".join(labels[start:]) + separator + port for start in range(max(1, len(labels) - 1)))
        return next((self._rules[parent] for parent in above if parent in self._rules), FetchRules())


def turn(host: str) -> str:
    """The name under which a host's requests wait for one another."""
    name, separator, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    return bare_host(name) + separator + port


def hosts_of(outlet: Outlet) -> set[str]:
    """The hosts (with port, where it is not the usual one) that an outlet file names."""
    return {host_of(url) for url in (outlet.home, *(seed.url for seed in outlet.seeds))}


def places_of(outlet: Outlet) -> set[Place]:
    """The hosts and ports that an outlet file names."""
    found = (place_of(url) for url in (outlet.home, *(seed.url for seed in outlet.seeds)))
    return {place for place in found if isinstance(place, Place)}
