"""How outlets mark a feed's version and recognise it again: one row for each shape that is met on the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from tests.site.loopback import is_unchanged

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a feed is now: a tag of its content, and when it changed."""

    tag: str
    changed: datetime

    @property
    def strong(self) -> str:
        """The entity tag as the origin knows it."""
        return f'"{self.tag}"'

    @property
    def date(self) -> str:
        """The change as an HTTP date."""
        return format_datetime(self.changed.replace(microsecond=0), usegmt=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`says` gives the headers of an answer, `holds` whether a request's conditions stand for the version (asked for only when it has any)."""

    says: Callable[[Version], tuple[tuple[str, str], ...]]
    holds: Callable[[Headers, Version], bool]


def has_literal_tag(asked: Headers, version: Version) -> bool:
    """Compared as text with what the origin made: `W/"x"` sent back is not `"x"`."""
    return version.strong in [tag.strip() for tag in asked.get("if-none-match", "").split(",")]


def has_literal_date(asked: Headers, version: Version) -> bool:
    """Compared as text, as simple servers do."""
    return asked.get("if-modified-since") == version.date


def fits_as_in_rfc_9110(asked: Headers, version: Version) -> bool:
    """RFC 9110 section 13.2.2."""
    return is_unchanged(dict(asked), version.strong, version.changed.replace(microsecond=0))


def fits_as_in_wordpress(asked: Headers, version: Version) -> bool:
    """WordPress compares the tag literally, and where both conditions are sent, both have to fit."""
    fits = [check(asked, version) for name, check in (("if-none-match", has_literal_tag), ("if-modified-since", has_literal_date)) if name in asked]
    return bool(fits) and all(fits)


SHAPES: Mapping[str, Shape] = {
    "strong": Shape(says=lambda v: (("ETag", v.strong),), holds=fits_as_in_rfc_9110),
    "weak, of a gzip proxy": Shape(says=lambda v: (("ETag", f"W/{v.strong}"),), holds=has_literal_tag),
    "date only": Shape(says=lambda v: (("Last-Modified", v.date),), holds=has_literal_date),
    "both": Shape(says=lambda v: (("ETag", v.strong), ("Last-Modified", v.date)), holds=fits_as_in_rfc_9110),
    "both have to fit, weak": Shape(says=lambda v: (("ETag", f"W/{v.strong}"), ("Last-Modified", v.date)), holds=fits_as_in_wordpress),
    "shared by all feeds": Shape(says=lambda v: (("ETag", v.strong),), holds=fits_as_in_rfc_9110),
}
"""The last one is the tag of the whole site: its outlets have two feeds."""

SHARED = "shared by all feeds"
