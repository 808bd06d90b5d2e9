"""The one reader of WARC files, ours and those of others: for answers without the network, and for extracting again.

Lengths and digests are checked here. What can't be trusted comes out as a `DamagedRecord` that says why; no bytes raise an error.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Via
from newscrawl.core.page import HeaderList
from newscrawl.stores.http_block import decoded, header, read_head, status_of, stored_headers
from newscrawl.stores.warc_members import content_length, members

DIGESTS = {"sha1": 20, "sha256": 32, "md5": 16}
"""Digest algorithms that are checked, with their bytes; a digest of another kind is taken on trust."""

_DAMAGING = {
    "warc-truncated": "its writer cut it (WARC-Truncated: {})",
    "warc-segment-number": "it is one of several segments ({})",
}

_LISTS = frozenset({"authors", "tags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedResponse:
    """A response as archived. `body` is decoded; headers that spoke of its transfer are named `X-Archive-Orig-…`.

    `digest` is that of the payload as stored, `link` what discovery knew where the archive is ours; `date` is aware UTC.
    """

    url: str
    status: int
    headers: HeaderList
    body: bytes
    date: datetime
    file: Path
    offset: int
    digest: str
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedRecord:
    """A place in a file where a record is, or should be, that can't be trusted."""

    file: Path
    offset: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    headers: HeaderList
    block: bytes

    def get(self, name: str) -> str:
        return header(self.headers, name)


def read_records(path: Path, start: int = 0) -> Iterator[ArchivedResponse | DamagedRecord]:
    """Every response of the file from byte `start`, in order, one in memory at a time. Raises `OSError` when it can't be opened."""
    held: ArchivedResponse | None = None
    held_id = ""
    for offset, data in members(path, start):
        record = _parsed(data) if isinstance(data, bytes) else data
        if isinstance(record, _Record) and held and _speaks_of(record, held_id):
            yield _with_link(held, record)
            held = None
        found = _response(path, offset, record)
        if found and held:
            yield held
            held = None
        if isinstance(found, DamagedRecord):
            yield found
        elif found and isinstance(record, _Record):
            held, held_id = found, record.get("warc-record-id")
    if held:
        yield held


def read_at(path: Path, offset: int) -> ArchivedResponse | DamagedRecord:
    """The response at `offset` of the file."""
    found = next(read_records(path, offset), None)
    if found and found.offset == offset:
        return found
    return DamagedRecord(file=path, offset=offset, problem="no response begins here")


def _parsed(data: bytes) -> _Record | str:
    """The record that `data` is, or what is wrong with it."""
    head = read_head(data)
    if not head or not head[0].startswith("WARC/"):
        return "no WARC record"
    length = content_length(head[1])
    if length is None:
        return "no usable Content-Length"
    block, rest = data[head[2] : head[2] + length], data[head[2] + length :]
    if len(block) < length:
        return f"cut: {len(block)} of {length} bytes are there"
    if rest.strip(b"\r\n"):
        return "more than one record in its gzip member, or a wrong length; `warcio recompress` puts that right"
    record = _Record(headers=head[1], block=block)
    return "its block digest differs" if _differs(record.get("warc-block-digest"), block) else record


def _response(path: Path, offset: int, record: _Record | str) -> ArchivedResponse | DamagedRecord | None:
    """The response in `record`; None for records of another kind."""
    if isinstance(record, str):
        return DamagedRecord(file=path, offset=offset, problem=record)
    if record.get("warc-type").lower() != "response" or not record.get("content-type").lower().startswith("application/http"):
        return None
    found = _answer(record)
    return DamagedRecord(file=path, offset=offset, problem=found) if isinstance(found, str) else _placed(path, offset, found)


def _placed(path: Path, offset: int, found: dict[str, Any]) -> ArchivedResponse:
    return ArchivedResponse(file=path, offset=offset, **found)


def _answer(record: _Record) -> dict[str, Any] | str:
    """Fields of the response in `record`, or what is wrong with it."""
    for name, problem in _DAMAGING.items():
        if record.get(name):
            return problem.format(record.get(name)[:40])
    date = _date(record.get("warc-date"))
    head = read_head(record.block)
    status = status_of(head[0]) if head else None
    if head is None or status is None or date is None:
        return "no HTTP status line" if date else "no usable WARC-Date"
    payload = record.block[head[2] :]
    body = decoded(head[1], payload)
    stated = record.get("warc-payload-digest")
    if isinstance(body, bytes) and not record.get("warc-block-digest") and _differs(stated, payload) and _differs(stated, body):
        return "its payload digest differs"
    if isinstance(body, str):
        return body
    url = record.get("warc-target-uri").strip("<>")
    on_the_wire = header(head[1], "content-encoding") or header(head[1], "transfer-encoding")
    headers = stored_headers(head[1], len(body)) if on_the_wire else head[1]
    return {"url": url, "status": status, "headers": headers, "body": body, "date": date, "digest": stated or _sha1(payload)}


def _differs(stated: str, data: bytes) -> bool:
    """Whether `data` contradicts a `name:value` digest, value in base32 or hexadecimal. One of an unknown kind contradicts nothing."""
    name, _, value = stated.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in DIGESTS:
        return False
    digest = hashlib.new(name, data, usedforsecurity=False).digest()
    return value.strip().upper().rstrip("=") not in (base64.b32encode(digest).decode().rstrip("="), digest.hex().upper())


def _sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _date(text: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _speaks_of(record: _Record, id_: str) -> bool:
    """Whether `record` is a `metadata` record beside the one called `id_`."""
    return record.get("warc-type").lower() == "metadata" and bool(id_) and record.get("warc-concurrent-to") == id_


def _with_link(response: ArchivedResponse, record: _Record) -> ArchivedResponse:
    return replace(response, link=_link(record.block))


def _link(block: bytes) -> Link | None:
    """The link that a `metadata` record of ours holds; None for one of another writer."""
    try:
        found = json.loads(block.decode())
        said = found["link"]
        hints = {f.name: _hint(f.name, said["hints"][f.name]) for f in fields(Hints) if f.name in said["hints"]}
        via = Via(said["via"]) if said["via"] else None
        return Link(url=str(said["url"]), outlet=str(said["outlet"]), via=via, seed=_hint("seed", said["seed"]), hints=Hints(**hints))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _hint(name: str, value: Any) -> Any:
    """A hint as its type has it: a text, a tuple of texts, or None."""
    if name in _LISTS:
        return tuple(map(str, value))
    return None if value is None else str(value)
