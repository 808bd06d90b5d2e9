"""The backfill of a WordPress beside a bare loop that downloads the same answers over one connection, one after the other.

    python -m benchmarks.backfill [--posts 5000,20000] [--rounds 3] [--lab FOLDER] [--site URL]

Prints a Markdown table. Without `--site` or `--lab` (a laboratory that is up) a WordPress of its own is filled and started for each number of posts.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.laboratory import Laboratory, missing, started
from benchmarks.memory import PeakWatch
from newscrawl.stores.offline import files_matching
from newscrawl.stores.warc_read import ArchivedResponse, read_records

ROOT = Path(__file__).resolve().parents[1]
KEPT_FROM_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
OUTLET = """
name = "Benchmark"
home = "{site}"
timezone = "Asia/Aden"

[fetch]
delay_seconds = 0

[[seed]]
via = "wordpress"
url = "{site}wp-json/"
"""
ASKED_RATIO = 1.3  # our seconds against the bare loop's
ASKED_ARTICLES_A_REQUEST = 20
ASKED_PEAK_MB = 600
ASKED_GROWTH = 1.1  # memory at the most posts against the fewest
PATIENCE_SECONDS = 1800
MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Figures of one backfill and of the bare loop behind it; `cpu_seconds` of our whole tree, `server_seconds` of the laboratory's servers while we
    crawled (None where there is no laboratory)."""

    articles: int
    requests: int
    seconds: float
    bare_seconds: float
    cpu_seconds: float
    server_seconds: float | None
    peak_bytes: int

    @property
    def ratio(self) -> float:
        """How many times as long as the bare loop."""
        return self.seconds / self.bare_seconds


def one_round(site: str, folder: Path, laboratory: Laboratory | None = None) -> Round:
    """A backfill of the WordPress at `site` into the empty `folder`, then the bare loop; raises `RuntimeError` when the crawl did not end with 0."""
    write_outlet(folder / "outlets", site)
    served = laboratory.cpu_seconds() if laboratory else 0.0
    cpu, started_at = _cpu_of_children(), time.monotonic()
    with (folder / "log.txt").open("w") as log, _crawling(folder, log.fileno()) as running, PeakWatch(running.pid) as memory:
        code = running.wait(PATIENCE_SECONDS)
    seconds = time.monotonic() - started_at
    log_text = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    if code:
        raise RuntimeError(f"exit code {code}\n{log_text[-3000:]}")
    return Round(
        articles=sum(file.read_bytes().count(b"\n") for file in folder.glob("data/articles/*/*.jsonl")),
        requests=_requests(log_text),
        seconds=seconds,
        cpu_seconds=_cpu_of_children() - cpu,
        server_seconds=laboratory.cpu_seconds() - served if laboratory else None,
        peak_bytes=memory.peak_bytes,
        bare_seconds=bare_loop(addresses(folder / "data")),
    )


def write_outlet(folder: Path, site: str) -> None:
    """The outlet file, without a gap between requests."""
    folder.mkdir(parents=True)
    (folder / "benchmark.toml").write_text(OUTLET.format(site=site), encoding="utf-8")


@contextmanager
def _crawling(folder: Path, log: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = {"NEWSCRAWL_DATA": str(folder / "data"), "NEWSCRAWL_OUTLETS": str(folder / "outlets"), "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.1"}
    kept = {name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ}
    command = [sys.executable, "-m", "scrapy", "crawl", "backfill", "-a", "outlet=benchmark", "-s", "LOG_LEVEL=INFO"]
    with subprocess.Popen(command, cwd=ROOT, env=kept | settings, stdout=log, stderr=log) as running:
        yield running


def _requests(log: str) -> int:
    found = re.search(r"'downloader/request_count': (\d+)", log)
    return int(found[1]) if found else 0


def addresses(data: Path) -> list[str]:
    """What was asked for, in order, as the archive has it."""
    records = (record for file in files_matching(str(data / "warc/*/*.warc.gz")) for record in read_records(file))
    return [record.url for record in records if isinstance(record, ArchivedResponse)]


def bare_loop(urls: Sequence[str]) -> float:
    """Seconds that it takes to download these addresses of one host over one connection, and to do nothing with them."""
    started_at = time.monotonic()
    connection = HTTPConnection(urlsplit(urls[0]).netloc, timeout=60)
    for url in urls:
        parts = urlsplit(url)
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "gzip", "Accept": "application/json"})
        connection.getresponse().read()
    connection.close()
    return time.monotonic() - started_at


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- tables -----------------------------------------------------------------------------------------------------------------------------------


def table(rounds: Sequence[Round]) -> str:
    """One row a round, then what was asked for and whether it is met."""
    columns = ("ratio", "ours", "bare loop", "articles/s", "articles", "requests", "our CPU", "server CPU", "peak, sum of PSS")
    lines = [f"| {' | '.join(columns)} |", "| " + " | ".join(["---:"] * len(columns)) + " |", *map(_row, rounds)]
    ratio, peak = median(each.ratio for each in rounds), max(each.peak_bytes for each in rounds) / MB
    sparing = min(each.articles / max(each.requests, 1) for each in rounds)
    lines.append(f"\nRatio {ratio:.2f}, asked for ≤ {ASKED_RATIO}: {_met(ratio <= ASKED_RATIO)}.")
    lines.append(f"Articles a request {sparing:.0f}, asked for ≥ {ASKED_ARTICLES_A_REQUEST}: {_met(sparing >= ASKED_ARTICLES_A_REQUEST)}.")
    lines.append(f"Peak {peak:.0f} MB, asked for ≤ {ASKED_PEAK_MB}: {_met(peak <= ASKED_PEAK_MB)}.")
    return "\n".join(lines)


def _row(each: Round) -> str:
    server = "not known" if each.server_seconds is None else f"{each.server_seconds:.1f} s"
    figures = (f"{each.ratio:.2f}", f"{each.seconds:.1f} s", f"{each.bare_seconds:.1f} s", f"{each.articles / each.seconds:.0f}", str(each.articles))
    return f"| {' | '.join((*figures, str(each.requests), f'{each.cpu_seconds:.1f} s', server, f'{each.peak_bytes / MB:.0f} MB'))} |"


def growth_line(few: Round, many: Round) -> str:
    """Memory at the most posts beside that at the fewest."""
    growth = many.peak_bytes / few.peak_bytes
    return f"Peak at {many.articles} articles against {few.articles}: {growth:.2f}, asked for ≤ {ASKED_GROWTH}: {_met(growth <= ASKED_GROWTH)}."


def _met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


# --- the command ------------------------------------------------------------------------------------------------------------------------------


def measure(site: str, rounds: int, laboratory: Laboratory | None = None) -> list[Round]:
    """So many rounds, printed."""
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as name:
        found = [one_round(site, Path(name) / str(number), laboratory) for number in range(rounds)]
    print(f"\n### {site}\n\n{table(found)}", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", default="5000", help="numbers of posts, comma-separated")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lab", type=Path, help="folder of a laboratory that is up")
    parser.add_argument("--site", help="address of any WordPress on this machine, in place of a laboratory")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; load at start {os.getloadavg()[0]:.1f}", flush=True)
    if options.site:
        measure(options.site, options.rounds)
    elif options.lab:
        laboratory = Laboratory(options.lab)
        measure(laboratory.site, options.rounds, laboratory)
    elif reason := missing():
        print(f"backfill skipped: {reason}")
    else:
        _measure_each([int(count) for count in options.posts.split(",")], options.rounds)


def _measure_each(counts: Sequence[int], rounds: int) -> None:
    found = []
    for count in counts:
        with started(count) as laboratory:
            found.append(measure(laboratory.site, rounds, laboratory)[-1])
    if len(found) > 1:
        print(growth_line(found[0], found[-1]))


if __name__ == "__main__":
    main()
