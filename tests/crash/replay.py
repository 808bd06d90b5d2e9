"""Replays of one archive that are killed again and again, and what must hold after each kill and at the end."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from tests.crash.harness import SLUG, WATCH_SECONDS, CrashLab
from tests.crawling import Crawls
from tests.site import process
from tests.site.loopback import LoopbackOutlet

LONGEST_WAIT_SECONDS = 1.0


class ReplayLab(CrashLab):
    """A crash laboratory whose sessions replay what one crawl had saved. They ask nobody, so that kills by request make no sense."""

    def __init__(self, site: LoopbackOutlet, folder: Path, seed: int, workers: int = 1) -> None:
        super().__init__(site, folder, seed, workers)
        self.saved = Crawls(folder / "crawl")
        site.outlet_toml(self.saved.outlets)
        assert self.saved.latest("-a", f"outlet={SLUG}").code == 0
        assert len(self.saved.records()) == len(site.truth())

    def start(self, *_: str) -> subprocess.Popen[str]:
        """Start `scrapy crawl replay`; its log goes to a file of its own."""
        command = process.scrapy_command("crawl", "replay", "-a", f"warc={self.saved.data}/warc/**/*.warc.gz", "-a", f"outlet={SLUG}")
        with tempfile.NamedTemporaryFile(dir=self._log, suffix=".log", delete=False) as log:
            return process.start(command, env=self.env, stderr=log.fileno())

    def kill_after_its_lock(self) -> None:
        """SIGKILL a random time after the session has taken its lock, before or soon after its first line."""
        wait, before = self.rng.uniform(0, LONGEST_WAIT_SECONDS), self._locks()
        if self._killed(lambda running, dead: self._locked_for(wait, before, running)):
            self.figures.by_time += 1

    def _locked_for(self, wait: float, before: set[Path], running: subprocess.Popen[str]) -> None:
        while running.poll() is None and not self._locks() - before:
            time.sleep(WATCH_SECONDS)
        time.sleep(wait)
        self._strike_if_alive(running)

    def _locks(self) -> set[Path]:
        return {lock for lock in self.data.glob("runs/*.lock") if lock.name != "recovery.lock"}
