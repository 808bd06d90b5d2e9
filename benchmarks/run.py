"""All benchmarks: `python benchmarks/run.py [--rounds 3] [--skip speed,memory,links]`. Prints Markdown tables, ratios first.

Speed: our crawl and the plain one in turns, on the real pages, served by nginx without delay. Memory: ten times the pages. Links: see links.py.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from corpus import RealPage, corpus_folder, real_pages, write_site
from crawls import Crawl, crawl_ours, crawl_plain
from links import links_benchmark, links_table
from webserver import NGINX, free_port, is_installed, serving

ROUNDS = 3
FEW_PAGES, MANY_PAGES = 240, 2400
ASKED_RATIO = 1.4  # our articles a second against the plain crawl's
ASKED_STALL_SECONDS = 0.3
ASKED_GROWTH = 1.1  # memory at 2,400 pages against 240
ASKED_PEAK_MB = 700
MOST_OTHERS_CORES = 0.3  # nginx needs 0.1; what other programs take is missing to our second worker, while the plain crawl needs one core only
MB = 1024 * 1024


def speed(folder: Path, pages: list[RealPage], rounds: int) -> list[tuple[Crawl, Crawl]]:
    """Each round both crawls; the one that goes first changes."""
    port = free_port()
    write_site(folder / "site", pages, len(pages), port)
    results = []
    with serving(folder / "site", folder / "nginx", port):
        for number in range(rounds):
            crawls = {"ours": crawl_ours, "plain": crawl_plain}
            order = list(crawls) if number % 2 == 0 else list(crawls)[::-1]
            done = {name: crawls[name](folder / f"{name}-{number}", port, len(pages)) for name in order}
            results.append((done["ours"], done["plain"]))
    return results


def speed_table(results: Sequence[tuple[Crawl, Crawl]]) -> str:
    """One row a round, then the medians."""
    columns = ("ratio", "ours/s", "plain/s", "ratio, spider open", "our stall", "plain stall")
    columns += ("our CPU", "plain CPU", "others during ours", "during plain", "our lines", "plain lines", "round")
    lines = [f"| {' | '.join(columns)} |", "| " + "---: | " * 12 + "--- |"]
    lines += [_speed_row(ours, plain, str(number)) for number, (ours, plain) in enumerate(results, start=1)]
    ratio = median(ours.a_second / plain.a_second for ours, plain in results)
    open_ratio = median(plain.crawl_seconds / ours.crawl_seconds for ours, plain in results)
    rates = [median(pair[which].a_second for pair in results) for which in (0, 1)]
    stalls = [max(pair[which].stall_seconds for pair in results) for which in (0, 1)]
    medians = f"| **{ratio:.2f}** | {rates[0]:.1f} | {rates[1]:.1f} | {open_ratio:.2f}"
    lines.append(f"{medians} | {stalls[0]:.2f} s | {stalls[1]:.2f} s | | | | | | | median; worst stall |\n")
    stall_is_met = _met(stalls[0] <= ASKED_STALL_SECONDS)
    lines.append(f"Asked for: ratio ≥ {ASKED_RATIO}: {_met(ratio >= ASKED_RATIO)}; stall ≤ {ASKED_STALL_SECONDS} s: {stall_is_met}.")
    disturbed = sum(max(ours.others_cores, plain.others_cores) > MOST_OTHERS_CORES for ours, plain in results)
    if disturbed:
        lines.append(f"\n{disturbed} of {len(results)} rounds were disturbed by other programs (over {MOST_OTHERS_CORES} cores): they do not count.")
    return "\n".join(lines)


def _speed_row(ours: Crawl, plain: Crawl, name: str) -> str:
    return (
        f"| {ours.a_second / plain.a_second:.2f} | {ours.a_second:.1f} | {plain.a_second:.1f} | {plain.crawl_seconds / ours.crawl_seconds:.2f} "
        f"| {ours.stall_seconds:.2f} s | {plain.stall_seconds:.2f} s "
        f"| {ours.cpu_seconds:.1f} s | {plain.cpu_seconds:.1f} s "
        f"| {ours.others_cores:.1f} cores | {plain.others_cores:.1f} cores | {ours.lines} | {plain.lines} | {name} |"
    )


def growth(folder: Path, pages: list[RealPage]) -> list[Crawl]:
    """Our crawl at few and at many pages: the same pages, and copies of them."""
    crawls = []
    for count in (FEW_PAGES, MANY_PAGES):
        port = free_port()
        write_site(folder / f"site-{count}", pages[:FEW_PAGES], count, port)
        with serving(folder / f"site-{count}", folder / f"nginx-{count}", port):
            crawls.append(crawl_ours(folder / f"ours-{count}", port, count))
    return crawls


def growth_table(crawls: Sequence[Crawl]) -> str:
    """Peak memory of the tree at each number of pages."""
    few = crawls[0].peak_bytes
    lines = ["| ratio | peak, sum of PSS | pages | lines | articles/s | longest stall |", "| ---: | ---: | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {crawl.peak_bytes / few:.2f} | {crawl.peak_bytes / MB:.0f} MB | {crawl.pages} | {crawl.lines} "
        f"| {crawl.a_second:.1f} | {crawl.stall_seconds:.2f} s |"
        for crawl in crawls
    ]
    peak, ratio = max(crawl.peak_bytes for crawl in crawls) / MB, crawls[-1].peak_bytes / few
    lines.append(f"\nAsked for: ratio ≤ {ASKED_GROWTH}: {_met(ratio <= ASKED_GROWTH)}; peak ≤ {ASKED_PEAK_MB} MB: {_met(peak <= ASKED_PEAK_MB)}.")
    return "\n".join(lines)


def _met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def missing() -> str | None:
    """What the crawls need and this machine has not."""
    if not is_installed():
        return f"no nginx at {NGINX}"
    if not (corpus_folder() / "truth.jsonl").exists():
        return f"no pages at {corpus_folder()} (NEWSCRAWL_SHARED names another folder)"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--skip", default="", help="comma-separated: speed, memory, links")
    options = parser.parse_args()
    skipped = set(options.skip.split(","))
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; load at start {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="newscrawl-bench-") as name:
        run_crawls(Path(name), options.rounds, skipped)
        if "links" not in skipped:
            print("\n### Links into the state\n\n" + links_table(links_benchmark(Path(name))), flush=True)


def run_crawls(folder: Path, rounds: int, skipped: set[str]) -> None:
    """Speed and memory, or a line that says why not."""
    if {"speed", "memory"} <= skipped:
        return
    if reason := missing():
        print(f"\nspeed and memory skipped: {reason}")
        return
    pages = real_pages(corpus_folder())
    if "speed" not in skipped:
        print(f"\n### {len(pages)} real pages, ours beside a plain crawl\n\n" + speed_table(speed(folder / "speed", pages, rounds)), flush=True)
    if "memory" not in skipped:
        print("\n### Memory of the process tree\n\n" + growth_table(growth(folder / "memory", pages)), flush=True)


if __name__ == "__main__":
    main()
