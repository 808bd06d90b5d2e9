"""The walk over a WordPress archive: windows of time that never drift, and the cursor that says how far it came. Pure.

    posts ─► new (what was published since it began) ─► edited (what was changed since) ─► done, and from there to new again

A window is asked from the second of the last known post on, that second included: posts that share it are asked again, not lost. Only within one
second are posts counted (`offset`), with some asked twice in case others go meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from newscrawl.core.months import OPEN
from newscrawl.core.range import Range
from newscrawl.discovery.wordpress import MOST_POSTS, RestPost

NEW_MARGIN = timedelta(days=1)
"""A post that was to appear by itself may do so late, under its old date."""
ZONE_MARGIN = timedelta(days=1)
"""Windows are asked in the outlet's own time, which is up to 14 hours from UTC: bounds are asked wider, what lies outside is left out afterwards."""
SECOND = timedelta(seconds=1)
OVERLAP = 10
"""Posts of one second that are asked twice: so many may go between two requests."""
MOST_OF_A_SECOND = 50_000
"""Posts that an import dates to one second; more are a server that answers whatever it is asked."""

MOST_WALKS = 100
"""Cursors of one interface: who asks for another range of days each day has no use for the oldest."""

POSTS, NEW, EDITED, DONE = "posts", "new", "edited", "done"
IGNORED = "window_ignored"
REPEATED = "repeats_itself"


def name_of_walk(wanted: Range) -> str:
    """The name under which the cursor of a walk over these days is kept."""
    return f"{wanted.first or ''}..{wanted.last or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a walk came: its phase, the moment of the last post there, how many of that very second are behind, and the moment of the outlet's
    last change when the walk began; moments in the outlet's own time. `total`: how many posts the outlet said that it has in these days when the walk
    began; `size`: how many are asked for at a time; `answer`: where the last answer lies in the archive."""

    phase: str = POSTS
    at: str | None = None
    offset: int = 0
    began: str | None = None
    is_oldest_first: bool = False
    total: int | None = None
    size: int = MOST_POSTS
    answer: str = ""


def cursor_of(text: str | None, name: str) -> Cursor:
    """The cursor of the walk of this name in what is stored; a fresh one where there is none, or one that can't be read."""
    try:
        cursor = Cursor(**_walks(text)[name])
        for moment in filter(None, (cursor.at, cursor.began)):
            datetime.fromisoformat(moment)
        if not isinstance(cursor.answer, str):
            return Cursor()
        is_sound = cursor.phase in (POSTS, NEW, EDITED, DONE) and 1 <= cursor.size <= MOST_POSTS and cursor.offset >= 0
        return cursor if is_sound else Cursor()
    except (ValueError, KeyError, TypeError):
        return Cursor()


def stored(text: str | None, name: str, cursor: Cursor) -> str:
    """What is to be stored so that `cursor_of` finds the cursor again, beside those of the walks that were last at work."""
    others = [(other, said) for other, said in _walks(text).items() if other != name]
    return json.dumps(dict([*others[1 - MOST_WALKS :], (name, asdict(cursor))]))


def _walks(text: str | None) -> dict[str, Any]:
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def begun(cursor: Cursor, newest: RestPost | None) -> Cursor:
    """A fresh cursor with the moment of the outlet's last change, told by the post that was changed last."""
    return replace(cursor, began=newest.changed or newest.date if newest else None)


def again(cursor: Cursor) -> Cursor:
    """A walk that is done, to be asked for what is new."""
    return replace(cursor, phase=NEW, at=None, offset=0) if cursor.phase == DONE else cursor


def window(cursor: Cursor, size: int, wanted: Range) -> dict[str, str]:
    """What to ask for next: at most `size` posts."""
    asks: dict[str, str] = {"per_page": str(size), "orderby": "modified" if cursor.phase == EDITED else "date"}
    is_rising = cursor.phase != POSTS or cursor.is_oldest_first
    lower, upper = _bounds(wanted)
    at = None if cursor.at is None else datetime.fromisoformat(cursor.at)
    if cursor.phase == EDITED:
        start = at or _moment(cursor.began)
        asks |= {"modified_after": _iso(start - SECOND)} if start else {}
    elif is_rising:
        start = at - SECOND if at else (_moment(cursor.began, NEW_MARGIN) if cursor.phase == NEW else None)
        lower = max(filter(None, (lower, start)), default=None)
    elif at:
        upper = min(filter(None, (upper, at + SECOND)))
    asks["order"] = "asc" if is_rising else "desc"
    asks |= {"after": _iso(lower)} if lower else {}
    asks |= {"before": _iso(upper)} if upper else {}
    return asks | ({"offset": str(cursor.offset)} if cursor.offset else {})


def _bounds(wanted: Range) -> tuple[datetime | None, datetime | None]:
    """The moments, in any outlet's own time, after and before which all that is wanted lies."""
    first, last = wanted.instants()
    return first and first.replace(tzinfo=None) - ZONE_MARGIN, last and last.replace(tzinfo=None) + ZONE_MARGIN


def whole_months(wanted: Range) -> tuple[str, dict[str, str]] | None:
    """The range of months, as `newscrawl.core.months` has it, that a walk goes over, with the question whose `X-WP-Total` is their number of posts;
    None where the walk begins or ends within a month: that number would be of other days."""
    first, last = wanted.first, wanted.last
    behind = last and last + timedelta(days=1)
    if (first and first.day != 1) or (behind and behind.day != 1):
        return None
    asks = {"per_page": "1"}
    asks |= {"after": _iso(datetime.combine(first, time()) - SECOND)} if first else {}
    asks |= {"before": _iso(datetime.combine(behind, time()))} if behind else {}
    return f"{first.isoformat()[:7] if first else OPEN}/{last.isoformat()[:7] if last else OPEN}", asks


def _moment(text: str | None, margin: timedelta = timedelta()) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text) - margin


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def advanced(cursor: Cursor, posts: Sequence[RestPost], size: int, total: int | None) -> Cursor | str:
    """The cursor behind the posts of an answer; in one word why the answer can't be one to what was asked. `size` posts were asked for at most;
    `total` is what the outlet says that the window holds in all, which only counts where the answer was not full."""
    moments = [moment for moment in (post.changed if cursor.phase == EDITED else post.date for post in posts) if moment]
    is_rising = cursor.phase != POSTS or cursor.is_oldest_first
    if cursor.phase == POSTS and cursor.at is None and not cursor.offset:
        cursor = replace(cursor, total=total)
    if _is_outside(cursor, moments, is_rising=is_rising):
        return IGNORED
    if not posts or (len(posts) < size and total is not None and total <= cursor.offset + len(posts)):
        return _next_phase(cursor, moments)
    furthest = max(moments, default=None) if is_rising else min(moments, default=None)
    if furthest is not None and furthest != cursor.at:
        return replace(cursor, at=furthest, offset=0)
    if cursor.offset > MOST_OF_A_SECOND:
        return REPEATED
    return replace(cursor, offset=cursor.offset + max(1, len(posts) - OVERLAP))


def passed(cursor: Cursor) -> Cursor:
    """The cursor behind one post that the outlet can't give by any question."""
    return replace(cursor, offset=cursor.offset + 1)


def _is_outside(cursor: Cursor, moments: Sequence[str], *, is_rising: bool) -> bool:
    start = cursor.at or (cursor.began if cursor.phase == EDITED else None)
    if start is None:
        return False
    return any(moment < start if is_rising else moment > start for moment in moments)


def _next_phase(cursor: Cursor, moments: Sequence[str]) -> Cursor:
    """The phase after this one. What was changed last is where the next walk begins."""
    if cursor.phase == POSTS:
        return replace(cursor, phase=NEW, at=None, offset=0)
    if cursor.phase == NEW:
        return replace(cursor, phase=EDITED, at=None, offset=0)
    latest = max([*moments, *filter(None, (cursor.at, cursor.began))], default=None)
    return replace(cursor, phase=DONE, at=None, offset=0, began=latest)


def without_edits(cursor: Cursor) -> Cursor:
    """The cursor of an outlet that can't tell what was changed: WordPress knows that question since 5.7."""
    return replace(cursor, phase=DONE, at=None, offset=0)


def rest_url(root: str, route: str, asks: Mapping[str, str]) -> str:
    """The address of a route below `root`, which ends in `/wp-json/` or in `?rest_route=/`, wherever the outlet has it."""
    query = "&".join(f"{name}={quote(value, safe=':,')}" for name, value in asks.items())
    if "rest_route=" in urlsplit(root).query:
        return f"{root.rstrip('/')}/wp/v2/{route}&{query}"
    return f"{root.rstrip('/')}/wp/v2/{route}?{query}"
