"""The output: parts of one outlet and day, each owned by one run, rotated by size, with their committed length in the state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from newscrawl.core.article import Article
from newscrawl.errors import StoreError
from newscrawl.stores.jsonl import PartFile, part_name
from newscrawl.stores.state import part_rows

MAX_PART_BYTES = 512 * 1024 * 1024
"""A part ends here: small enough to copy, large enough that an outlet's day is nearly always one file."""


class Parts:
    """The parts that one run writes; used by one thread."""

    def __init__(
        self, data: Path, run: str, host: str, now: Callable[[], datetime], before_lines: Callable[[], None], max_bytes: int = MAX_PART_BYTES
    ) -> None:
        self.data = data
        self.written: list[str] = []
        self._run = run
        self._host = host
        self._now = now
        self._before_lines = before_lines
        self._max_bytes = max_bytes
        self._open: dict[str, tuple[str, str, PartFile]] = {}  # outlet: day, name, file

    def write(self, connection: Connection, kept: Sequence[Article]) -> None:
        """Append the lines of `kept`, each outlet's with one write, and fsync; the raw pages they cite are made durable before."""
        self._before_lines()
        for outlet in dict.fromkeys(article.outlet for article in kept):
            name, file = self._part_for(connection, outlet)
            row = part_rows.load_part(connection, name)
            if row is None or row.committed != file.length:
                raise StoreError(f"{name}: it is not as this run left it; start again, and what lies there is read")
            lines = [article.to_json() for article in kept if article.outlet == outlet]
            length = file.append(lines)
            file.sync()
            part_rows.commit_length(connection, name, length, len(lines))

    def close(self) -> None:
        """Close the files, which frees their locks; a later run of the day goes on with them."""
        for _, _, file in self._open.values():
            file.close()
        self._open.clear()

    def _part_for(self, connection: Connection, outlet: str) -> tuple[str, PartFile]:
        day = self._now().strftime("%Y-%m-%d")
        if outlet in self._open:
            open_day, name, file = self._open[outlet]
            if open_day == day and file.length < self._max_bytes:
                return name, file
            part_rows.close_part(connection, name)
            del self._open[outlet]
            file.close()
        name, file = self._take_part(connection, outlet, day)
        self._open[outlet] = (day, name, file)
        self.written.append(name)
        return name, file

    def _take_part(self, connection: Connection, outlet: str, day: str) -> tuple[str, PartFile]:
        """The first part of the day that is nobody's, whole and not full; else a new one."""
        number = 0
        while True:
            name = f"articles/{outlet}/{part_name(day, number)}"
            number += 1
            row = part_rows.load_part(connection, name)
            if row is not None and (row.closed or (row.committed and not (self.data / name).exists())):
                continue  # one that is gone may come back
            file = PartFile.open(self.data / name)
            if file is None:
                continue
            if file.length != (row.committed if row else 0) or file.length >= self._max_bytes:
                file.close()  # not adopted yet, or full: leave it as it is
                continue
            part_rows.own_part(connection, name, outlet, self._run, self._host, str(self.data))
            return name, file
