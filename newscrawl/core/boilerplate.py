"""Which lines of a text are notices of the page and no part of the story.

The law: a line goes only when it is nothing but the notice. A sentence that quotes one stays: inside a paragraph, at its end, in quotation marks
of its own, behind a dash of direct speech, or on a line that the line before introduces with a colon. The phrases lie in the `notices_*` tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import NamedTuple

from newscrawl.core.arabic import fold
from newscrawl.core.notice_call import call_rule
from newscrawl.core.notice_templates import NOTICE_FRAMES, NOTICE_LABELS, NOTICE_OPENINGS, SPOKEN_LABELS
from newscrawl.core.notices_comment_form import COMMENT_FORM_NOTICES
from newscrawl.core.notices_comment_wanted import COMMENT_WANTED_NOTICES
from newscrawl.core.notices_comments_closed import COMMENTS_CLOSED_NOTICES
from newscrawl.core.notices_follow import FOLLOW_NOTICES
from newscrawl.core.notices_page import PAGE_NOTICES
from newscrawl.core.notices_related import RELATED_NOTICES
from newscrawl.core.notices_share import SHARE_NOTICES
from newscrawl.core.notices_weak import WEAK_NOTICES
from newscrawl.core.text import tidy_line

MAX_NOTICE_CHARS = 260
"""A label and the title behind it: 60 + 200. A longer line is a paragraph."""

MAX_LABEL_REST_CHARS = 200
MAX_TITLE_WORDS = 40
MIN_TITLE_WORDS = 20
"""An opening with room for so many words has a title behind it, and a title does not begin with a small letter."""

MAX_OUTLET_WORDS = 8
MIN_BUTTONS = 3
"""Two network names in a line may be a heading ("Facebook, Twitter"), three are a row of buttons."""

MAX_BUTTON_WORDS = 4
_BUTTON_RULES = {"share", "print"}
_ARROW_RULES = {"more", "related"}

_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』＂＇〝〞〟"
_WRAPPING = " \t.,;:!?…،؛؟。！？()[]{}（）"
_DIALOGUE_DASH = re.compile(r"\s*[–—―]")
_LABEL = re.compile(r"\s*[-•*▪►📌🔴👈]?\s*([^:：|»›<…]{2,40}?)\s*(?:[:：|»›…<]|\.\.|\s[-–—]\s)(.*)", re.DOTALL)
_COPYRIGHT = re.compile(r"\W{0,3}(?:(?:copyright|저작권자)\s{0,3}(?:[©ⓒ]|\(c\)|\d{4})|[©ⓒ])", re.IGNORECASE)
"""How a copyright line begins in any language; behind it stand a year, a holder and what is forbidden."""

_DIGITS = re.compile(r"[0-9]+")


class Place(Enum):
    """Where a line must stand to be taken for a notice."""

    ANYWHERE = "anywhere"
    EDGES = "edges"  # before the first paragraph of the story or behind its last: a theme prints nothing of the kind between
    CROWD = "crowd"  # among other notices, or behind the last paragraph: the word may be a heading or a list item of the story


class Notice(NamedTuple):
    """The rule that knows a line, and where the line must stand for it."""

    rule: str
    place: Place


class _Tables(NamedTuple):
    """The tables by folded phrase, made once on first use."""

    phrases: dict[str, Notice]
    openings: dict[str, list[tuple[str, str, int]]]  # by first word
    frames: dict[str, list[tuple[str, str, str]]]
    labels: dict[str, str]


def notice_rule(line: str, extra_lines: frozenset[str] = frozenset()) -> str | None:
    """The name of the rule that takes `line` for a notice, or None. Single common words (Share, More, فيسبوك) are none by themselves.

    `extra_lines` are an outlet's own lines as `notice_keys` gives them; their rule is `outlet`.
    """
    notice = find_notice(line, extra_lines)
    return notice.rule if notice and notice.place is not Place.CROWD else None


def notice_keys(lines: Iterable[str]) -> frozenset[str]:
    """An outlet's own lines in the form that `notice_rule` compares: tidied (for lines in quotation marks) and folded."""
    return frozenset(key for line in lines for key in (tidy_line(line), _key(line)) if key)


def find_notice(line: str, extra_lines: frozenset[str] = frozenset()) -> Notice | None:
    """The notice that `line` is, common words included, and where it must stand; None when it is text."""
    if extra_lines and tidy_line(line) in extra_lines:
        return Notice("outlet", Place.ANYWHERE)
    if len(line) > MAX_NOTICE_CHARS:
        return None
    if is_direct_speech(line):
        return _arrow_notice(line)
    return _match(line, extra_lines)


def is_edge_notice(line: str) -> bool:
    """Whether a theme prints `line` before or behind a story, so that within one it is text."""
    notice = find_notice(line)
    return notice is not None and notice.place is Place.EDGES


def is_direct_speech(line: str) -> bool:
    """Whether the line begins or ends with a quotation mark, or opens with the dash of a dialogue ("– Advertisement –" does not)."""
    bare = line.strip(_WRAPPING)
    if not bare:
        return False
    opens_with_dash = _DIALOGUE_DASH.match(bare) is not None and bare[-1] not in "-–—―"
    return bare[0] in _QUOTES or bare[-1] in _QUOTES or opens_with_dash


def is_introduced(lines: Sequence[str], index: int) -> bool:
    """Whether the line before ends with a colon and is text, so that the line at `index` is what it announces."""
    before = lines[index - 1].rstrip() if index else ""
    return before.endswith((":", "：")) and find_notice(before) is None


def _arrow_notice(line: str) -> Notice | None:
    """ "Read more »": a single guillemet without its partner is an arrow, where the rest is a way to another page."""
    if ("«" in line) == ("»" in line) or any(mark in line for mark in _QUOTES.replace("«", "").replace("»", "").replace("'", "").replace("’", "")):
        return None
    notice = _match(line.strip(" «»"), frozenset())
    return notice if notice and notice.rule in _ARROW_RULES else None


def _match(line: str, extra_lines: frozenset[str]) -> Notice | None:
    key = _key(line)
    if not key:
        return None
    if key in extra_lines:
        return Notice("outlet", Place.ANYWHERE)
    known = _tables().phrases.get(key)
    if known and known.place is not Place.CROWD:
        return known
    framed = _match_label(line) or _match_opening(key, line) or _match_frame(key, line)
    return framed or known or _match_buttons(key) or _match_call(line) or _match_copyright(line)


def _match_label(line: str) -> Notice | None:
    match = _LABEL.match(line)
    if not match or len(match[2]) > MAX_LABEL_REST_CHARS:
        return None
    label = _key(match[1])
    rule = _tables().labels.get(label)
    says_more = label in SPOKEN_LABELS and match[2].rstrip().endswith(".")
    return Notice(rule, Place.ANYWHERE) if rule and not says_more else None


def _match_opening(key: str, line: str) -> Notice | None:
    for rule, opening, max_words in _tables().openings.get(_first_word(key), ()):
        if key.startswith(opening + " "):
            words = key[len(opening) :].split()
            if len(words) <= max_words and (max_words < MIN_TITLE_WORDS or not _goes_on(line, opening)):
                return Notice(rule, _place_of(rule))
    return None


def _match_frame(key: str, line: str) -> Notice | None:
    for rule, opening, middle in _tables().frames.get(_first_word(key), ()):
        if key.startswith(opening + " ") and f" {middle} " in f"{key} ":
            title, _, rest = f"{key[len(opening) :]} ".partition(f" {middle} ")
            if 1 <= len(title.split()) <= MAX_TITLE_WORDS and len(rest.split()) <= MAX_OUTLET_WORDS and not _goes_on(line, opening):
                return Notice(rule, Place.ANYWHERE)
    return None


def _match_call(line: str) -> Notice | None:
    rule = call_rule(line)
    return Notice(rule, Place.ANYWHERE) if rule else None


def _match_copyright(line: str) -> Notice | None:
    return Notice("copyright", Place.EDGES) if _COPYRIGHT.match(line) else None


def _match_buttons(key: str) -> Notice | None:
    """A row of share buttons in one line: nothing but their words, two or more."""
    words, buttons = key.split(), 0
    while words:
        size = next((n for n in range(MAX_BUTTON_WORDS, 0, -1) if _is_button(" ".join(words[:n]))), 0)
        if not size:
            return None
        words, buttons = words[size:], buttons + 1
    return Notice("share", Place.ANYWHERE if buttons >= MIN_BUTTONS else Place.CROWD)


def _is_button(phrase: str) -> bool:
    notice = _tables().phrases.get(phrase)
    return notice is not None and notice.rule in _BUTTON_RULES


def _goes_on(line: str, opening: str) -> bool:
    """Whether the word behind the opening is written small, so that the line is a sentence and no title follows."""
    words = line.split()[len(opening.split()) :]
    return bool(words) and words[0].lstrip(_WRAPPING + _QUOTES)[:1].islower()


def _key(line: str) -> str:
    """A line as the tables hold it: folded, and every number 0."""
    return _DIGITS.sub("0", fold(line))


def _place_of(rule: str) -> Place:
    return Place.EDGES if rule == "comments_closed" else Place.ANYWHERE


def _first_word(key: str) -> str:
    return key.partition(" ")[0]


@cache
def _tables() -> _Tables:
    strong = (
        *(COMMENTS_CLOSED_NOTICES + COMMENT_WANTED_NOTICES + COMMENT_FORM_NOTICES),
        *(SHARE_NOTICES + FOLLOW_NOTICES + RELATED_NOTICES + PAGE_NOTICES),
    )
    phrases = {_key(phrase): Notice(rule, Place.CROWD) for rule, _, phrase in WEAK_NOTICES}
    phrases |= {_key(phrase): Notice(rule, _place_of(rule)) for rule, _, phrase in strong}
    tables = _Tables(phrases=phrases, openings={}, frames={}, labels={_key(label): rule for rule, _, label in NOTICE_LABELS})
    for rule, _, opening, max_words in NOTICE_OPENINGS:
        tables.openings.setdefault(_first_word(_key(opening)), []).append((rule, _key(opening), max_words))
    for rule, _, opening, middle in NOTICE_FRAMES:
        tables.frames.setdefault(_first_word(_key(opening)), []).append((rule, _key(opening), _key(middle)))
    return tables
