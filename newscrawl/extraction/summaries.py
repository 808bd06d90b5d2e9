"""A standfirst or description without what the outlet's system puts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.extraction.summary_tails import FEED_TAILS, SUMMARY_TAILS

_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*$")
_SENTENCE_END = re.compile(r"[.!?؟。！？।](?=\s|$)|[。！？]")

MIN_KEPT = 0.4
"""Share of a cut text that its whole sentences have to be."""

MAX_TAIL_CHARS = 300
"""A tail with a title and a site's name in it ("The post … appeared first on …")."""


def choose_summary(said: Iterable[tuple[str | None, str]], *, not_these: frozenset[str] = frozenset()) -> tuple[str | None, str | None]:
    """The first summary that is whole, else the first that was cut, and its source; `not_these` are folded texts that are none."""
    cut: tuple[str | None, str | None] = (None, None)
    for text, method in said:
        clean = without_tail(text or "")
        if not fold(clean) or fold(clean) in not_these:
            continue
        if not _CUT.search(clean):
            return clean, method
        cut = cut if cut[0] else (_until_last_sentence(clean), method)
    return cut


def _until_last_sentence(text: str) -> str:
    """A text that was cut, up to the end of its last whole sentence; with an ellipsis where that would leave too little."""
    text = _CUT.sub("", text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]] if ends and ends[-1] >= MIN_KEPT * len(text) else f"{text}…"


def without_tail(text: str) -> str:
    """A summary without the call to read on, or the name of the outlet's feed, at its end."""
    start = max(len(text) - MAX_TAIL_CHARS, 0)
    for pattern in (_feed_tail(), _tail()):
        if match := pattern.search(text, start):
            text = text[: match.start()].rstrip(" |-–—»›→")
            start = min(start, len(text))
    return text


@cache
def _tail() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted((words for _, words in SUMMARY_TAILS), key=len, reverse=True)))
    return re.compile(rf"(?:(?<=[.!?؟。…\]|])\s*|(?:^|\s)[|»›→-]\s*|^)(?:{words})(?!\w)[^.!?؟。]{{0,{MAX_TAIL_CHARS}}}[.!\s]*$", re.IGNORECASE)


@cache
def _feed_tail() -> re.Pattern[str]:
    rows = "|".join(rf"{re.escape(first)}\b.{{1,{MAX_TAIL_CHARS}}}{re.escape(then)}" for _, first, then in FEED_TAILS)
    return re.compile(rf"(?:{rows}).{{0,{MAX_TAIL_CHARS}}}$")
