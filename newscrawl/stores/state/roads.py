"""The roads to one outlet's archive in one run: pages of feeds and lists with their cursor, sitemaps of indexes, and the links in the run's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.verdict import Reason
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state import announcements, bydate, seeds, walks
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.frontier import Claim, Owed
from newscrawl.stores.state.schema import REJECTED, link, seed
from newscrawl.stores.state.seeds import Origin, SeedState

LOOK_AGAIN_SECONDS = 24 * 3600
"""After which a road that was not there is looked for again."""

MOST_IN_ORDER = 5000
"""Links that are put in order at a time: sorting all of a large archive for each would take longer than fetching it."""


class Roads:
    """Of one run that walks an archive; `wanted` is None in all others. `now` gives UTC seconds."""

    def __init__(self, db: StateDb, run: str, now: Callable[[], int]) -> None:
        self._db = db
        self._run = run
        self._now = now
        self._outlet = ""
        self._next: deque[int] = deque()
        self.wanted: Wanted | None = None

    def begin(self, outlet: str, wanted: Wanted) -> int:
        """The run walks the archive of `outlet` for what is `wanted`; how many links are owed again that another run left out."""
        self._outlet, self.wanted = outlet, wanted
        with self._db.write() as connection:
            seeds.forget_guesses(connection, outlet)
            return bydate.reopen(connection, outlet, wanted, self._now())

    def due(self, count: int) -> list[Claim]:
        """Up to `count` due links that are wanted, in the run's order."""
        assert self.wanted is not None
        found: list[Claim] = []
        with self._db.write() as connection:
            while len(found) < count:
                if not self._next:
                    self._next.extend(bydate.first_due(connection, self._outlet, self.wanted, self._now(), MOST_IN_ORDER))
                if not self._next:
                    break
                some = [self._next.popleft() for _ in range(min(count - len(found), len(self._next)))]
                found += bydate.claim_rows(connection, self._run, some)
        return found

    def without_beyond(self, connection: Connection, owed: Mapping[str, Owed]) -> Mapping[str, Owed]:
        """What each outlet owes, without what this run's range of days leaves out."""
        if self.wanted is None or self.wanted.is_everything or self._outlet not in owed:
            return owed
        all_, beyond = owed[self._outlet], bydate.owed_beyond(connection, self._outlet, self.wanted)
        mine = Owed(untried=max(all_.untried - beyond.untried, 0), tried=max(all_.tried - beyond.tried, 0))
        return {**owed, self._outlet: mine}

    def announce_page(self, outlet: Outlet, url: str, links: Sequence[Link], settle: Callable[[Announced], str]) -> Announced:
        """Store the links of one page of a road, and the cursor behind it, which `settle` makes of what was new, in one transaction."""
        with self._db.write() as connection:
            held = announcements.held_links(connection, outlet, links)
            announced = replace(announcements.announce(connection, outlet, links, self._now(), wanted=self.wanted), held=held)
            walks.save_cursor(connection, outlet.slug, url, settle(announced))
        self._next.clear()  # what came now may be before what was put in order
        return announced

    def walked(self, outlet: str, via: Via) -> list[SeedState]:
        """The roads of this kind that walks found by themselves, by address."""
        with self._db.write() as connection:
            return seeds.walked_seeds(connection, outlet, via)

    def children(self, outlet: str, index: str) -> list[SeedState]:
        """The sitemaps that an index lists."""
        with self._db.write() as connection:
            return seeds.children_of(connection, outlet, index)

    def accounted(self, outlet: str) -> int:
        """Articles of which it is known what became of them, or that they are owed; further addresses of an article are none."""
        is_one = (link.c.status != REJECTED) | (link.c.reason != Reason.SEEN)
        with self._db.write() as connection:
            here = select(func.count()).select_from(link).where(link.c.outlet == outlet, is_one)
            return int(connection.scalar(here) or 0)

    def is_to_be_looked_for(self, outlet: Outlet, via: Via) -> bool:
        """Whether it is not known that there is no road of this kind, or that was found a day ago."""
        with self._db.write() as connection:
            return seeds.is_due_at(seeds.load_seed(connection, outlet.slug, _search_address(outlet, via)), self._now())

    def was_looked_for(self, outlet: Outlet, via: Via) -> None:
        """Remember that there is no road of this kind."""
        state = SeedState(outlet=outlet.slug, url=_search_address(outlet, via), origin=Origin.SEARCH, outcome="read", polled_at=self._now())
        with self._db.write() as connection:
            seeds.save_seed(connection, replace(state, next_due_at=state.polled_at + LOOK_AGAIN_SECONDS))

    def forget(self, outlet: str, url: str) -> None:
        """A road that turned out to be none."""
        with self._db.write() as connection:
            connection.execute(seed.delete().where(seed.c.outlet == outlet, seed.c.url == url))


def _search_address(outlet: Outlet, via: Via) -> str:
    return f"{outlet.home}#{via}"
