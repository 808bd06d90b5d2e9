"""Raw values of pages into values of the record: one-line texts, names, words, language tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from newscrawl.core.arabic import fold
from newscrawl.extraction.lines import one_line

MAX_LINE_CHARS = 300
"""A headline, a name or a tag that is longer is something else; the longest headlines that were seen have some 230."""

MAX_LONG_CHARS = 5_000
"""A description, or all tags in one text."""

MAX_NAME_CHARS = 80
"""Room for a full Arabic name with a title, or a desk of two departments."""

MAX_NAMES = 30
MAX_WORDS = 100
"""Authors and tags of one article; the longest honest lists have some 20 and 60."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_NAME = re.compile(r"https?:|www\.|[@{}<>\[\]|=_]|\.(?:com|net|org|html?)\b|\d{3}", re.IGNORECASE)
"""Addresses, handles, mail, template debris, years: what stands where a name should, and is none."""

_BY = re.compile(
    r"^(?:by|von|par|por|di|written by|بقلم|كتب|كتبت|إعداد|تقرير)\s*[:/]\s*|^(?:by|written by|von)\s+|^(?:بقلم|كتبت?)\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(\S+(?: \S+){1,4}) +[-–|] +\S+$")
"""A name of two words or more and the place that it is sent from."""

_BETWEEN_NAMES = re.compile(r"\s*[;،؛|]\s*|\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y)\s+")
_BETWEEN_WORDS = re.compile("[,;،؛|]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?")


def plain(value: object) -> str | None:
    """A text on one line, without markup, entities resolved; None when it is no text, empty, or longer than a line may be."""
    text = long_text(value)
    text = one_line(text) if text else None
    return text if text and len(text) <= MAX_LINE_CHARS else None


def long_text(value: object) -> str | None:
    """A text with its line breaks, without markup, entities resolved (twice: some sites escape twice); None when it is none."""
    if not isinstance(value, str):
        return None
    text = unescape(unescape(value)) if "&" in value else value
    text = _SURROGATE.sub("\ufffd", _MARKUP.sub(" ", text) if "<" in text else text)
    return text.strip() or None


def summary(value: object) -> str | None:
    """A description on one line, which may be longer than a headline."""
    text = one_line((long_text(value) or "")[:MAX_LONG_CHARS])
    return text or None


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Names of people or desks among some texts: without "by", each once; what is no name is left out."""
    return unique(_names(values))[:MAX_NAMES]


def split_names(values: Iterable[object]) -> tuple[str, ...]:
    """As `names`, for texts that may hold several. "Surname, First" stays one: a text is cut only where each part has two words or more."""
    return names(part for value in values for part in _parts_of(plain(value) or ""))


def words(values: Iterable[object]) -> tuple[str, ...]:
    """Tags or sections, each value one, each once."""
    return unique(text for value in values if (text := plain(value)))[:MAX_WORDS]


def split_words(values: Iterable[object]) -> tuple[str, ...]:
    """As `words`, for texts that hold several between commas."""
    return words(part for value in values if isinstance(value, str) for part in _BETWEEN_WORDS.split(value[:MAX_LONG_CHARS]))


def language_tag(value: object) -> str | None:
    """A language as BCP 47 writes it (`ar`, `en-GB`, `zh-Hant-TW`), None when the text names none."""
    match = _LANGUAGE.fullmatch(value.strip()[:35]) if isinstance(value, str) else None
    if match is None or match[1].lower() in ("und", "mul", "zxx"):
        return None
    parts = (match[1].lower(), (match[2] or "").title(), (match[3] or "").upper())
    return "-".join(filter(None, parts))


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in order, each once, whatever its case and marks."""
    known: dict[str, str] = {}
    for text in texts:
        known.setdefault(fold(text), text)
    return tuple(known.values())


def _names(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        text = _PLACE.sub(r"\1", _BY.sub("", plain(value) or "").strip(" ,;:/-|"))
        if text and len(text) <= MAX_NAME_CHARS and not _NO_NAME.search(text):
            yield text


def _parts_of(text: str) -> list[str]:
    parts = [part for part in _BETWEEN_NAMES.split(_BY.sub("", text)) if part]
    return parts if all(len(part.split()) > 1 for part in parts) else [text]
