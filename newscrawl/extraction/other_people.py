"""Marks of an author that are of somebody else: in lists of an outlet's writers, and in the cards of other stories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from lxml import html

from newscrawl.core.arabic import fold
from newscrawl.core.name_kinds import is_person
from newscrawl.core.names import seen_names
from newscrawl.extraction.around import CARD_LEVELS, MAX_CARD_CHARS, MAX_CARD_ELEMENTS, Around
from newscrawl.extraction.byline_classes import BYLINE_CLASSES, PEOPLE_CLASSES
from newscrawl.extraction.document import MAX_VALUE_CHARS
from newscrawl.extraction.lead import apart_lines, has_more_elements
from newscrawl.extraction.lines import text_of

MIN_PEOPLE = 3
"""Two boxes of the same kind may be of the two who wrote a story."""

MIN_HEADING_WORDS = 3
"""A heading of a story; one of two words is a label, or a name."""

MIN_PARAGRAPH_CHARS = 60
PARAGRAPHS_BEFORE = 3
"""A standfirst of two lines and a picture's caption; behind more the story has begun."""

PARAGRAPHS_BEFORE_BOX = 2
"""A standfirst and a caption, before a box whose name says that it lists people."""

MAX_BOX_CHARS = 120
"""A name, a role and a link to more; a longer box lists people or stories."""

_HEADINGS = ("h2", "h3", "h4", "h5")


def is_of_others(around: Around, element: html.HtmlElement, marked: Sequence[html.HtmlElement]) -> bool:
    """Whether a mark is one of a list of people, or, away from the headline, of several boxes of people or of another story's card."""
    text = fold(text_of(element)[:MAX_VALUE_CHARS])
    if around.headline is None:
        return False
    if is_in_people(around, element):
        return True
    return not _is_above_story(around, text, PARAGRAPHS_BEFORE) and (_is_one_of_many(element, marked) or _is_in_card(around, element, text))


def _is_above_story(around: Around, text: str, left: int) -> bool:
    """Whether a text stands below the headline with no more than so many paragraphs between."""
    for line in around.lead:
        if text in fold(line.text):
            return True
        left -= len(line.text) >= MIN_PARAGRAPH_CHARS
        if left < 0:
            return False
    return False


def is_in_people(around: Around, element: html.HtmlElement) -> bool:
    """Whether an element is, or stands in, what calls itself a list of columnists, but for a box of one person by the headline."""
    above = (each for each in (element, *element.iterancestors()) if each.tag not in ("body", "html") and not around.holds_headline(each))
    boxes = [each for each in above if _people().search(_names(each))]
    return bool(boxes) and not (all(map(_is_of_one, boxes)) and _is_by_headline(around, element))


def _is_of_one(box: html.HtmlElement) -> bool:
    """Whether a box names one person, and no story."""
    if has_more_elements(box, MAX_CARD_ELEMENTS) or len(text_of(box)) > MAX_BOX_CHARS or next(box.iter(*_HEADINGS), None) is not None:
        return False
    return sum(map(is_person, seen_names(apart_lines(box)))) == 1


def _is_by_headline(around: Around, element: html.HtmlElement) -> bool:
    """Whether an element stands in one header with the headline, or between it and the story."""
    is_in_header = any(each.tag == "header" and around.holds_headline(each) for each in element.iterancestors())
    return is_in_header or _is_above_story(around, fold(text_of(element)[:MAX_VALUE_CHARS]), PARAGRAPHS_BEFORE_BOX)


def _is_one_of_many(element: html.HtmlElement, marked: Sequence[html.HtmlElement]) -> bool:
    """Whether it is one of several boxes of the same kind, each of somebody else and with a link."""
    kin = (each for each in marked if each.tag == element.tag and each.get("class") == element.get("class"))
    return len({text_of(each) for each in kin if next(each.iter("a"), None) is not None}) >= MIN_PEOPLE


def _is_in_card(around: Around, element: html.HtmlElement, text: str) -> bool:
    """Whether it stands in a small block with the heading of a story."""
    for above in islice(element.iterancestors(), CARD_LEVELS):
        if above.tag in ("body", "html") or around.holds_headline(above) or has_more_elements(above, MAX_CARD_ELEMENTS):
            return False
        if len(text_of(above)) > MAX_CARD_CHARS:
            return False
        if any(_is_of_story(heading, text) for heading in above.iter(*_HEADINGS)):
            return True
    return False


def _is_of_story(heading: html.HtmlElement, text: str) -> bool:
    words = fold(text_of(heading)[:MAX_VALUE_CHARS])
    return len(words.split()) >= MIN_HEADING_WORDS and words not in text and text not in words and not any(word in words for word in BYLINE_CLASSES)


def _names(element: html.HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS].lower()


@cache
def _people() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, PEOPLE_CLASSES)))
