"""What an outlet can say about text and data mining, and what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Signal(StrEnum):
    """Where it is said; the names are those of `newscrawl.core.article.Rights`."""

    ROBOTS = "robots"
    TDM_RESERVATION = "tdm_reservation"
    CONTENT_SIGNAL = "content_signal"
    CONTENT_USAGE = "content_usage"


class Word(NamedTuple):
    """One thing to say: its name and value (empty: the name alone), whether it keeps mining back or lets it be, and who defined it."""

    signal: Signal
    name: str
    value: str
    reserves: bool
    source: str


TDMREP = "https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/"
CONTENT_SIGNALS = "https://contentsignals.org"
AIPREF = "https://datatracker.ietf.org/doc/draft-ietf-aipref-vocab/"
NOAI = "https://www.deviantart.com/team/journal/UPDATE-All-Deviations-Are-Opted-Out-of-AI-Datasets-934500371"
NOML = "https://noml.info"
ROBOTS_AI_CONTROL = "https://datatracker.ietf.org/doc/draft-canel-robots-ai-control/"

WORDS: tuple[Word, ...] = (
    Word(Signal.TDM_RESERVATION, "1", "", True, TDMREP),
    Word(Signal.TDM_RESERVATION, "0", "", False, TDMREP),
    Word(Signal.ROBOTS, "noai", "", True, NOAI),
    Word(Signal.ROBOTS, "noml", "", True, NOML),
    Word(Signal.ROBOTS, "disallowaitraining", "", True, ROBOTS_AI_CONTROL),
    Word(Signal.ROBOTS, "allowaitraining", "", False, ROBOTS_AI_CONTROL),
    Word(Signal.CONTENT_SIGNAL, "ai-train", "no", True, CONTENT_SIGNALS),
    Word(Signal.CONTENT_SIGNAL, "ai-train", "yes", False, CONTENT_SIGNALS),
    Word(Signal.CONTENT_USAGE, "train-ai", "n", True, AIPREF),
    Word(Signal.CONTENT_USAGE, "train-ai", "y", False, AIPREF),
    Word(Signal.CONTENT_USAGE, "train-genai", "n", True, AIPREF),  # a category of drafts of 2025
    Word(Signal.CONTENT_USAGE, "train-genai", "y", False, AIPREF),
    Word(Signal.CONTENT_USAGE, "genai", "n", True, AIPREF),  # as the one before, in older drafts
    Word(Signal.CONTENT_USAGE, "ai", "n", True, AIPREF),
    Word(Signal.CONTENT_USAGE, "ai", "y", False, AIPREF),
    Word(Signal.CONTENT_USAGE, "tdm", "n", True, AIPREF),
    Word(Signal.CONTENT_USAGE, "tdm", "y", False, AIPREF),
    Word(Signal.CONTENT_USAGE, "bots", "n", True, AIPREF),  # all automated processing
    Word(Signal.CONTENT_USAGE, "all", "n", True, AIPREF),
    Word(Signal.CONTENT_USAGE, "all", "y", False, AIPREF),
)
"""Names in lower case. Not here, on purpose: `noindex`, `noarchive`, `nosnippet` and `none` speak of search results, `noimageai` of pictures,
`search` and `ai-input` of showing a text, not of mining it.
"""
