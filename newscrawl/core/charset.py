"""Which charset a body is written in.

A declaration is a claim and bytes are evidence: bytes that are valid UTF-8 are UTF-8 whatever header, XML declaration or meta tag say, and a named
charset is believed only as long as it makes words of the bytes. Names are those of the Encoding Standard (https://encoding.spec.whatwg.org/),
each of which Python decodes too.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding, to_unicode

from newscrawl.core.charset_letters import CHARSET_LETTERS
from newscrawl.core.charset_sense import sense_of, telling_sample
from newscrawl.core.mojibake import undo_double_encoding
from newscrawl.core.web_charsets import WEB_CHARSETS

SOUND_PER_BROKEN = 4
"""A body with this many whole UTF-8 characters for each broken one is UTF-8 with a cut title in it; text in another charset has next to none."""

MUCH_MORE_SENSE = 0.3
"""A named charset gives way to one that makes so much more sense of the bytes: names are often wrong, but seldom by a little."""

NUL_SHARE_OF_UTF16 = 0.3
"""Markup and spaces are ASCII and have a zero as the high byte: in UTF-16 that is well over this share, even between Arabic words."""

_NOT_ASCII = bytes(range(0x80, 0x100))


def decode(body: bytes, *, http: str | None = None, declared: str | None = None, outlet: str | None = None) -> str:
    """The body as text, without its byte order mark; what can't be decoded becomes U+FFFD. Arguments as in `decide_charset`.

    UTF-8 that was encoded twice is read twice, where all of the body proves it.
    """
    name = decide_charset(body, http=http, declared=declared, outlet=outlet)
    text = to_unicode(body, name).removeprefix("\ufeff")
    return undo_double_encoding(text) if name == "utf-8" else text


def decide_charset(body: bytes, *, http: str | None = None, declared: str | None = None, outlet: str | None = None) -> str:
    """Name of the charset that `body` is written in; never fails.

    `http`, `declared` and `outlet` are labels as found: the charset of the Content-Type header, of the document (None: looked up in the body) and of
    the outlet file. In this order: byte order mark, UTF-16 by its zeros, valid UTF-8 (or all but a few characters of it), then of `http`, `declared`
    and `outlet` the first that makes sense, unless one of the charsets of `charset_letters` makes much more of it; at last the one that makes most.
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
    """The first named charset that fits, unless another makes much more sense of the bytes."""
    sample = telling_sample(body)
    for name in named:
        sense = sense_of(sample, name) if not name.startswith("utf-") and _fits(body, name) else 0.0
        if sense > 1.0 - MUCH_MORE_SENSE:
            return name
        if sense > 0.0:
            best = _best_guess(sample)
            return best if sense_of(sample, best) - sense > MUCH_MORE_SENSE else name
    return _best_guess(sample)


def _best_guess(sample: bytes) -> str:
    return max((name for name, _, _ in CHARSET_LETTERS), key=lambda name: sense_of(sample, name))


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
