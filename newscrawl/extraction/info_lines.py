"""Dates among the other words of a line: below the headline, where a name, a place or a section stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from newscrawl.core.date_kind import DateKind
from newscrawl.core.dated_line import DatedLine, dated_line
from newscrawl.extraction.around import MAX_CARD_ELEMENTS, TEASER_LINK_CHARS, Around
from newscrawl.extraction.date_places import PARAGRAPHS_BEFORE_TEXT, is_the_sites, leads_to_story
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lead import LeadLine, has_more_elements, lines_in
from newscrawl.extraction.moments import moment_in

LEAD_LINES = 10
MAX_LINE_CHARS = 100
"""A line of a date, a name and a source; a standfirst is longer."""

_DATELINE = re.compile(r"(.{8,90}?) (?:--?|–|—) ")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3}")
ENDS = ("!", "?", "。", "؟", "।", "…")
"""How sentences end, but for the dot, which abbreviations have too."""


def read_info_lines(doc: Document, around: Around) -> Findings:
    """The day of the first line between the headline and the text that is an article's, as `dated_in` has it; else of a line right above the
    headline, or of what the text begins with ("RIVERSIDE, March 5, 2024 --")."""
    dated = (found for line in (*_before_text(around), *_above(around)) if (found := dated_in(doc, line)))
    return Findings(published=next((found.moment for found in (*islice(dated, 1), *_datelines(doc, around))), None))


def dated_in(doc: Document, line: LeadLine) -> DatedLine | None:
    """The date of publication in a line; not in a sentence, a caption, a notice of rights, or a line with a link to another story."""
    if line.is_caption or len(line.text) > MAX_LINE_CHARS or line.text.endswith(ENDS) or "©" in line.text:
        return None
    if any(leads_to_story(doc, link, TEASER_LINK_CHARS) for link in line.links):
        return None
    return dated_line(line.text, partial(moment_in, doc))


def _before_text(around: Around) -> Iterator[LeadLine]:
    """The lines below the headline up to the article's text: one standfirst may stand between."""
    long = 0
    for line in islice(around.lead, LEAD_LINES):
        long += len(line.text) > MAX_LINE_CHARS
        if long > PARAGRAPHS_BEFORE_TEXT:
            return
        yield line


def _above(around: Around) -> Iterator[LeadLine]:
    """The lines of the element right before the headline, if it is a small one and not the site's."""
    before = None if around.headline is None else around.headline.getprevious()
    if before is None or not isinstance(before.tag, str) or has_more_elements(before, MAX_CARD_ELEMENTS):
        return
    if not is_the_sites(before, around.headline):
        yield from lines_in(before)


def _datelines(doc: Document, around: Around) -> Iterator[DatedLine]:
    """The whole date of a dateline before the first paragraph: behind a place in capitals, or before the name of a wire."""
    first = next((line for line in islice(around.lead, LEAD_LINES) if len(line.text) > MAX_LINE_CHARS and not line.is_caption), None)
    head = None if first is None else _DATELINE.match(first.text[: MAX_LINE_CHARS + 1])
    found = None if head is None else dated_line(head[1], partial(moment_in, doc))
    if found is not None and found.kind is DateKind.UNSAID and (_CAPITALS.search(found.before) or found.after.startswith(("/", "("))):
        yield found
