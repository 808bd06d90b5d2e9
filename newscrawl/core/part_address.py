"""Which address is a further part of an article, by the address alone: that of its first part with a number in one of a few known places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from newscrawl.core.part_forms import PART_PARAMS, PART_SUFFIXES, PART_WORDS
from newscrawl.core.url import host_of, url_key

MOST_PARTS = 20
"""Of one article, the first included. The longest reviews have some fifteen; a pager without end costs an outlet no more requests than that."""

_WORDS = "|".join(PART_WORDS)
_NUMBER = r"0*(?P<number>[1-9][0-9]?)"
_PATHS = (
    re.compile(rf"(?P<base>.*[^/])/+{_NUMBER}/*"),
    re.compile(rf"(?P<base>.*[^/])/+(?:{_WORDS})[-/_]?{_NUMBER}/*", re.IGNORECASE),
)
_IN_NAME = re.compile(rf"(?P<base>.*[^/])[-_,](?:(?:{_WORDS})[-_]?)?{_NUMBER}(?P<suffix>\.(?:{'|'.join(PART_SUFFIXES)}))", re.IGNORECASE)
_PARAM = re.compile(rf"(?:{'|'.join(PART_PARAMS)})={_NUMBER}", re.IGNORECASE)
_SECOND = re.compile(
    rb"(?:/(?:[a-z]{1,9}[-_]?)?0*2/?|[?&;][a-z_]{1,20}=0*2|[-_,](?:[a-z]{1,9}[-_]?)?0*2\.[a-z]{3,5})[\"'#\s>&]",
    re.IGNORECASE,
)


class Where(Enum):
    """Where the number of a part stands in its address."""

    BELOW = "below"  # …/slug/2/: nothing else has such an address
    QUERY = "query"  # …/slug/?page=2: of lists and comments too
    NAME = "name"  # …/slug-2.html: of other articles too


class PartAddress(NamedTuple):
    """The number of a part, 2 or more, and where it stands."""

    number: int
    where: Where


def part_address(url: str, first: str, keep_params: Iterable[str] = ()) -> PartAddress | None:
    """What `url` is as a further part of the article at `first`; None when it is none. Both are clean addresses. Same host, to the letter."""
    if host_of(url) != host_of(first):
        return None
    key = url_key(first, keep_params)
    found = (PartAddress(number, where) for base, number, where in _bases(url) if number > 1 and url_key(base, keep_params) == key)
    return next(found, None)


def may_be_part_of(url: str) -> list[tuple[str, int]]:
    """The addresses that a clean address may be a further part of, each with the part's number; most such addresses are of whole articles."""
    return [(base, number) for base, number, _ in _bases(url) if number > 1]


def may_name_parts(body: bytes) -> bool:
    """Whether a page may hold the address of a second part; quick, and wrong only in that direction."""
    return _SECOND.search(body) is not None


def _bases(url: str) -> Iterator[tuple[str, int, Where]]:
    """The addresses that `url` may be a part of."""
    parts = urlsplit(url)
    params = parts.query.split("&") if parts.query else []
    for at, param in enumerate(params):
        if found := _PARAM.fullmatch(param):
            query = "&".join((*params[:at], *params[at + 1 :]))
            yield urlunsplit(parts._replace(query=query)), int(found["number"]), Where.QUERY
    for found in filter(None, (form.fullmatch(parts.path) for form in _PATHS)):
        yield urlunsplit(parts._replace(path=found["base"])), int(found["number"]), Where.BELOW
    if found := _IN_NAME.fullmatch(parts.path):
        yield urlunsplit(parts._replace(path=found["base"] + found["suffix"])), int(found["number"]), Where.NAME
