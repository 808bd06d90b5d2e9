"""A real WordPress on loopback, with servers of its own, whose scripts lie outside the repository (NEWSCRAWL_SHARED, or `shared` beside it)."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.webserver import free_port

ROOT = Path(__file__).resolve().parents[1]
SERVERS = ("fpm", "mariadb", "nginx")


class Laboratory:
    """One that is up, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.site = (folder / "made").read_text(encoding="utf-8").split()[1] + "/"

    def cpu_seconds(self) -> float:
        """CPU seconds that its servers have used so far."""
        return sum(map(_cpu_of_tree, (int((self._folder / "run" / f"{name}.pid").read_text(encoding="ascii")) for name in SERVERS)))


def _cpu_of_tree(pid: int) -> float:
    parent = psutil.Process(pid)
    times = [process.cpu_times() for process in (parent, *parent.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def scripts() -> Path:
    """Where the laboratory's scripts are, if they are."""
    return Path(os.environ.get("NEWSCRAWL_SHARED") or ROOT.parent / "shared") / "lab" / "wordpress"


def missing() -> str | None:
    """What a laboratory needs and this machine has not."""
    if not (scripts() / "up.sh").exists():
        return f"no laboratory at {scripts()} (NEWSCRAWL_SHARED names another folder)"
    return None if os.geteuid() == 0 else "a laboratory is started by root only: its servers run as users of their own"


@contextmanager
def started(posts: int) -> Iterator[Laboratory]:
    """A laboratory of so many posts, which is stopped and gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="newscrawl-lab-") as name:
        try:
            subprocess.run([scripts() / "up.sh", str(posts), str(free_port()), name], check=True, stdout=subprocess.DEVNULL)
            yield Laboratory(Path(name))
        finally:
            subprocess.run([scripts() / "down.sh", name], check=True, stdout=subprocess.DEVNULL)
