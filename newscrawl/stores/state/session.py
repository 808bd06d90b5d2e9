"""One run's dealings with the state, the output and the locks. Blocking; one thread calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newscrawl.core.article import Article
from newscrawl.core.host_file import HostFile
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.verdict import Rejection
from newscrawl.errors import BusyError
from newscrawl.stores.files import discard
from newscrawl.stores.locks import FileLock, is_held, waiting_lock
from newscrawl.stores.state import announcements, articles, coverage, frontier, host_files, polled, refill, runs, seeds, turns, walks
from newscrawl.stores.state.adopt import Adoption, adopt_parts
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.commit import commit_outcomes
from newscrawl.stores.state.db import StateDb
from newscrawl.stores.state.frontier import Asked, Claim, Owed
from newscrawl.stores.state.outcome import Outcome, Result
from newscrawl.stores.state.parts import Parts
from newscrawl.stores.state.polled import Poll
from newscrawl.stores.state.roads import Roads
from newscrawl.stores.state.schema import PENDING
from newscrawl.stores.state.seeds import SeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a run found when it began."""

    adoption: Adoption
    released: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a run works: its data folder, the state's address, the name of this machine."""

    data: Path
    state_url: str
    host: str


class RunSession:
    """State, parts and lock of one run, from `begin` to `end`."""

    def __init__(
        self,
        where: Where,
        run: str,
        keep_params: Mapping[str, Sequence[str]],
        now: Callable[[], datetime],
        before_lines: Callable[[], None],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.where = where
        self.run = run
        self._keep_params = keep_params
        self._now = now
        self._db = StateDb.open(where.state_url, keep_params=keep_params)
        self._stop = stop
        self.parts = Parts(where.data, run, where.host, now, before_lines)
        self.roads = Roads(self._db, run, self._seconds)
        self._lock: FileLock | None = None

    def begin(self, spider: str) -> Begun:
        """Take this run's lock, adopt what dead runs had written, free what they had claimed.

        Two runs that begin at once do so one after the other: a claim is freed only after its run's lines were adopted.
        """
        with waiting_lock(self.where.data / "runs" / "recovery.lock", self._stop):
            self._lock = FileLock.take(self._lock_path(self.run))
            if self._lock is None:
                raise BusyError(f"run {self.run}: another process has its lock")
            with self._db.write() as connection:  # who dies from here on is left to the next run: its lines are not adopted below
                dead = [run for run in runs.open_runs(connection, self.where.host) if not is_held(self._lock_path(run))]
                dead += runs.silent_runs(connection, self.where.host, self._seconds())
            self._remove_spools()
            adoption = adopt_parts(self._db, self.where.data, self.where.host, self._seconds(), self._keep_params, stop=self._stop)
            with self._db.write() as connection:
                released = runs.bury(connection, dead, self._seconds())
                runs.start_run(connection, self.run, spider, self.where.host, self._seconds())
        return Begun(adoption=adoption, released=released)

    def refill(self, outlet: str) -> int:
        """Owe the articles of `outlet` that have no line in the output; how many."""
        return refill.refill(self._db, self.where.data, outlet, self._seconds())

    def take_seeds(self, wanted: Sequence[SeedState], *, due_or_not: bool) -> list[SeedState]:
        """Those of the seeds that are due and that no other run asks now, as they are stored; this run holds them until `save_seed`."""
        with self._db.write() as connection:
            found = [seeds.take_seed(connection, self.run, state, self._seconds(), due_or_not=due_or_not) for state in wanted]
        return [state for state in found if state is not None]

    def tidy_seeds(self, outlet: str, named: Sequence[str]) -> None:
        """Forget seeds of the outlet file that it does not name any more, and the sitemaps of indexes that are forgotten."""
        with self._db.write() as connection:
            seeds.forget_unnamed(connection, outlet, named)

    def take_children(self, outlet: str, count: int) -> list[SeedState]:
        """Up to `count` due sitemaps of the outlet's indexes, held by this run."""
        with self._db.write() as connection:
            return seeds.take_children(connection, self.run, outlet, self._seconds(), count)

    def seeds_of(self, outlet: str, urls: Sequence[str]) -> list[SeedState]:
        """What is stored of these seeds, held or not."""
        with self._db.write() as connection:
            return [seeds.load_seed(connection, outlet, url) for url in urls]

    def found_seeds(self, outlet: str) -> list[SeedState]:
        """The seeds that were found from the outlet's home page."""
        with self._db.write() as connection:
            return seeds.found_seeds(connection, outlet)

    def save_search(self, state: SeedState, found: Sequence[str]) -> None:
        """Store how a search of a home page went; seeds found earlier and not in `found` (addresses) are forgotten when it found any."""
        with self._db.write() as connection:
            seeds.save_seed(connection, state)
            if found:
                seeds.forget_found(connection, state.outlet, found)

    def announce(self, outlet: Outlet, links: Sequence[Link], oldest: str | None, polled_at: int) -> Announced:
        """Store links of a seed whose last ones come with `save_seed`."""
        wanted = self.roads.wanted
        with self._db.write() as connection:
            return announcements.announce(connection, outlet, links, self._seconds(), oldest=oldest, polled_at=polled_at, wanted=wanted)

    def save_seed(self, poll: Poll) -> tuple[SeedState, Announced]:
        """Store a seed's state, the last links that the same answer announced and the sitemaps it lists, in one transaction."""
        with self._db.write() as connection:
            return polled.store(connection, poll, self._seconds(), self.roads.wanted)

    def announce_months(self, outlet: str, road: Via, counts: Mapping[str, int]) -> None:
        """Store how many articles a road says that it has, by month (`2024-05`; empty: undated) or by range of months (`2015-01/2019-12`, both
        included; `..` is an open end, `../..` everything). Months are those of the outlet's own calendar, as it dates its articles.

        What the road said before of the same months, and of months and ranges within, is replaced: an answer that comes again, after a kill too,
        changes nothing. Nothing is added up. So a walk gives the X-WP-Total of a request for exactly these months (`after` and `before` at their
        borders, `per_page=1&_fields=id`), never that of a window which begins or ends within a month, which counts what is left of a walk, and never
        how many posts it was given. It asks when it is through: what was taken down during the walk would be missing otherwise. One number for the
        whole range is enough; where it does not close (`scrapy coverage` says so), the numbers of its years and months say where.

        Raises `ValueError` for what is no month or range, and for a negative count; nothing is stored then.
        """
        with self._db.write() as connection:
            coverage.announce_months(connection, outlet, road, counts, self._seconds())

    def claim(self, room: Mapping[str, int]) -> dict[str, list[Claim]]:
        """Due links for this run, up to `room` for each outlet."""
        with self._db.write() as connection:
            return {outlet: frontier.claim(connection, self.run, outlet, count, self._seconds()) for outlet, count in room.items()}

    def ask_for(self, outlet: Outlet, links: Sequence[Link]) -> Asked:
        """These very links for this run, due or not, known or not."""
        with self._db.write() as connection:
            return frontier.ask_for(connection, self.run, outlet, links, self._seconds())

    def walk_cursor(self, outlet: str, url: str) -> str | None:
        """How far the walk over the seed at `url` came."""
        with self._db.write() as connection:
            return walks.load_cursor(connection, outlet, url)

    def save_walk(self, outlet: str, url: str, cursor: str) -> None:
        """Store how far the walk over a seed came."""
        with self._db.write() as connection:
            walks.save_cursor(connection, outlet, url, cursor)

    def walked_roots(self, outlet: str) -> list[str]:
        """Where walks over the outlet's archive came somewhere, the last first."""
        with self._db.write() as connection:
            return walks.walked_roots(connection, outlet)

    def wanted_posts(self, outlet: Outlet, found: Sequence[walks.Found]) -> list[int]:
        """The places of those of the posts that `take_posts` would give to this run now."""
        with self._db.write() as connection:
            return walks.wanted(connection, outlet, found, self._seconds())

    def take_posts(self, outlet: Outlet, url: str, found: Sequence[walks.Found], cursor: str) -> walks.Taken:
        """Those of the posts that this run is to judge, and the walk's cursor behind them, in one transaction."""
        with self._db.write() as connection:
            taken = walks.take(connection, self.run, outlet, found, self._seconds())
            walks.save_cursor(connection, outlet.slug, url, cursor)
            return taken

    def take_owed_posts(self, outlet: str, url: str, count: int) -> list[Claim]:
        """Up to `count` due links of a walk that have no verdict yet."""
        with self._db.write() as connection:
            return walks.take_owed(connection, self.run, outlet, url, count, self._seconds())

    def commit(self, outcomes: Sequence[Outcome]) -> list[Result]:
        """The group commit; what it returns is durable."""
        with self._db.write() as connection:
            runs.heartbeat(connection, self.run, self._seconds())
            return commit_outcomes(connection, self.run, outcomes, self._seconds(), self.parts)

    def known_as(self, item: Article, fingerprint: bytes) -> Rejection | None:
        """Why `item` is not new: its address or its text belongs to a settled article."""
        with self._db.write() as connection:
            return articles.known_as(connection, item, fingerprint, self._keep_params.get(item.outlet, ()))

    def take_turn(self, host: str, gap_ms: int) -> int:
        """0 when the turn at `host` has come and is taken now; else milliseconds to wait before asking for it again."""
        with self._db.write() as connection:
            return turns.take_turn(connection, host, self.run, self._milliseconds(), gap_ms)

    def leave_alone(self, host: str, seconds: float) -> float:
        """`host` asked not to be asked for so many seconds, which are returned."""
        with self._db.write() as connection:
            turns.leave_alone(connection, host, self.run, self._milliseconds(), int(seconds * 1000))
        return seconds

    def hold_turn(self, host: str, seconds: float) -> float:
        """`host` was asked just now, and not when its turn was taken, or its gap is longer than was known then: no run takes a turn in the `seconds`
        to come, which are returned."""
        with self._db.write() as connection:
            turns.hold_turn(connection, host, self.run, self._milliseconds(), int(seconds * 1000))
        return seconds

    def host_file(self, host: str, name: str) -> HostFile | None:
        """The last answer for a file of a host."""
        with self._db.write() as connection:
            return host_files.load_file(connection, host, name)

    def keep_host_file(self, file: HostFile) -> None:
        """Store the answer for a file of a host."""
        with self._db.write() as connection:
            host_files.save_file(connection, file)

    def owed(self) -> Mapping[str, Owed]:
        """What each outlet owes now, without what other runs hold."""
        with self._db.write() as connection:
            return self.roads.without_beyond(connection, frontier.owed_by_outlet(connection, by=[PENDING]))

    def give_back(self) -> Mapping[str, Owed]:
        """Give back what is still claimed; returns what each outlet owes, without what other runs hold now."""
        with self._db.write() as connection:
            frontier.release(connection, self.run)
            seeds.release_seeds(connection, self.run)
            return self.roads.without_beyond(connection, frontier.owed_by_outlet(connection, by=[PENDING]))

    def end(self, outcome: str, code: int) -> None:
        """Write down how the run ended, in the database file itself."""
        with self._db.write() as connection:
            runs.end_run(connection, self.run, self._seconds(), outcome, code)
            host_files.prune_files(connection, self._seconds())
        self._db.settle()

    def close(self) -> None:
        """Close files and locks, whatever happened before."""
        self.parts.close()
        self._db.close()
        if self._lock is not None:
            self._lock.release(remove=True)
            self._lock = None

    def _remove_spools(self) -> None:
        """Links that a dead run had read and not yet stored (its seeds are read again), and the half of its summary."""
        for spool in (file for name in ("*.links", ".*.tmp") for file in (self.where.data / "runs").glob(name)):
            run = spool.name.lstrip(".").partition(".")[0]
            if run != self.run and not is_held(self._lock_path(run)):
                discard(spool)

    def _lock_path(self, run: str) -> Path:
        return self.where.data / "runs" / f"{run}.lock"

    def _milliseconds(self) -> int:
        return int(self._now().timestamp() * 1000)

    def _seconds(self) -> int:
        return int(self._now().timestamp())
