"""Versions of an article: what makes two of its records the same, and what a later look at its page needs of the earlier one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from newscrawl.core.article import Article
from newscrawl.core.link import Hints

CONTENT_VERSION = 1
"""Raised with every change of what is compared; the state then makes all digests anew from the output."""

CONTENT_BYTES = 16
"""128 bits: one digest is compared with one other, so that 8 would do; an index over them may come."""

NOT_COMPARED = frozenset(
    {
        "schema",
        "id",
        "version",
        "cause",
        "url",  # an article has many addresses, and forms of one (http, www., AMP) that different links lead to
        "canonical_url",
        "link",
        "duplicate_of",  # what other articles say, not this page
        "similarity",
        "provenance",  # where a value was found is no value: a page that moves its date from JSON-LD to a meta tag says the same
        "fetched_at",
        "first_seen",
        "raw",
    }
)

FROM_THE_SEED = "feed"
"""The name in `provenance` of what the seed said."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def content_digest(article: Article) -> bytes:
    """16 bytes that are equal for records that tell a reader the same: all fields but `NOT_COMPARED`, and the kind of page.

    Canonical JSON: keys in order, no white space, and nothing that is empty, so that a field which the record gets one day changes no old digest.
    A record and its line, read again, have one digest.
    """
    record = article.to_dict()
    compared = {name: value for name, value in record.items() if name not in NOT_COMPARED}
    compared["kind"] = article.provenance.get("kind")
    text = json.dumps(_filled(compared), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(_SURROGATE.sub("\ufffd", text).encode(), digest_size=CONTENT_BYTES, person=b"content%d" % CONTENT_VERSION).digest()


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without what is empty; False and 0 are something."""
    given = {name: _filled(value) if isinstance(value, Mapping) else value for name, value in values.items()}
    return {name: value for name, value in given.items() if value is not None and value not in ("", [], (), {})}


def hints_used(article: Article) -> Hints:
    """What of the record only the seed had said, as hints: the page is read with them again when nobody announces it any more."""
    values: dict[str, Any] = {
        name: value
        for name in Hints.__dataclass_fields__
        if article.provenance.get(name) == FROM_THE_SEED and (value := getattr(article, name, None))
    }
    return Hints(**values)


def utc_seconds(moment: str) -> int:
    """A moment of the record (`fetched_at`, `first_seen`) as UTC seconds; one without offset is UTC. Raises `ValueError` for what is none."""
    found = datetime.fromisoformat(moment)
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def utc_moment(seconds: int) -> str:
    """UTC seconds as the record writes them."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
