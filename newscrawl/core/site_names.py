"""Whether some words beside a title are the name of the outlet that printed it."""

from __future__ import annotations

from collections.abc import Iterable

from newscrawl.core.arabic import fold
from newscrawl.core.site_words import SITE_WORDS

MIN_LABEL_CHARS = 3
"""A host's name of two letters is the beginning of too many words."""

MAX_SITE_NAME_WORDS = 6


def names_outlet(words: str, names: Iterable[str], host: str = "") -> bool:
    """Whether `words` are one of the outlet's names, or its host's name as people write it: "Riverside Courier" of `riversidecourier.example`,
    "Courier Online", "Courier.example"."""
    folded = fold(words)
    if not folded or folded in {fold(name) for name in names if name}:
        return bool(folded)
    parts = folded.split()
    label = _label(host)
    if len(label) < MIN_LABEL_CHARS or len(parts) > MAX_SITE_NAME_WORDS:
        return False
    kept = "".join(part for part in parts if part not in SITE_WORDS)
    return label in ("".join(parts), kept) or fold(host.removeprefix("www.")) == folded


def _label(host: str) -> str:
    """The part of a host that carries its name, as one word: `riversidecourier` of `www.riverside-courier.co.uk`."""
    parts = host.lower().removeprefix("www.").split(".")
    long = [part for part in parts[:-1] if len(part) >= MIN_LABEL_CHARS and part not in SITE_WORDS]
    return "".join(fold(long[-1]).split()) if long else ""
