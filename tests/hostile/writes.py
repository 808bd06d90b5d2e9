"""Runs whose n-th write fails, for every n: a preloaded library stands between the run and its data folder (`failing_writes.c`)."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crawling import Crawls, Ran

SOURCE = Path(__file__).with_name("failing_writes.c")
RUNS_TO_COMPLETE = 4
LONGEST_LINE = 600  # characters of a message to a person
SQLITE_SAYS = ("disk is full", "disk I/O error", "readonly database", "unable to open database file", "its log can't be written")
ADVICE = ("free some space", "look at the disk", "writable", "start the run again", "name another place")
FAILURES = (1, 2)
MOST_BREACHES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How writes fail: with which error, and whether all later ones do so too."""

    name: str
    errno: int
    stays: bool
    step: int = 1  # every so manieth write is let fail in the long run


KINDS = (
    Kind(name="full disk", errno=errno.ENOSPC, stays=True),
    Kind(name="I/O error, once", errno=errno.EIO, stays=False),
    Kind(name="read-only from here on", errno=errno.EROFS, stays=True, step=5),
)


@dataclass(slots=True)
class Figures:
    """What was tried."""

    calls: int = 0
    cases: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    not_met: int = 0

    def __str__(self) -> str:
        codes = ", ".join(f"{count} with exit code {code}" for code, count in sorted(self.codes.items()))
        return f"{self.calls} calls of the clean run, {self.cases} failed: {codes}; {self.not_met} runs ended before their failing call"


def compiled(folder: Path) -> Path:
    """The library, compiled into `folder`."""
    made = folder / "failing_writes.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-D_LARGEFILE64_SOURCE", "-o", str(made), str(SOURCE), "-ldl"], check=True)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is run: a spider with arguments over the data of `folder`, and what must be there once it is complete."""

    folder: Path
    spider: str
    args: tuple[str, ...]
    check: Callable[[list[dict[str, Any]]], None]
    env: dict[str, str] = field(default_factory=dict)


class WriteLab:
    """One scene again and again, each time from the same data folder, with another write that fails."""

    def __init__(self, scene: Scene, library: Path) -> None:
        self.scene = scene
        self.figures = Figures()
        self._library = library
        self._before = scene.folder / "before"
        self._log = scene.folder / "calls.log"
        self._crawls = Crawls(scene.folder, **scene.env)
        if self._crawls.data.exists():
            shutil.copytree(self._crawls.data, self._before)

    def fail_each(self, kind: Kind, step: int, start: int = 1) -> Figures:
        """Fail the calls `start`, `start + step`, … of a clean run, one run each; each law is checked after each, and the first breaches are told."""
        self.figures.calls = len(self._calls(self._run(kind, 0)))
        assert self.figures.calls > 20, "the library saw no writes"
        broken: list[str] = []
        for n in range(start, self.figures.calls + 1, step):
            try:
                self._fail(kind, n)
            except AssertionError as error:
                broken.append(str(error))
            if len(broken) == MOST_BREACHES:
                break
        assert not broken, f"{self.figures}\n" + f"\n{'-' * 80}\n".join(broken)
        return self.figures

    def _fail(self, kind: Kind, n: int) -> None:
        ran = self._run(kind, n)
        failed = [call for call in self._calls(ran) if call.endswith("FAILED")]
        if not failed:
            self.figures.not_met += 1
            return
        where = f"{kind.name} at call {failed[0]}: exit code {ran.code}: {ran.log[-3000:]}"
        self.figures.cases += 1
        self.figures.codes[ran.code] += 1
        assert ran.code in FAILURES, where
        assert ran.summary.get("exit") != 0, where
        check_message(kind, ran, self._crawls.data, where)
        check_whole_lines(self._crawls.data, where)
        self._complete(where)

    def _complete(self, where: str) -> None:
        """The same command again, with a healthy disk, until nothing is owed."""
        for _ in range(RUNS_TO_COMPLETE):
            ran = self._crawls.crawl(self.scene.spider, *self.scene.args)
            assert ran.code in (0, 3), f"{where}\nthen exit code {ran.code}: {ran.log[-3000:]}"
            if ran.code == 0:
                break
        assert ran.code == 0, f"{where}\nsomething is still owed: {ran.log[-2000:]}"
        try:
            self.scene.check(self._crawls.records())
        except AssertionError as error:
            raise AssertionError(f"{where}\nthen: {error}") from error
        left = [*self._crawls.data.rglob("*.tmp"), *self._crawls.data.glob("runs/*.links")]
        assert not left, f"{where}\nleft behind: {left}"

    def _run(self, kind: Kind, n: int) -> Ran:
        """One run from the start, with its n-th call failing."""
        shutil.rmtree(self._crawls.data, ignore_errors=True)
        if self._before.exists():
            shutil.copytree(self._before, self._crawls.data)
        self._log.unlink(missing_ok=True)
        env = {
            "LD_PRELOAD": str(self._library),
            "FAIL_UNDER": str(self._crawls.data),
            "FAIL_AT": str(n),
            "FAIL_ERRNO": str(kind.errno),
            "FAIL_STAYS": str(int(kind.stays)),
            "FAIL_LOG": str(self._log),
        }
        return self._crawls.crawl(self.scene.spider, *self.scene.args, env=env)

    def _calls(self, ran: Ran) -> list[str]:
        assert self._log.exists(), ran.log[-2000:]
        return self._log.read_text(encoding="utf-8").splitlines()


def check_message(kind: Kind, ran: Ran, data: Path, where: str) -> None:
    """One line says what was wrong, where and what to do, in the log and at the end; no traceback hides it."""
    assert "Traceback" not in ran.log, where
    words = (os.strerror(kind.errno), *SQLITE_SAYS)
    said = [line for line in ran.log.splitlines() if str(data) in line and any(word in line for word in words) and any(advice in line for advice in ADVICE)]
    assert said, where
    assert ran.log.rstrip().splitlines()[-1] in said or said[-1] in ran.log.splitlines()[-3:], f"the last line is another one; {where}"
    assert all(len(line) < LONGEST_LINE for line in ran.log.splitlines()), where


def check_whole_lines(data: Path, where: str) -> None:
    """No complete line of the output is damaged: what follows the last newline is a torn one at most, for the next run to cut off."""
    for part in data.glob("articles/**/*.jsonl"):
        for line in lines_of(part):
            assert isinstance(json.loads(line), dict), where


def lines_of(part: Path) -> Iterator[bytes]:
    """Complete lines."""
    yield from part.read_bytes().split(b"\n")[:-1]
