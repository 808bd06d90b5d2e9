"""Memory and open files of a process and all that it started; memory is the sum of PSS, so that shared pages count once (proc(5), smaps_rollup)."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.5


def pss_bytes(pid: int) -> int:
    """Proportional set size of one process; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def open_files(pid: int) -> int:
    """Open file descriptors of one process, sockets and pipes included; 0 when it is gone."""
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0


def tree(root: int) -> list[int]:
    """A process and its descendants; empty when it is gone."""
    try:
        return [root, *(child.pid for child in psutil.Process(root).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def tree_bytes(root: int) -> int:
    """Sum over a process and its descendants."""
    return sum(map(pss_bytes, tree(root)))


class PeakWatch:
    """Samples a tree in a thread, as a context manager, every half second or as often as is said: largest sums of memory and open files."""

    def __init__(self, root: int, every_seconds: float = SAMPLE_SECONDS) -> None:
        self.peak_bytes = 0
        self.peak_files = 0
        self._root = root
        self._every_seconds = every_seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> PeakWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._done.wait(self._every_seconds):
            pids = tree(self._root)
            self.peak_bytes = max(self.peak_bytes, sum(map(pss_bytes, pids)))
            self.peak_files = max(self.peak_files, sum(map(open_files, pids)))
