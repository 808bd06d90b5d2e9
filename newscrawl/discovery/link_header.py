"""The Link header of an answer (RFC 8288)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_HEADER_CHARS = 16_000
"""Servers refuse longer headers themselves."""

_LINK = re.compile(r"<([^<>]*+)>((?:\s*+;\s*+[\w*!#$&+.^`|~-]++(?:\s*+=\s*+(?:\"(?:[^\"\\]++|\\.)*+\"|[^\s\",;<>]*+))?+)*+)")
_PARAM = re.compile(r";\s*+([\w*-]++)\s*+=\s*+(?:\"((?:[^\"\\]++|\\.)*+)\"|([^\s\",;<>]*+))")


class HeaderLink(NamedTuple):
    """One link: where it leads (as written), its relations and its media type, both in lower case, and its title."""

    target: str
    relations: frozenset[str]
    type: str
    title: str


def links_in_header(header: str | None) -> Iterator[HeaderLink]:
    """The links of a header, or of several joined with commas; of a parameter given twice the first counts (section 3.3)."""
    for link in _LINK.finditer((header or "")[:MAX_HEADER_CHARS]):
        params: dict[str, str] = {}
        for param in _PARAM.finditer(link[2]):
            params.setdefault(param[1].lower(), param[2] or param[3] or "")
        relations = frozenset(params.get("rel", "").lower().split())
        yield HeaderLink(link[1].strip(), relations, params.get("type", "").lower(), params.get("title", ""))
