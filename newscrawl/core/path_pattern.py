"""Patterns of paths, as robots.txt and tdmrep.json have them: `*` for any characters, `$` for the end (RFC 9309 section 2.2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAME = "-A-Za-z0-9._~/?&=+;!'(),:@"
"""Stand for themselves on both sides. `*` and `$` in an address are escaped, since in a pattern they mean something else."""

_PLAIN = re.compile(f"[{_SAME}]*")
_ODD_IN_URL = re.compile(f"%[0-9A-Fa-f]{{2}}|[^{_SAME}]", re.DOTALL)
_ODD_IN_PATTERN = re.compile(f"%[0-9A-Fa-f]{{2}}|[^{_SAME}*]", re.DOTALL)
_HIDDEN_SLASH = re.compile("%(?:2f|3f)", re.IGNORECASE)

_DECODED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'(),:@")
"""Escapes of these are the character itself: the unreserved ones (RFC 9309 section 2.2.2), and reserved ones that separate nothing in an address."""

_DECODED_IN_QUERY = _DECODED | frozenset("/?")
"""Behind the `?` these separate nothing either (RFC 3986 section 3.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """`head` begins the path; `rest` are the texts behind each `*`, in order (None: there is no `*`); `octets` is the length that ranks it."""

    head: str
    rest: tuple[str, ...] | None
    is_anchored: bool
    octets: int

    def matches(self, path: str) -> bool:
        """Whether it matches a path of `normal_paths`. Each text is sought once, from where the one before ended: no backtracking."""
        if not path.startswith(self.head):
            return False
        if self.rest is None:
            return not self.is_anchored or len(path) == len(self.head)
        at = len(self.head)
        for text in self.rest[:-1]:
            found = path.find(text, at)
            if found < 0:
                return False
            at = found + len(text)
        last = self.rest[-1]
        return path.endswith(last) and len(path) - len(last) >= at if self.is_anchored else path.find(last, at) >= 0


def path_pattern(text: str) -> Pattern:
    """The pattern that `text` is. Never raises.

    One that begins with neither `/` nor `*` matches nothing: it is no pattern (RFC 9309 section 2.2), and other crawlers pass it over, too.
    """
    is_anchored = text.endswith("$")
    normal = _normal(text.removesuffix("$"), _ODD_IN_PATTERN)
    head, *texts = normal.split("*")
    rest = (*filter(None, texts[:-1]), texts[-1]) if texts else None
    return Pattern(head=head, rest=rest, is_anchored=is_anchored, octets=len(normal) + is_anchored)


def is_plain(text: str) -> bool:
    """Whether a pattern is its own `head` and nothing else, as nearly all are."""
    return text[:1] == "/" and _PLAIN.fullmatch(text) is not None


def normal_paths(url: str) -> tuple[str, ...]:
    """Path and query of an address in the one spelling that patterns are compared with. Never raises.

    Two spellings when the query holds an escaped slash or question mark: a pattern with `*` does not say whether it means the path or the query.
    """
    path = _path_of(url)
    if _PLAIN.fullmatch(path):
        return (path,)
    normal = _normal(path, _ODD_IN_URL)
    query = path.partition("?")[2]
    return (normal, _escaped(path, _ODD_IN_URL, _DECODED)) if _HIDDEN_SLASH.search(query) else (normal,)


def _path_of(url: str) -> str:
    """What follows the authority, without fragment; `/` when there is nothing."""
    behind = url.partition("#")[0].partition("://")[2] or url.partition("#")[0]
    starts = [at for at in (behind.find("/"), behind.find("?")) if at >= 0]
    path = behind[min(starts) :] if starts else ""
    return path if path.startswith("/") else f"/{path}"


def _normal(text: str, odd: re.Pattern[str]) -> str:
    if _PLAIN.fullmatch(text):
        return text
    path, mark, query = text.partition("?")
    return _escaped(path, odd, _DECODED) + mark + _escaped(query, odd, _DECODED_IN_QUERY)


def _escaped(text: str, odd: re.Pattern[str], decoded: frozenset[str]) -> str:
    """`text` with every octet that may not stand there escaped in upper case, and escapes of `decoded` undone."""

    def same(found: re.Match[str]) -> str:
        if len(found[0]) == 3:
            character = chr(int(found[0][1:], 16))
            return character if character in decoded else found[0].upper()
        return "".join(f"%{octet:02X}" for octet in _octets(found[0]))

    return odd.sub(same, text)


def _octets(character: str) -> bytes:
    """UTF-8; of a byte that was none when it was read, that byte."""
    return character.encode("utf-8", "surrogateescape" if "\udc80" <= character <= "\udcff" else "replace")
