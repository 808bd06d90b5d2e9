"""How a road went: for the choice of the next one, and for the run's summary."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawl.clock import utc_now
from newscrawl.core.outlet import Seed
from newscrawl.discovery.road import End
from newscrawl.polls import after_asking_later, after_failure
from newscrawl.restapi import RestTrouble
from newscrawl.stores.state.seeds import SeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadEnd:
    """What came of the road over `seed`: whole, or why it is not; `is_absent`: there is no such road."""

    seed: Seed
    end: End | None = None
    problem: str = ""
    pages: int = 0
    is_whole: bool = False
    is_absent: bool = False
    is_busy: bool = False

    @classmethod
    def busy(cls, seed: Seed) -> RoadEnd:
        """Another run walks it."""
        return cls(seed=seed, problem="another run walks it", is_busy=True)

    def in_words(self) -> str:
        """One line for a person."""
        count = f"{self.pages} page" if self.pages == 1 else f"{self.pages} pages"
        how = self.problem or ", ".join(filter(None, ("read to its end" if self.is_whole else "not read to its end", self.end and str(self.end))))
        return f"{self.seed.via} {self.seed.url}: {how}" + (f" ({count})" if self.pages else "")


def later(state: SeedState, trouble: RestTrouble) -> SeedState:
    """The state of a road that could not be walked to its end."""
    at = int(utc_now().timestamp())
    return after_failure(state, trouble.kind, at) if trouble.wait is None else after_asking_later(state, trouble.wait, at)
