"""Articles of several parts: what is seen of each part, and whether the next one goes on with the article."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newscrawl.core.part_address import MOST_PARTS

MAX_PARTS_BYTES = 20_000_000
"""Of all bodies of an article together: as much as one page may have to be extracted."""

MIN_NAME_CHARS = 8
"""A shorter headline may stand within that of any other article."""


class PartsEnd(StrEnum):
    """Why no further part was read though one was named; beside these the reason for which the page of a part could not be had."""

    REPEATS = "repeats"  # it says nothing that was not said
    LOOP = "loop"  # it led back to a part before it
    OTHER_ARTICLE = "other_article"  # by its headline
    NO_ARTICLE = "no_article"  # a list, an error, no HTML
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    NOT_READ = "not_read"  # nobody asked for it: the page came alone


NO_PARTS = frozenset({PartsEnd.REPEATS, PartsEnd.LOOP, PartsEnd.OTHER_ARTICLE, PartsEnd.NO_ARTICLE})
"""What shows, when the second part ends so, that the article has but one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLook:
    """What is seen of one part. `addresses`: the parts that it names, by number; `names`: its headline and titles, folded; `lines`: digests of the
    longer lines of its text; `is_article`: it is the page of one; `first`: where the first part is, of a page that says that it is a further one."""

    addresses: Mapping[int, str] = field(default_factory=dict)
    names: Sequence[str] = ()
    lines: frozenset[int] = frozenset()
    is_article: bool = True
    first: str | None = None


def is_first_of(look: PartLook, part: PartLook) -> bool:
    """Whether a page is the first part of the article that `part` says to be a further one of: it names a second part, and has the same headline."""
    return look.is_article and 2 in look.addresses and _is_named_alike(look.names, part.names)


def end_at(before: Sequence[PartLook], part: PartLook) -> PartsEnd | None:
    """Why `part` does not go on with the article whose parts came `before`; None when it does."""
    if not part.is_article:
        return PartsEnd.NO_ARTICLE
    if not _is_named_alike(before[0].names, part.names):
        return PartsEnd.OTHER_ARTICLE
    known = frozenset().union(*(look.lines for look in before))
    return PartsEnd.REPEATS if part.lines and part.lines <= known else None


def next_number(looks: Sequence[PartLook], size: int) -> int | PartsEnd | None:
    """The number of the part after those that were looked at, whose bodies have `size` bytes; or why it is not asked for; None: there is none."""
    number = len(looks) + 1
    if not any(number in look.addresses for look in looks):
        return None
    if number > MOST_PARTS:
        return PartsEnd.TOO_MANY
    return PartsEnd.TOO_LARGE if size >= MAX_PARTS_BYTES else number


def address_of(looks: Sequence[PartLook], number: int) -> str:
    """Where the part of this number is, by the part that names it first."""
    return next(look.addresses[number] for look in looks if number in look.addresses)


def _is_named_alike(names: Collection[str], others: Collection[str]) -> bool:
    """Whether two parts may be of one article: a name of the one is, or holds, one of the other. Who has no name contradicts nobody."""
    if not names or not others:
        return True
    return any(a == b or _holds(a, b) or _holds(b, a) for a in names for b in others)


def _holds(long: str, short: str) -> bool:
    return len(short) >= MIN_NAME_CHARS and short in long
