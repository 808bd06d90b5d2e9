"""Spider arguments: strings at the door, one frozen value behind it."""

from __future__ import annotations

import difflib
import glob
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.range import Range, parse_range
from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry
from newscrawl.sites import outlet_of_site
from newscrawl.spiders.addresses import MAX_FILE_BYTES, reason_against
from newscrawl.stores.offline import files_matching

TRUE, FALSE = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestArguments:
    """What `latest` was asked to do. `limit`: pages fetched in this run over all outlets; `minutes`: no further ones are fetched after them."""

    outlets: tuple[Outlet, ...]
    limit: int | None = None
    minutes: int | None = None
    force: bool = False
    refill: bool = False  # articles that have no line in the output are fetched again


def latest_arguments(raw: Mapping[str, str], registry: Registry, kept_outlets: Path) -> LatestArguments:
    """Read `-a` arguments; raises `UsageProblem` that says which one is wrong and what is allowed. A new `site` is written to `kept_outlets`."""
    refuse_unknown(raw, ("outlet", "site", "limit", "minutes", "force", "refill"))
    limit, minutes, force, refill = positive(raw, "limit"), positive(raw, "minutes"), switch(raw, "force"), switch(raw, "refill")
    return LatestArguments(outlets=chosen_outlets(raw, registry, kept_outlets), limit=limit, minutes=minutes, force=force, refill=refill)


def chosen_outlets(raw: Mapping[str, str], registry: Registry, kept_outlets: Path) -> tuple[Outlet, ...]:
    """The outlets that `outlet` names, or the one that `site` is; all of the user's folder when neither is given."""
    if "site" not in raw:
        return outlets_named(raw.get("outlet"), registry)
    if "outlet" in raw:
        raise UsageProblem(f"-a site={raw['site']}: give either outlet or site, not both")
    return (outlet_of_site(raw["site"], registry, kept_outlets),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesArguments:
    """What `pages` was asked for: one address, or a file of them. `limit`: pages fetched in this run."""

    outlet: Outlet
    url: str | None = None
    file: Path | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayArguments:
    """What `replay` was asked to read: WARC files, in this order, and the outlets whose pages are wanted (none: all). `limit`: pages judged."""

    files: tuple[Path, ...]
    outlets: tuple[Outlet, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillArguments:
    """What `backfill` was asked for. `limit`: articles made in this run; `minutes`: nothing more is asked after them."""

    outlet: Outlet
    wanted: Range
    limit: int | None = None
    minutes: int | None = None
    oldest_first: bool = False
    via: frozenset[Via] | None = None  # the roads that are walked; None: those that are needed
    refill: bool = False  # articles that have no line in the output are fetched again


def backfill_arguments(raw: Mapping[str, str], registry: Registry, kept_outlets: Path) -> BackfillArguments:
    """Read `-a` arguments; raises `UsageProblem` that says which one is wrong and what is allowed. A new `site` is written to `kept_outlets`."""
    refuse_unknown(raw, ("outlet", "site", "since", "until", "limit", "minutes", "order", "via", "refill"))
    via = _roads(raw)
    if raw.get("order", "newest") not in ("newest", "oldest"):
        raise UsageProblem(f"-a order={raw['order']}: give newest or oldest")
    parse_range(raw.get("since"), raw.get("until"), None)  # a wrong one is named before an outlet is made of a new `site`
    limit, minutes = positive(raw, "limit"), positive(raw, "minutes")
    outlets = () if "outlet" not in raw and "site" not in raw else chosen_outlets(raw, registry, kept_outlets)
    if len(outlets) != 1:
        raise UsageProblem("give one outlet with -a outlet=SLUG (`scrapy outlets` lists them) or -a site=ADDRESS: archives are walked one at a time")
    wanted = parse_range(raw.get("since"), raw.get("until"), outlets[0].timezone)
    is_oldest_first, refill = raw.get("order") == "oldest", switch(raw, "refill")
    return BackfillArguments(
        outlet=outlets[0], wanted=wanted, limit=limit, minutes=minutes, oldest_first=is_oldest_first, via=via, refill=refill
    )


def _roads(raw: Mapping[str, str]) -> frozenset[Via] | None:
    if "via" not in raw:
        return None
    names = [name.strip() for name in raw["via"].split(",")]
    wrong = next((name for name in names if name not in set(Via)), None)
    if wrong is not None:
        raise UsageProblem(f"-a via={raw['via']}: {wrong or 'nothing'} is no road; give one or more of {', '.join(Via)}")
    return frozenset(map(Via, names))


def pages_arguments(raw: Mapping[str, str], registry: Registry) -> PagesArguments:
    """Read `-a` arguments; raises `UsageProblem` that says which one is wrong and what is allowed. A file's path counts from the current folder."""
    refuse_unknown(raw, ("outlet", "url", "file", "limit"))
    outlet = _one_outlet(raw, registry)
    if ("url" in raw) == ("file" in raw):
        raise UsageProblem("give either -a url=URL or -a file=FILE, a text file with one address a line")
    if "url" in raw:
        problem = reason_against(raw["url"], outlet)
        if problem is not None:
            raise UsageProblem(f"-a url={raw['url']}: {problem}: give the address of a page of {outlet.slug}, as in {outlet.home}")
    return PagesArguments(outlet=outlet, url=raw.get("url"), file=_text_file(raw["file"]) if "file" in raw else None, limit=positive(raw, "limit"))


def replay_arguments(raw: Mapping[str, str], registry: Registry, data: Path) -> ReplayArguments:
    """Read `-a` arguments; raises `UsageProblem`. `warc` is a glob that counts from the current folder; without it our own archive is read."""
    refuse_unknown(raw, ("outlet", "warc", "limit"))
    outlets = outlets_named(raw["outlet"], registry) if "outlet" in raw else ()
    limit = positive(raw, "limit")
    files = files_matching(raw.get("warc") or f"{glob.escape(str(data))}/warc/**/*.warc.gz")
    if not files and "warc" in raw:
        raise UsageProblem(f"-a warc={raw['warc']}: no file matches; name WARC files, as in 'data/warc/**/*.warc.gz'")
    if not files:
        raise UsageProblem(f"{data / 'warc'}: no page is archived there yet; run a crawl first, or name WARC files with -a warc=GLOB")
    return ReplayArguments(files=tuple(files), outlets=outlets, limit=limit)


def _one_outlet(raw: Mapping[str, str], registry: Registry) -> Outlet:
    if "outlet" not in raw:
        raise UsageProblem("-a outlet=SLUG is missing: pages are fetched by the rules of one outlet (`scrapy outlets` lists them)")
    if "," in raw["outlet"]:
        raise UsageProblem(f"-a outlet={raw['outlet']}: give one outlet, the one that the pages belong to")
    return registry.get(raw["outlet"].strip())


def _text_file(name: str) -> Path:
    file = Path(name).absolute()
    if not file.is_file():
        raise UsageProblem(f"-a file={name}: no such file; name a text file with one address a line")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise UsageProblem(f"-a file={name}: larger than {MAX_FILE_BYTES // 2**20} MiB; split it")
    try:
        file.open("rb").close()
    except OSError as error:
        raise UsageProblem(f"-a file={name}: {error.strerror}") from error
    return file


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
