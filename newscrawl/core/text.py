"""Text as a reader sees it: no markup left over, no invisible characters, plain spaces. Everything else stands as it was printed.

An outlet's spelling is kept: kashida, vowel signs, digits of any kind, Persian's and Urdu's own letters, joiners. Arabic presentation forms are
shapes and no spelling: they become the letters that they show. For comparing there is `core.arabic.fold`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

MAX_ENTITY_DEPTH = 2
"""`&amp;quot;` is a page that escaped twice, which happens; three times is a text about entities and stays."""

_ENTITY = re.compile(r"&((?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);){0,8})(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A character reference that ends with its semicolon, behind the ampersands that were escaped again; every repetition is bounded."""

LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
"""What ends a line for some reader: LF, CR, VT, FF, NEL and Unicode's line and paragraph separators."""

_SPACES = re.compile(r"[\s\x1c-\x1f\x85]+")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no white space
    "\u00ad\u200b\u2060-\u2064\ufeff"  # soft hyphen, zero-width space, word joiner, invisible operators, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks, embeddings, overrides and isolates of direction, deprecated controls
    "\ufff9-\ufffc"  # interlinear annotation, an object's place
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"  # private use: icons, which only the page's own font can draw
)
_SHAPES = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufe72\ufe74-\ufefc]")
"""Letters, vowel signs and ligatures in Arabic presentation forms; signs that stand for a phrase (ﷺ, ﷻ) or a currency (﷼) stay."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINERS = re.compile("[\u200c\u200d]+")
_ZWJ = "\u200d"


def tidy_line(s: str) -> str:
    """`s` as one line: entities read, invisible characters gone, every run of white space one plain space, none at the ends.

    Joiners (ZWNJ, ZWJ) stay where Persian, Indic scripts and emoji need them. Never raises; tidying twice is tidying once.
    """
    visible = _without_invisible(s)
    read = _without_invisible(_read_entities(visible))
    if _read_entities(read) != read:  # joining what stood apart made a new entity: no page does so by accident
        read = visible
    letters = _SHAPES.sub(_letters_of_shape, read)
    return _SPACES.sub(" ", _JOINERS.sub(_keep_joiner, letters)).strip()


def tidy_text(s: str) -> str:
    """`s` as paragraphs, each a tidy line, separated by exactly one newline; empty ones are gone. Entities never make a new line."""
    return "\n".join(line for line in map(tidy_line, LINE_BREAK.split(s)) if line)


def _without_invisible(s: str) -> str:
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", s))


def _read_entities(s: str) -> str:
    return _ENTITY.sub(_read_entity, s) if "&" in s else s


def _read_entity(match: re.Match[str]) -> str:
    ampersands, name = match[1], match[2]
    if ampersands.count(";") >= MAX_ENTITY_DEPTH or (name[0] != "#" and f"{name};" not in html5):
        return match[0]
    return html.unescape(f"&{name};")


def _letters_of_shape(match: re.Match[str]) -> str:
    """A vowel sign alone comes with a carrier, a space or a kashida, that the text does not have."""
    return unicodedata.normalize("NFKC", match[0]).strip(" \u0640")


def _keep_joiner(match: re.Match[str]) -> str:
    """One joiner of a run where it shapes something: between letters, digits or marks; ZWJ also behind a word's last letter (ه‍, Malayalam)."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    joiner = match[0][0]
    shapes = _is_shaped(before) and (_is_shaped(after) or joiner == _ZWJ)
    return joiner if shapes else ""


def _is_shaped(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LMNS"
