"""Crawls that are killed again and again against one invented outlet, and what must hold after each kill and at the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.site import output, process
from tests.site.loopback import LoopbackOutlet

SLUG = "loopback"
PATIENCE_SECONDS = 120  # a session that neither ends nor meets its kill by then is stuck
GRACE_SECONDS = 10  # for workers to notice that their parent is dead; the figures say how long they took
LONGEST_WAIT_SECONDS = 1.5  # random delay of a kill by time, counted from the session's first request
LAST_REQUESTS = (16, 16, 16, 40)  # a kill by count strikes between the session's first request (robots.txt, the feed, then pages) and one of these
RUNS_TO_THE_END = 6  # a run after a kill may find what is not due for a moment
WATCH_SECONDS = 0.005


@dataclass(slots=True)
class Figures:
    """What the kills did."""

    kills: int = 0
    by_request: int = 0
    by_growth: int = 0
    by_time: int = 0
    after_first_line: int = 0
    with_lines_in_flight: int = 0
    between_line_and_state: int = 0
    torn: int = 0
    finished_before_kill: int = 0
    slowest_leaving: float = 0.0
    lines: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.by_request} by request, {self.by_growth} by growth, {self.by_time} by time), "
            f"{self.after_first_line} after the first line, {self.with_lines_in_flight} in a session that had written, "
            f"{self.between_line_and_state} between a line and its commit in the state, {self.torn} torn lines, {self.finished_before_kill} sessions done before their kill, "
            f"last process gone after {self.slowest_leaving:.2f} s at most, lines at each kill {self.lines}"
        )


class CrashLab:
    """One outlet, one data folder, and sessions of `latest` that end badly."""

    last_requests = LAST_REQUESTS

    def __init__(self, site: LoopbackOutlet, folder: Path, seed: int, workers: int = 1) -> None:
        self.site = site
        self.data = folder / "data"
        self.rng = Random(seed)
        self.figures = Figures()
        self.seen: Counter[bytes] = Counter()
        self._log = folder / "log"
        self._log.mkdir(parents=True)
        site.outlet_toml(folder / "outlets", SLUG)
        self.env = {"NEWSCRAWL_DATA": str(self.data), "NEWSCRAWL_OUTLETS": str(folder / "outlets"), "NEWSCRAWL_WORKERS": str(workers)}

    # --- sessions ---------------------------------------------------------------------------------------------------------------------

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Start `scrapy crawl latest`; its log goes to a file of its own."""
        command = process.scrapy_command("crawl", "latest", "-a", f"outlet={SLUG}", *args)
        with tempfile.NamedTemporaryFile(dir=self._log, suffix=".log", delete=False) as log:
            return process.start(command, env=self.env, stderr=log.fileno())

    def finish(self, running: subprocess.Popen[str]) -> int:
        """Wait for a session to end by itself; its exit code. Nothing of it may stay."""
        try:
            code = running.wait(PATIENCE_SECONDS)
            assert process.seconds_until_gone(running.pid, GRACE_SECONDS) is not None, "a process of an ended run is still there"
        finally:
            process.end_session(running)
        return code

    def run_to_the_end(self) -> dict[str, Any]:
        """Run until nothing is owed; the summary of the last run."""
        for _ in range(RUNS_TO_THE_END):
            code = self.finish(self.start("-a", "force=1"))
            if code == 0:
                return output.last_summary(self.data)
            assert code == 3, f"exit code {code}: {self.last_log()}"
        raise AssertionError(f"something is still owed after {RUNS_TO_THE_END} runs: {self.last_log()}")

    def last_log(self) -> str:
        """The end of the newest log."""
        newest = max(self._log.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        return newest.read_text(encoding="utf-8", errors="replace")[-4000:]

    def interrupt(self) -> tuple[int, float]:
        """Ctrl-C once a session has written something: SIGINT to its whole group. Exit code, and the seconds it took to end."""
        running = self.start("-a", "force=1")
        self._wait_for_growth(1, running)
        os.killpg(running.pid, signal.SIGINT)
        struck = time.monotonic()
        return self.finish(running), time.monotonic() - struck

    # --- kills ------------------------------------------------------------------------------------------------------------------------

    def kill_by_request(self) -> None:
        """SIGKILL when the server has received a random early request of the session."""
        n = self.rng.randint(1, self.rng.choice(self.last_requests))
        if self._killed(lambda running, dead: self._at_request(n, running, dead)):
            self.figures.by_request += 1

    def kill_by_growth(self) -> None:
        """SIGKILL as soon as the session has written a random amount: from its first byte to some lines."""
        more = self.rng.choice((1, 1, 2_000, 6_000))
        if self._killed(lambda running, dead: self._at_growth(more, running, dead)):
            self.figures.by_growth += 1

    def kill_by_time(self) -> None:
        """SIGKILL a random time after the session's first request."""
        wait = self.rng.uniform(0, LONGEST_WAIT_SECONDS)
        if self._killed(lambda running, dead: self._after_seconds(wait, running, dead)):
            self.figures.by_time += 1

    def _killed(self, ambush: Callable[[subprocess.Popen[str], threading.Event], None]) -> bool:
        """One session with its ambush; whether the kill came before its end. Every law is checked after it."""
        before = output.whole_lines(self.data)
        running = self.start("-a", "force=1")
        dead = threading.Event()
        try:
            ambush(running, dead)
            running.wait(PATIENCE_SECONDS)
            leaving = process.seconds_until_gone(running.pid, GRACE_SECONDS)
        finally:
            dead.set()
            process.end_session(running)
        was_killed = running.returncode == -signal.SIGKILL
        assert was_killed or running.returncode in (0, 3), f"exit code {running.returncode}: {self.last_log()}"
        assert leaving is not None, f"a worker outlived its parent by {GRACE_SECONDS} s"
        self._count(was_killed, len(before), leaving)
        self.check_after_kill()
        return was_killed

    def _count(self, was_killed: bool, lines_before: int, leaving: float) -> None:
        figures, lines = self.figures, len(output.whole_lines(self.data))
        figures.kills += was_killed
        figures.finished_before_kill += not was_killed
        figures.after_first_line += was_killed and lines > 0
        figures.with_lines_in_flight += was_killed and lines > lines_before
        figures.between_line_and_state += was_killed and self._unknown_bytes() > 0
        figures.torn += self._torn_parts()
        figures.slowest_leaving = max(figures.slowest_leaving, leaving)
        figures.lines.append(lines)

    def _strike(self, running: subprocess.Popen[str]) -> None:
        """Kill the crawler alone (its workers must notice), every fourth time the whole group, as a service manager does."""
        try:
            if self.figures.kills % 4 == 3:
                os.killpg(running.pid, signal.SIGKILL)
            else:
                os.kill(running.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it ended by itself a moment ago; it is our child and not yet reaped, so the id is nobody else's

    def _at_request(self, n: int, running: subprocess.Popen[str], dead: threading.Event) -> None:
        self.site.on_request(self.site.requests + n, lambda: None if dead.is_set() else self._strike(running))

    def _at_growth(self, more: int, running: subprocess.Popen[str], dead: threading.Event) -> None:
        self._wait_for_growth(more, running)
        self._strike_if_alive(running)

    def _wait_for_growth(self, more: int, running: subprocess.Popen[str]) -> None:
        start = self._written()
        while running.poll() is None and self._written() < start + more:
            time.sleep(WATCH_SECONDS)

    def _after_seconds(self, wait: float, running: subprocess.Popen[str], dead: threading.Event) -> None:
        begun = threading.Event()
        self.site.on_request(self.site.requests + 1, begun.set)
        while running.poll() is None and not begun.wait(WATCH_SECONDS):
            pass
        time.sleep(wait)
        self._strike_if_alive(running)

    def _strike_if_alive(self, running: subprocess.Popen[str]) -> None:
        if running.poll() is None:
            self._strike(running)

    def _torn_parts(self) -> int:
        return sum(not part.read_bytes().endswith(b"\n") for part in output.parts(self.data) if part.stat().st_size)

    def _written(self) -> int:
        return sum(part.stat().st_size for part in output.parts(self.data))

    # --- laws -------------------------------------------------------------------------------------------------------------------------

    def check_after_kill(self) -> None:
        """No complete line vanished or changed, and the state is sound."""
        now = Counter(output.whole_lines(self.data))
        vanished = self.seen - now
        assert not vanished, f"{vanished.total()} complete lines vanished or changed, first {next(iter(vanished))[:200]!r}"
        self.seen = now
        assert self.integrity() in ("ok", "no state")

    def integrity(self) -> str:
        """SQLite's own judgement."""
        return str(self._ask_state("PRAGMA integrity_check", "no state"))

    def _unknown_bytes(self) -> int:
        """Bytes of output that the state has not heard of: what the next run must adopt."""
        return self._written() - int(self._ask_state("SELECT coalesce(sum(committed), 0) FROM part", 0))

    def _ask_state(self, query: str, without_state: Any) -> Any:
        """One value from a copy of the state: opening the files themselves would tidy up what the next run has to cope with."""
        if not (self.data / "state.sqlite").exists():
            return without_state
        with tempfile.TemporaryDirectory() as folder:
            for name in ("state.sqlite", "state.sqlite-wal"):
                if (self.data / name).exists():
                    shutil.copy(self.data / name, folder)
            with closing(sqlite3.connect(Path(folder) / "state.sqlite")) as connection:
                return connection.execute(query).fetchone()[0]

    def check_complete(self) -> None:
        """Every published article is there once, whole, and no other; no address or id twice; all that was ever seen is still there."""
        self.check_after_kill()
        records = output.read_lines(self.data)
        expected = {article["url"].lower(): article for article in self.site.truth()}
        urls = Counter(record["url"].lower() for record in records)  # the case of percent escapes is the writer's choice
        lost, doubled, strange = expected.keys() - urls.keys(), {url for url, count in urls.items() if count > 1}, urls.keys() - expected.keys()
        counts = f"{len(lost)} lost, {len(doubled)} doubled, {len(strange)} strange"
        assert not lost | doubled | strange, f"{counts}: {[*lost, *doubled, *strange][:3]}"
        ids = {record["id"] for record in records}
        assert len(ids) == len(records), f"{len(ids)} ids for {len(records)} records"
        wrong = [record["url"] for record in records if record["text"] != expected[record["url"].lower()]["text"]]
        assert not wrong, f"{len(wrong)} texts are not the outlet's, first {wrong[0]}"

    def fetched_more_than_once(self) -> list[str]:
        """Articles whose page was asked for twice or more."""
        return [url for url, times in self.site.article_requests().items() if times > 1]

    def written_addresses(self) -> set[str]:
        """Addresses, in lower case, of the articles with a complete line."""
        return {json.loads(line)["url"].lower() for line in output.whole_lines(self.data)}

    def tear(self) -> None:
        """Leave half a line at the end of the newest part, as a full disk or a power cut does."""
        newest = max(output.parts(self.data), key=lambda part: part.stat().st_mtime_ns)
        line = newest.read_bytes().split(b"\n")[0]
        with newest.open("ab") as part:
            part.write(line[: len(line) // 2])

    def lose_the_state(self) -> None:
        """Remove the state database, as an operator or a bad disk would."""
        for file in self.data.glob("state.sqlite*"):
            file.unlink()


def sums_close(summary: dict[str, Any]) -> bool:
    """Whether a lone run's sums close: every announced link is kept, rejected or owed, and nothing went elsewhere."""
    return all(
        links["announced"] == links["kept"] + links.get("unchanged", 0) + sum(links["rejected"].values()) + links["owed"] + links["left"] and links["elsewhere"] == 0
        for links in (outlet["links"] for outlet in summary["outlets"].values())
    )
