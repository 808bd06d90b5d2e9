"""The seeds of one run: which are due, which are on their way, and what their answers bring into the state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from newscrawl.book import Book
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.seeds import SeedState
from newscrawl.stores.state.session import RunSession

Ask = Callable[[Callable[[RunSession], Any]], Awaitable[Any]]


class SeedDesk:
    """Seeds are taken, asked and answered; while one is out, links may come. `ask` calls the state, `came` hears of outlets whose links came."""

    def __init__(self, book: Book, ask: Ask, came: Callable[[str], None]) -> None:
        self._book = book
        self._ask = ask
        self._came = came
        self.out = 0

    async def take(self, wanted: Sequence[SeedState], *, due_or_not: bool) -> list[SeedState]:
        """Those of the seeds that are due (or all, `due_or_not`) and that no other run asks now; held until they are answered."""
        taken: list[SeedState] = await self._ask(lambda session: session.take_seeds(wanted, due_or_not=due_or_not))
        self.out += len(taken)
        return taken

    async def tidy(self, outlet: Outlet) -> None:
        """Forget what the outlet file does not name any more."""
        await self._ask(lambda session: session.tidy_seeds(outlet.slug, [seed.url for seed in outlet.seeds]))

    async def take_children(self, outlet: Outlet, count: int) -> list[SeedState]:
        """Up to `count` due sitemaps that indexes of the outlet list; held until they are answered."""
        taken: list[SeedState] = await self._ask(lambda session: session.take_children(outlet.slug, count))
        self.out += len(taken)
        return taken

    async def known(self, outlet: Outlet, urls: Sequence[str]) -> list[SeedState]:
        """What is stored of seeds, due or not."""
        found: list[SeedState] = await self._ask(lambda session: session.seeds_of(outlet.slug, urls))
        return found

    async def found(self, outlet: Outlet) -> list[SeedState]:
        """The seeds that were found from the outlet's home page."""
        states: list[SeedState] = await self._ask(lambda session: session.found_seeds(outlet.slug))
        return states

    def tell_of_stopped(self, outlet: Outlet, states: Sequence[SeedState], *, others: int) -> None:
        """Say in the summary which of an outlet's seeds are not asked any more; when there are no `others`, the run does not count as well done."""
        stopped = [state for state in states if state.is_stopped]
        for state in stopped:
            self._book.summary.stopped(outlet.slug, state, is_last=not others and len(stopped) == len(states))

    async def announce(self, outlet: Outlet, links: Sequence[Link], before: SeedState) -> Announced:
        """Store links of a seed whose last ones come with `answered`."""
        oldest = self.oldest_day(outlet)
        announced: Announced = await self._ask(lambda session: session.announce(outlet, links, oldest, before.polled_at))
        self._came(outlet.slug)
        return announced

    async def answered(self, poll: Poll, problem: str | None = None) -> SeedState:
        """Store how a seed's poll went; its links are in the frontier when this returns."""
        try:
            state, announced = await self._ask(lambda session: session.save_seed(poll))
            self._book.summary.seed(poll.outlet.slug, state, announced, problem)
        finally:
            self.let_go(poll.outlet)
        known: SeedState = state
        return known

    async def search_ended(self, outlet: Outlet, state: SeedState, found: Sequence[str]) -> None:
        """Store how the search for an outlet's seeds went, and forget those that were not found again."""
        try:
            await self._ask(lambda session: session.save_search(state, found))
        finally:
            self.let_go(outlet)

    @contextmanager
    def more_to_come(self, outlet: Outlet) -> Iterator[None]:
        """Links may still come in this block, whatever was answered: what a seed's answer leads to is asked for in it."""
        self.hold()
        try:
            yield
        finally:
            self.let_go(outlet)

    def hold(self) -> None:
        """A seed that was not taken from the state is on its way, until it is answered."""
        self.out += 1

    def let_go(self, outlet: Outlet) -> None:
        """A seed that was taken is not on its way any more."""
        self.out -= 1
        self._came(outlet.slug)

    def oldest_day(self, outlet: Outlet) -> str | None:
        """The day before which links of this outlet are left; None when none are."""
        days = outlet.fetch.max_age_days
        return None if days is None else (self._book.started_at - timedelta(days=days)).date().isoformat()
