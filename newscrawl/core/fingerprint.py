"""Fingerprints of texts, for telling exact copies; versioned, since a change of `fold` changes them all."""

from __future__ import annotations

import hashlib

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article

FINGERPRINT_VERSION = 1
"""Raised with every change of what is hashed, `fold` included; the state then makes all fingerprints anew from the output."""

MIN_FINGERPRINT_CHARS = 120
"""Folded characters below which two equal texts may be two articles: flashes such as "more to follow" come back under other headlines."""

DIGEST_BYTES = 16
"""128 bits: among a thousand million articles, two of them meet by chance once in 10^20."""


def article_fingerprint(title: str | None, text: str | None, credit_line: str | None) -> bytes:
    """Version byte and 16-byte digest of an article's text without its credit line; a short text counts with its title."""
    folded = text_without_credit(text or "", credit_line)
    if len(folded) < MIN_FINGERPRINT_CHARS:
        folded = f"{fold(title or '')}\n{folded}"
    return _digest(folded)


def text_fingerprint(text: str, credit_line: str | None = None) -> bytes:
    """Version byte and 16-byte digest of a text alone, however short, as a reader would compare it: without its credit line, folded."""
    return _digest(text_without_credit(text, credit_line))


def text_without_credit(text: str, credit_line: str | None) -> str:
    """The folded text, without its credit line or dateline: a republished copy often names another source, or none."""
    lines = text.split("\n")
    if not credit_line:
        return fold(text)
    if credit_line in lines:
        lines.remove(credit_line)
    else:
        lines = _without_dateline(lines, credit_line)
    return fold("\n".join(lines))


def _without_dateline(lines: list[str], dateline: str) -> list[str]:
    """The lines without the dateline ("LONDON (Reuters) -") before the first that opens with it."""
    index = next((i for i, line in enumerate(lines) if line.startswith(dateline)), None)
    return lines if index is None else [*lines[:index], lines[index].removeprefix(dateline), *lines[index + 1 :]]


def _digest(folded: str) -> bytes:
    return bytes([FINGERPRINT_VERSION]) + hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).digest()


def fingerprint_of(article: Article) -> bytes:
    """`article_fingerprint` of a record."""
    return article_fingerprint(article.title, article.text, article.credit.line if article.credit else None)
