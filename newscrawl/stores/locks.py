"""Locks that the kernel frees when their holder dies, however it dies (flock(2))."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawl.errors import Stopped
from newscrawl.stores.files import discard, make_folder, store_error, try_lock

POLL_SECONDS = 0.05


class FileLock:
    """An exclusive lock on a file of its own, held until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> FileLock | None:
        """The lock, or None when somebody else holds it; raises `StoreError` when its file can't be made."""
        make_folder(path.parent)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise store_error(path, 0, error) from error
        if not try_lock(path, descriptor):
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    def release(self, *, remove: bool = False) -> None:
        """Give the lock back; `remove` takes the file away too, for names that nobody will ask for again."""
        if remove:
            discard(self.path)
        os.close(self._descriptor)


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock at `path`; a missing file is held by nobody."""
    if not path.exists():
        return False
    lock = FileLock.take(path)
    if lock is None:
        return True
    lock.release(remove=True)
    return False


@contextmanager
def waiting_lock(path: Path, stop: Callable[[], bool]) -> Iterator[None]:
    """Hold the lock at `path`, after waiting for whoever has it; raises `Stopped` once `stop` says so."""
    while (lock := FileLock.take(path)) is None:
        if stop():
            raise Stopped(f"stopped while another run was at {path.name}")
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()
