"""A JSON object of any size, member by member: a scanner in linear time finds where a value ends, and only small values are ever decoded."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

MAX_DEPTH = 50
"""An item of a JSON Feed has four levels; extensions have a few more."""

MAX_CONTAINERS = 10_000
"""Objects and arrays in one value: empty ones would take thirty times their text in memory."""

MAX_SCANNED_DEPTH = 1_000
MAX_SCANNED = 1_000_000
"""Where a scan for a value's end, or for the elements of an array, gives up: only an attack has so many brackets."""

CUT = "cut"
ELEMENT = "element"

_SPACE = re.compile(r"[ \t\r\n]*+")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+("|\Z|\\\Z)', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\[\]{}\"]++")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z|\\\Z)|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the object, or an element of its array `key`; `kind` is `member`, `element` or, where the text ends or breaks, `cut`."""

    key: str
    kind: str
    start: int = 0
    end: int = 0


def members_of(text: str, array: str) -> Iterator[Member]:
    """The members of the object that `text` is, in order, and for the array `array` its elements; the last one is `cut` where the object breaks."""
    position = _after_space(text, 0)
    if not text.startswith("{", position):
        yield Member(key="", kind=CUT)
        return
    position = _after_space(text, position + 1)
    while not text.startswith("}", position):
        key, position = _key(text, position)
        if key == array and text.startswith("[", position):
            end = yield from _elements(text, key, position)
        else:
            end = end_of_value(text, position)
            if end >= 0:
                yield Member(key=key, kind="member", start=position, end=end)
        position = _after_comma(text, end, "}")
        if position < 0:
            yield Member(key=key, kind=CUT)
            return


def value_of(text: str, member: Member) -> Any:
    """The decoded value; None when it is broken, too deep or made of too many parts. Numbers are their digits; of a key twice the last counts."""
    value = text[member.start : member.end]
    if not _is_sane(value):
        return None
    try:
        return json.loads(value, parse_int=str, parse_float=str, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return None


def end_of_value(text: str, start: int) -> int:
    """Behind the value at `start`, whether it is sound inside or not; -1 when the text ends before it does, it has no end in sight, or is none."""
    first = text[start : start + 1]
    if first == '"':
        string = _STRING.match(text, start)
        return string.end() if string and string[1] == '"' else -1
    if first not in ("{", "["):
        scalar = _SCALAR.match(text, start)
        return scalar.end() if scalar else -1
    depth = 0
    for token in islice(_TOKEN.finditer(text, start), MAX_SCANNED):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
        if depth > MAX_SCANNED_DEPTH:
            return -1
    return -1


def _elements(text: str, key: str, position: int) -> Generator[Member, None, int]:
    """The elements of the array at `position`; returns where it ends, or -1."""
    position = _after_space(text, position + 1)
    if text.startswith("]", position):
        return position + 1
    for _ in range(MAX_SCANNED):
        end = end_of_value(text, position)
        if end < 0:
            return -1
        yield Member(key=key, kind=ELEMENT, start=position, end=end)
        position = _after_space(text, end)
        if text.startswith("]", position):
            return position + 1
        if not text.startswith(",", position):
            return -1
        position = _after_space(text, position + 1)
    return -1


def _key(text: str, position: int) -> tuple[str, int]:
    """The key at `position` and where its value starts; a broken one has the end of the text as its value."""
    string = _STRING.match(text, position)
    if string and string[1] == '"':
        colon = _after_space(text, string.end())
        if text.startswith(":", colon):
            return string[0][1:-1], _after_space(text, colon + 1)
    return "", len(text)


def _after_comma(text: str, end: int, closing: str) -> int:
    """Where the next member starts, or the closing bracket stands; -1 when neither follows."""
    if end < 0:
        return -1
    position = _after_space(text, end)
    if text.startswith(",", position):
        return _after_space(text, position + 1)
    return position if text.startswith(closing, position) else -1


def _after_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _is_sane(value: str) -> bool:
    """Whether a decoder may have the value: few levels, few parts."""
    depth = containers = 0
    for token in _TOKEN.finditer(value):
        if token[0] in ("{", "["):
            depth, containers = depth + 1, containers + 1
            if depth > MAX_DEPTH or containers > MAX_CONTAINERS:
                return False
        elif token[0] in ("}", "]"):
            depth -= 1
    return True
