"""A byline that is nothing but "By" and names, without a date, a role or a link by which it could be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from newscrawl.core.byline import short_languages
from newscrawl.core.byline_names import is_signed_name
from newscrawl.core.name_pieces import joiner_words
from newscrawl.extraction.around import TEASER_LINK_CHARS, Around
from newscrawl.extraction.document import MAX_VALUE_CHARS, SUBHEADINGS
from newscrawl.extraction.lead import LeadLine
from newscrawl.extraction.lines import text_of

MIN_TEXT_CHARS = 60
"""A line of so many characters is a standfirst, a caption or the story; shorter ones are labels and buttons."""

MAX_TEXTS_BEFORE = 2
"""A standfirst and a picture's caption; behind more the story has begun."""

ANY_LANGUAGE = "en"
""" "By" opens bylines on pages of every language that English templates were made for; other words do so in their own language alone."""

_BAR = re.compile(r" [|•·] ")
_MARKS = re.compile(r"[,，;&]")


def stands_alone(around: Around, at: int, names: Sequence[str]) -> bool:
    """Whether a line of the lead is a short word and these names, each with the look of one, and stands between the headline and its story."""
    line = around.lead[at].text
    is_byline = _is_of_language(around, line) and _is_whole(line, names) and all(map(is_signed_name, names))
    return is_byline and _is_placed(around.lead, at)


def _is_of_language(around: Around, line: str) -> bool:
    language = (around.tree.get("lang") or "")[:MAX_VALUE_CHARS].lower().replace("_", "-").partition("-")[0]
    return not short_languages(line).isdisjoint((ANY_LANGUAGE, language))


def _is_whole(line: str, names: Sequence[str]) -> bool:
    """Whether nothing but marks and joining words stands beside the names, up to a bar before the outlet's name or the section."""
    words = [word for word in _MARKS.sub(" ", _BAR.split(line)[0].partition(" ")[2]).split() if word.lower() not in joiner_words()]
    return len(words) == sum(len([word for word in name.split() if word.lower() not in joiner_words()]) for name in names)


def _is_placed(lead: Sequence[LeadLine], at: int) -> bool:
    """Whether the story follows, no more than a standfirst and a caption stand before, no other story's linked heading right above, nor, behind a
    text, a heading of the story's own ("By Income Level"), or one that begins an item of a list ("The Long River", "By Jane Doe")."""
    before = sum(len(line.text) >= MIN_TEXT_CHARS for line in lead[:at])
    is_followed = any(len(line.text) >= MIN_TEXT_CHARS for line in islice(lead, at + 1, None))
    is_in_card = at > 0 and any(len(text_of(link)) >= TEASER_LINK_CHARS for link in lead[at - 1].links)
    is_in_story = before > 0 and any(map(_is_heading, lead[max(at - 1, 0) : at + 1]))
    return before <= MAX_TEXTS_BEFORE and is_followed and not is_in_card and not is_in_story


def _is_heading(line: LeadLine) -> bool:
    return any(above.tag in SUBHEADINGS for element in line.elements for above in (element, *islice(element.iterancestors(), 1)))
