"""The answer to one seed, as it comes into the state: all of it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state import announcements, bydate, indexes, seeds
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.seeds import SeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What the answer to one seed brings into the state: its last `links` (those `announced` are there already), its `children` with the change
    that the seed dates them (ISO 8601 or None), `oldest`, the day before which links are left, and the state that follows from what was new."""

    outlet: Outlet
    before: SeedState
    settle: Callable[[Announced], SeedState]
    links: Sequence[Link] = ()
    announced: Announced = field(default_factory=Announced)
    children: Sequence[tuple[str, str | None]] = ()
    is_whole: bool = False
    oldest: str | None = None


def store(connection: Connection, poll: Poll, now: int, wanted: Wanted | None = None) -> tuple[SeedState, Announced]:
    """Store the links and sitemaps that an answer announces, and the seed's own state, which is returned with how many they were. `wanted` as in
    `announcements.announce`."""
    before = poll.before
    announced = poll.announced + announcements.announce(
        connection, poll.outlet, poll.links, now, oldest=poll.oldest, polled_at=before.polled_at, wanted=wanted
    )
    if poll.children:
        announced += indexes.list_children(connection, before, poll.children, poll.oldest, now, is_whole=poll.is_whole)
    if poll.oldest is not None and seeds.is_misread(before, now):
        announced += Announced(new=bydate.recall(connection, poll.outlet.slug, poll.oldest, now))
    state = poll.settle(announced)
    seeds.save_seed(connection, state)
    return state, announced
