"""Recovery is adoption: whole lines that a dead run had written are taken into the state; only a torn last line is removed.

The same code rebuilds a lost or older state, from length 0 or from where the older one stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from newscrawl.core.article import Article
from newscrawl.core.fingerprint import fingerprint_of
from newscrawl.core.identity import key_digest
from newscrawl.core.url import url_key
from newscrawl.stores.jsonl import PartFile
from newscrawl.stores.state import articles, frontier, part_rows
from newscrawl.stores.state.db import StateDb

LINES_A_COMMIT = 500
"""Lines adopted in one transaction: a rebuild of a large output must not lock others out for long."""


@dataclass(slots=True, kw_only=True)
class Adoption:
    """What recovery did: lines taken in, bytes of torn lines removed, and whole lines that are no records (they stay where they are)."""

    lines: int = 0
    torn_bytes: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def notes(self) -> list[str]:
        """What a person should know of it."""
        notes = [f"adopted {self.lines} lines that a run had written before it died, or that the state did not know"] if self.lines else []
        if self.torn_bytes:
            notes.append(f"removed {self.torn_bytes} bytes of torn lines; their pages are fetched again")
        notes += [f"{place}; the line stays, and is not counted" for place in self.damaged]
        notes += [f"{name} is gone; its articles still count as kept" for name in self.missing]
        return notes


def adopt_parts(db: StateDb, data: Path, host: str, now: int, keep_params: Mapping[str, Sequence[str]]) -> Adoption:
    """Bring the state up to what lies in the output. Parts that a living run holds are left to it."""
    done = Adoption()
    with db.write() as connection:
        known = part_rows.load_parts(connection)
    for path in sorted((data / "articles").glob("*/*.jsonl")):
        name = path.relative_to(data).as_posix()
        committed = known[name].committed if name in known else 0
        if path.stat().st_size != committed:
            _adopt_part(db, data, name, committed, host, now, keep_params, done)
    done.missing = [name for name in known if not (data / name).exists()]
    if done.missing:
        with db.write() as connection:
            part_rows.forget_parts(connection, done.missing)
    return done


def _adopt_part(
    db: StateDb, data: Path, name: str, committed: int, host: str, now: int, keep_params: Mapping[str, Sequence[str]], done: Adoption
) -> None:
    file = PartFile.open(data / name)
    if file is None:
        return
    try:
        scan = file.scan(min(committed, file.length))
        while batch := list(islice(scan.lines, LINES_A_COMMIT)):
            with db.write() as connection:
                strange = [offset for offset, line in batch if not _adopt_line(connection, line, now, keep_params)]
            scan.damaged += [(offset, "no record") for offset in strange]
            done.lines += len(batch)
        if scan.torn_bytes:
            file.truncate_torn(scan.whole_length)
        file.sync()  # the dead run's lines may be in memory only
        with db.write() as connection:
            part_rows.own_part(connection, name, name.split("/")[1], None, host, str(data))
            part_rows.commit_length(connection, name, scan.whole_length)
    finally:
        file.close()
    done.torn_bytes += scan.torn_bytes
    done.damaged += [f"{name} at byte {offset}: {problem}" for offset, problem in scan.damaged]


def _adopt_line(connection: Connection, line: Mapping[str, Any], now: int, keep_params: Mapping[str, Sequence[str]]) -> bool:
    """Settle the line's link, store its addresses and its text; False for a line that is no record."""
    try:
        item = Article.from_dict(line)
        params = keep_params.get(item.outlet, ())
        articles.remember(connection, item, [item.url, item.link], params, fingerprint_of(item), now)
        frontier.settle_address(connection, item, key_digest(url_key(item.link, params)), now)
    except (KeyError, TypeError, AttributeError):
        return False
    return True
