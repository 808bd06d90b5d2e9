"""The line that tells how far a run is, and the terminal that it is written to."""

from __future__ import annotations

from io import StringIO

import pytest

from newscrawl.report.liveline import Above, LiveLine, live_line
from newscrawl.report.progress import MIN_WINDOW_SECONDS, WINDOW_SECONDS, Limit, Pace, Standing, progress_line, time_left

pytestmark = pytest.mark.promise("T17")

HELD = Standing(held=298, rejected=14, known=5000, left=4688)


def pace(*moments: tuple[float, int], limit: Limit | None = None) -> Pace:
    made = Pace()
    for at, settled in moments:
        made.add(at, settled, limit)
    return made


LINES = [
    ("at first", HELD, pace(), "backfill sahwa: held 298 / 5,000 known · 14 rejected"),
    ("nothing rejected", Standing(held=1, known=2), pace(), "backfill sahwa: held 1 / 2 known"),
    ("too soon for a rate", HELD, pace((0, 0), (MIN_WINDOW_SECONDS - 1, 90)), "backfill sahwa: held 298 / 5,000 known · 14 rejected"),
    ("fast", HELD, pace((0, 0), (10, 312), limit=Limit.SERVER), "backfill sahwa: held 298 / 5,000 known · 31.2/s · ~3 min left · limit: server · 14 rejected"),
    ("slow", HELD, pace((0, 300), (60, 312), limit=Limit.POLITENESS), "backfill sahwa: held 298 / 5,000 known · 12.0/min · ~6 h 30 min left · limit: politeness · 14 rejected"),
    ("at a stand", HELD, pace((0, 312), (10, 312)), "backfill sahwa: held 298 / 5,000 known · 0.0/s · 14 rejected"),
    ("at the end", Standing(held=5000, known=5000), pace((0, 4990), (10, 5000)), "backfill sahwa: held 5,000 / 5,000 known · 1.0/s"),
]


@pytest.mark.parametrize(("standing", "pace", "line"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_line_tells_what_is_known(standing: Standing, pace: Pace, line: str) -> None:
    assert progress_line("backfill sahwa", standing, pace) == line


def test_escapes_in_a_name_are_shown() -> None:
    assert progress_line("latest \x1b[31m", Standing(), Pace()) == "latest \\u001b[31m: held 0 / 0 known"


def test_the_rate_is_that_of_the_last_minute() -> None:
    assert pace((0, 0), (1000, 1000), (1000 + WINDOW_SECONDS, 1000)).rate == 0


def test_the_limit_is_the_one_of_most_moments() -> None:
    made = pace((0, 0))
    for at, limit in enumerate((Limit.SERVER, Limit.POLITENESS, None, None, None, Limit.POLITENESS), 1):
        made.add(at, 0, limit)
    assert made.limit is Limit.POLITENESS


@pytest.mark.parametrize(
    ("seconds", "text"), [(1, "1 min"), (90, "2 min"), (3599, "60 min"), (3600, "1 h 0 min"), (86_000, "23 h 53 min"), (200_000, "2 days"), (1e12, "999 days")]
)
def test_a_time_is_as_exact_as_it_can_be(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    return StringIO()


def test_escapes_in_names_do_nothing(terminal: StringIO) -> None:
    line = LiveLine(terminal)
    line.start()
    line.show("latest \x1b]0;owned\x07\x1b[31m[bold]x")
    Above(line).write("a page at /\x1b[2J\x9b31m says [red]no\r\nand a second line\n")
    line.stop()
    said = terminal.getvalue()
    assert not any(raw in said for raw in ("\x1b]0;", "\x1b[31m", "\x1b[2J", "\x9b", "\x07"))
    assert "latest \\u001b]0;owned\\u0007\\u001b[31m[bold]x" in said
    assert "a page at /\\u001b[2J\\u009b31m says [red]no\n" in said
    assert "and a second line\n" in said


def test_a_line_that_is_too_long_is_cut(terminal: StringIO) -> None:
    line = LiveLine(terminal)
    line.start()
    line.show("x" * 500)
    line.stop()
    assert "x" * 61 not in terminal.getvalue()


def test_the_cursor_stays_visible(terminal: StringIO) -> None:
    line = LiveLine(terminal)
    line.start()
    said = terminal.getvalue()
    line.stop()
    assert said.rfind("\x1b[?25h") > said.rfind("\x1b[?25l")


def test_a_terminal_that_can_not_write_a_line_again_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert live_line(StringIO()) is None
