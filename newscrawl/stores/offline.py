"""Answers from WARC files by address, where the network would be asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from glob import glob
from pathlib import Path
from typing import NamedTuple

from newscrawl.core.url import clean_url
from newscrawl.errors import UsageProblem
from newscrawl.stores.warc_read import ArchivedResponse, DamagedRecord, read_at, read_records


class _Place(NamedTuple):
    date: datetime
    file: Path
    offset: int


class OfflineIndex:
    """Where the last response for each address lies. Holds addresses and places, no bodies.

    An address is looked for as it is, then by its clean form. `damaged` are the records that were left out.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self.damaged: list[DamagedRecord] = []
        self._exact: dict[str, _Place] = {}
        self._clean: dict[str, _Place] = {}
        for file in files:
            self._add_file(file)

    def __len__(self) -> int:
        return len(self._exact)

    def find(self, url: str) -> ArchivedResponse | None:
        """The last response for `url`, or None when there is none, or its record was damaged since. Safe for several threads."""
        url = _whole(url)
        clean = _cleaned(url)
        place = self._exact.get(url) or self._exact.get(clean) or self._clean.get(clean)
        found = read_at(place.file, place.offset) if place else None
        return found if isinstance(found, ArchivedResponse) else None

    def _add_file(self, file: Path) -> None:
        for record in read_records(file):
            if isinstance(record, DamagedRecord):
                self.damaged.append(record)
                continue
            place = _Place(record.date, record.file, record.offset)
            url, clean = _whole(record.url), _cleaned(record.url)
            _keep_last(self._exact, url, place)
            if clean != url:
                _keep_last(self._clean, clean, place)


def offline_files(pattern: str) -> list[Path]:
    """The files that an absolute glob names, sorted; raises `UsageProblem` when there are none."""
    files = files_matching(pattern)
    if not files:
        raise UsageProblem(f"NEWSCRAWL_OFFLINE: no file matches {pattern}; name WARC files, as in data/warc/**/*.warc.gz")
    return files


def files_matching(pattern: str) -> list[Path]:
    """The files that a glob names, sorted; `**` stands for any folders."""
    return [Path(name) for name in sorted(glob(pattern, recursive=True)) if Path(name).is_file()]  # noqa: PTH207 (absolute patterns)


def _keep_last(places: dict[str, _Place], url: str, place: _Place) -> None:
    known = places.get(url)
    if known is None or place.date >= known.date:
        places[url] = place


def _whole(url: str) -> str:
    """`url` without its fragment, which is never asked for."""
    return url.partition("#")[0]


def _cleaned(url: str) -> str:
    clean = clean_url(url)
    return clean if isinstance(clean, str) else url
