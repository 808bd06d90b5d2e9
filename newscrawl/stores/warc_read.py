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
from newscrawl.core.page import HeaderList, Hop, HostSignals
from newscrawl.core.part_address import MOST_PARTS
from newscrawl.core.post import Members
from newscrawl.stores.http_block import decoded, header, read_head, status_of, stored_headers
from newscrawl.stores.warc_members import content_length, members

DIGESTS = {"sha1": 20, "sha256": 32, "md5": 16}
"""Digest algorithms that are checked, with their bytes; a digest of another kind is taken on trust."""

_DAMAGING = {
    "warc-truncated": "its writer cut it (WARC-Truncated: {})",
    "warc-segment-number": "it is one of several segments ({})",
}

MAX_END_CHARS = 40
"""One word, as our own archive has it."""

_LISTS = frozenset({"authors", "tags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedResponse:
    """A response as archived. `body` is decoded; headers that spoke of its transfer are named `X-Archive-Orig-…`.

    `digest` is that of the payload as stored; `date` is aware UTC. Where the archive is ours, `link` is what discovery knew, `hops` (without their
    headers) the way to the page, `signals` what the files of its host said, `members` which posts of an answer were wanted. `number` counts the parts
    of an article from 1; where further ones were looked for (`was_looked_at`), `part_urls` are those of the parts that were read, which lie before
    the first, and `parts_end` says why they are not more; `parts` is filled by `warc_parts`. `lacks_knowledge`: what was known can't be read.
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
    hops: tuple[Hop, ...] = ()
    signals: HostSignals | None = None
    members: Members | None = None
    number: int = 1
    part_urls: tuple[str, ...] = ()
    parts_end: str | None = None
    was_looked_at: bool = False
    parts: tuple[ArchivedResponse, ...] = ()
    lacks_knowledge: bool = False


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


@dataclass(slots=True, kw_only=True)
class _Held:
    """A response that waits for what stands beside it: its id, and the id of the record that it names."""

    response: ArchivedResponse
    id: str
    companion: str

    def take(self, record: _Record) -> bool:
        """Whether `record` is the one that tells of this response; anything else that it names is no knowledge of ours."""
        if self.companion and record.get("warc-record-id") == self.companion:
            self.companion = ""
        if not _speaks_of(record, self.id):
            return False
        self.response = _with_knowledge(self.response, record)
        return True

    def done(self) -> ArchivedResponse:
        return replace(self.response, lacks_knowledge=True) if self.companion else self.response


def read_records(path: Path, start: int = 0) -> Iterator[ArchivedResponse | DamagedRecord]:
    """Every response of the file from byte `start`, in order, one in memory at a time. Raises `OSError` when it can't be opened.

    What is damaged between a response and the record that tells of it comes before the response.
    """
    held: _Held | None = None
    for offset, data in members(path, start):
        record = _parsed(data) if isinstance(data, bytes) else data
        found = _response(path, offset, record)
        if held and (isinstance(found, ArchivedResponse) or (isinstance(record, _Record) and held.take(record))):
            yield held.done()
            held = None
        if isinstance(found, DamagedRecord):
            yield found
        elif found and isinstance(record, _Record):
            held = _Held(response=found, id=record.get("warc-record-id"), companion=record.get("warc-concurrent-to"))
    if held:
        yield held.done()


def read_at(path: Path, offset: int) -> ArchivedResponse | DamagedRecord:
    """The response at `offset` of the file."""
    for found in read_records(path, offset):
        if isinstance(found, ArchivedResponse) or found.offset == offset:  # what is damaged behind it may come first
            return found if found.offset == offset else _nothing_at(path, offset)
    return _nothing_at(path, offset)


def _nothing_at(path: Path, offset: int) -> DamagedRecord:
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


def _with_knowledge(response: ArchivedResponse, record: _Record) -> ArchivedResponse:
    """The response with what a `metadata` record of ours says; as it is beside one of another writer."""
    try:
        known = json.loads(record.block.decode())
        hops, signals, members = tuple(map(_hop, known.get("hops") or ())), _signals(known.get("signals")), _members(known.get("members"))
        parts = _parts(known.get("part"), known.get("parts"))
        return replace(response, link=_link(known["link"]), hops=hops, signals=signals, members=members, **parts)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return response


def _link(said: Any) -> Link:
    hints = {f.name: _hint(f.name, said["hints"][f.name]) for f in fields(Hints) if f.name in said["hints"]}
    via = Via(said["via"]) if said["via"] else None
    return Link(url=_text(said["url"]), outlet=_text(said["outlet"]), via=via, seed=_hint("seed", said["seed"]), hints=Hints(**hints))


def _hop(said: Any) -> Hop:
    return Hop(url=_text(said["url"]), status=int(said["status"]), headers=())


def _signals(said: Any) -> HostSignals | None:
    return HostSignals(**{f.name: _hint(f.name, said.get(f.name)) for f in fields(HostSignals)}) if said else None


def _members(said: Any) -> Members | None:
    if not said:
        return None
    names = {str(kind): {int(number): _text(name) for number, name in each.items()} for kind, each in said["names"].items()}
    return Members(posts=tuple(map(int, said["posts"])), names=names)


def _parts(number: Any, said: Any) -> dict[str, Any]:
    if number is not None:
        return {"number": max(int(number), 1)}
    if not said:
        return {}
    end = None if said["end"] is None else _text(said["end"])[:MAX_END_CHARS]
    return {"part_urls": tuple(map(_text, said["urls"]))[: MOST_PARTS - 1], "parts_end": end, "was_looked_at": True}


def _hint(name: str, value: Any) -> Any:
    """A value as its type has it: a text, a tuple of texts, or None."""
    if name in _LISTS:
        return tuple(map(_text, value))
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    """A text without lone surrogates, which JSON can spell and no database takes."""
    return str(value).encode("utf-8", "replace").decode()
