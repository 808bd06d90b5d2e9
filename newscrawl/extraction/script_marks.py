"""What a page's markup does to a text in its script, done as a browser does it: readings above the line, wrapped lines without spaces, old quotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree, html

from newscrawl.extraction.elements import BLOCKS

_REFERENCE = re.compile(r"&#(?:1[2-5][0-9]|[xX][89][0-9a-fA-F]);")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_ENCODED_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
"""Bytes are searched in place of characters: that is five times as fast, and most pages have none."""

_WINDOWS_1252 = {n: bytes((n,)).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}

_WIDE = "\u2e80-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
"""East Asian wide characters but for Hangul, which has spaces between its words."""

_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t\r]*\n\\s*(?=[{_WIDE}])")
_WIDE_EDGES = re.compile(f"[{_WIDE}]{{2}}")
_NO_WIDE_LEAD = bytes(sorted(set(range(256)) - set(range(0xE3, 0xEA))))
"""Every byte but those that begin a character from U+3000 to U+9FFF in UTF-8."""

_AS_WRITTEN = ("pre", "script", "textarea")
_READINGS = ("rt", "rp", "rtc")


def with_printed_quotes(text: str) -> str:
    """`text` with the quotes, dashes and dots that Latin-1's controls stand for on pages, in itself or as references (HTML §13.2.5.80)."""
    text = _REFERENCE.sub(_printed, text)
    has_controls = not text.isascii() and _ENCODED_CONTROL.search(text.encode("utf-8", "replace"))
    return _CONTROL.sub(_printed, text) if has_controls else text


def take_readings_out(tree: html.HtmlElement) -> None:
    """Remove what stands above the line in a ruby: the reading of the characters that the text has already (HTML §4.5.10)."""
    for element in list(tree.iter(*_READINGS)):
        if element.getparent() is not None:
            element.drop_tree()


def join_wrapped_lines(tree: html.HtmlElement, text: str) -> None:
    """Remove line breaks of the source between two wide characters, where a browser shows no space (CSS Text 3 §4.1.3). `text` is the page's."""
    if text.isascii() or not text.encode("utf-8", "replace").translate(None, _NO_WIDE_LEAD):
        return
    before: _Text | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS or element.tag in _AS_WRITTEN:
            before = None
        here = _Text(element, "text" if event == "start" else "tail")
        if here.content and (event == "end" or element.tag not in _AS_WRITTEN):
            _join(before, here)
            before = here


class _Text(NamedTuple):
    """A text of the tree: what stands in an element before its first child, or behind its end."""

    element: etree._Element
    place: str

    @property
    def content(self) -> str:
        return getattr(self.element, self.place) or ""

    def becomes(self, content: str) -> None:
        setattr(self.element, self.place, content)


def _join(before: _Text | None, text: _Text) -> None:
    """Join the wrapped lines within a text, and the edge between it and the one before it in the same paragraph."""
    if "\n" in text.content:
        text.becomes(_WRAPPED.sub("", text.content))
    head, tail = (before.content if before else ""), text.content
    gap = head[len(head.rstrip()) :] + tail[: len(tail) - len(tail.lstrip())]
    if before and "\n" in gap and _WIDE_EDGES.fullmatch(head.rstrip()[-1:] + tail.lstrip()[:1]):
        before.becomes(head.rstrip())
        text.becomes(tail.lstrip())


def _printed(match: re.Match[str]) -> str:
    found = match[0]
    code = ord(found) if len(found) == 1 else _code_of(found[2:-1])
    return _WINDOWS_1252.get(code) or found


def _code_of(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)
