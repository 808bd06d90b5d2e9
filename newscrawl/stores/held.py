"""What the output holds of one outlet: its parts read line by line, in memory that grows with the articles and not with their text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newscrawl.core.agreement import FoundPart, KnownPart, Lines
from newscrawl.core.coverage import UNDATED, is_month
from newscrawl.stores.jsonl import scan_part

MAX_ID_CHARS = 120
"""Of an id; that is how wide the state's column is."""


@dataclass(slots=True, kw_only=True)
class Held:
    """Lines by article id, and the parts by name."""

    lines: dict[str, Lines] = field(default_factory=dict)
    parts: dict[str, FoundPart] = field(default_factory=dict)
    _same: dict[Lines, Lines] = field(default_factory=dict)  # most articles share the value of some other: it is kept once

    def add(self, line: Mapping[str, Any], outlet: str) -> bool:
        """Count a line; False for one that is no record of the outlet."""
        name, version = line.get("id"), line.get("version")
        if not isinstance(name, str) or not is_id(name) or type(version) is not int or line.get("outlet") != outlet:
            return False
        before = self.lines.get(name)
        month, by_first_seen = dated(line) if before is None or version >= before.version else before[2:]
        highest = version if before is None else max(version, before.version)
        value = Lines(before.number + 1 if before else 1, highest, month, by_first_seen)
        self.lines[name] = self._same.setdefault(value, value)
        return True


def is_id(text: str) -> bool:
    """Whether the state could hold `text` as an id; nothing else is printed as one."""
    return len(text) <= MAX_ID_CHARS and text.isprintable()


def dated(line: Mapping[str, Any]) -> tuple[str, bool]:
    """The month of a record: of its publication, else of first_seen, and whether it is that; undated when neither says one."""
    for key in ("published", "first_seen"):
        value = line.get(key)
        if isinstance(value, str) and is_month(value[:7]):
            return value[:7], key == "first_seen"
    return UNDATED, False


def part_names(data: Path, outlet: str) -> list[str]:
    """The parts of `outlet`, as paths below the data folder."""
    return [path.relative_to(data).as_posix() for path in sorted((data / "articles" / outlet).glob("*.jsonl"))]


def outlets_with_parts(data: Path) -> list[str]:
    """The outlets that have parts."""
    return sorted({path.parent.name for path in (data / "articles").glob("*/*.jsonl")})


def read_held(data: Path, outlet: str, names: Iterable[str], known: Mapping[str, KnownPart]) -> Held:
    """Read these parts of `outlet`. Of one that a run writes to only what `known` has committed is read; files that vanish meanwhile are gone."""
    held = Held()
    for name in names:
        part = known.get(name)
        try:
            held.parts[name] = _read_part(held, data / name, outlet, part.bytes if part and part.writer else None)
        except FileNotFoundError:
            continue
    return held


def _read_part(held: Held, path: Path, outlet: str, until: int | None) -> FoundPart:
    """`until`: the byte at which to stop."""
    scan = scan_part(path, 0)
    strange = 0
    for offset, line in scan.lines:
        if until is not None and offset >= until:
            return FoundPart(until, scan.whole_lines - 1, strange + len(scan.damaged))
        strange += not held.add(line, outlet)
    return FoundPart(scan.whole_length + scan.torn_bytes, scan.whole_lines, strange + len(scan.damaged))
