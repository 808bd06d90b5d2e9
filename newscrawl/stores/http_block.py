"""An HTTP message as a WARC record holds it: written so that nothing from the net can break the record, read without trust.

Header values are str of one character per byte (latin-1, RFC 9110 section 5.5), so that what is read is what was written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from http import HTTPStatus

from newscrawl.core.page import HeaderList

ORIGINAL = "X-Archive-Orig-"
"""Prefix of headers that were true on the wire and no longer are: the body is stored decoded."""

WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})

MAX_HEAD_BYTES = 64 * 1024
"""Longest head, of a record and of the message in it: servers send a few KB, clients refuse at 8 to 64 KB."""

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Longest decoded body: above the largest that is ever fetched (50 MiB)."""

_NOT_TOKEN = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_STATUS_LINE = re.compile(r"HTTP/[0-9.]{1,5} ([1-9][0-9][0-9])(?: |$)")


def head_bytes(start_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The head of a message, its empty line included. Controls become spaces, characters that no header name may have become `_`."""
    lines = [_CONTROL.sub(" ", start_line), *(f"{_NOT_TOKEN.sub('_', name)}: {_CONTROL.sub(' ', value)}" for name, value in headers if name)]
    return b"".join(_field_bytes(line) + b"\r\n" for line in lines) + b"\r\n"


def _field_bytes(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def status_line(status: int) -> str:
    """`HTTP/1.1 404 Not Found`; the reason is left out where the registry has none."""
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"HTTP/1.1 {status} {known.get(status, '')}"


def stored_headers(headers: HeaderList, body_bytes: int | None) -> HeaderList:
    """`headers` with those that spoke of the wire renamed, and a Content-Length of `body_bytes` (None: no such header)."""
    kept = tuple((ORIGINAL + name if name.lower() in WIRE_HEADERS else name, value) for name, value in headers)
    return kept if body_bytes is None else (*kept, ("Content-Length", str(body_bytes)))


def read_head(data: bytes) -> tuple[str, HeaderList, int] | None:
    """First line and headers of the message in `data`, and the offset of what follows; None when no head ends within the limit."""
    end = data.find(b"\r\n\r\n", 0, MAX_HEAD_BYTES)
    if end < 0:
        return None
    first, *lines = data[:end].decode("latin-1").split("\r\n")
    return first, tuple(_unfolded(lines)), end + 4


def _unfolded(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Name and value of each header line; a line that begins with a blank goes on with the one before (RFC 9112 section 5.2)."""
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif colon:
            headers.append((name.strip(), value.strip(" \t")))
    return headers


def status_of(start_line: str) -> int | None:
    """The status that a status line names, or None when it is none."""
    found = _STATUS_LINE.match(start_line)
    return int(found[1]) if found else None


def header(headers: HeaderList, name: str) -> str:
    """First value of a header, empty when there is none; `name` in lower case."""
    return next((value for key, value in headers if key.lower() == name), "")


def decoded(headers: HeaderList, payload: bytes) -> bytes | str:
    """The body that `payload` carries on the wire, or in words why it can't be read.

    Archives of others store bodies as they came. Some decode them and let the headers stand: a body that does not even begin as its
    header says is taken as it is.
    """
    body: bytes | str = payload
    if "chunked" in header(headers, "transfer-encoding").lower():
        body = unchunked(payload)
    coding = header(headers, "content-encoding").lower().strip()
    if isinstance(body, str) or coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, zlib.MAX_WBITS + 16) if body.startswith(b"\x1f\x8b") else body
    if coding == "deflate":
        return _inflated(body, zlib.MAX_WBITS if _has_zlib_head(body) else -zlib.MAX_WBITS)
    return f"its Content-Encoding {coding[:40]!r} is not read here"


def unchunked(payload: bytes) -> bytes | str:
    """A chunked payload without its chunk lines (RFC 9112 section 7.1); as it is when it does not begin with one."""
    chunks: list[bytes] = []
    at = 0
    while found := _CHUNK_SIZE.match(payload, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(chunks)
        chunk = payload[found.end() : found.end() + size]
        if len(chunk) < size:
            return "its last chunk is cut"
        chunks.append(chunk)
        at = found.end() + size
        at += 2 if payload.startswith(b"\r\n", at) else 1
    return "a chunk is missing" if chunks else payload


def _has_zlib_head(body: bytes) -> bool:
    """Whether `body` begins with a zlib header (RFC 1950 section 2.2); some servers send bare deflate."""
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0


def _inflated(body: bytes, window: int) -> bytes | str:
    inflater = zlib.decompressobj(window)
    try:
        found = inflater.decompress(body, MAX_BODY_BYTES)
    except zlib.error as problem:
        return f"its body does not inflate: {problem}"
    if inflater.eof:
        return found
    return f"its body inflates to more than {MAX_BODY_BYTES} bytes" if inflater.unconsumed_tail else "its compressed body is cut"
