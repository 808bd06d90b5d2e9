"""A year of polls in fast motion: 1,000 rounds over 200 outlets, some of them hostile. `make soak` runs it, an hour and a half."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.many.rounds import Options, run
from tests.many.table import report
from tests.reliability import Measured

SOAK = Options(
    outlets=200,
    articles=10,
    rounds=1000,
    faulty_share=0.03,
    faults=("503 for a time", "429 until a date", "cut articles", "articles to a private address", "HTML for a feed", "lying 304"),
    compare=False,
)

SLOW_HOSTS = Options(outlets=80, articles=10, rounds=1, faulty_share=0.2)


@pytest.mark.soak
@pytest.mark.promise("T9")
def test_slow_hosts_cost_only_themselves(tmp_path: Path, measured: Measured) -> None:
    result = run(SLOW_HOSTS, tmp_path)
    late = [check for check in result.checks if "lateness" in check.name]
    measured("outlets", SLOW_HOSTS.outlets, "; ".join(f"{check.name}: {check.value}" for check in late))
    assert len(late) == 3
    assert not result.broken, "; ".join(f"{check.name}: {check.value} instead of {check.bound}" for check in result.broken)


@pytest.mark.soak
@pytest.mark.promise("T16")
def test_a_thousand_rounds(tmp_path: Path, measured: Measured) -> None:
    result = run(SOAK, tmp_path)
    print(report(result))
    grown = [f"{check.name}: {check.value}" for check in result.checks if "medians" in check.name]
    measured("rounds", len(result.rounds), "; ".join(grown))
    assert len(grown) == 6
    assert not result.broken, "; ".join(f"{check.name}: {check.value} instead of {check.bound}" for check in result.broken)
