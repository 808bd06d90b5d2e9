"""Whether an outlet keeps text and data mining back, by all that it said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newscrawl.core.opt_out_words import WORDS, Signal

if TYPE_CHECKING:
    from newscrawl.core.article import Rights

_MEANING = {(word.signal, word.name, word.value): word.reserves for word in WORDS}


def is_reserved(rights: Rights) -> bool | None:
    """True when anything in `rights` keeps mining back, False when something lets it be and nothing keeps it back, None when nothing speaks of it.

    The most restrictive word counts (draft-ietf-aipref-vocab, "Combining Preferences").
    """
    meanings = {_MEANING[word] for word in _said(rights) if word in _MEANING}
    return True in meanings if meanings else None


def _said(rights: Rights) -> Iterator[tuple[Signal, str, str]]:
    yield from ((Signal.ROBOTS, directive.lower(), "") for directive in rights.robots)
    yield Signal.TDM_RESERVATION, rights.tdm_reservation or "", ""
    yield from ((Signal.CONTENT_SIGNAL, name, value) for name, value in _pairs(rights.content_signal))
    yield from ((Signal.CONTENT_USAGE, name, value) for name, value in _pairs(rights.content_usage))


def _pairs(text: str | None) -> Iterator[tuple[str, str]]:
    """`name=value` pairs of a list (RFC 9651 section 3.2), in lower case, without parameters."""
    for part in (text or "").split(","):
        name, _, value = part.partition(";")[0].partition("=")
        yield name.strip().lower(), value.strip().lower()
