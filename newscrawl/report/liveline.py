"""One line at the foot of a terminal that is written again and again, and text above it; drawn by rich."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from newscrawl.report.table import showable


class LiveLine:
    """The foot of the terminal that `stream` is. What is shown is shown as it is: escapes and controls in it are made visible, markup is none."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, force_terminal=True)
        self._live = Live(console=self._console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)

    def start(self) -> None:
        """Take the line. The cursor stays visible: a run that is killed leaves no terminal without one."""
        self._live.start()
        self._console.show_cursor(True)

    def show(self, text: str) -> None:
        """Write the line anew; what the terminal has no room for is cut off."""
        self._live.update(Text(showable(text), no_wrap=True, overflow="ellipsis"), refresh=True)

    def above(self, text: str) -> None:
        """Print whole lines above it."""
        for line in text.splitlines():
            self._console.print(Text(showable(line)), soft_wrap=True)

    def stop(self) -> None:
        """Give the line back, empty."""
        self._live.stop()


def live_line(stream: TextIO) -> LiveLine | None:
    """The live line of a terminal; None where it can't write a line again (`TERM=dumb`)."""
    return None if Console(file=stream, force_terminal=True).is_dumb_terminal else LiveLine(stream)


class Above:
    """A stream whose lines go above a live line, for log handlers."""

    def __init__(self, line: LiveLine) -> None:
        self._line = line

    def write(self, text: str) -> int:
        """Print what a handler writes: whole lines."""
        self._line.above(text)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""
