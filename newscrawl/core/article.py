"""The article: the cleaned record that is written, one JSON object per line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

SCHEMA_VERSION = 1
"""Version of the record; a field that is added, dropped or changes its meaning raises it."""

Cause = Literal["first", "edit", "replay", "removed"]

_ONE_LINE = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Characters that JSON lets stand but that end a line or hide in one for some reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit line as printed, the source that it names, and whether that is the outlet itself."""

    line: str
    source: str | None
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRef:
    """Where a raw page lies: WARC file (relative to the data folder), byte offset of the record, payload digest, post id in a shared answer."""

    file: str
    offset: int
    digest: str
    member: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Signals on re-use seen at fetch time, as the outlet wrote them, and whether the page calls itself paid.

    `reserved`: whether they keep text and data mining back (`newscrawl.core.opt_out` says when); None when nobody speaks of it.
    """

    robots: tuple[str, ...] = ()
    tdm_reservation: str | None = None
    tdm_policy: str | None = None
    content_signal: str | None = None
    content_usage: str | None = None
    reserved: bool | None = None
    paywall: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The record, in the order in which its keys are written. `docs/record.md` says what each field means."""

    schema: int = SCHEMA_VERSION
    id: str
    version: int = 1
    cause: Cause = "first"
    outlet: str
    url: str
    canonical_url: str | None = None
    link: str
    title: str | None = None
    text: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    credit: Credit | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    rights: Rights = field(default_factory=Rights)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    fetched_at: str
    first_seen: str
    raw: tuple[RawRef, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, keys in the record's order."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["credit"] = self.credit and _flat(self.credit)
        values["rights"] = _flat(self.rights)
        values["raw"] = tuple(map(_flat, self.raw))
        values["provenance"] = {name: dict(value) if isinstance(value, Mapping) else value for name, value in self.provenance.items()}
        return values

    def to_json(self) -> str:
        """The record as one line of JSON without its newline: UTF-8 as it is, line separators and controls escaped."""
        return one_line_json(self.to_dict())

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build an article from a written record; raises `KeyError` or `TypeError` when it is not one."""
        known = {f.name for f in fields(cls)}
        values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items() if key in known}
        values["credit"] = Credit(**data["credit"]) if data.get("credit") else None
        rights: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in (data.get("rights") or {}).items()}
        values["rights"] = Rights(**rights)
        values["raw"] = tuple(RawRef(**ref) for ref in data.get("raw", ()))
        return cls(**values)


def _flat(value: Credit | Rights | RawRef) -> dict[str, Any]:
    """The fields of one that holds no other."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def one_line_json(data: Mapping[str, Any]) -> str:
    """`data` as one line of JSON that every line reader sees as one line: U+0085, U+2028, U+2029 and controls escaped, surrogates too."""
    text = json.dumps(data, ensure_ascii=False, separators=(", ", ": "))
    text = _ONE_LINE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return re.sub("[\ud800-\udfff]", "\\\\ufffd", text)
