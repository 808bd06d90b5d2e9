"""The raw archive: every fetched page in WARC files that a run owns.

    <data>/warc/<YYYY-MM>/newscrawl-<run>-<00001>.warc.gz

The month is that of the first page in the file. A file is never appended to by another run, and never changed once its run is over.
"""

from __future__ import annotations

from itertools import accumulate, count
from pathlib import Path
from threading import Lock

from newscrawl.core.article import RawRef
from newscrawl.core.page import Page
from newscrawl.stores.files import OwnedFile
from newscrawl.stores.warc import encode_pages, encode_warcinfo

MAX_FILE_BYTES = 1024**3
"""Size at which a file is closed and the next one begun: what archives use, and what one worker re-reads in a few minutes."""


class ArchiveWriter:
    """Writes pages below the data folder `folder` for one `run`. Files are made when there is something to write.

    Every method raises `StoreError` when the disk refuses; the file then holds whole pages only. Safe for several threads.
    """

    def __init__(self, folder: Path, run: str, *, software: str, max_bytes: int = MAX_FILE_BYTES) -> None:
        self._folder = folder
        self._run = run
        self._software = software
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._file: OwnedFile | None = None
        self._month = ""
        self._numbers = count(1)
        self._dirty = False
        self.files: list[str] = []
        """Names of the files made so far, below the data folder."""

    def write_page(self, page: Page) -> RawRef:
        """Append all records of `page` and say where its response lies. Durable after the next `sync`."""
        return self.write_whole(page)[-1]

    def write_whole(self, page: Page) -> tuple[RawRef, ...]:
        """The same for a page and the further parts of its article, all in one piece: where each of these lies, and last where the page does."""
        encoded = encode_pages(page)
        with self._lock:
            file = self._file_for(page)
            opening = b"" if file.length else encode_warcinfo(file.path.name, self._run, self._software, page.fetched_at)
            start = file.append(opening + b"".join(each.data for each in encoded)) + len(opening)
            self._dirty = True
        name = file.path.relative_to(self._folder).as_posix()
        starts = accumulate((len(each.data) for each in encoded), initial=start)
        return tuple(RawRef(file=name, offset=at + each.offset, digest=each.digest) for at, each in zip(starts, encoded, strict=False))

    def sync(self) -> None:
        """Make all pages written so far durable; free when there is nothing new."""
        with self._lock:
            self._sync()

    def close(self) -> None:
        """Sync, and give the file back; twice is harmless. A later page begins a new file."""
        with self._lock:
            self._close_file()

    def _file_for(self, page: Page) -> OwnedFile:
        month = f"{page.fetched_at:%Y-%m}"
        if self._file and (self._file.length >= self._max_bytes or month > self._month):
            self._close_file()
        if not self._file:
            self._file = self._new_file(month)
            self._month = month
        return self._file

    def _new_file(self, month: str) -> OwnedFile:
        """The first free number: a run that was started again under its old name leaves its old files alone."""
        names = (self._folder / "warc" / month / f"newscrawl-{self._run}-{n:05}.warc.gz" for n in self._numbers)
        made = next(file for name in names if (file := OwnedFile.create(name)))
        self.files.append(made.path.relative_to(self._folder).as_posix())
        return made

    def _sync(self) -> None:
        if self._file and self._dirty:
            self._file.sync()
            self._dirty = False

    def _close_file(self) -> None:
        try:
            self._sync()
        finally:
            if self._file:
                self._file.close()
            self._file = None
