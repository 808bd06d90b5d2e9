"""The links that a run holds: how many each outlet may have, which are on their way, how many pages may still be fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from newscrawl.core.link import Link
from newscrawl.stores.state.frontier import Claim

LINKS_IN_HAND = 8
"""Links of one outlet that a run holds at a time, at least; four for each connection where an outlet allows several."""

Name = tuple[str, str]
"""A link's name in a run: outlet and address as discovered."""


def name_of(link: Link) -> Name:
    """The name of `link`."""
    return (link.outlet, link.url)


class Hand:
    """Bookkeeping of one run's claims; decides, touches nothing."""

    def __init__(self, connections_of: Callable[[str], int]) -> None:
        self._connections_of = connections_of
        self._claims: dict[Name, Claim] = {}
        self._may_have_more: set[str] = set()
        self._resting: set[str] = set()
        self.budget: int | None = None

    def __len__(self) -> int:
        return len(self._claims)

    def get(self, name: Name) -> Claim | None:
        """The claim of this name, until its verdict is durable."""
        return self._claims.get(name)

    def drop(self, name: Name) -> None:
        """The link has its verdict."""
        self._claims.pop(name, None)

    def expect(self, outlets: Iterable[str]) -> None:
        """These outlets may have due links: ask for them."""
        self._may_have_more.update(outlets)

    def clear(self) -> None:
        """Forget all claims; they go back when the run ends."""
        self._claims.clear()

    def rest(self, outlet: str) -> None:
        """The outlet asked for quiet: it gets no more links in this run."""
        self._resting.add(outlet)

    def room(self) -> dict[str, int]:
        """How many links each outlet may be given now: when half of what it may hold is done, so that one query serves several."""
        held = Counter(outlet for outlet, _ in self._claims)
        room: dict[str, int] = {}
        for slug in sorted(self._may_have_more - self._resting):
            most = max(LINKS_IN_HAND, 4 * self._connections_of(slug))
            count = self._within_budget(most - held[slug], room)
            if count > 0 and held[slug] <= most // 2:
                room[slug] = count
        return room

    def _within_budget(self, count: int, given: Mapping[str, int]) -> int:
        return count if self.budget is None else min(count, self.budget - sum(given.values()))

    def take(self, room: Mapping[str, int], found: Mapping[str, Sequence[Claim]]) -> list[Link]:
        """Take the claims that were `found`; an outlet that had fewer than there was room for has no more for now."""
        self._may_have_more -= {outlet for outlet, claims in found.items() if len(claims) < room[outlet]}
        taken = [claim for claims in found.values() for claim in claims]
        self._claims.update({name_of(claim.link): claim for claim in taken})
        if self.budget is not None:
            self.budget -= len(taken)
        return [claim.link for claim in taken]
