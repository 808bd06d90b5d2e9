"""What stands before the first element of an XML document, and what must not reach an XML parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_PROLOG_PARTS = 1_000
"""Declarations, comments and stray tags before the first element; a real document has fewer than ten."""

XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

STRAY_TAGS = frozenset(("br", "b", "p", "i", "pre", "font", "strong", "hr", "span", "div", "table", "tr", "th", "td"))
"""Tags of a server's warnings, which PHP prints before the document that it was asked for."""

_PART = re.compile(r"<(?:(\?)|(!--)|(!doctype)|(?:[\w.-]+:)?([a-z_][\w.-]*))", re.IGNORECASE)
_ENTITY = re.compile("<!entity", re.IGNORECASE)
_END_OF_SUBSET = re.compile(r"\]\s*>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_REFERENCE = re.compile("&#(?:[xX]0*([0-9A-Fa-f]+)|0*([0-9]+));?")
_LONG_RUN = re.compile(r"[A-Za-z0-9_.+-]{64}[A-Za-z0-9_.+-]*+")
"""The 64 only keeps the search from stopping at every word; the possessive repeat never goes back."""

MAX_RUN_CHARS = 2048
"""feedparser looks for an e-mail address in an author's name in time that grows with the square of such a run; no address of a page is longer."""

_LONGEST_CODE = 7
"""Digits of U+10FFFF in decimal: more is no character, and no number worth computing."""


def root_of(text: str) -> tuple[str, int]:
    """Name of the first element, without prefix and in lower case, and where it starts; `("", end)` when there is none.

    Declarations, comments, a DOCTYPE with its entities and stray tags of printed warnings are passed over.
    """
    for part, _ in _parts(text):
        name = (part[4] or "").lower()
        if name and name not in STRAY_TAGS:
            return name, part.start()
    return "", len(text)


def declares_entities(text: str) -> bool:
    """Whether a DOCTYPE before the first element declares an entity."""
    for part, end in _parts(text):
        if part[3] and _ENTITY.search(text, part.end(), end):
            return True
        if part[4] and part[4].lower() not in STRAY_TAGS:
            return False
    return False


def _parts(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """What stands in `text` as before a first element, and where each part ends."""
    position = 0
    for _ in range(MAX_PROLOG_PARTS):
        part = _PART.search(text, position)
        if not part:
            return
        position = _end_of_part(text, part)
        yield part, position


def harmless_xml(text: str) -> str:
    """A document without prolog made one that declares UTF-8 and no entities, without characters and references that XML forbids.

    A run of more than 2,048 letters, digits and dots (a picture in base64, or an attack) is cut there.
    """
    legal = _REFERENCE.sub(_allowed, _CONTROLS.sub("", text))
    return XML_DECLARATION + _LONG_RUN.sub(_cut, legal)


def is_character(code: int) -> bool:
    """Whether XML 1.0 section 2.2 allows the code point."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def is_closed(text: str, root: str) -> bool:
    """Whether the end tag of `root` stands near the end, with room for the comments that caches add behind it."""
    return re.search(rf"</(?:[\w.-]+:)?{re.escape(root)}\s*>", text[-10_000:], re.IGNORECASE) is not None


def _end_of_part(text: str, part: re.Match[str]) -> int:
    if part[3]:
        return _end_of_doctype(text, part.end())
    closing = "?>" if part[1] else "-->" if part[2] else ">"
    end = text.find(closing, part.end())
    return len(text) if end < 0 else end + len(closing)


def _end_of_doctype(text: str, start: int) -> int:
    end, subset = text.find(">", start), text.find("[", start)
    if 0 <= subset < end:
        found = _END_OF_SUBSET.search(text, subset)
        return found.end() if found else len(text)
    return len(text) if end < 0 else end + 1


def _cut(run: re.Match[str]) -> str:
    return run[0][:MAX_RUN_CHARS]


def _allowed(reference: re.Match[str]) -> str:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    return reference[0] if len(digits) <= _LONGEST_CODE and is_character(int(digits, base)) else ""
