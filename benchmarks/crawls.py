"""One measured crawl: ours or the plain one, as a command of its own, against a site that is being served."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from corpus import ROOT, write_outlet
from memory import PeakWatch

HERE = Path(__file__).resolve().parent
KEPT_FROM_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
FINE = (0, 3)  # 3: something is owed; the caller sees it in the number of lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """Figures of one crawl. `command_seconds` from start to exit, `crawl_seconds` while the spider was open, `cpu_seconds` of the whole tree.

    `others_cores`: cores that everything else on the machine (nginx included) kept busy meanwhile.
    """

    pages: int
    lines: int
    command_seconds: float
    crawl_seconds: float
    cpu_seconds: float
    others_cores: float
    stall_seconds: float
    peak_bytes: int

    @property
    def a_second(self) -> float:
        """Pages a second over the whole command, start-up and last fsync included."""
        return self.pages / self.command_seconds


def crawl_ours(folder: Path, port: int, pages: int) -> Crawl:
    """`scrapy crawl latest` with everything on: WARC, state, lines."""
    write_outlet(folder / "outlets", port)
    settings = {"NEWSCRAWL_DATA": str(folder / "data"), "NEWSCRAWL_OUTLETS": str(folder / "outlets"), "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1"}
    command = ["crawl", "latest", "-a", "outlet=benchmark"]
    return _measured(command, folder, ROOT, settings, pages, lambda: list((folder / "data" / "articles").glob("*/*.jsonl")))


def crawl_plain(folder: Path, port: int, pages: int) -> Crawl:
    """The plain spider into a JSON-lines feed."""
    folder.mkdir(parents=True)
    output = folder / "plain.jsonl"
    command = ["runspider", str(HERE / "plain_spider.py"), "-a", f"feed=http://127.0.0.1:{port}/feed.xml", "-O", f"{output}:jsonlines"]
    return _measured(command, folder, folder, {}, pages, lambda: [output])


def _measured(command: list[str], folder: Path, cwd: Path, settings: dict[str, str], pages: int, outputs: Callable[[], list[Path]]) -> Crawl:
    watch_file, log = folder / "loop.json", folder / "log.txt"
    watch = ["-s", 'ADDONS={"stall.LoopWatchAddon": 0}', "-s", f"LOOPWATCH_FILE={watch_file}"]
    environment = {name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ} | {"PYTHONPATH": str(HERE), **settings}
    cpu_before, busy_before, started = cpu_of_children(), busy_seconds(), time.monotonic()
    with log.open("w") as log_file:
        running = subprocess.Popen([sys.executable, "-m", "scrapy", *command, *watch], cwd=cwd, env=environment, stdout=log_file, stderr=log_file)
        with PeakWatch(running.pid) as memory:
            code = running.wait()
    seconds, cpu, busy = time.monotonic() - started, cpu_of_children() - cpu_before, busy_seconds() - busy_before
    if code not in FINE or not watch_file.exists():
        raise RuntimeError(f"{' '.join(command)}: exit code {code}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
    loop = json.loads(watch_file.read_text(encoding="ascii"))
    lines = sum(file.read_bytes().count(b"\n") for file in outputs())
    return Crawl(
        pages=pages,
        lines=lines,
        command_seconds=seconds,
        crawl_seconds=loop["crawl_seconds"],
        cpu_seconds=cpu,
        others_cores=max(0.0, busy - cpu) / seconds,
        stall_seconds=loop["worst_seconds"],
        peak_bytes=memory.peak_bytes,
    )


def cpu_of_children() -> float:
    """CPU seconds of all children that have ended, and of theirs that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def busy_seconds() -> float:
    """CPU seconds that the whole machine has worked since its start."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)
