"""What the value of a key may be: each check gives None for a good value, else the words that follow the value in the message."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from zoneinfo import ZoneInfo, available_timezones

from lxml import etree

from newscrawl.core.selector import Selector, SelectorProblem, read_selector
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.core.web_charsets import WEB_CHARSETS

Check = Callable[[object], str | None]

MAX_SHOWN_CHARS = 60
"""A value longer than this is cut in a message, so that the message stays one line that can be read."""

MAX_RULE_CHARS = 1000
"""Enough for any path rule or selector of a person, too short to exhaust the compiler's recursion."""

_POST_TYPE = re.compile(r"[a-z0-9_-]{1,40}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*")
"""RFC 5646 section 2.1: language, script, region, variants; extensions and private use have no meaning for an outlet."""

_CHARSET = re.compile(r"[A-Za-z0-9._:-]{1,40}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")
_PARAM = re.compile(r"[^\s&=#?\x00-\x1f\x7f]{1,100}")

NEAR_ENOUGH = 0.5
"""Share of letters that two words have in common (difflib's ratio): `delay` is near `delay_seconds`, `slug` is near nothing."""

MAX_SHOWN_BITS = 64
"""TOML's own range of whole numbers; Python refuses to print some beyond it."""


def shown(value: object) -> str:
    """`value` as a person would find it in the file, cut when long; arrays, tables and absurd numbers by name only."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, int) and value.bit_length() > MAX_SHOWN_BITS:
        return "a huge number"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float) else str(value)
    return text if len(text) <= MAX_SHOWN_CHARS else text[:MAX_SHOWN_CHARS] + "…"


def one_line(text: str) -> str:
    """`text` with every character that ends a line, or can't be seen, escaped."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` with the nearest of `known`, or nothing when none is near."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold()[:MAX_SHOWN_CHARS], by_folded, n=1, cutoff=NEAR_ENOUGH)
    return f"; did you mean {by_folded[near[0]]}?" if near else ""


def line_of_text(max_chars: int) -> Check:
    """A string of one line with something on it."""

    def check(value: object) -> str | None:
        return None if _is_line(value, max_chars) else f"is not a line of text of 1 to {max_chars} characters"

    return check


def _is_line(value: object, max_chars: int) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= max_chars and len(value.splitlines()) == 1 and "\0" not in value


def number(low: float, high: float) -> Check:
    """A number, whole or not, from `low` to `high`."""

    def check(value: object) -> str | None:
        good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        return None if good else f"is not a number from {low:g} to {high:g}"

    return check


def whole_number(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: object) -> str | None:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if good else f"is not a whole number from {low} to {high}"

    return check


def one_of(names: type[StrEnum]) -> Check:
    """One of the values of an enumeration."""
    allowed = [member.value for member in names]

    def check(value: object) -> str | None:
        if value in allowed:
            return None
        return f"is not one of {', '.join(allowed)}" + (did_you_mean(value, allowed) if isinstance(value, str) else "")

    return check


def array_of(check_item: Check) -> Check:
    """An array whose every item passes `check_item`; the message names the first that does not."""

    def check(value: object) -> str | None:
        if not isinstance(value, list):
            return "is not an array of strings"
        wrong = ((place, item, check_item(item)) for place, item in enumerate(value, start=1))
        return next((f"whose item {place}, {shown(item)}, {problem}" for place, item, problem in wrong if problem), None)

    return check


def url(value: object) -> str | None:
    """An absolute http or https address that can be asked for as it stands."""
    if not isinstance(value, str) or any(c.isspace() for c in value):
        return "is not an absolute http:// or https:// address"
    clean = clean_url(value)
    return f"is not an absolute http:// or https:// address: {clean.value}" if isinstance(clean, UrlProblem) else None


def zone(value: object) -> str | None:
    """A zone of the IANA time zone database."""
    if isinstance(value, str) and _ZONE.fullmatch(value) and value != "localtime" and _is_zone(value):
        return None
    near = did_you_mean(value, available_timezones()) if isinstance(value, str) else ""
    return f"is not a zone of the IANA time zone database such as Asia/Aden{near}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # malformed, unknown, a folder of the database
        return False
    return True


def language(value: object) -> str | None:
    """A BCP 47 language tag."""
    good = isinstance(value, str) and _LANGUAGE.fullmatch(value)
    return None if good else "is not a BCP 47 language tag such as ar, en-GB or zh-Hans"


def charset(value: object) -> str | None:
    """A charset that a page of the web may be written in."""
    if isinstance(value, str) and _CHARSET.fullmatch(value) and _is_web_charset(value):
        return None
    near = did_you_mean(value, WEB_CHARSETS.values()) if isinstance(value, str) else ""
    return f"is not a charset of the web such as utf-8 or windows-1256{near}"


def _is_web_charset(name: str) -> bool:
    try:
        return codecs.lookup(name).name in WEB_CHARSETS
    except LookupError:
        return False


def regex(value: object) -> str | None:
    """A regular expression of Python's `re`."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_RULE_CHARS:
        return f"is not a regular expression of 1 to {MAX_RULE_CHARS} characters"
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as problem:
        return f"is not a regular expression: {problem}"
    return None


def selector(value: object) -> str | None:
    """A selector of elements or of texts, in CSS or XPath."""
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_RULE_CHARS:
        return f"is not a selector of 1 to {MAX_RULE_CHARS} characters, CSS or XPath"
    try:
        _compile(read_selector(value))
    except (SelectorProblem, etree.XPathError) as problem:
        return f"is not a selector: {problem if isinstance(problem, SelectorProblem) else f'XPath: {problem}'}"
    return None


def element_selector(value: object) -> str | None:
    """A selector of elements alone."""
    problem = selector(value)
    if problem or not isinstance(value, str) or not read_selector(value).gives_values:
        return problem
    return "selects texts; here it has to select elements, without ::text, ::attr(), text() or @"


def _compile(chosen: Selector) -> None:
    for route in chosen.routes:
        if route.group is not None:
            _compile(route.group)
        for step in route.steps:
            etree.XPath(step.xpath, regexp=False)


def post_type(value: object) -> str | None:
    """The name of a post type of WordPress, or of its route (register_post_type in developer.wordpress.org/reference)."""
    is_name = isinstance(value, str) and _POST_TYPE.fullmatch(value) is not None
    return None if is_name else 'is no name of a post type: small letters, digits, hyphens and underscores, as in "news"'


def param(value: object) -> str | None:
    """The name of a query parameter."""
    good = isinstance(value, str) and _PARAM.fullmatch(value)
    return None if good else "is not the name of a query parameter such as p"
