"""The outlets that a run knows: those that ship with newscrawl, those that it keeps of sites given by address, and those of the user's folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from newscrawl.core.host import bare_host
from newscrawl.core.outlet import Outlet
from newscrawl.core.url import host_of
from newscrawl.errors import UsageProblem
from newscrawl.outlets.checks import did_you_mean, shown

FOLDED_HOSTS_REMEMBERED = 4096
"""Homes of more outlets than anybody runs at once: whose an address is, is asked for every page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Outlets by slug. Where several have a slug, an outlet of `chosen` (the user's folder, laid over the bundled one) counts before one of `kept`
    (made for a site that was given by its address), and that before one of `bundled`."""

    bundled: Mapping[str, Outlet]
    chosen: Mapping[str, Outlet] = field(default_factory=dict)
    kept: Mapping[str, Outlet] = field(default_factory=dict)

    def all(self) -> tuple[Outlet, ...]:
        """What "all outlets" means: those of the user's folder, by slug. Bundled ones run only when they are named."""
        return tuple(self.chosen[slug] for slug in sorted(self.chosen))

    def known(self) -> tuple[Outlet, ...]:
        """Every outlet that can be named, by slug."""
        merged = self._merged
        return tuple(merged[slug] for slug in sorted(merged))

    def find(self, slug: str) -> Outlet | None:
        """The outlet called `slug`, or None."""
        return self.chosen.get(slug) or self.kept.get(slug) or self.bundled.get(slug)

    def get(self, slug: str) -> Outlet:
        """The outlet called `slug`; raises `UsageProblem` with the nearest slug when there is none."""
        outlet = self.find(slug)
        if outlet is None:
            raise unknown_outlet(slug, self._merged)
        return outlet

    def for_host(self, host: str) -> Outlet | None:
        """The outlet whose home is at `host`, the user's before the bundled ones; the first by slug when several share the host."""
        return next(iter(self._at(f"https://{host}/")), None)

    def for_url(self, url: str) -> Outlet | None:
        """The outlet that `url` belongs to: by its host, and among outlets that share it by their `[article] path`."""
        at_host = self._at(url)
        if len(at_host) == 1:
            return at_host[0]
        return next((outlet for outlet in at_host if outlet.announces(url)), None)

    def sharing_host_with(self, outlet: Outlet) -> tuple[str, ...]:
        """Slugs of the other outlets at the host of `outlet`."""
        return tuple(other.slug for other in by_host(self.known()).get(folded_host(outlet.home), ()) if other.slug != outlet.slug)

    def _at(self, url: str) -> tuple[Outlet, ...]:
        """Outlets whose home has the host of `url`: of the user's folder, else the kept ones, else of the bundled ones that it does not lay over."""
        host = folded_host(url)
        kept = [outlet for outlet in self.kept.values() if outlet.slug not in self.chosen]
        bundled = [outlet for outlet in self.bundled.values() if outlet.slug not in self.chosen]
        return next((found for group in (self.chosen.values(), kept, bundled) if (found := by_host(group).get(host))), ())

    @property
    def _merged(self) -> dict[str, Outlet]:
        return {**self.bundled, **self.kept, **self.chosen}


def unknown_outlet(slug: str, known: Iterable[str]) -> UsageProblem:
    """The error for a slug that no file has."""
    known = sorted(known)
    names = f"known: {', '.join(known[:20])}{', …' if len(known) > 20 else ''}" if known else "no outlet is known"
    return UsageProblem(f"outlet: {shown(slug)} is not a known outlet{did_you_mean(slug, known)} ({names})")


@lru_cache(maxsize=FOLDED_HOSTS_REMEMBERED)
def folded_host(url: str) -> str:
    """The host of an address as outlets are told apart by: its one ASCII spelling, without `www.` and its like."""
    return bare_host(host_of(url))


def by_host(outlets: Iterable[Outlet]) -> dict[str, tuple[Outlet, ...]]:
    """Outlets grouped by folded host, each group by slug."""
    groups: dict[str, list[Outlet]] = defaultdict(list)
    for outlet in sorted(outlets, key=lambda outlet: outlet.slug):
        groups[folded_host(outlet.home)].append(outlet)
    return {host: tuple(group) for host, group in groups.items()}
