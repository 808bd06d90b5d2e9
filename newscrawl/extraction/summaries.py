"""A standfirst or description without what the outlet's system puts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.extraction.summary_tails import FEED_TAILS, SUMMARY_TAILS

_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*$")
MAX_TAIL_CHARS = 300
"""A tail with a title and a site's name in it ("The post … appeared first on …")."""


def choose_summary(said: Iterable[tuple[str | None, str]], *, not_these: frozenset[str] = frozenset()) -> tuple[str | None, str | None]:
    """The first summary that is whole, else the first that was cut, without its mark, and its source; `not_these` are folded texts that are none."""
    cut: tuple[str | None, str | None] = (None, None)
    for text, method in said:
        clean = _CUT.sub("", without_tail(text or ""))
        if not clean or fold(clean) in not_these:
            continue
        if clean == without_tail(text or ""):
            return clean, method
        cut = cut if cut[0] else (clean, method)
    return cut


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
