"""A day of the Gregorian calendar, or as much of one as was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_GREGORIAN_YEAR = 1900
"""A smaller year is one of another calendar (1448 is Hijri, 1405 Persian) or a database's zero, and can't be read as ours."""


@dataclass(frozen=True, slots=True)
class Day:
    """Year, month, day; None is what was not said."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)

    def is_real(self) -> bool:
        """Whether the calendar has it, in a year that can be ours."""
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            return False
        return self.year >= FIRST_GREGORIAN_YEAR
