"""Cut a WARC file into records, whatever its bytes: what is damaged is named, and reading goes on at the next record that can be found.

A reader that trusts the file returns a cut tail as if it were whole; here a gzip member counts only with its checksum, and a record only
with all the bytes that it announces.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from newscrawl.stores.http_block import MAX_BODY_BYTES, MAX_HEAD_BYTES, header, read_head

MAX_RECORD_BYTES = MAX_BODY_BYTES + 2 * MAX_HEAD_BYTES
"""Longest record that is held in memory, inflated."""

MAX_GUESSES = 16
"""How many beginnings of records are tried inside one damaged stretch before it is skipped: keeps the work linear in the file's size."""

GZIP_MAGIC = b"\x1f\x8b\x08"
_RECORD_MAGIC = b"WARC/"
_BETWEEN_RECORDS = b"\r\n\r\n"
_READ_BYTES = 16 * 1024  # a page in one to three reads; and the finest step at which a damaged stretch is skipped
_GLIMPSE_BYTES = 1024
_GZIP_WINDOW = zlib.MAX_WBITS + 16

Member = tuple[int, bytes | str]
"""Offset, and the bytes of one record; or in words what is wrong there."""


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """Every record of the file from byte `start`. Memory is bounded by one record; any bytes are read to their end without an error."""
    with path.open("rb") as file:
        yield from (_gzip_members if _is_gzip(file, path) else _plain_members)(file, start)


def content_length(headers: tuple[tuple[str, str], ...]) -> int | None:
    """The length that a record announces; None when it announces none that could be meant."""
    value = header(headers, "content-length")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 15 else None


def _is_gzip(file: IO[bytes], path: Path) -> bool:
    """By its first bytes; by its name when these are damaged."""
    first = file.read(len(_RECORD_MAGIC))
    return first.startswith(GZIP_MAGIC) or (path.suffix == ".gz" and first != _RECORD_MAGIC)


def _gzip_members(file: IO[bytes], offset: int | None) -> Iterator[Member]:
    size = os.fstat(file.fileno()).st_size
    guesses = 0
    while offset is not None and offset < size:
        data, reached = _inflate(file, offset)
        yield offset, data
        if isinstance(data, bytes):
            offset, guesses = reached, 0
            continue
        guesses += 1
        offset = _next_gzip(file, offset + 1 if guesses <= MAX_GUESSES else max(reached, offset + 1))


def _inflate(file: IO[bytes], offset: int) -> tuple[bytes | str, int]:
    """The bytes of the gzip member at `offset`, or what is wrong with it; and up to where the file is surely part of it."""
    file.seek(offset)
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    pieces: list[bytes] = []
    room = MAX_RECORD_BYTES
    reached = offset
    try:
        while not inflater.eof:
            reached = file.tell()
            chunk = inflater.unconsumed_tail or file.read(_READ_BYTES)
            if not chunk:
                return "cut: the file ends inside this gzip member", reached
            if room <= 0:
                return f"inflates to more than {MAX_RECORD_BYTES} bytes", reached
            pieces.append(inflater.decompress(chunk, room))
            room -= len(pieces[-1])
    except zlib.error as problem:
        return f"damaged gzip member: {problem}", reached
    return b"".join(pieces), file.tell() - len(inflater.unused_data)


def _next_gzip(file: IO[bytes], start: int) -> int | None:
    """Where, from `start`, the next gzip member begins that holds a record."""
    offset = _find(file, GZIP_MAGIC, start)
    while offset is not None and not _glimpse(file, offset).startswith(_RECORD_MAGIC):
        offset = _find(file, GZIP_MAGIC, offset + 1)
    return offset


def _glimpse(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(file.read(_GLIMPSE_BYTES), len(_RECORD_MAGIC))
    except zlib.error:
        return b""


def _plain_members(file: IO[bytes], offset: int | None) -> Iterator[Member]:
    size = os.fstat(file.fileno()).st_size
    while offset is not None and offset < size:
        length = _plain_length(file, offset)
        if isinstance(length, str):
            yield offset, length
        elif offset + length > size:
            yield offset, f"cut: {size - offset} of {length} bytes are there"
            length = ""
        elif _read(file, offset + length - len(_BETWEEN_RECORDS), len(_BETWEEN_RECORDS)) != _BETWEEN_RECORDS:
            yield offset, f"a wrong length: no record ends {length} bytes from its beginning"
            length = ""
        else:
            yield offset, _read(file, offset, length) if length <= MAX_RECORD_BYTES else f"longer than {MAX_RECORD_BYTES} bytes"
        offset = offset + length if isinstance(length, int) else _next_plain(file, offset + 1)


def _plain_length(file: IO[bytes], offset: int) -> int | str:
    """Bytes of the record at `offset`, head and end included; or what is wrong with it."""
    data = _read(file, offset, MAX_HEAD_BYTES)
    head = read_head(data) if data.startswith(_RECORD_MAGIC) else None
    if head is None:
        return "no record begins here"
    length = content_length(head[1])
    return "no usable Content-Length" if length is None else head[2] + length + len(_BETWEEN_RECORDS)


def _next_plain(file: IO[bytes], start: int) -> int | None:
    offset = _find(file, _BETWEEN_RECORDS + _RECORD_MAGIC, max(0, start - len(_BETWEEN_RECORDS)))
    return None if offset is None else offset + len(_BETWEEN_RECORDS)


def _read(file: IO[bytes], offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def _find(file: IO[bytes], needle: bytes, start: int) -> int | None:
    """Offset of the next `needle` from `start`, reading piece by piece, each with the end of the one before."""
    file.seek(start)
    tail = b""
    while piece := file.read(_READ_BYTES):
        at = (tail + piece).find(needle)
        if at >= 0:
            return start - len(tail) + at
        tail = (tail + piece)[-len(needle) + 1 :]
        start = file.tell()
    return None
