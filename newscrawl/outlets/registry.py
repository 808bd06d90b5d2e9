"""The outlets that a run knows: those that ship with newscrawl, and those of the user's folder."""

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
    """Outlets by slug. An outlet of `chosen` is the one that counts where both have a slug; it was laid over the bundled one."""

    bundled: Mapping[str, Outlet]
    chosen: Mapping[str, Outlet] = field(default_factory=dict)

    def all(self) -> tuple[Outlet, ...]:
        """What "all outlets" means: those of the user's folder, by slug. Bundled ones run only when they are named."""
        return tuple(self.chosen[slug] for slug in sorted(self.chosen))

    def known(self) -> tuple[Outlet, ...]:
        """Every outlet that can be named, by slug."""
        merged = {**self.bundled, **self.chosen}
        return tuple(merged[slug] for slug in sorted(merged))

    def get(self, slug: str) -> Outlet:
        """The outlet called `slug`; raises `UsageProblem` with the nearest slug when there is none."""
        outlet = self.chosen.get(slug) or self.bundled.get(slug)
        if outlet is None:
            raise unknown_outlet(slug, {**self.bundled, **self.chosen})
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
        """Outlets whose home has the host of `url`: of the user's folder, else of the bundled ones that it does not lay over."""
        host = folded_host(url)
        bundled = [outlet for outlet in self.bundled.values() if outlet.slug not in self.chosen]
        return by_host(self.chosen.values()).get(host) or by_host(bundled).get(host, ())


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
