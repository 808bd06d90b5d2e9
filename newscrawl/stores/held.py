"""What the output holds of one outlet: its parts read line by line, in memory that grows with the articles and not with their text."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newscrawl.core.agreement import FoundPart, KnownPart, Lines
from newscrawl.core.months import UNDATED, is_month
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The parts below `data` and how many bytes each had at one moment. A state that is read later knows of all that was finished then."""

    data: Path
    lengths: Mapping[str, int]

    @classmethod
    def seen_now(cls, data: Path) -> Output:
        """The output as it lies there now."""
        return cls(data=data, lengths=parts_below(data))

    def outlets(self) -> set[str]:
        """The outlets that have parts."""
        return set(map(outlet_of_part, self.lengths))

    def until(self, outlet: str, known: Mapping[str, KnownPart], *, runs_work: bool) -> dict[str, int]:
        """The parts of `outlet` to read, and how far: not what a run has appended since, or is about to write down in the state."""
        others = {} if runs_work else {name: size for name, size in self.lengths.items() if outlet_of_part(name) == outlet}
        return others | {name: part.bytes if part.writer else max(part.bytes, self.lengths.get(name, 0)) for name, part in known.items()}


def parts_below(data: Path) -> dict[str, int]:
    """The files of the output by name, and how many bytes each has. A link to one of them is no part, and neither is what is no file."""
    found: dict[str, int] = {}
    seen: set[tuple[int, int]] = set()
    for path in sorted(data.glob("articles/*/*.jsonl"), key=lambda path: (path.is_symlink(), path)):
        try:
            status = path.stat()
        except OSError:  # it was moved away just now, or is a link to nothing
            continue
        if stat.S_ISREG(status.st_mode) and (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            found[path.relative_to(data).as_posix()] = status.st_size
    return dict(sorted(found.items()))


def outlet_of_part(name: str) -> str:
    """The outlet of a part of this name."""
    return name.split("/")[1]


def read_held(data: Path, outlet: str, until: Mapping[str, int]) -> Held:
    """Read these parts of `outlet`, each to the byte that is given; files that vanish meanwhile are gone."""
    held = Held()
    for name in sorted(until):
        try:
            held.parts[name] = _read_part(held, data / name, outlet, until[name])
        except FileNotFoundError:
            continue
    return held


def _read_part(held: Held, path: Path, outlet: str, until: int) -> FoundPart:
    scan = scan_part(path, 0)
    lines = strange = 0
    for _, line in scan.lines:
        if scan.whole_length > until:
            break
        lines += 1
        strange += not held.add(line, outlet)
    damaged = sum(offset < until for offset, _ in scan.damaged)
    return FoundPart(min(scan.whole_length + scan.torn_bytes, until), lines + damaged, strange + damaged)
