"""JSON as pages print it: with comments, trailing commas, raw line breaks, wrong escapes, entities, several values in a row."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

MAX_JSON_CHARS = 1_000_000
"""Longer scripts are data of an application, not a description of an article."""

_WRAPPERS = re.compile(r"(?://|/\*)?[ \t]{0,8}(?:<!\[CDATA\[|\]\]>|<!--|-->)(?:[ \t]{0,8}\*/)?")
"""CDATA marks, alone or behind the comment marks that hide them from scripts, and HTML comments."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|//[^\n]*+|,(?=\s*+[}\]])', re.DOTALL)
"""A string, a comment, or a comma that nothing follows. Possessive, and a string needs no end, so that no text is read twice."""

_BAD_ESCAPE = re.compile(r"\\(?:u(?![0-9a-fA-F]{4})|(?=[^\"\\/bfnrtu]))|\\\\|\\.", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]*+")


def read_values(text: str) -> list[Any]:
    """The JSON values in `text`, as many as can be read; never raises."""
    text = text.strip()
    if not text or len(text) > MAX_JSON_CHARS:
        return []
    values = _strict(text) or _successive(_mended(text))
    if not values and "&quot;" in text:
        values = _successive(_mended(unescape(text)))
    return values


def _strict(text: str) -> list[Any]:
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return []


def _successive(text: str) -> list[Any]:
    decoder, values, at = json.JSONDecoder(strict=False), [], 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    return values


def _mended(text: str) -> str:
    text = _TOKEN.sub(_mend_token, _WRAPPERS.sub("", text))
    return _BETWEEN.sub("", text, count=1)


def _mend_token(token: re.Match[str]) -> str:
    return _BAD_ESCAPE.sub(_mend_escape, token[0]) if token[0].startswith('"') else ""


def _mend_escape(escape: re.Match[str]) -> str:
    return "\\\\" + escape[0][1:] if escape[0] in ("\\", "\\u") else escape[0]
