"""The line about the author behind the story: "Jane Doe covers bridges for the Courier." """

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.core.arabic import fold
from newscrawl.core.boilerplate import is_direct_speech
from newscrawl.core.notice_lines import is_paragraph

MIN_NAME_WORDS = 2
"""A first name alone begins many a paragraph."""

BIO_LINES = 3
"""Two authors have a line each, and a notice may follow."""

MIN_STORY_LINES = 4
"""In fewer lines the author may be whom they are about."""


def bio_lines(lines: Sequence[str], authors: Sequence[str]) -> list[int]:
    """Which of the last lines begin with an author's whole name and go on as a paragraph; none for an author whom the story names before that."""
    first = max(len(lines) - BIO_LINES, 1)
    names = [name for name in map(fold, authors) if len(name.split()) >= MIN_NAME_WORDS]
    found = {index: name for index in range(first, len(lines)) for name in names if _is_about(lines[index], name)}
    if not found or len(lines) < MIN_STORY_LINES:
        return []
    story = f" {fold(' '.join(lines[:first]))} "
    return [index for index, name in found.items() if f" {name} " not in story]


def _is_about(line: str, name: str) -> bool:
    opening = " ".join(line.split()[: len(name.split())])
    is_speaker = opening.endswith((":", "："))
    return fold(opening) == name and is_paragraph(line) and not is_speaker and not is_direct_speech(line)
