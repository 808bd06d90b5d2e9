"""How far a run is, out of its counts; and the lines of the log that tell it where there is no terminal."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl import progress
from newscrawl.core.verdict import Reason
from newscrawl.errors import UsageProblem
from newscrawl.ledger import Ledger
from newscrawl.progress import Progress, Shown, name_of_run, progress_from, standing_of
from newscrawl.report.progress import Standing
from newscrawl.summary import OutletSummary
from newscrawl.traffic import Traffic

KEPT_SOME = OutletSummary(carried=4, new=10, kept=5, unchanged=1)
KEPT_SOME.rejected[Reason.NOT_FOUND] = 2
STANDINGS = [
    ("nothing yet", {"a": OutletSummary()}, None, Standing()),
    ("announced and carried", {"a": KEPT_SOME}, None, Standing(held=6, rejected=2, known=14, left=6)),
    ("two outlets", {"a": KEPT_SOME, "b": OutletSummary(new=3)}, None, Standing(held=6, rejected=2, known=17, left=9)),
    ("a walk that knows what is to come", {"a": OutletSummary(new=100, kept=90, ahead=4900)}, None, Standing(held=90, known=5000, left=4910)),
    ("a limit", {"a": OutletSummary(new=100, kept=90, ahead=4900)}, 30, Standing(held=90, known=120, left=30)),
    ("pages that were named", {"a": OutletSummary(carried=50, given=8, unchanged=3)}, None, Standing(held=3, known=8, left=5)),
    ("more than was announced", {"a": OutletSummary(kept=3)}, None, Standing(held=3, known=3)),
]


def ledger(outlets: dict[str, OutletSummary], room: int | None = None) -> Any:
    book = SimpleNamespace(summary=SimpleNamespace(outlets=outlets, spider="latest"))
    return SimpleNamespace(book=book, links=SimpleNamespace(room=room), turns=SimpleNamespace(traffic=Traffic()))


@pytest.mark.parametrize(("outlets", "room", "standing"), [row[1:] for row in STANDINGS], ids=[row[0] for row in STANDINGS])
def test_how_far_a_run_is(outlets: dict[str, OutletSummary], room: int | None, standing: Standing) -> None:
    assert standing_of(ledger(outlets, room)) == standing


def test_a_run_about_few_outlets_is_called_by_them() -> None:
    assert name_of_run(ledger({"b": OutletSummary(), "a": OutletSummary()})) == "latest a b"
    assert name_of_run(ledger({str(n): OutletSummary() for n in range(200)})) == "latest, 200 outlets"


@pytest.mark.parametrize(("value", "shown"), [("auto", Shown.AUTO), ("plain", Shown.PLAIN), ("off", Shown.OFF), ("", Shown.AUTO), (None, Shown.AUTO)])
def test_values(value: str | None, shown: Shown) -> None:
    assert progress_from(Settings({"NEWSCRAWL_PROGRESS": value})) is shown


@pytest.mark.parametrize("value", ["on", "1", "Plain"])
def test_another_value_names_those_that_are_allowed(value: str) -> None:
    with pytest.raises(UsageProblem, match=r"NEWSCRAWL_PROGRESS: .* is none of auto, plain, off"):
        progress_from(Settings({"NEWSCRAWL_PROGRESS": value}))


def test_without_a_terminal_the_log_tells_it_now_and_then(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    crawler: Any = SimpleNamespace(get_extension=lambda kind: ledger({"a": KEPT_SOME}) if kind is Ledger else None)
    told = Progress(crawler, None)
    with caplog.at_level(logging.INFO):
        told._tell()
        assert caplog.messages == []
        monkeypatch.setattr(progress, "PLAIN_SECONDS", 0)
        told._tell()
    assert caplog.messages == ["latest a: held 6 / 14 known · 2 rejected"]
    assert {record.levelno for record in caplog.records} == {logging.INFO}


def test_a_terminal_that_went_away_stops_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> None:
        raise OSError("Input/output error")

    crawler: Any = SimpleNamespace(get_extension=lambda kind: ledger({}) if kind is Ledger else None)
    live: Any = SimpleNamespace(show=gone, stop=lambda: gone(""), start=lambda: None, above=gone)
    told = Progress(crawler, live)
    monkeypatch.setattr(progress, "TICK_SECONDS", 0)
    asyncio.run(asyncio.wait_for(told._tell_on(), 5))
    told._closed()
