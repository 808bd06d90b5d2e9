"""Markup that a parser would choke on, seen before it is parsed."""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 1_000
"""Of one tag; real ones have some 30. libxml2 compares each with all before it: 30,000 take a second, a million a quarter of an hour."""

HARMLESS_CHARS = 200_000
"""So much markup has room for 20,000 attributes, which take half a second."""

MAX_ANGLES = 1_000_000
"""Ten for each element that a page may have, scripts with markup in them included; two million elements take 500 MB before they can be counted."""

_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:(?P<crowded>(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}})|(?:{_ATTRIBUTE})*+)")
"""A start tag as HTML reads one (https://html.spec.whatwg.org/#tag-open-state), each from where the one before ended."""


def is_crowded(text: str) -> bool:
    """Whether a page has a tag with more attributes than any real one, or more tags than could be parsed in bounded memory."""
    if len(text) <= HARMLESS_CHARS:
        return False
    return text.count("<") > MAX_ANGLES or any(tag.lastgroup for tag in _TAG.finditer(text))
