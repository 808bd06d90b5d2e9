"""A large feed in pieces: groups of whole entries, each between the start tags that stood around it, so that a parser never holds more than a group.

One pass from left to right, which knows comments, CDATA sections and quoted values and never goes back. What is not nested as it should be stays
whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

GROUP_ENTRIES = 500
GROUP_BYTES = 1_000_000
"""A group takes a parser about 0.2 s and 20 MB."""

MAX_OPENING_BYTES = 20_000
"""A channel's header is repeated before each group as long as it is small, else only the start tags."""

MAX_PARENTS = 50
"""Elements around an entry; RSS has two."""

ENTRY_NAMES = frozenset((b"item", b"entry"))

_MARK = re.compile(rb"<(?:(!--)|(!\[CDATA\[)|(\?)|(/?)([A-Za-z_][A-Za-z0-9_.:-]*+))")
_TAG_END = re.compile(rb"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ENDS = (b"-->", b"]]>", b"?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A start tag around the entries."""

    name: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Whole entries one after the other; the last group may end with one that is never closed."""

    start: int
    end: int
    entries: int
    is_closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCut:
    """A feed whose entries all have the same parents. `about` is the feed without its entries."""

    document: bytes
    opening: bytes
    closing: bytes
    groups: tuple[Group, ...]
    about: bytes

    def documents(self) -> Iterator[tuple[bytes, int]]:
        """Each group as a document of its own, and how many entries stand in it."""
        for group in self.groups:
            entries = self.document[group.start : group.end]
            yield self.opening + entries + (self.closing if group.is_closed else b""), group.entries


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the pass has found up to now."""

    document: bytes
    most_entries: int
    stack: list[Parent] = field(default_factory=list)
    parents: list[Parent] | None = None
    groups: list[Group] = field(default_factory=list)
    gaps: list[bytes] = field(default_factory=list)

    def add(self, start: int, end: int, *, is_closed: bool = True) -> None:
        """Put an entry into the last group, or into a new one where that is full."""
        last = self.groups[-1] if self.groups else None
        if last and (gap := self.document[last.end : start]).strip():
            self.gaps.append(gap)
        if last and is_closed and last.entries < self.most_entries and end - last.start <= GROUP_BYTES:
            self.groups[-1] = Group(start=last.start, end=end, entries=last.entries + 1)
        else:
            self.groups.append(Group(start=start, end=end, entries=1, is_closed=is_closed))


def cut_feed(document: bytes, start: int, most_entries: int = GROUP_ENTRIES) -> FeedCut | None:
    """The feed in UTF-8 whose root element starts at `start`, cut; None when it can't be cut safely, or has nothing to cut."""
    found = _Found(document=document, most_entries=most_entries)
    if not _read(found, start) or not found.groups:
        return None
    parents, first, end = found.parents or [], found.groups[0].start, found.groups[-1].end
    opening = document[start:first]
    return FeedCut(
        document=document,
        opening=opening if len(opening) <= MAX_OPENING_BYTES else b"".join(document[parent.start : parent.end] for parent in parents),
        closing=b"".join(b"</" + parent.name + b">" for parent in reversed(parents)),
        groups=tuple(found.groups),
        about=b"".join((opening, *found.gaps, document[end:])),
    )


def _read(found: _Found, position: int) -> bool:
    """Walk over everything between the entries; whether all of it is nested as it should be."""
    document = found.document
    while mark := _MARK.search(document, position):
        position = _end_of(document, mark)
        name = mark[5]
        if position < 0:
            return True  # cut within a mark: nothing follows
        if name is None:
            continue
        if mark[4]:
            if not found.stack or found.stack.pop().name != name:
                return False
        elif _local(name) in ENTRY_NAMES:
            position = _entry(found, mark, position)
            if position < 0:
                return False
        elif document[position - 2] != ord("/"):
            found.stack.append(Parent(name=name, start=mark.start(), end=position))
            if len(found.stack) > MAX_PARENTS:
                return False
    return True


def _entry(found: _Found, mark: re.Match[bytes], position: int) -> int:
    """Note the entry whose start tag ends at `position`; where it ends, or -1 when it can't be cut out."""
    if found.parents is None:
        found.parents = list(found.stack)
    if found.stack != found.parents:
        return -1
    document, start = found.document, mark.start()
    end = position if document[position - 2] == ord("/") else _end_of_entry(document, position, mark[5])
    if end >= 0:
        found.add(start, end)
        return end
    if len(document) - start > GROUP_BYTES:
        return -1
    found.add(start, len(document), is_closed=False)
    return len(document)


def _end_of_entry(document: bytes, position: int, name: bytes) -> int:
    """Behind the end tag of an entry whose start tag ends at `position`; -1 when there is none."""
    marks = re.compile(rb"<(?:(!--)|(!\[CDATA\[)|(\?)|(/?)(%b)(?=[\s/>]))" % re.escape(name))
    depth = 1
    while mark := marks.search(document, position):
        position = _end_of(document, mark)
        if position < 0:
            return -1
        if mark[5]:
            depth += -1 if mark[4] else document[position - 2] != ord("/")
        if depth == 0:
            return position
    return -1


def _end_of(document: bytes, mark: re.Match[bytes]) -> int:
    """Behind a comment, a CDATA section, an instruction or a tag; -1 when it is never closed."""
    for number, ending in enumerate(_ENDS, start=1):
        if mark[number]:
            end = document.find(ending, mark.end())
            return end + len(ending) if end >= 0 else -1
    tag_end = _TAG_END.match(document, mark.end())
    return tag_end.end() if tag_end else -1


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2].lower()
