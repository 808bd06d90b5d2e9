"""What keeps text and data mining back."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Rights
from newscrawl.core.opt_out import is_reserved
from newscrawl.core.opt_out_words import WORDS, Signal, Word


def rights_saying(word: Word) -> Rights:
    """The rights of a page that says nothing but this."""
    said = f"{word.name}={word.value}" if word.value else word.name
    return Rights(robots=(said,)) if word.signal is Signal.ROBOTS else Rights(**{word.signal: said})


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.signal} {word.name}={word.value}")
def test_each_word(word: Word) -> None:
    assert is_reserved(rights_saying(word)) is word.reserves
    assert word.source.startswith("https://")


CASES = [
    (Rights(), None),
    (Rights(robots=("noindex", "noarchive", "nosnippet", "none", "noimageai", "max-image-preview:large")), None),
    (Rights(robots=("NoAI",)), True),
    (Rights(content_signal="search=yes, ai-train=no"), True),
    (Rights(content_signal="Search=Yes,AI-Train = NO"), True),
    (Rights(content_signal="search=no, ai-input=no"), None),
    (Rights(content_signal="ai-train=maybe"), None),
    (Rights(content_signal="ai-train"), None),
    (Rights(content_usage="train-ai=n;exp=1, search=y"), True),
    (Rights(content_usage="search=n"), None),
    (Rights(content_usage='train-ai="n"'), None),
    (Rights(content_usage="train-ai=y, train-ai=n"), True),
    (Rights(content_usage="train-ai=y", tdm_reservation="0"), False),
    (Rights(content_signal="ai-train=yes", tdm_reservation="1"), True),
    (Rights(tdm_reservation="0", robots=("noai",)), True),
    (Rights(tdm_policy="https://a.example/terms"), None),
    (Rights(paywall=True), None),
]


@pytest.mark.parametrize(("rights", "expected"), CASES)
def test_the_most_restrictive_word_counts(rights: Rights, expected: bool | None) -> None:
    assert is_reserved(rights) is expected
