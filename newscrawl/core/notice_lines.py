"""Dropping notices from the lines of a text, each where it may be dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from newscrawl.core.arabic import fold
from newscrawl.core.boilerplate import Notice, Place, find_notice, is_edge_notice, is_introduced
from newscrawl.core.byline import month_words
from newscrawl.core.notice_call import call_rule

MIN_PARAGRAPH_WIDTH = 80
"""A line this wide is a paragraph of the story even without a full stop; headings, captions and titles of other stories seldom are."""

MIN_SENTENCE_WIDTH = 25
"""A line that ends like a sentence is a paragraph from here on: "Share!" is none."""

MAX_LIST_LINES = 20
"""How far above a common word the colon of its list is looked for."""

_STEP = re.compile(r"(?:[^\W\d_]{2,12} )?[0-9]{1,2}(?:[.:)]\s|[.:)]?$)|第[0-9]{1,2}步")
"""A step's number at the beginning of its heading, with or without a word before it."""

_SENTENCE_ENDS = (".", "!", "?", "؟", "۔", "。", "！", "？", "।", "…", "”", "»", '"', "’")
_FIRST_WIDE_CHAR = "\u2e80"
"""From here on stand the scripts whose characters say about twice as much as a letter: Chinese, Japanese, Korean."""


def drop_notices(
    lines: Sequence[str], extra_lines: frozenset[str] = frozenset(), story_lines: Collection[str] = ()
) -> tuple[list[str], Counter[str]]:
    """The lines that are no notices, in order, and how many each rule took. Lines are tidy, one paragraph each; no call of `story_lines` is one, and
    nothing that a theme prints around a story."""
    notices = [None if line in story_lines and (call_rule(line) or is_edge_notice(line)) else find_notice(line, extra_lines) for line in lines]
    first, last = _story_range(lines, notices)
    kept, removed = [], Counter[str]()
    for index, (line, notice) in enumerate(zip(lines, notices, strict=True)):
        if notice and _may_go(lines, notices, index, outside=not first < index < last):
            removed[notice.rule] += 1
        else:
            kept.append(line)
    return kept, removed


def is_paragraph(line: str) -> bool:
    """Whether a line that is no notice reads as a paragraph of a story: wide, or a sentence with its end."""
    if len(line) >= MIN_PARAGRAPH_WIDTH * 2:
        return True
    folded = fold(line)
    width = len(folded) + sum(char >= _FIRST_WIDE_CHAR for char in folded)
    return width >= MIN_PARAGRAPH_WIDTH or (width >= MIN_SENTENCE_WIDTH and line.rstrip().endswith(_SENTENCE_ENDS))


def _story_range(lines: Sequence[str], notices: Sequence[Notice | None]) -> tuple[int, int]:
    """Index of the first and of the last paragraph of the story; an empty range behind the text when it has none."""

    def is_story(index: int) -> bool:
        return notices[index] is None and is_paragraph(lines[index])

    first = next(filter(is_story, range(len(lines))), len(lines))
    return first, next(filter(is_story, range(len(lines) - 1, first - 1, -1)), -1)


def _may_go(lines: Sequence[str], notices: Sequence[Notice | None], index: int, *, outside: bool) -> bool:
    notice = notices[index]
    if notice is None or (notice.rule != "outlet" and (is_introduced(lines, index) or _is_below_number(lines, index))):
        return False
    if notice.place is Place.CROWD:
        return (outside or _stands_among(notices, index)) and not _is_list_item(lines, notices, index)
    return outside or notice.place is Place.ANYWHERE


def _is_below_number(lines: Sequence[str], index: int) -> bool:
    """Whether the line before is the heading of a step: "3. The account", "Step 3", but not "May 3"."""
    before = lines[index - 1] if index else ""
    is_numbered = len(before) < MIN_PARAGRAPH_WIDTH and _STEP.match(before) is not None
    return is_numbered and month_words().isdisjoint(word for word in fold(before).split() if word.isalpha())


def _stands_among(notices: Sequence[Notice | None], index: int) -> bool:
    """Whether the line before or behind `index` is a notice too: two in a row vouch for one another."""
    return any(notices[max(index - 1, 0) : index]) or any(notices[index + 1 : index + 2])


def _is_list_item(lines: Sequence[str], notices: Sequence[Notice | None], index: int) -> bool:
    """Whether a line of the story above ends with a colon and only short lines stand between: the items of its list."""
    for above in range(index - 1, max(index - 1 - MAX_LIST_LINES, -1), -1):
        if notices[above] is None and lines[above].rstrip().endswith((":", "：")):
            return True
        if notices[above] is None and is_paragraph(lines[above]):
            return False
    return False
