"""The line behind an article's text, in the same element, that says when it appeared, and by whom: "Posted on March 5, 2024 by Jane Doe"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile
from typing import NamedTuple

from lxml import html

from newscrawl.core.byline import byline_openers
from newscrawl.core.date_kind import DateKind
from newscrawl.core.dated_line import DatedLine, other_words
from newscrawl.core.dates import day_of
from newscrawl.core.name_kinds import UNSPACED, is_person
from newscrawl.core.names import seen_names
from newscrawl.extraction.around import TEASER_LINK_CHARS, Around
from newscrawl.extraction.date_places import MIN_PARAGRAPH_CHARS, leads_to_story
from newscrawl.extraction.document import MAX_VALUE_CHARS, SUBHEADINGS, Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.info_lines import dated_in
from newscrawl.extraction.lead import LeadLine, lines_up_to_end
from newscrawl.extraction.lines import text_of
from newscrawl.extraction.moments import printed_in

LINES_BEHIND = 8
"""Between a text and its date: share buttons, tags, a writer's name."""

LINES_LOOKED_AT = 100
"""Lines behind the text among which no other date may stand."""

LINES_BELOW = 2
"""Below the date of a comment or an event stand what it says."""

MIN_SENTENCE_WORDS = 3

_STORY_TYPE = re.compile(r"(?:Article|BlogPosting)$")
_STORY_CLASS = re.compile(r"(?:^|\s)(?:hentry|h-entry|post|type-post)(?:\s|$)")
_OTHER_THING = re.compile(
    r"comment|discuss|related|recommend|teaser|event|agenda|calend|upcoming|kalender|termin|veranstalt|newsletter|promo|tweet|embed|respond|reply|review",
    re.IGNORECASE,
)
"""Names of what may stand behind a text and has dates of its own."""

_OTHER_TAGS = frozenset(("aside", "nav", "blockquote", "figure", "form", "dialog", "ol", "dl", "table"))
_HEADINGS = frozenset((*SUBHEADINGS, "b", "strong"))
"""What a new thing begins with: a heading, or a line or a name in bold type."""

_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]['\"”»’)\]]{0,3}$")


class _Signed(NamedTuple):
    """A line and its date."""

    line: LeadLine
    date: DatedLine


def read_end_lines(doc: Document, around: Around) -> Findings:
    """The day, and the names behind a byline's words, of the only dated line that closely follows the text in its article; a line that begins another
    thing (a comment, an event, a teaser) or belongs to one is none."""
    signed = _signed_line(doc, around)
    return NOTHING if signed is None else Findings(published=signed.date.moment, authors=_names_in(signed.date))


def _signed_line(doc: Document, around: Around) -> _Signed | None:
    home = _home_of(around)
    if around.headline is None or home is None:
        return None
    behind = _behind_text(lines_up_to_end(around.headline, home))[:LINES_LOOKED_AT]
    own = [line for line in behind if not _is_of_other(around, line, home)]
    dated = [(i, _Signed(line, date)) for i, line in enumerate(own) if (date := _date_of(doc, line)) is not None]
    labelled = [each for each in dated if each[1].date.kind is DateKind.PUBLISHED]
    chosen = labelled or ([] if home.tag == "main" else dated)
    if len({day_of(each.date.moment) for _, each in chosen}) != 1:
        return None
    at, signed = chosen[0]
    return signed if at < LINES_BEHIND and _closes_story(doc, own, at, signed) else None


def _home_of(around: Around) -> html.HtmlElement | None:
    """The element of the article that the headline stands in; `main`, where a date needs a label, for want of one."""
    above = [] if around.headline is None else list(around.headline.iterancestors())
    return next(chain(filter(_is_story, above), (e for e in above if e.tag == "main")), None)


def _is_story(element: html.HtmlElement) -> bool:
    names, types = ((element.get(name) or "")[:MAX_VALUE_CHARS] for name in ("class", "itemtype"))
    is_named = _STORY_CLASS.search(names) is not None or _STORY_TYPE.search(types) is not None
    return element.tag == "article" or (element.tag != "body" and is_named)


def _behind_text(lines: Sequence[LeadLine]) -> list[LeadLine]:
    """The lines behind the last paragraph; none where no line is one."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if _is_paragraph(lines[i])), None)
    return [] if last is None else list(lines[last + 1 :])


def _is_paragraph(line: LeadLine) -> bool:
    return not line.is_caption and len(line.text) >= MIN_PARAGRAPH_CHARS / (2 if UNSPACED.search(line.text) else 1)


def _is_of_other(around: Around, line: LeadLine, home: html.HtmlElement) -> bool:
    """Whether a line belongs to a picture, or to a comment, an event, a quotation or a teaser within the article."""
    first = next(iter(line.elements), None)
    return line.is_caption or (first is not None and (any(map(_is_other_thing, _up_to(first, home))) or around.is_beside(first)))


def _up_to(element: html.HtmlElement, home: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return takewhile(lambda above: above is not home, (element, *element.iterancestors()))


def _is_other_thing(element: html.HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_VALUE_CHARS]
    return element.tag in _OTHER_TAGS or _OTHER_THING.search(names) is not None


def _date_of(doc: Document, line: LeadLine) -> DatedLine | None:
    """The date of publication in a line, or in a time element of it."""
    found = dated_in(doc, line)
    times = (printed for element in line.elements if element.tag == "time" for printed in islice(printed_in(doc, element), 1))
    own = (printed for printed in times if printed.kind is not DateKind.MODIFIED and day_of(printed.moment))
    if found and (found.kind is DateKind.PUBLISHED or _has_little_more(line, found)):
        return found
    return next((DatedLine(printed.moment, printed.kind, "", "") for printed in own), None)


def _has_little_more(line: LeadLine, date: DatedLine) -> bool:
    """Whether nothing stands beside a date but a byline, and the texts of links."""
    if _names_in(date):
        return True
    linked = {word for link in line.links for word in text_of(link).split()}
    return linked.issuperset(other_words(f"{date.before} {date.after}"))


def _closes_story(doc: Document, lines: Sequence[LeadLine], at: int, signed: _Signed) -> bool:
    """Whether a date is said of what stands above it: no heading between, no sentence right below, and no link to another story beside."""
    below = lines[at + 1 : at + 1 + LINES_BELOW]
    beside = (*lines[max(at - 1, 0) : at], *below[:1])
    if any(leads_to_story(doc, link, TEASER_LINK_CHARS) for line in beside for link in line.links):
        return False
    is_the_visits = signed.date.kind is DateKind.UNSAID and day_of(signed.date.moment) == doc.now.date().isoformat()
    return not (is_the_visits or any(map(_is_heading, lines[:at])) or any(map(_is_sentence, below)))


def _is_heading(line: LeadLine) -> bool:
    return any(above.tag in _HEADINGS for element in line.elements for above in (element, *islice(element.iterancestors(), 1)))


def _is_sentence(line: LeadLine) -> bool:
    return _SENTENCE_END.search(line.text) is not None and len(line.text.split()) >= MIN_SENTENCE_WORDS and "©" not in line.text


def _names_in(date: DatedLine) -> tuple[str, ...]:
    """The people behind a byline's words, before or after the date."""
    before = date.before.split()
    ends = (date.after.lstrip(" ,،|•·–—-"), *(" ".join((*before[start:], date.moment[:10])) for start in range(len(before))))
    signed = (seen_names([end]) for end in ends if byline_openers(end))
    return next((names for names in signed if names and all(map(is_person, names))), ())
