"""How long robots.txt files of real hosts take to read and to ask, in CPU time: `python benchmarks/robots.py protego-test-data.tar.gz`."""

from __future__ import annotations

import argparse
import json
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from newscrawl.core.robots import parse_robots

ADDRESSES = [f"https://courier.example/2026/11/{day:02}/a-story-of-the-day-{day}/?page={day}" for day in range(1, 31)]
WORST = {
    "many wildcards": b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*b\n" * 18_000,
    "many different wildcards": b"User-agent: *\n" + b"".join(b"Disallow: /*a*%d*b\n" % n for n in range(26_000)),
    "one long line": b"User-agent: *\nDisallow: /" + b"*a" * 260_000,
    "long needles": b"User-agent: *\n" + b"".join(b"Disallow: /*%s%d\n" % (b"a" * 1000, n) for n in range(500)),
    "no line end": b"a" * 524_288,
    "escapes": b"User-agent: *\nDisallow: /" + b"%61" * 170_000,
}
LONG_ADDRESS = "https://courier.example/" + "a" * 2000


def main() -> None:
    """Print maximum and median as JSON, the slowest files, and what hostile files cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("archive", type=Path, help="tar file with one robots.txt a member")
    read, asked = {}, {}
    for name, body in members(arguments.parse_args().archive):
        robots = parse_robots(body)
        read[name] = reading(body) * 1e3
        asked[name] = cpu_seconds(lambda robots=robots: [robots.allows(url) for url in ADDRESSES]) / len(ADDRESSES) * 1e6
    print(json.dumps({"files": len(read), "read_ms": told(read), "ask_us": told(asked), "hostile_ms": hostile()}, indent=1))


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of the test data."""
    with tarfile.open(archive) as packed:
        for member in packed:
            file = packed.extractfile(member) if "/test_data/" in member.name else None
            if file is not None:
                yield Path(member.name).name, file.read()


def cpu_seconds(function: Callable[[], object]) -> float:
    """The faster of two runs: the other one met something else on this machine."""
    return min(_once(function) for _ in range(2))


def _once(function: Callable[[], object]) -> float:
    began = time.process_time()
    function()
    return time.process_time() - began


def told(times: dict[str, float]) -> dict[str, object]:
    """Maximum, median and the three slowest."""
    slowest = sorted(times, key=lambda name: times[name], reverse=True)[:3]
    return {"max": round(times[slowest[0]], 2), "median": round(median(times.values()), 3), "slowest": slowest}


def hostile() -> dict[str, dict[str, float]]:
    """What files cost that were written to cost: reading, and asking for one address of 2,000 letters."""
    return {name: {"read": round(reading(body) * 1e3, 1), "ask": round(asking(body) * 1e3, 1)} for name, body in WORST.items()}


def reading(body: bytes) -> float:
    """Seconds to read a file."""
    return cpu_seconds(lambda: parse_robots(body))


def asking(body: bytes) -> float:
    """Seconds to ask it for one address."""
    robots = parse_robots(body)
    return cpu_seconds(lambda: robots.allows(LONG_ADDRESS))


if __name__ == "__main__":
    main()
