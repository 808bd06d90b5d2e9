"""How many posts an outlet is asked for at a time: as many as WordPress gives, fewer where it is slow or fails, and slowly more again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (100, 50, 20, 5, 1)
"""Posts of one question, from WordPress's most down to the one that may be broken: a hundred may cost a server a second."""
SLOW_SECONDS = 5.0
"""An answer that took longer is a server that has enough to do: less is asked for from then on."""
QUICK_SECONDS = SLOW_SECONDS / 2
"""What took longer than this would be slow again with twice as many posts."""
GOOD_UNTIL_MORE = 2
"""So many quick answers in a row, and more is asked for again: one step at a time, so that a server that recovers is not thrown back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Ask for `size` posts; `good` answers in a row were quick."""

    size: int = SIZES[0]
    good: int = 0

    def after(self, seconds: float) -> Pace:
        """After a whole answer that took so long."""
        if seconds > SLOW_SECONDS:
            return Pace(size=smaller(self.size) or self.size)
        good = self.good + 1 if seconds <= QUICK_SECONDS else 0
        return Pace(size=_larger(self.size)) if good >= GOOD_UNTIL_MORE else Pace(size=self.size, good=good)


def smaller(size: int) -> int | None:
    """The next size below this one; None below a single post."""
    return next((each for each in SIZES if each < size), None)


def _larger(size: int) -> int:
    return min((each for each in SIZES if each > size), default=size)
