"""What is wrong with a text, in a line: the share of the truth's words that it lost, of its own that are extra, and where the longest runs stand."""

from __future__ import annotations

from difflib import SequenceMatcher

from benchmarks.extraction.predictions import Prediction
from benchmarks.extraction.scoring import words_of

SHOWN_WORDS = 8
"""Of a run; enough to find it in the page."""

MAX_WORDS = 20_000
"""The time of the comparison grows with the square; no article has so many."""


def difference(truth: str, prediction: Prediction) -> str:
    """One sentence."""
    wanted, found = words_of(truth)[:MAX_WORDS], words_of(prediction.text)[:MAX_WORDS]
    if not found:
        return f"no text ({prediction.error or 'nothing found'})"
    blocks = SequenceMatcher(a=wanted, b=found, autojunk=False).get_matching_blocks()
    lost = _gaps([(block.a, block.size) for block in blocks])
    extra = _gaps([(block.b, block.size) for block in blocks])
    return f"lost {_told(wanted, lost)}; extra {_told(found, extra)}"


def _gaps(blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Beginning and end of each run of words between the matching blocks."""
    gaps, end = [], 0
    for start, size in blocks:
        if start > end:
            gaps.append((end, start))
        end = start + size
    return gaps


def _told(words: list[str], gaps: list[tuple[int, int]]) -> str:
    if not gaps:
        return "nothing"
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    share = sum(end - start for start, end in gaps) / len(words)
    shown = " ".join(words[start : min(end, start + SHOWN_WORDS)])
    place = "at the beginning" if start == 0 else "at the end" if end == len(words) else "inside"
    return f"{share:.0%}, most of it {place}: “{shown}{' …' if end - start > SHOWN_WORDS else ''}” ({end - start} words)"
