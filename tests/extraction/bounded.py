"""Code in a process of its own that ends when it takes too much CPU time or memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MIB = 2**20
MAX_ADDRESS_SPACE = 2_000 * MIB
"""A stop for what has gone wild; what counts is the memory that is used, which is told."""

USED = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
"""The most memory in KiB since the program began (proc(5)); `ru_maxrss` also counts what was forked from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What the code printed, and the most memory that its process had."""

    said: str
    peak_mib: int


def run_bounded(code: str, *args: str, cpu_seconds: int) -> Ran:
    """Run some code; fails when it raises, or takes more CPU time than it may, of which its imports are a part."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))

    done = subprocess.run([sys.executable, "-c", code + USED, *args], cwd=ROOT, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{args}: ended with {done.returncode}: {done.stderr[-2000:]}"
    said, _, peak = done.stdout.strip().rpartition("\n")
    return Ran(said=said, peak_mib=int(peak) // 1024)
