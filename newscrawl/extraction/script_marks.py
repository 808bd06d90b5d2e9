"""What a page's markup does to a text in its script, done as a browser does it: readings above the line, wrapped lines without spaces, old quotes."""

from __future__ import annotations

import re

from lxml import html

_REFERENCE = re.compile(r"&#(?:1[2-5][0-9]|[xX][89][0-9a-fA-F]);")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_ENCODED_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
"""Bytes are searched in place of characters: that is five times as fast, and most pages have none."""

_WINDOWS_1252 = {n: bytes((n,)).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}

_WIDE = "\u2e80-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
"""East Asian wide characters but for Hangul, which has spaces between its words."""

_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t\r]*\n\\s*(?=[{_WIDE}])")
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
    for element in tree.iter():
        if element.text and "\n" in element.text and element.tag not in _AS_WRITTEN:
            element.text = _WRAPPED.sub("", element.text)
        if element.tail and "\n" in element.tail:
            element.tail = _WRAPPED.sub("", element.tail)


def _printed(match: re.Match[str]) -> str:
    found = match[0]
    code = ord(found) if len(found) == 1 else _code_of(found[2:-1])
    return _WINDOWS_1252.get(code) or found


def _code_of(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)
