"""A whole date among the other words of a line, as "Berlin, 5. März 2024 | Anna Müller" has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from newscrawl.core.byline import date_words, particles
from newscrawl.core.byline_words import BYLINE_WORDS
from newscrawl.core.date_kind import DateKind, dates_by_kind
from newscrawl.core.date_text import fold
from newscrawl.core.dated_line_words import DATE_NAMES, NUMBERED, OTHER_DAYS, SECTION_WORDS
from newscrawl.core.dates import day_of, is_full
from newscrawl.core.name_kinds import UNSPACED, role_words

MAX_DATED_CHARS = 150
"""A line with a name, a place, a section and two dates; a longer one is a sentence."""

MAX_DATE_WORDS = 8
"""Of "ngày 5 tháng 3 năm 2024" there are six."""

MAX_CLOCK_WORDS = 5
"""Of "at 10:15 a.m. Eastern Time" there are five."""

MAX_OTHER_WORDS = 6
MAX_OTHER_CHARS = 24
"""What may stand in one piece with a date that has no label: a name and a role, or a place and a source; characters where a script has no spaces."""

Read = Callable[[str], str | None]

_YEAR = re.compile(r"(?<!\d)(?:1[3-9]|2[05])\d\d(?!\d)|(?:令和|平成|民国|民國) ?\d")
_GLUED = re.compile(
    "(?<=[:：])(?=[0-9])(?<![0-9][:：])|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?<![年月日時时分第])(?=(?:19|20)[0-9]{2}[年./-])"
    "|(?<=[0-9]日)(?=[^\\s(（])|(?<=[\\]】）)])(?=\\S)|(?=[\\[【（(])"
)
"""Where scripts without spaces put a date onto other words, and signs onto the date."""

_EDGES = " \t,،、;|/•·∙⋅–—-:：()（）[]【】«»\"'"
_BRACKETS = re.compile(r"[()（）\[\]【】]")
_SEGMENTS = re.compile(r"\s*[|•·∙⋅]\s*|\s+[–—/-]\s+|\s*[()（）\[\]【】]\s*")
_LABEL = re.compile(r"(?:^|[|•·–—-])\s*([^|•·:：\d]{1,40})[:：][^\d:：|•·\u3040-\u9fff\uac00-\ud7a3]{0,40}$")
"""A label and a name; the name of a source or a writer in Chinese, Japanese or Korean stands behind labels of all sorts."""

_LABELLED = re.compile(r"([^\s\d:：|]{2,30})\s?[:：]\s*(\S{1,30})")


class DatedLine(NamedTuple):
    """A day, with its hour where that has an offset; what its line says of it; and the words beside it."""

    moment: str
    kind: DateKind
    before: str
    after: str


def dated_line(line: str, read: Read) -> DatedLine | None:
    """The one date of a line that is no sentence: the one of publication if it says so of one, never that of a change. `read` reads a whole date from
    a text that is nothing else."""
    if len(line) > MAX_DATED_CHARS or not any(char.isdigit() for char in line):
        return None
    words = _GLUED.sub(" ", line).split()
    found = list(_dates(words, read))
    published = [each for each in found if each.kind is DateKind.PUBLISHED]
    unsaid = [each for each in found if each.kind is DateKind.UNSAID]
    if published:
        return published[0]
    is_one = len({day_of(each.moment) for each in unsaid}) == 1
    return unsaid[0] if is_one and not _has_other_label(unsaid[0]) and _is_info(unsaid[0]) else None


def _dates(words: Sequence[str], read: Read) -> Iterator[DatedLine]:
    """The dates among some words, in their order."""
    entries, start = _kinds(" ".join(words)), 0
    years = [at for at, word in enumerate(words) if _YEAR.search(fold(word))]
    for at, next_one in zip(years, (*years[1:], len(words)), strict=False):
        span = _span(words[:next_one], start, at, read) if at >= start else None
        if span is not None:
            first, start, moment = span
            text = fold(" ".join(words[first:start]))
            kind = next((kind for kind, piece in entries if text.strip(_EDGES) in piece), DateKind.UNSAID)
            yield DatedLine(moment, kind, " ".join(words[:first]), " ".join(words[start:]))
        start = max(start, at + 1)


def _kinds(line: str) -> list[tuple[DateKind, str]]:
    """What a line says of its dates; of each bracket alone where one has a label of its own: "2024/3/5 (2024/3/9 更新)"."""
    alone = [each for part in _BRACKETS.split(line) for each in dates_by_kind(part)]
    return alone if len(alone) > 1 and any(kind is not DateKind.UNSAID for kind, _ in alone) else dates_by_kind(line)


def _span(words: Sequence[str], start: int, at: int, read: Read) -> tuple[int, int, str] | None:
    """First word, end and moment of the shortest run of words that is a whole date, with its hour if that follows."""
    for size in range(1, MAX_DATE_WORDS + 1):
        for first in range(max(at - size + 1, start), min(at, len(words) - size) + 1):
            moment = read(" ".join(words[first : first + size]).strip(_EDGES))
            if moment and day_of(moment):
                is_numbered = first > 0 and fold(words[first - 1]).strip(".") in NUMBERED
                return None if is_numbered else _with_clock(words, first, first + size, moment, read)
    return None


def _with_clock(words: Sequence[str], first: int, end: int, moment: str, read: Read) -> tuple[int, int, str]:
    for later in range(min(end + MAX_CLOCK_WORDS, len(words)), end, -1):
        if fold(words[later - 1]) in _opener_words():
            continue
        longer = read(" ".join(words[first:later]).strip(_EDGES))
        if longer and is_full(longer) and longer[:10] == moment[:10]:
            return first, later, longer
    return first, end, moment


def _has_other_label(found: DatedLine) -> bool:
    """Whether the date stands behind a label that is none of dates ("When: 12 March"), or behind "Date:" beside such labels."""
    label = _LABEL.search(_without_weekday(found.before))
    if label is None:
        return False
    name = fold(label[1]).strip()
    if name not in DATE_NAMES:
        return name not in _openers() and not date_words().issuperset(name.split())
    return any(fold(name) not in _opener_words() and not value[0].isdigit() for name, value in _LABELLED.findall(found.after))


def _without_weekday(before: str) -> str:
    words = before.split()
    while words and words[-1].strip(_EDGES) == words[-1].rstrip(",،") and fold(words[-1].strip(_EDGES)) in date_words():
        words.pop()
    return " ".join(words)


def _is_info(found: DatedLine) -> bool:
    """Whether what stands in one piece with the date may be names, places and sources: few words, none written small but those of bylines."""
    beside = f"{_SEGMENTS.split(found.before)[-1]} {_SEGMENTS.split(found.after)[0]}"
    if _is_of_other_day(beside, found.before + found.after):
        return False
    others = other_words(beside)
    if UNSPACED.search(beside):
        return sum(map(len, others)) <= MAX_OTHER_CHARS
    return len(others) <= MAX_OTHER_WORDS and not any(token[0].islower() for token in others)


def other_words(text: str) -> list[str]:
    """The words of a text that are none of a date, a byline or a role, and count nothing ("3 comments")."""
    tokens = [token for word in text.split() if (token := word.strip(_EDGES + "."))]
    counted = {i + 1 for i, token in enumerate(tokens) if token.isdigit()}
    return [token for i, token in enumerate(tokens) if i not in counted and not _is_known(token)]


def _is_of_other_day(beside: str, line: str) -> bool:
    """Whether the words beside a date, or its line in a script without spaces, say that something else happens then."""
    is_said = any(fold(word.strip(_EDGES)) in _other_days() for word in beside.split())
    return is_said or any(UNSPACED.match(word) is not None and word in line for word in _other_days())


def _is_known(token: str) -> bool:
    """Whether a word is part of a date, a byline or a role, or a small one between them."""
    folded = fold(token)
    is_small = token in particles() or folded in SECTION_WORDS or folded in DATE_NAMES
    return is_small or folded in date_words() or folded in _opener_words() or folded in role_words() or any(char.isdigit() for char in token)


@cache
def _other_days() -> frozenset[str]:
    return frozenset(fold(word) for _, word in OTHER_DAYS)


@cache
def _openers() -> frozenset[str]:
    return frozenset(fold(words) for _, _, words in BYLINE_WORDS)


@cache
def _opener_words() -> frozenset[str]:
    return frozenset(word for words in _openers() for word in words.split())
