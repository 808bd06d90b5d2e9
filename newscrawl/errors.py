"""Every error that newscrawl raises on purpose, each with what it is about.

An expected "no" is a value (`newscrawl.core.verdict.Rejection`); an error here means that a person has to act.
"""

from __future__ import annotations

from collections.abc import Sequence


class NewscrawlError(Exception):
    """Root of all errors raised on purpose."""


class UsageProblem(NewscrawlError):
    """A wrong argument or setting: nothing was started. Exit code 2."""


class OutletError(NewscrawlError):
    """An outlet file that can't be used: says file, key, value and what is allowed, one line for each mistake. Exit code 2.

    `others` are further mistakes of the same load; `str` gives all of them, this one first.
    """

    def __init__(self, file: str, key: str, problem: str, others: Sequence[OutletError] = ()) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        self.others = tuple(others)
        line = f"{file}: {key}: {problem}" if key else f"{file}: {problem}"
        super().__init__("\n".join([line, *map(str, others)]))


class StateError(NewscrawlError):
    """A state database that this version can't use. Exit code 2."""


class StoreError(NewscrawlError):
    """Writing pages, lines or state failed; what was complete stays. Exit code 1."""


class Stopped(NewscrawlError):
    """The run was asked to end before it had begun its work. Nothing is lost; exit code 3."""


class BusyError(NewscrawlError):
    """Another run holds what this one needs. Exit code 4."""
