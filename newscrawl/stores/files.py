"""Files that one process alone appends to: whole pieces or nothing, and durable once synced."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from newscrawl.errors import StoreError

WHAT_TO_DO = {
    errno.ENOSPC: "free some space on that disk",
    errno.EDQUOT: "free some space within this user's quota",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f)",
    errno.EACCES: "make it writable for this user, or set NEWSCRAWL_DATA to another folder",
    errno.ENOLCK: "set NEWSCRAWL_DATA to a folder on a file system that has locks",
    errno.ENOTSUP: "set NEWSCRAWL_DATA to a folder on a file system that has locks",
    errno.EROFS: "mount it writable, or set NEWSCRAWL_DATA to another folder",
}
"""What a person has to do, by the system's error; any other asks for a look at the disk."""
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM, errno.EBADF}
"""How a file system says that it syncs no folders (fsync(2)), or that this user may write to one that it may not read."""


class OwnedFile:
    """A file locked for this process (flock), to which pieces are appended.

    A piece is written whole or, when the disk refuses, taken back, so that the file never holds a half one that more is appended to.
    After an error that can't be undone every further use raises `StoreError`. Not safe for several threads at once.
    """

    __slots__ = ("_broken", "_fd", "length", "path")

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self.length = os.fstat(fd).st_size
        self._fd = fd
        self._broken = False

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The file at `path`, made with its folders if need be; None while another process holds it."""
        return cls._take(path, os.O_CREAT)

    @classmethod
    def create(cls, path: Path) -> Self | None:
        """A file that did not exist until now; None when there is one of that name."""
        return cls._take(path, os.O_CREAT | os.O_EXCL)

    @classmethod
    def _take(cls, path: Path, how: int) -> Self | None:
        fd = _opened(path, os.O_RDWR | os.O_APPEND | how)
        if fd is None:
            return None
        if not try_lock(path, fd):
            os.close(fd)
            return None
        file = cls(path, fd)
        if file.length == 0:
            sync_folder(path.parent)
        return file

    def fileno(self) -> int:
        """The descriptor, for reading."""
        return self._fd

    def append(self, data: bytes) -> int:
        """Write all of `data` at the end and return the offset where it begins; raises `StoreError` and leaves the file as it was."""
        self._check_whole()
        start = self.length
        try:
            _write_all(self._fd, data)
        except OSError as error:
            self._take_back(start)
            raise store_error(self.path, start, error) from error
        self.length = start + len(data)
        return start

    def truncate(self, length: int) -> None:
        """Cut the file to `length` bytes, durably."""
        self._check_whole()
        if length > self.length:
            raise ValueError(f"{self.path}: {length} is beyond its {self.length} bytes")
        try:
            os.ftruncate(self._fd, length)
        except OSError as error:
            raise store_error(self.path, self.length, error) from error
        self.length = length
        self.sync()

    def sync(self) -> None:
        """Bring everything appended so far onto the disk. A sync that failed is final: the kernel may have dropped what it could not write."""
        self._check_whole()
        try:
            os.fsync(self._fd)
        except OSError as error:
            self._broken = True
            raise store_error(self.path, self.length, error) from error

    def close(self) -> None:
        """Give the file and its lock back; twice is harmless."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _take_back(self, length: int) -> None:
        try:
            os.ftruncate(self._fd, length)
        except OSError:
            self._broken = True

    def _check_whole(self) -> None:
        if self._broken:
            raise StoreError(f"{self.path}: an earlier write failed and could not be undone; start the run again")
        if os.fstat(self._fd).st_nlink == 0:
            raise StoreError(f"{self.path}: it was removed or replaced while this run wrote to it; start the run again")


def _opened(path: Path, flags: int) -> int | None:
    """A descriptor of `path`; None when `flags` want a new file and there is one."""
    make_folder(path.parent)
    try:
        return os.open(path, flags, 0o644)
    except FileExistsError:
        return None
    except OSError as error:
        raise store_error(path, 0, error) from error


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def store_error(path: Path, size: int, error: OSError) -> StoreError:
    """The error for a person: which file, how far it got, what the system said, what to do."""
    advice = WHAT_TO_DO.get(error.errno or 0, "look at the disk")
    where = f"{path} (after {size} bytes)" if size else f"{path}"
    return StoreError(f"{where}: {error.strerror}; {advice}, then start the run again: what was complete stays")


def make_folder(folder: Path) -> None:
    """Make `folder` and its parents, each entry durable before the next; raises `StoreError`."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise store_error(folder, 0, error) from error
    sync_folder(folder.parent)


def try_lock(path: Path, fd: int) -> bool:
    """Take the exclusive lock of an open file (flock(2)); False when another process has it. Raises `StoreError` where there are no locks."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        os.close(fd)
        raise store_error(path, 0, error) from error
    return True


def sync_folder(folder: Path) -> None:
    """Make the entries of `folder` durable, where the file system can: some network ones refuse, and nothing better is to be had there."""
    try:
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError as error:
        if error.errno not in NO_FOLDER_SYNC:
            raise store_error(folder, 0, error) from error


def discard(path: Path) -> None:
    """Remove a file that does no harm where it can't be removed, or is not there: a read-only file system refuses even that. Never raises."""
    with suppress(OSError):
        path.unlink()


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole and durable, or not at all; raises `StoreError`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        discard(temporary)
        raise store_error(path, 0, error) from error
    sync_folder(path.parent)
