"""Page numbers in addresses of lists: read wherever they stand, and counted on in the two ways that most outlets understand."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newscrawl.core.host import bare_host
from newscrawl.discovery.listing_tables import BARE_COUNTER, OFFSET_PARAMS, PATH_COUNTERS, QUERY_COUNTERS

_WORDPRESS_PAGE = re.compile("/page/[0-9]{1,9}/?$")
_INDEX = re.compile(r"/(?:index|default)\.[a-z]{3,5}$")
_NUMBER = re.compile("[0-9]{1,7}")


class Counter(NamedTuple):
    """The number of a page and the rest of its address, for comparing: two pages of one list have the same `base`."""

    base: str
    number: int
    is_offset: bool = False
    is_bare: bool = False


def counter_of(url: str) -> Counter | None:
    """The page number in an address, None when it has none. `is_offset`: it counts articles; `is_bare`: it stands alone, and may be an article's."""
    parts = urlsplit(url)
    path, params = unquote(parts.path).lower(), [param for param in parts.query.split("&") if param]
    for param in params:
        name, _, value = param.partition("=")
        if _counts(name.lower(), path) and _NUMBER.fullmatch(value):
            rest = [other for other in params if other is not param]
            return Counter(_base(parts.netloc, path, rest), int(value), is_offset=name.lower() in OFFSET_PARAMS)
    for pattern in _patterns():
        if found := pattern.search(path):
            rest_of_path = path[: found.start()] + path[found.end() :]
            return Counter(_base(parts.netloc, rest_of_path, params), int(found[1]), is_bare=pattern.pattern == BARE_COUNTER)
    return None


def base_of(url: str) -> str:
    """The `base` of the pages of the list that an address is of."""
    counter = counter_of(url)
    if counter and not counter.is_bare:
        return counter.base
    parts = urlsplit(url)
    return _base(parts.netloc, unquote(parts.path).lower(), [param for param in parts.query.split("&") if param])


def in_path(url: str, page: int) -> str | None:
    """The address of a page of a list, counted as WordPress does; None for a list that is a file."""
    parts = urlsplit(url)
    path = _WORDPRESS_PAGE.sub("", parts.path).rstrip("/")
    return None if "." in path.rpartition("/")[2] else parts._replace(path=f"{path}/page/{page}/").geturl()


def in_query(url: str, page: int) -> str:
    """The same counted in the query."""
    parts = urlsplit(url)
    kept = [param for param in parts.query.split("&") if param and not param.startswith("page=")]
    return parts._replace(path=_WORDPRESS_PAGE.sub("/", parts.path), query="&".join((*kept, f"page={page}"))).geturl()


def _counts(name: str, path: str) -> bool:
    return name in OFFSET_PARAMS or (name in QUERY_COUNTERS and (name != "p" or path != "/"))


def _base(netloc: str, path: str, params: list[str]) -> str:
    return f"{bare_host(netloc)}{_INDEX.sub('/', path).rstrip('/')}?{'&'.join(sorted(params))}"


@cache
def _patterns() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern, _ in PATH_COUNTERS]
