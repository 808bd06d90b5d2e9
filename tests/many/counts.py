"""What a server's log says about a crawler's manners: each count is a pure function of the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from newscrawl.core.failure import retry_after_seconds
from tests.many.faults import ARTICLE, FEED, ROBOTS
from tests.many.plan import Plan
from tests.many.world import Seen

SLACK_SECONDS = 1.0
"""HTTP dates and the state's times are whole seconds."""
BUSY = (429, 503)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Requests for feeds by what was answered, and those for feeds that had not changed since they were given out at the same address."""

    ok: int = 0
    not_modified: int = 0
    moved: int = 0
    other: int = 0
    unchanged: int = 0
    unchanged_304: int = 0
    unchanged_without_conditions: int = 0

    @property
    def share_304(self) -> float:
        """Of the polls of unchanged feeds; 1 when there were none."""
        return self.unchanged_304 / self.unchanged if self.unchanged else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Two requests to one host, `seconds` apart, where `wanted_seconds` were asked for."""

    address: str
    first: str
    second: str
    round: int
    seconds: float
    wanted_seconds: float

    @property
    def ratio(self) -> float:
        """Under 1: too early."""
        return self.seconds / self.wanted_seconds


def by_host(seen: Iterable[Seen]) -> Mapping[str, Sequence[Seen]]:
    """The requests of each host in the order of their arrival."""
    hosts: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        hosts[one.address].append(one)
    return {address: sorted(rows, key=lambda row: row.at) for address, rows in hosts.items()}


def polls(seen: Iterable[Seen]) -> Polls:
    """All requests for feeds."""
    rows = [row for row in seen if row.kind == FEED]
    unchanged = [row for row in rows if row.status in (200, 304) and row.known is not None and row.known == row.version]
    statuses = Counter(row.status for row in rows)
    moved = sum(statuses[code] for code in (301, 302, 307, 308))
    return Polls(
        ok=statuses[200],
        not_modified=statuses[304],
        moved=moved,
        other=len(rows) - statuses[200] - statuses[304] - moved,
        unchanged=len(unchanged),
        unchanged_304=sum(row.status == 304 for row in unchanged),
        unchanged_without_conditions=sum(not row.conditional for row in unchanged),
    )


def gaps(seen: Iterable[Seen], plans: Mapping[str, Plan], *, with_crawl_delay: bool) -> list[Gap]:
    """The gaps between neighbouring requests of each host, beside the delay of its outlet file; with what its robots.txt asks for, once it was read."""
    found: list[Gap] = []
    for address, rows in by_host(seen).items():
        wanted = plans[address].delay_seconds
        for before, after in pairwise(rows):
            if with_crawl_delay and before.kind == ROBOTS and before.status == 200:
                wanted = max(wanted, plans[address].crawl_delay_seconds)
            gap = Gap(address=address, first=before.target, second=after.target, round=after.round, seconds=after.at - before.at, wanted_seconds=wanted)
            found.append(gap)
    return found


def asked_too_early(seen: Iterable[Seen]) -> list[tuple[Seen, Seen]]:
    """Pairs of an answer with Retry-After and a request that came before its time: of the same address, after a 429 of the same host."""
    found: list[tuple[Seen, Seen]] = []
    for rows in by_host(seen).values():
        waits: list[tuple[float, Seen]] = []
        for row in rows:
            found += [(told, row) for until, told in waits if row.simulated_at < until - SLACK_SECONDS and (told.status == 429 or told.target == row.target)]
            wait = retry_after_seconds(row.retry_after, datetime.fromtimestamp(row.simulated_at, UTC)) if row.status in BUSY else None
            waits += [] if wait is None else [(row.simulated_at + wait, row)]
    return found


def fetched_twice(seen: Iterable[Seen]) -> Mapping[tuple[str, str], int]:
    """Articles whose page was given out more than once at one address, and how often."""
    times = Counter((row.address, row.target) for row in seen if row.kind == ARTICLE and row.status == 200)
    return {place: count for place, count in times.items() if count > 1}


def fetched_at_two_addresses(seen: Iterable[Seen]) -> int:
    """Articles whose page was given out at more than one address: a move that nobody could know of."""
    places: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for row in seen:
        if row.kind == ARTICLE and row.status == 200:
            places[(row.address, row.article)].add(row.target)
    return sum(len(targets) > 1 for targets in places.values())


def polled_while_fresh(seen: Iterable[Seen], plans: Mapping[str, Plan]) -> int:
    """Polls of a feed before the max-age of its last answer had gone."""
    early = 0
    fresh_until: dict[tuple[str, str], float] = {}
    for rows in by_host(seen).values():
        for row in (row for row in rows if row.kind == FEED):
            early += row.simulated_at < fresh_until.get((row.address, row.target), 0.0) - SLACK_SECONDS
            age = plans[row.address].max_age_seconds
            if age and row.status in (200, 304):
                fresh_until[(row.address, row.target)] = row.simulated_at + age
    return early


def most_robots(seen: Iterable[Seen]) -> int:
    """How often the host that was asked most for its robots.txt was asked for it."""
    times = Counter(row.address for row in seen if row.kind == ROBOTS)
    return max(times.values(), default=0)


def last_articles(seen: Iterable[Seen], started_at: float) -> dict[str, float]:
    """For each host, the seconds until its last page was given out."""
    last: dict[str, float] = {}
    for row in seen:
        if row.kind == ARTICLE and row.status == 200:
            last[row.address] = max(last.get(row.address, 0.0), row.at - started_at)
    return last
