"""How many requests of a run wait for their host's turn, and how many are on their way: by which limit the run is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Traffic:
    """Counts, of this moment."""

    def __init__(self) -> None:
        self.waiting = 0
        self.on_their_way = 0

    @contextmanager
    def waits(self) -> Iterator[None]:
        """A request waits for its turn, as long as the block lasts."""
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1

    @contextmanager
    def asks(self) -> Iterator[None]:
        """A request is on its way, as long as the block lasts."""
        self.on_their_way += 1
        try:
            yield
        finally:
            self.on_their_way -= 1
