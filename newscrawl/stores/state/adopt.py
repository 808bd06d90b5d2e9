"""Recovery is adoption: whole lines that a dead run had written are taken into the state; only a torn last line is removed.

The same code rebuilds a lost or older state, from length 0 or from where the older one stood.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import StatementError

from newscrawl.core.article import Article
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.identity import key_digest
from newscrawl.core.url import url_key
from newscrawl.errors import Stopped
from newscrawl.stores.held import parts_below
from newscrawl.stores.jsonl import PartFile, PartScan
from newscrawl.stores.state import articles, frontier, part_rows
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.part_rows import PartRow

OTHERWISE = "have them fetched again (-a refill=1), or accept that with `scrapy state forget-part {name}`"

LINES_A_COMMIT = 500
"""Lines adopted in one transaction: a rebuild of a large output must not lock others out for long."""

OPEN_TRIES, OPEN_PAUSE_SECONDS = 10, 0.05
"""Half a second for the locks of a run that is just dying."""


@dataclass(slots=True, kw_only=True)
class Adoption:
    """What recovery did: lines taken in, bytes of torn lines removed, and whole lines that are no records (they stay where they are)."""

    lines: int = 0
    torn_bytes: int = 0
    damaged: list[str] = field(default_factory=list)
    short: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @property
    def gone(self) -> list[str]:
        """Parts whose lines are not there, all of them or some."""
        return [*self.missing, *self.short]

    def notes(self) -> list[str]:
        """What a person should know of it."""
        notes = [f"took in {self.lines} lines that the state did not know"] if self.lines else []
        if self.torn_bytes:
            notes.append(f"removed {self.torn_bytes} bytes of torn lines; their pages are fetched again")
        notes += [f"{place}; the line stays, and is not counted" for place in self.damaged]
        for name, lines in self.short.items():
            notes.append(f"lines lost from {name}: {lines}, and their articles count as kept: put it back whole, {OTHERWISE.format(name=name)}")
        notes += [f"{name} is gone, and its articles count as kept: put it back, {OTHERWISE.format(name=name)}" for name in self.missing]
        return notes


def adopt_parts(
    db: StateDb, data: Path, host: str, now: int, keep_params: Mapping[str, Sequence[str]], stop: Callable[[], bool] = lambda: False
) -> Adoption:
    """Bring the state up to what lies in the output. Parts that a living run holds are left to it. Raises `Stopped` once `stop` says so."""
    done = Adoption()
    with db.write() as connection:
        known = part_rows.load_parts(connection)
    there = parts_below(data)
    for name, size in there.items():
        before = known.get(name) or PartRow(name)
        if size != before.committed:
            _adopt_part(Part(db=db, data=data, name=name, host=host, now=now, keep_params=keep_params), done, stop)
        elif before.short:
            done.short[name] = before.short
    gone = [row for name, row in known.items() if name not in there]
    done.missing = [row.name for row in gone if row.is_needed]
    if unwritten := [row.name for row in gone if not row.is_needed and not row.closed]:
        with db.write() as connection:
            part_rows.forget_parts(connection, unwritten)
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part to adopt, and what that takes."""

    db: StateDb
    data: Path
    name: str
    host: str
    now: int
    keep_params: Mapping[str, Sequence[str]]


def _adopt_part(part: Part, done: Adoption, stop: Callable[[], bool]) -> None:
    file = _open(part)
    if file is None:
        return
    adopted = 0
    try:
        with part.db.write() as connection:  # now that nobody else can change it
            before = part_rows.load_part(connection, part.name) or PartRow(part.name)
        start = 0 if before.short or file.length < before.committed else before.committed
        scan = file.scan(start)
        while batch := list(islice(scan.lines, LINES_A_COMMIT)):
            if stop():
                raise Stopped(f"stopped while it read {part.name}; the next run goes on")
            with part.db.write() as connection:
                strange = [offset for offset, line in batch if not _adopt_line(connection, line, part)]
            scan.damaged += [(offset, "no record") for offset in strange]
            adopted += len(batch) - len(strange)
        done.lines += max(0, adopted - (before.lines or 0) - before.short) if start == 0 else adopted  # those are known
        _end_whole(part, file, scan, done, _lost(before, file, scan) if start == 0 else None)
    finally:
        file.close()
    done.damaged += [f"{part.name} at byte {offset}: {problem}" for offset, problem in scan.damaged]


def _open(part: Part) -> PartFile | None:
    """The part, unless a living run holds it. The kernel may free the locks of a dying run one after the other, hence the patience;
    inside a transaction, because a run that looks for a part of its own holds others for a moment."""
    for _ in range(OPEN_TRIES):
        with part.db.write():
            file = PartFile.open(part.data / part.name)
        if file is not None:
            return file
        time.sleep(OPEN_PAUSE_SECONDS)
    return None


def _end_whole(part: Part, file: PartFile, scan: PartScan, done: Adoption, lost: int | None) -> None:
    """Cut what is torn, bring the lines of the dead run onto the disk, and write down how far the state knows the part; also how many lines it
    lost, where it was read from its first byte."""
    if scan.torn_bytes:
        file.truncate_torn(scan.whole_length)
        done.torn_bytes += scan.torn_bytes
    if lost:
        done.short[part.name] = lost
    file.sync()
    with part.db.write() as connection:
        part_rows.own_part(connection, part.name, part.name.split("/")[1], None, part.host, str(part.data))
        if lost is not None:
            part_rows.recount(connection, part.name, lost)
        part_rows.commit_length(connection, part.name, scan.whole_length, scan.whole_lines)


def _lost(before: PartRow, file: PartFile, scan: PartScan) -> int:
    """Lines that the part had and has no more, those that it lacked before included."""
    if before.lines is None:  # they were not counted
        return int(file.length < before.committed)
    return max(0, before.lines + before.short - scan.whole_lines)


def _adopt_line(connection: Connection, line: Mapping[str, Any], part: Part) -> bool:
    """Settle the line's link, store its addresses, its text and its version; False for a line that is no record.

    An id may have several lines, in several parts, that come in any order: the highest version is the article's.
    """
    try:
        item = Article.from_dict(line)
        params = part.keep_params.get(item.outlet, ())
        with connection.begin_nested():
            articles.remember(connection, item, [item.url, item.link], params, fingerprint_of(item), part.now)
            frontier.settle_address(connection, item, key_digest(url_key(item.link, params)), part.now)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, StatementError):
        return False
    return True
