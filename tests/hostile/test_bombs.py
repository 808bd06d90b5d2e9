"""What each bomb costs, measured beside a clean run of the same outlet. `make hostile` runs it."""

from __future__ import annotations

import pytest

from benchmarks.bombs import Bomb, all_bombs, is_borne
from benchmarks.bombs import measured as run_with
from tests.reliability import Measured

pytestmark = [pytest.mark.hostile, pytest.mark.promise("T8")]

BOMBS = {f"{bomb.name}, {bomb.place}": (bomb.name, bomb.place) for bomb in all_bombs()}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name: str, measured: Measured) -> None:
    bomb = bomb_called(name)
    clean, hit = run_with(bomb, is_armed=False), run_with(bomb, is_armed=True)
    measured("bombs", 1, most={"MB over the clean run": (hit.peak_bytes - clean.peak_bytes) / 2**20, "s for the whole run": hit.seconds})
    assert is_borne(bomb, clean, hit), f"{clean} {hit}"


def bomb_called(name: str) -> Bomb:
    return next(bomb for bomb in all_bombs() if f"{bomb.name}, {bomb.place}" == name)
