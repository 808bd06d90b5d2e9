"""Counts of one run, and the summary made of them: what `data/runs/<id>.json` holds and `newscrawl.report` turns into text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from newscrawl.core.article import Article
from newscrawl.core.verdict import NO_ARTICLE, Reason, Rejection
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.frontier import Asked, Owed
from newscrawl.stores.state.outcome import Leave, Lost, Postpone, Result, Unchanged
from newscrawl.stores.state.seeds import SeedState

SEED_PROBLEMS_SHOWN = 20
"""For one outlet; more say nothing new."""
DAMAGED_PLACES_SHOWN = 50
"""The log has them all."""


@dataclass(slots=True, kw_only=True)
class OutletSummary:
    """What one run did for one outlet."""

    seeds: Counter[str] = field(default_factory=lambda: Counter(read=0, unchanged=0, failed=0))
    seed_problems: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)  # entries that are no links, by name
    dropped: Counter[str] = field(default_factory=Counter)  # values of entries that were no use, by name; their links stay
    carried: int = 0  # owed when the run began
    put_off: int = 0  # links whose host wanted to be left alone before it was asked
    new: int = 0
    known: int = 0
    too_old: int = 0
    barren: Counter[str] = field(default_factory=Counter)  # by seed: links in a row, to this moment, behind which there was no article
    other_days: int = 0  # pages whose articles are of days that the run does not want
    kept: int = 0
    unchanged: int = 0  # pages that say what the last version of their article says
    given: int | None = None  # pages that the run was asked for by name: then it is about these, and not about what else is owed
    ahead: int = 0  # articles that a road says it has, and that its walk has not come to
    elsewhere: int = 0  # of the given ones: another run holds or settled them
    rejected: Counter[Reason] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=dict)  # pages by what became of each `[extract]` rule there

    def count_rules(self, outcomes: Mapping[str, str]) -> None:
        """Count what became of the outlet's `[extract]` rules on one page."""
        for rule, outcome in outcomes.items():
            self.rules.setdefault(rule, Counter())[outcome] += 1

    @property
    def in_all(self) -> int:
        """Links that the run knows of so far, and those that its walk is yet to come to."""
        return (self.carried + self.new if self.given is None else self.given) + self.ahead

    def links(self, owed: Owed, *, budget_spent: bool) -> dict[str, Any]:
        """The link counts at the end of the run.

        What a spent `limit` kept this run from trying is left, not owed; what a host kept it from is owed. `elsewhere` are links that another run
        settled, or holds now.
        """
        if self.given is not None:
            return self._counts(self.given, owed=self.given - self._settled() - self.elsewhere, left=0)
        untried = max(owed.untried - self.put_off, 0) if budget_spent else 0
        left = self.too_old + self.other_days + untried
        still_owed = owed.total - untried
        known_of = self.carried + self.new + self.too_old
        announced = max(known_of, self._settled() + still_owed + left)  # another run may have announced more, and left them owed
        return self._counts(announced, owed=still_owed, left=left)

    def _settled(self) -> int:
        return self.kept + self.unchanged + self.rejected.total()

    def _counts(self, announced: int, *, owed: int, left: int) -> dict[str, Any]:
        return {
            "carried": self.carried,
            "new": self.new,
            "known": self.known,
            "announced": announced,
            "kept": self.kept,
            "unchanged": self.unchanged,
            "rejected": {str(reason): count for reason, count in sorted(self.rejected.items())},
            "owed": owed,
            "left": left,
            "elsewhere": announced - self._settled() - owed - left,
        }


@dataclass(slots=True, kw_only=True)
class RunSummary:
    """Everything that a run tells about itself."""

    run: str
    started_at: datetime
    spider: str = ""
    errors: int = 0
    adopted: int = 0
    gone: list[str] = field(default_factory=list)  # parts of the output that the state knows and that are not there
    skipped: Counter[str] = field(default_factory=Counter)  # responses of an archive that are no pages of these outlets, by name
    damaged: int = 0
    damaged_places: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outlets: dict[str, OutletSummary] = field(default_factory=dict)

    def outlet(self, slug: str) -> OutletSummary:
        """The counts of one outlet, made at its first mention."""
        return self.outlets.setdefault(slug, OutletSummary())

    def seed(self, slug: str, state: SeedState, announced: Announced, problem: str | None) -> None:
        """Count the answer of a seed."""
        mine = self.outlet(slug)
        mine.seeds[state.outcome] += 1
        mine.seeds["failed"] += int(state.is_stopped)
        mine.new += announced.new
        mine.known += announced.known
        mine.too_old += announced.left
        if announced.too_deep:
            mine.refused["index_too_deep"] += announced.too_deep
        if problem and len(mine.seed_problems) < SEED_PROBLEMS_SHOWN:
            mine.seed_problems.append(f"{state.url}: {problem}")

    def no_seed(self, slug: str, problem: str) -> None:
        """The outlet has no seed that can be asked, and why."""
        self.outlet(slug).seeds["failed"] += 1
        self.outlet(slug).seed_problems.append(problem)

    def stopped(self, slug: str, state: SeedState, *, is_last: bool) -> None:
        """A seed is not asked any more; the last one of an outlet counts as one that could not be read."""
        mine = self.outlet(slug)
        mine.seeds["stopped"] += 1
        mine.seeds["failed"] += int(is_last)
        since = datetime.fromtimestamp(state.polled_at, UTC).date().isoformat()
        mine.seed_problems.append(f"{state.url}: stopped: it answered 410 on {since}; take it out of the outlet file, or name its new address")

    def entries(self, slug: str, refused: Mapping[str, int], dropped: Mapping[str, int]) -> None:
        """Count what a seed's answer held that is no link, or no date."""
        self.outlet(slug).refused.update(refused)
        self.outlet(slug).dropped.update(dropped)

    def gave(self, slug: str, count: int) -> None:
        """Count pages that the run was asked for by name."""
        mine = self.outlet(slug)
        mine.given = (mine.given or 0) + count

    def asked(self, slug: str, count: int, asked: Asked) -> None:
        """Count links that the run was asked for by name, and what became of that."""
        self.gave(slug, count - asked.again)
        self.outlet(slug).elsewhere += asked.held
        if asked.again:
            self.entries(slug, {"duplicate_link": asked.again}, {})

    def damage(self, place: str) -> None:
        """Count a record of an archive that can't be trusted; `place` says where, and what is wrong."""
        self.damaged += 1
        if len(self.damaged_places) < DAMAGED_PLACES_SHOWN:
            self.damaged_places.append(place)

    def verdict(self, slug: str, result: Result, seed: str | None = None) -> None:
        """Count the verdict of a link that `seed` announced; one that is owed or lost is no verdict."""
        mine = self.outlet(slug)
        if seed is not None and not isinstance(result, Lost | Postpone):
            is_barren = isinstance(result, Rejection) and result.reason in NO_ARTICLE
            mine.barren[seed] = mine.barren[seed] + 1 if is_barren else 0
        if isinstance(result, Article):
            mine.kept += 1
        elif isinstance(result, Unchanged):
            mine.unchanged += 1
        elif isinstance(result, Leave):
            mine.other_days += 1
        elif isinstance(result, Lost):
            mine.elsewhere += 1
        elif isinstance(result, Rejection):
            mine.rejected[result.reason] += 1

    def to_dict(self, ended_at: datetime, outcome: str, code: int, links: dict[str, dict[str, Any]], files: dict[str, list[str]]) -> dict[str, Any]:
        """The summary as plain JSON values."""
        return {
            "run": self.run,
            "spider": self.spider,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "ended_at": ended_at.isoformat(timespec="seconds"),
            "exit": code,
            "outcome": outcome,
            "outlets": {
                slug: {
                    "seeds": dict(mine.seeds),
                    "links": links[slug],
                    "refused": dict(mine.refused),
                    "dropped": dict(mine.dropped),
                    "seed_problems": mine.seed_problems,
                    "rules": {rule: dict(outcomes) for rule, outcomes in mine.rules.items()},
                }
                for slug, mine in self.outlets.items()
            },
            **files,
            "adopted": self.adopted,
            "gone": self.gone,
            "skipped": dict(self.skipped),
            "damaged": self.damaged,
            "damaged_places": self.damaged_places,
            "notes": self.notes,
            "errors": self.errors,
        }
