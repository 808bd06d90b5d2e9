"""What each bomb costs, measured beside a clean run of the same outlet. `make hostile` runs it."""

from __future__ import annotations

import pytest

from benchmarks.bomb_table import all_bombs
from benchmarks.bombs import clean_run, hit_run, is_borne
from tests.reliability import Measured

pytestmark = [pytest.mark.hostile, pytest.mark.promise("T8")]

BOMBS = {f"{bomb.name}, {bomb.place}": bomb for bomb in all_bombs()}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little(name: str, measured: Measured) -> None:
    bomb = BOMBS[name]
    clean, hit = clean_run(bomb.place), hit_run(bomb)
    measured("bombs", 1, most={"MB over the clean run": (hit.peak_bytes - clean.peak_bytes) / 2**20, "s for the whole run": hit.seconds})
    assert is_borne(bomb, clean, hit), f"{clean} {hit}, instead of {bomb.reason!r}"
