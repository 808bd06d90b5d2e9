"""Spider arguments: strings at the door, one frozen value behind it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newscrawl.core.outlet import Outlet
from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry
from newscrawl.sites import outlet_of_site

TRUE, FALSE = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestArguments:
    """What `latest` was asked to do. `limit`: pages fetched in this run over all outlets."""

    outlets: tuple[Outlet, ...]
    limit: int | None = None
    force: bool = False


def latest_arguments(raw: Mapping[str, str], registry: Registry, kept_outlets: Path) -> LatestArguments:
    """Read `-a` arguments; raises `UsageProblem` that says which one is wrong and what is allowed. A new `site` is written to `kept_outlets`."""
    refuse_unknown(raw, ("outlet", "site", "limit", "force"))
    limit, force = positive(raw, "limit"), switch(raw, "force")
    return LatestArguments(outlets=chosen_outlets(raw, registry, kept_outlets), limit=limit, force=force)


def chosen_outlets(raw: Mapping[str, str], registry: Registry, kept_outlets: Path) -> tuple[Outlet, ...]:
    """The outlets that `outlet` names, or the one that `site` is; all of the user's folder when neither is given."""
    if "site" not in raw:
        return outlets_named(raw.get("outlet"), registry)
    if "outlet" in raw:
        raise UsageProblem(f"-a site={raw['site']}: give either outlet or site, not both")
    return (outlet_of_site(raw["site"], registry, kept_outlets),)


def refuse_unknown(raw: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    """Raise for an argument that the spider does not have."""
    for name in raw:
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise UsageProblem(f"-a {name}={raw[name]}: no such argument{hint} (there are: {', '.join(allowed)})")


def outlets_named(slugs: str | None, registry: Registry) -> tuple[Outlet, ...]:
    """The outlets of a comma-separated list of slugs; all of the user's folder when there is none."""
    if slugs is not None:
        return tuple(registry.get(slug) for slug in dict.fromkeys(map(str.strip, slugs.split(","))))
    outlets = registry.all()
    if not outlets:
        raise UsageProblem(
            "no outlet named: give -a outlet=SLUG[,SLUG] (`scrapy outlets` lists them) or -a site=ADDRESS, or set NEWSCRAWL_OUTLETS to a folder"
        )
    return outlets


def positive(raw: Mapping[str, str], name: str) -> int | None:
    """A whole number of at least 1, or None when it is not given."""
    text = raw.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0):
        raise UsageProblem(f"-a {name}={text}: give a whole number of at least 1")
    return int(text)


def switch(raw: Mapping[str, str], name: str) -> bool:
    """A switch: 1 or 0."""
    text = raw.get(name, "").lower()
    if text not in TRUE | FALSE:
        raise UsageProblem(f"-a {name}={raw[name]}: give 1 or 0")
    return text in TRUE
