"""Part files: JSON lines that one run appends to, and the scan that adopts what a dead run left.

A line counts once it ends in a newline. What stands behind the last newline is torn: a half line, or the NULs of a power loss.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn, Self

from newscrawl.stores.files import OwnedFile

MAX_LINE_BYTES = 64 * 1024 * 1024
"""Longest line that is read into memory: above the largest page that is ever fetched (50 MiB)."""

DamagedLine = tuple[int, str]
"""Offset of a whole line that is no JSON object, and what is wrong with it."""


def part_name(day: str, n: int) -> str:
    """File name of the `n`-th part of a UTC `day` (YYYY-MM-DD), counted from 0."""
    return f"{day}.{n}.jsonl" if n else f"{day}.jsonl"


class PartFile:
    """One output file, owned by this process until `close`. Not safe for several threads at once."""

    __slots__ = ("_file",)

    def __init__(self, file: OwnedFile) -> None:
        self._file = file

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The part at `path`, made with its folders if need be; None while another process holds it.

        Scan a part that is not empty, and truncate what is torn, before the first `append`.
        """
        file = OwnedFile.open(path)
        return cls(file) if file else None

    @property
    def path(self) -> Path:
        """Where the part lies."""
        return self._file.path

    @property
    def length(self) -> int:
        """Bytes in the part."""
        return self._file.length

    def append(self, lines: Sequence[str]) -> int:
        """Write each of `lines` and its newline, all in one piece; returns the new length.

        Raises `StoreError` when the disk refuses, with the part left as it was; `ValueError` for a line that holds a newline.
        """
        if any("\n" in line for line in lines):
            raise ValueError("a line of a part holds a newline")
        self._file.append("".join(f"{line}\n" for line in lines).encode())
        return self.length

    def sync(self) -> None:
        """Make all lines appended so far durable; raises `StoreError`."""
        self._file.sync()

    def scan(self, start: int = 0) -> PartScan:
        """`scan_part` of this part."""
        return scan_part(self._file.fileno(), start)

    def truncate_torn(self, whole_length: int) -> None:
        """Cut what stands behind `whole_length`, durably."""
        self._file.truncate(whole_length)

    def close(self) -> None:
        """Give the part and its lock back; twice is harmless."""
        self._file.close()


@dataclass(slots=True, kw_only=True)
class PartScan:
    """A part as it is read. `lines` yields (offset, object) once, in bounded memory; the other fields are final when it is exhausted.

    `whole_length` is the offset behind the last newline, `torn_bytes` what follows it, `whole_lines` how many lines were read before that.
    Damaged lines are whole: they stay in the file.
    """

    lines: Iterator[tuple[int, dict[str, Any]]]
    whole_length: int
    whole_lines: int = 0
    torn_bytes: int = 0
    damaged: list[DamagedLine] = field(default_factory=list)


def scan_part(source: Path | int, start: int) -> PartScan:
    """Scan a part (a path, or the descriptor of one that is held) from byte `start`, which must be where a line begins.

    A part that ends before `start` has no lines, and a `whole_length` below `start`: somebody cut it, or its disk lost what was synced.
    """
    scan = PartScan(lines=iter(()), whole_length=min(start, os.stat(source).st_size))  # noqa: PTH116 (a descriptor has no Path)
    scan.lines = _objects(scan, source, start)
    return scan


def _objects(scan: PartScan, source: Path | int, start: int) -> Iterator[tuple[int, dict[str, Any]]]:
    with open(source, "rb", closefd=not isinstance(source, int)) as file:
        file.seek(start)
        offset = start
        for size, line in _lines(file):
            if line is not None and not line.endswith(b"\n"):
                scan.torn_bytes = size
                return
            scan.whole_length = offset + size
            scan.whole_lines += 1
            found = _object(line)
            if isinstance(found, dict):
                yield offset, found
            else:
                scan.damaged.append((offset, found))
            offset += size


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Size and bytes of each line; None for a whole one that is too long to hold. A torn one, however long, has no newline."""
    while line := file.readline(MAX_LINE_BYTES):
        if line.endswith(b"\n") or len(line) < MAX_LINE_BYTES:
            yield len(line), line
            continue
        size, last = len(line), line
        while not last.endswith(b"\n") and (last := file.readline(MAX_LINE_BYTES)):
            size += len(last)
        yield size, None if last else b""


def _object(line: bytes | None) -> dict[str, Any] | str:
    if line is None:
        return f"longer than {MAX_LINE_BYTES} bytes"
    try:
        found = json.loads(line.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        return f"no valid JSON: {problem}"
    return found if isinstance(found, dict) else "no JSON object"


def _no_constant(name: str) -> NoReturn:
    """NaN and the infinities, which Python reads and RFC 8259 section 6 forbids."""
    raise ValueError(f"{name} is no JSON number")
