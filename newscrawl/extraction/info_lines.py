"""Dates among the other words of a line: below the headline, where a name, a place or a section stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from newscrawl.core.dated_line import DatedLine, dated_line
from newscrawl.extraction.around import TEASER_LINK_CHARS, Around
from newscrawl.extraction.date_places import PARAGRAPHS_BEFORE_TEXT, leads_to_story
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lead import LeadLine
from newscrawl.extraction.moments import moment_in

LEAD_LINES = 10
MAX_LINE_CHARS = 100
"""A line of a date, a name and a source; a standfirst is longer."""

ENDS = ("!", "?", "。", "؟", "।", "…")
"""How sentences end, but for the dot, which abbreviations have too."""


def read_info_lines(doc: Document, around: Around) -> Findings:
    """The day of the first line between the headline and the text that is an article's, as `dated_in` has it."""
    dated = (found for line in _before_text(around) if (found := dated_in(doc, line)))
    return Findings(published=next((found.moment for found in dated), None))


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
