"""Raw values of pages into values of the record: one-line texts, words, language tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import unescape

from newscrawl.core.arabic import fold
from newscrawl.core.regions import is_region_of
from newscrawl.extraction.language_codes import COUNTRY_CODES, LANGUAGE_CODES
from newscrawl.extraction.lines import one_line
from newscrawl.extraction.topic_words import ends_series

MAX_LINE_CHARS = 300
"""A headline, a name or a tag that is longer is something else; the longest headlines that were seen have some 230."""

MAX_LONG_CHARS = 5_000
"""A description, or all tags in one text."""

MAX_WORDS = 100
"""Tags of one article; the longest honest list has some 60."""

LONG_CODE_CHARS = 3
"""ISO 639-3 has 7,000 codes of three letters; those are taken as they come."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BETWEEN_WORDS = re.compile("[,;،؛、，|]")
_TEMPLATE = re.compile(r"\{\{.*\}\}|\{%.*%\}|\$\{.*\}|<%.*%>|%%.*%%|\[\[.*\]\]", re.DOTALL)
"""A field of a template that nobody filled in: "{{section}}", "%%category%%"."""

_MACHINE_TAG = re.compile(r"\w{1,30}[:=]\S{1,200}|[_@]\S{1,200}|[a-z0-9]{1,30}(?:_[a-z0-9]{1,30}){1,5}|[\W_]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
"""What a content system tells other programs between the keywords: "type:article", "_no-app", an identifier."""

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?")


def plain(value: object) -> str | None:
    """A text on one line, without markup, entities resolved; None when it is no text, empty, a field of a template, or longer than a line may be."""
    text = long_text(value)
    text = one_line(text) if text else None
    return text if text and len(text) <= MAX_LINE_CHARS and not _TEMPLATE.fullmatch(text) else None


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


def words(values: Iterable[object]) -> tuple[str, ...]:
    """Tags or sections, each value one, each once."""
    return unique(text for value in values if (text := plain(value)))[:MAX_WORDS]


def split_words(values: Iterable[object]) -> tuple[str, ...]:
    """As `words`, for texts that hold several between commas."""
    parts = (part for value in values for part in _BETWEEN_WORDS.split((long_text(value) or "")[:MAX_LONG_CHARS]))
    return words(part for part in parts if not _MACHINE_TAG.fullmatch(part.strip()))


def section_words(values: Iterable[object]) -> tuple[str, ...]:
    """As `words`, for sections that content systems join by commas; a name that is a series itself ("Arts, Books and Film") and a place with its
    region ("Washington, D.C.") stay whole, and a number is none."""
    texts = (text for value in values if (text := long_text(value)))
    parts = (part for text in texts for part in _sections_of(text[:MAX_LONG_CHARS]))
    return words(part for part in parts if not part.strip().isdigit())


def _sections_of(text: str) -> list[str]:
    parts = _BETWEEN_WORDS.split(text)
    return [text] if ends_series(parts[-1]) else _with_regions(parts)


def _with_regions(parts: list[str]) -> list[str]:
    """The parts between commas, with a state, a province or a country left behind its city."""
    kept: list[str] = []
    for part in parts:
        if kept and part.startswith(" ") and is_region_of(kept[-1].strip(), part.strip()):
            kept[-1] += f",{part}"
        else:
            kept.append(part)
    return kept


def language_tag(value: object) -> str | None:
    """A language as BCP 47 writes it (`ar`, `en-GB`, `zh-Hant-TW`), None when the text names none. A country's code (`jp`) stands for its
    language."""
    match = _LANGUAGE.fullmatch(value.strip()[:35]) if isinstance(value, str) else None
    language = _language(match[1].lower()) if match else None
    if match is None or language is None:
        return None
    return "-".join(filter(None, (language, (match[2] or "").title(), (match[3] or "").upper())))


def _language(code: str) -> str | None:
    is_long = len(code) == LONG_CODE_CHARS and code not in ("und", "mul", "zxx")
    return code if is_long else _languages().get(code)


@cache
def _languages() -> dict[str, str]:
    return {code: code for code in LANGUAGE_CODES.split()} | dict(COUNTRY_CODES)


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in order, each once, whatever its case and marks."""
    known: dict[str, str] = {}
    for text in texts:
        known.setdefault(fold(text), text)
    return tuple(known.values())
