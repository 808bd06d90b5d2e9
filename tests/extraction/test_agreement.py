"""How far two readings agree."""

from __future__ import annotations

import pytest

from newscrawl.extraction.agreement import agreement
from tests.extraction.making import SENTENCES

CASES = {
    "the same": (SENTENCES, SENTENCES, 1.0),
    "cut otherwise": ([" ".join(SENTENCES)], SENTENCES, 1.0),
    "nothing": ([], [], 0.0),
    "nothing in one": (SENTENCES, [], 0.0),
    "other words": (SENTENCES[:1], SENTENCES[1:2], 0.0),
    "one short line": (["It opens."], ["It opens."], 1.0),
    "half of it": (["a b c d e f g h"], ["a b c d e"], 4 / 7),
    "without spaces": (["橋は再び開通した"], ["橋は再び"], 2 / 6),
}


@pytest.mark.parametrize(("ours", "theirs", "value"), CASES.values(), ids=CASES)
def test_agreement(ours: list[str], theirs: list[str], value: float) -> None:
    assert agreement(ours, theirs) == agreement(theirs, ours) == pytest.approx(value)
