"""The walk over a feed or list of several pages: passes over its pages until one brings nothing new, and the text that says how far it is. Pure.

A page number is no place in an archive: what is taken down meanwhile pulls articles over to a page that was read before. So the pages are walked
again, until a pass brings nothing new; once is enough where another road was read whole. A walk that was once done is incremental: it ends behind
pages whose articles are all known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from newscrawl.core.outlet import Seed
from newscrawl.core.wanted import Wanted
from newscrawl.discovery.road import Cursor, End, RoadPage, cursor_of, ended_by_known, first_cursor

MOST_PASSES = 3
"""An outlet that takes articles down faster than its pages can be read: the next run goes on."""

MIN_DATES = 3
"""A page of fewer dated articles does not tell where in the archive it stands."""

MOST_BARREN = 150
"""Links of one road in a row behind which there was no new article: it may be a calendar, a filter or another machine that makes up addresses for
ever. The run leaves it there, and the next one goes on."""

OPEN_ENDS = frozenset((End.UNREADABLE, End.TOO_MANY_PAGES, End.NO_ARTICLES))
"""Ends behind which there may be more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedWalk:
    """How far a walk is: the page to ask for (None: it is over), the number of the pass, its pages and what it brought; `end` is why the last pass
    ended, or why a run goes no further, `was_done` says that an earlier walk was through."""

    cursor: Cursor | None
    number: int = 1
    pages: int = 0
    new: int = 0
    end: End | None = None
    was_done: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all pages were read that there are."""
        return self.cursor is None and self.end is not None and self.end not in OPEN_ENDS

    def to_text(self) -> str:
        """The walk for the state."""
        said = {"cursor": self.cursor and self.cursor.to_text(), "number": self.number, "pages": self.pages, "new": self.new}
        return json.dumps({**said, "end": self.end, "was_done": self.was_done})


def walk_of(text: str | None, seed: Seed) -> PagedWalk:
    """The walk to go on with: the one that `to_text` wrote, or a new one where that is over or can't be read. Never raises."""
    fresh = PagedWalk(cursor=first_cursor(seed))
    try:
        said = json.loads(text or "")
        cursor, end = cursor_of(said["cursor"] or ""), End(said["end"]) if said["end"] else None
        counts = {name: int(said[name]) for name in ("number", "pages", "new")}
        found = PagedWalk(cursor=cursor, end=end, was_done=bool(said["was_done"]), **counts)
    except (ValueError, TypeError, KeyError, RecursionError):
        return fresh
    if found.cursor:
        return replace(found, end=None) if end is End.NO_ARTICLES else found
    return replace(fresh, was_done=found.was_done or found.is_whole)


def behind(walk: PagedWalk, page: RoadPage, new: int, seed: Seed, wanted: Wanted, *, is_only_road: bool = True, barren: int = 0) -> PagedWalk:
    """The walk behind a page that brought so many `new` links; behind the last `barren` links of its road there were no articles."""
    if walk.was_done:
        page = ended_by_known(page, new)
    page = _ended_by_days(page, wanted)
    onward = replace(walk, cursor=page.next, pages=walk.pages + 1, new=walk.new + new, end=page.end)
    if page.next is not None and new and barren >= max(MOST_BARREN, walk.new // 100):
        return replace(onward, end=End.NO_ARTICLES)
    if page.next is not None or page.end in OPEN_ENDS or walk.was_done:
        return onward
    has_moved = walk.number == 1 or onward.new > 0
    if onward.pages == 1 or not is_only_road or not has_moved or walk.number == MOST_PASSES:
        return onward
    return PagedWalk(cursor=first_cursor(seed), number=walk.number + 1, end=page.end)


def _ended_by_days(page: RoadPage, wanted: Wanted) -> RoadPage:
    """Pages come newest first: one whose articles are all older than what is wanted is the last."""
    is_past = len(page.dates) >= MIN_DATES and wanted.days.is_after(page.newest)
    return replace(page, next=None, end=End.PAST_THE_DAYS) if is_past and page.next else page
