"""Starting `scrapy` as a user does, in a session of its own, and finding what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
KEPT_FROM_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "COVERAGE_PROCESS_START")
POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a command ended and what it said."""

    code: int
    stdout: str
    stderr: str


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment with no setting, proxy or project of the person who runs the tests; the loopback address is let through."""
    kept = {name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", **(extra or {})}


def scrapy_command(*args: str) -> list[str]:
    """The command line of `scrapy` in this interpreter."""
    return [sys.executable, "-m", "scrapy", *args]


def run(command: list[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 180) -> Finished:
    """Run to the end; a command that outlives `timeout` seconds is killed with its whole session, and `TimeoutExpired` is raised."""
    process = start(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    finally:
        end_session(process)
    return Finished(code=process.returncode, stdout=stdout, stderr=stderr)


def start(
    command: list[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT, stdout: int = subprocess.DEVNULL, stderr: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """Start in a session of its own: its id is the process's, and its workers are in it."""
    return subprocess.Popen(
        command, env=clean_environment(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, text=True, encoding="utf-8", start_new_session=True
    )


def session_members(session: int) -> list[int]:
    """Ids of the living processes of a session (a zombie is dead)."""
    return [pid for pid in psutil.pids() if _is_member(pid, session)]


def seconds_until_gone(session: int, patience_seconds: float) -> float | None:
    """How long the last process of the session took to go; None when one is still there at the end of our patience."""
    started = time.monotonic()
    while session_members(session):
        if time.monotonic() - started > patience_seconds:
            return None
        time.sleep(POLL_SECONDS)
    return time.monotonic() - started


def end_session(process: subprocess.Popen[str]) -> None:
    """Kill what is left of the session that `process` was started with, and only that."""
    for pid in session_members(process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def _is_member(pid: int, session: int) -> bool:
    try:
        return os.getsid(pid) == session and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, PermissionError, psutil.Error):
        return False
