"""Where a seed was read, for whom and when; and the rules that every format shares: which address is an article, which date is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from newscrawl.core.dates import DateProblem, read_moment
from newscrawl.core.host import is_same_site
from newscrawl.core.outlet import Outlet, Seed
from newscrawl.core.text import tidy_line
from newscrawl.core.url import MAX_RAW_CHARS, UrlProblem, clean_url, host_of, url_key
from newscrawl.discovery.plain import has_tags, plain_text
from newscrawl.discovery.session_params import SESSION_PARAMS

MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2_000
MAX_GUID_CHARS = 500
MAX_NAME_CHARS = 200
"""Hints are short by nature: what is longer is somebody's mistake, and every link carries it through the state."""

MAX_NAMES = 50
"""Authors or tags of one entry."""

_LANGUAGE = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_ADDRESS = re.compile(r"[^\s()<>]+@[^\s()<>]+")
_PORT = re.compile(":[0-9]+$")
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*+", re.IGNORECASE)
_SESSION_IN_QUERY = re.compile(rf"(?<=[?&;])(?:{'|'.join(SESSION_PARAMS)})=[^&#]*+&?", re.IGNORECASE)
_REFUSALS = {UrlProblem.EMPTY: "no_link", UrlProblem.SCHEME: "bad_scheme"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a seed was read, for whom and when; `dropped` counts the hints that were left out. Made by `place_at`."""

    outlet: Outlet
    seed: Seed
    base_url: str
    now: datetime
    fronts: frozenset[str]
    hosts: tuple[str, ...]
    is_atom: bool = False
    language: str | None = None
    dropped: Counter[str] = field(default_factory=Counter)


def place_at(*, seed: Seed, outlet: Outlet, base_url: str, now: datetime) -> Place:
    """The place of a seed: its hosts, and the keys of the pages that are no article (home, and the seed itself)."""
    own = (outlet.home, seed.url)
    fronts, hosts = frozenset(map(url_key, own)), tuple(dict.fromkeys(map(_host, own)))
    return Place(outlet=outlet, seed=seed, base_url=base_url, now=now, fronts=fronts, hosts=hosts)


def article_url(address: str, place: Place) -> tuple[str, str]:
    """The clean form of an address that can be an article of the outlet, and ""; or "" and why it can't."""
    url = clean_url(without_session(address), place.base_url, place.outlet.article.keep_params)
    if isinstance(url, UrlProblem):
        return "", _REFUSALS.get(url, "bad_url")
    refusal = _refusal_of(url, place)
    return ("", refusal) if refusal else (url, "")


def own_url(address: str, place: Place) -> tuple[str, str]:
    """The same for an address that is no article, but a page of the outlet's all the same."""
    url = clean_url(address, place.base_url)
    if isinstance(url, UrlProblem):
        return "", _REFUSALS.get(url, "bad_url")
    return (url, "") if is_own(url, place) else ("", "other_site")


def is_own(url: str, place: Place) -> bool:
    """Whether a clean address is of the outlet's site, or of the site where the seed is."""
    host = _host(url)
    return any(is_same_site(host, own) for own in place.hosts)


def any_url(address: str, place: Place) -> str | None:
    """The clean form of an address wherever it leads, or None."""
    url = clean_url(address, place.base_url)
    return None if isinstance(url, UrlProblem) else url


def moment_of(raw: str | None, place: Place) -> str | None:
    """The moment that a date says, or None; one that says none, or an absurd one, is counted."""
    if not raw or not raw.strip():
        return None
    moment = read_moment(raw, zone=place.outlet.timezone, now=place.now)
    if isinstance(moment, DateProblem):
        place.dropped[f"{moment.value}_date"] += 1
        return None
    return moment


def line_of(raw: str | None, limit: int) -> str | None:
    """A text as one line of at most `limit` characters, without markup where there is some."""
    value = raw or ""
    return (plain_text(value, limit) if has_tags(value) else tidy_line(value[: 10 * limit])[:limit].rstrip()) or None


def names_of(raw: Iterable[str | None]) -> tuple[str, ...]:
    """Names without markup and mail addresses, each once, in their order: `editor@courier.example (A. Name)` is A. Name."""
    names = (_ADDRESS.sub("", plain_text(name or "", MAX_NAME_CHARS)).strip(" ()") for name in raw)
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_NAMES]


def language_of(raw: str | None) -> str | None:
    """A language tag of BCP 47 in its usual spelling, or None."""
    tag = (raw or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _refusal_of(url: str, place: Place) -> str:
    if not is_own(url, place):
        return "other_site"
    is_front = url_key(url) in place.fronts
    return "not_an_article_path" if is_front or not place.outlet.announces(url) else ""


def without_session(address: str) -> str:
    """The address without the session's id that a server put into it: with it, every poll would announce every article anew."""
    if len(address) > MAX_RAW_CHARS:
        return address
    return _SESSION_IN_QUERY.sub("", _SESSION_IN_PATH.sub("", address))


def _host(url: str) -> str:
    return _PORT.sub("", host_of(url))
