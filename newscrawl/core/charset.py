"""Which charset a body is written in.

A declaration is a claim and bytes are evidence: bytes that are valid UTF-8 are UTF-8 whatever header, XML declaration or meta tag say, and a named
charset is believed only as long as it makes words of the bytes. Names are those of the Encoding Standard (https://encoding.spec.whatwg.org/),
each of which Python decodes too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding, to_unicode

from newscrawl.core.web_charsets import WEB_CHARSETS

SAMPLE_BYTES = 100_000
"""How much is read as words to judge a charset: some 10,000 words, counted from the first byte that is not ASCII."""

SAMPLE_WORDS = 3_000
"""Enough words to tell sense from nonsense; more only costs time."""

SOUND_PER_BROKEN = 4
"""A body with this many whole UTF-8 characters for each broken one is UTF-8 with a cut title in it; text in another charset has next to none."""

MAX_NONSENSE_SHARE = 0.5
"""A charset that makes nonsense of more than half of the words that are not plain ASCII is not the one they were written in."""

NUL_SHARE_OF_UTF16 = 0.3
"""Markup and spaces are ASCII and have a zero as the high byte: in UTF-16 that is well over this share, even between Arabic words."""

_GUESSES = ("windows-1252", "windows-1256", "windows-1251")
"""Undeclared bytes, in the order that settles a draw: French has the same letters at the same places in the first two."""

_WORD = re.compile(r"[^\W\d_]+|[\x80-\x9f\ufffd]")
_NONSENSE = re.compile(
    r"[\x80-\x9f\ufffd]"  # a control character of Latin-1, or no character at all
    r"|[\u00aa-\u024f]{3,}"  # Latin words have a plain letter among three
    r"|.*[a-zA-Z\u00c0-\u024f][\u0600-\u06ff].*|.*[\u0600-\u06ff][a-zA-Z\u00c0-\u024f].*"  # Latin and Arabic in one word
    r"|.*[a-zA-Z\u00c0-\u024f][\u0400-\u04ff].*|.*[\u0400-\u04ff][a-zA-Z\u00c0-\u024f].*"  # Latin and Cyrillic in one word
    r"|.*[\u0430-\u045f][\u0400-\u042f].*"  # a capital after a small letter
)
_NOT_ASCII = bytes(range(0x80, 0x100))
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def decode(body: bytes, *, http: str | None = None, declared: str | None = None, outlet: str | None = None) -> str:
    """The body as text, without its byte order mark; what can't be decoded becomes U+FFFD. Arguments as in `decide_charset`."""
    name = decide_charset(body, http=http, declared=declared, outlet=outlet)
    return to_unicode(body, name).removeprefix("\ufeff")


def decide_charset(body: bytes, *, http: str | None = None, declared: str | None = None, outlet: str | None = None) -> str:
    """Name of the charset that `body` is written in; never fails.

    `http`, `declared` and `outlet` are labels as found: the charset of the Content-Type header, of the document (None: looked up in the body) and of
    the outlet file. In this order: byte order mark, UTF-16 by its zeros, valid UTF-8 (or all but a few characters of it), then of `http`, `declared`
    and `outlet` the first that makes sense, and at last windows-1252, -1256 or -1251, whichever makes the most words.
    """
    named = list(_known(http, declared or declared_charset(body), outlet))
    return _by_its_bytes(body, named) or _named_or_guessed(body, named)


def declared_charset(body: bytes) -> str | None:
    """Charset that the first 4,096 bytes declare (XML declaration, `<meta charset>`, `http-equiv`), or None."""
    return _known_name(html_body_declared_encoding(body))


def content_type_charset(header: str | None) -> str | None:
    """Charset of a Content-Type header, or None when it names none that a page may have."""
    return _known_name(http_content_type_encoding(header))


def _known(*labels: str | None) -> Iterator[str]:
    for label in labels:
        name = _known_name(resolve_encoding(label)) if label else None
        if name:
            yield name


def _known_name(codec: str | None) -> str | None:
    return WEB_CHARSETS.get(codec) if codec else None


def _by_its_bytes(body: bytes, named: list[str]) -> str | None:
    return _charset_of_bom(body) or _utf16_by_zeros(body) or _seven_bit(body, named) or _utf8(body) or _nearly_utf8(body)


def _charset_of_bom(body: bytes) -> str | None:
    return _known_name(read_bom(body)[0])


def _utf16_by_zeros(body: bytes) -> str | None:
    head = body[:512]
    share = NUL_SHARE_OF_UTF16 * len(head) / 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > share and not even:
        return "utf-16le"
    return "utf-16be" if even > share and not odd else None


def _seven_bit(body: bytes, named: list[str]) -> str | None:
    """ISO-2022-JP is written in ASCII bytes and would pass as UTF-8: it is believed where its escapes stand."""
    return "iso-2022-jp" if "iso-2022-jp" in named and b"\x1b" in body else None


def _utf8(body: bytes) -> str | None:
    """UTF-8 when the whole body is; only its last character may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _named_or_guessed(body: bytes, named: list[str]) -> str:
    first = _HIGH_BYTE.search(body)
    sample = body[max(0, first.start() - 32) if first else 0 :][:SAMPLE_BYTES]
    for name in named:
        if not name.startswith("utf-") and _fits(body, name) and _share_of_nonsense(to_unicode(sample, name)) <= MAX_NONSENSE_SHARE:
            return name
    return min(_GUESSES, key=lambda name: _share_of_nonsense(to_unicode(sample, name)))


def _fits(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - broken - len(body.translate(None, _NOT_ASCII))
    return "utf-8" if broken * SOUND_PER_BROKEN <= sound else None


def _share_of_nonsense(text: str) -> float:
    words = (word for word in _WORD.findall(text) if not word.isascii())
    odd = [_NONSENSE.fullmatch(word) is not None for word in islice(words, SAMPLE_WORDS)]
    return sum(odd) / len(odd) if odd else 0.0
