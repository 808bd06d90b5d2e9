"""What a walk of an archive wants: which links lie in its days, as far as their roads tell, and which of them come first. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawl.core.coverage import month_in_path
from newscrawl.core.link import Hints
from newscrawl.core.range import Holds, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The days that a walk is asked for, and the end of the archive that it begins with."""

    days: Range = field(default_factory=Range)
    oldest_first: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether no day is left out."""
        return self.days.first is None and self.days.last is None

    def leaves_out(self, hints: Hints, url: str) -> bool:
        """Whether an article surely is of other days: by its publication, else by the month in its address; a change only says that it was published
        no later."""
        if self.is_everything:
            return False
        if said := hints.published or month_in_path(url):
            return self.days.holds(said) is Holds.NO
        return self.days.is_after(hints.modified)

    def leaves_out_article(self, published: str | None) -> bool:
        """Whether an article is of other days by the date that it has."""
        return self.days.holds(published) is Holds.NO

    def place(self, hints: Hints, url: str, number: int) -> tuple[str, int]:
        """What links are sorted by, the smallest first where the oldest come first, else the largest: their date, and then `number` by which they
        were announced. Those without a date come last."""
        month, changed = month_in_path(url), hints.modified or ""
        date = hints.published or (changed if month is None or changed.startswith(month) else month) or ("9999" if self.oldest_first else "")
        return date, number if self.oldest_first else -number
