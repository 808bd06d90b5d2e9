"""What a date line says of its dates: "Published 1 May 2024 · Updated 3 May 2024" has one of each kind."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from newscrawl.core.date_labels import DATE_LABELS
from newscrawl.core.date_text import fold

_NO_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\u1100-\u11ff]")


class DateKind(Enum):
    """What happened on a date, as the words beside it say."""

    PUBLISHED = "published"
    MODIFIED = "modified"
    UNSAID = "unsaid"


def dates_by_kind(line: str) -> list[tuple[DateKind, str]]:
    """The pieces of a line that may hold a date, each with the kind that its label names: the label before it, or behind it where all stand so."""
    text = fold(line)
    labels = list(_labels().finditer(text))
    edges = [0, *(edge for label in labels for edge in label.span()), len(text)]
    pieces = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    named = [kind_of_label(label[0]) for label in labels]
    is_behind = bool(labels) and _has_number(pieces[0]) and not _has_number(pieces[-1])
    kinds = [*named, DateKind.UNSAID] if is_behind else [DateKind.UNSAID, *named]
    return [(kind, piece) for kind, piece in zip(kinds, pieces, strict=True) if _has_number(piece)]


def last_label(text: str) -> DateKind:
    """The kind that the last label in a text names, if no number follows it."""
    folded = fold(text)
    labels = list(_labels().finditer(folded))
    return DateKind.UNSAID if not labels or _has_number(folded[labels[-1].end() :]) else kind_of_label(labels[-1][0])


def kind_of_label(label: str) -> DateKind:
    """The kind that a folded label names."""
    return _kinds()[label]


def _has_number(text: str) -> bool:
    return any(char.isdigit() for char in text)


@cache
def _kinds() -> dict[str, DateKind]:
    return {fold(words): DateKind(kind) for kind, _, words in DATE_LABELS}


@cache
def _labels() -> re.Pattern[str]:
    """All labels, longest first; words have edges, but in scripts that write without spaces."""
    labels = sorted(_kinds(), key=len, reverse=True)
    glued = [re.escape(label) for label in labels if _NO_SPACES.search(label)]
    whole = [re.escape(label) for label in labels if not _NO_SPACES.search(label)]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(whole)})(?![^\W\d_])|{'|'.join(glued)}")
