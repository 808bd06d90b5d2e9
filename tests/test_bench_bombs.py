"""The table of bombs: each names its reason, and a run that breaks a promise counts as broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.bomb_table import NOTHING, Bomb, all_bombs
from benchmarks.bombs import ARTICLES, MAX_MORE_BYTES, MAX_SECONDS, Run, is_borne

CLEAN = Run(code=0, peak_bytes=100, seconds=3, said="", kept=ARTICLES)
HIT = replace(CLEAN, code=3, said="too_large (hard): its body inflates to more than 10 bytes")
BOMB = Bomb(name="x", place="feed", reason="too_large (hard): its body inflates to more than")


def test_each_bomb_has_a_reason_and_a_name_of_its_own() -> None:
    bombs = list(all_bombs())
    assert {bomb.place for bomb in bombs if bomb.reason == NOTHING} == {"robots.txt"}
    assert len({(bomb.name, bomb.place) for bomb in bombs}) == len(bombs)


@pytest.mark.parametrize(
    ("changed", "is_fine"),
    [
        ({}, True),
        ({"peak_bytes": 100 + MAX_MORE_BYTES, "seconds": MAX_SECONDS}, True),
        ({"peak_bytes": 101 + MAX_MORE_BYTES}, False),
        ({"seconds": MAX_SECONDS + 0.1}, False),
        ({"kept": ARTICLES - 1}, False),
        ({"said": "network (soft): the connection was lost"}, False),
        ({"said": ""}, False),
    ],
)
def test_a_promise_that_is_broken_is_seen(changed: dict[str, int], is_fine: bool) -> None:
    assert is_borne(BOMB, CLEAN, replace(HIT, **changed)) is is_fine


def test_where_nothing_is_to_be_named_nothing_is() -> None:
    bomb = replace(BOMB, place="robots.txt", reason=NOTHING)
    assert is_borne(bomb, CLEAN, CLEAN)
    assert not is_borne(bomb, CLEAN, HIT)
