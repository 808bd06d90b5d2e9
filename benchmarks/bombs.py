"""What hostile answers cost: for each kind a clean run of a small loopback outlet, then the same run with one bomb in it.

    python -m benchmarks.bombs [words of the kinds to run]

Prints a Markdown table. Ends with 1 when a run needs over 128 MB more than the clean one before it or over 15 s, or loses an article.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.memory import PeakWatch
from tests.crawling import Crawls, served
from tests.site import bombs, process
from tests.site.behaviour import Answer, Behaviour, endless
from tests.site.loopback import LoopbackOutlet

ARTICLES = 4
GIB = 1024**3
MAX_MORE_BYTES = 128 * 1024**2
MAX_SECONDS = 15.0
SAMPLE_SECONDS = 0.1  # a bomb that is refused is over soon
PATIENCE_SECONDS = 300  # a run that takes longer has broken its promise long ago
CODINGS = ("gzip", "deflate", "br", "zstd", "gzip, gzip")
HTML, RSS, XML = "text/html; charset=UTF-8", "application/rss+xml", "application/xml"
GZIP, TWICE = "application/x-gzip", ("Content-Encoding", "gzip")
ROOTS = {"feed": "rss", "sitemap": "urlset"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """What the outlet answers at one place: `page`, `feed` or `sitemap`."""

    name: str
    place: str
    does: Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Figures of one run. `reason`: what became of the bomb's link or seed; `kept` of the sound articles."""

    code: int
    peak_bytes: int
    seconds: float
    reason: str
    kept: int


@cache
def body(codings: str, letter: bytes) -> bytes:
    """1 GiB of one letter, packed."""
    return bombs.packed(codings, bombs.filling(letter, GIB))


def packed_bomb(codings: str, letter: bytes, content_type: str) -> Behaviour:
    """Answer with the packed gibibyte, which is made when it is asked for."""
    return lambda answer: served(body(codings, letter), content_type, ("Content-Encoding", codings))(answer)


def all_bombs() -> Iterator[Bomb]:
    """The table's rows."""
    for codings in CODINGS:
        yield Bomb(name=f"1 GiB of zeros, {codings}", place="page", does=packed_bomb(codings, b"\0", HTML))
        yield Bomb(name=f"1 GiB of spaces, {codings}", place="page", does=packed_bomb(codings, b" ", HTML))
        yield Bomb(name=f"1 GiB of spaces, {codings}", place="feed", does=packed_bomb(codings, b" ", RSS))
    yield Bomb(name="1 GiB of spaces, .gz", place="sitemap", does=lambda answer: served(body("gzip", b" "), GZIP)(answer))
    yield Bomb(name="1 GiB of spaces, .gz in gzip", place="sitemap", does=lambda answer: served(body("gzip, gzip", b" "), GZIP, TWICE)(answer))
    for name, make in bombs.XML_BOMBS.items():
        for place, root in ROOTS.items():
            yield Bomb(name=name, place=place, does=served(make(root), RSS if place == "feed" else XML))
    yield Bomb(name="100,000 nested elements", place="page", does=served(bombs.nested_page(), HTML))
    for place in ("page", "feed", "sitemap"):
        yield Bomb(name="endless body", place=place, does=endless)
    yield Bomb(name="colspan of 2^53 - 1", place="page", does=widened)


def widened(answer: Answer) -> Answer:
    """The sound page with a table that claims to be wide."""
    return served(bombs.wide_table(answer.body), HTML)(answer)


def main(words: list[str]) -> int:
    """Run what the words name, or all; 1 when a promise is broken."""
    print("| bomb | as | peak PSS (MB) | over clean (MB) | seconds | over clean (s) | exit | reason | articles kept |")
    print("|---|---|---:|---:|---:|---:|---:|---|---|", flush=True)
    wanted = [bomb for bomb in all_bombs() if all(word in f"{bomb.name} {bomb.place}" for word in words)]
    broken = [bomb for bomb in wanted if not is_harmless(bomb)]
    promise = f"within {MAX_MORE_BYTES // 2**20} MB over the clean run and {MAX_SECONDS:.0f} s, all sound articles kept"
    print(f"\n{len(wanted) - len(broken)} of {len(wanted)} {promise}")
    return int(bool(broken))


def is_harmless(bomb: Bomb) -> bool:
    """Measure and print one row; whether it holds what is promised."""
    return is_borne(bomb, measured(bomb, is_armed=False), measured(bomb, is_armed=True))


def is_borne(bomb: Bomb, clean: Run, hit: Run) -> bool:
    """Print one row; whether the run with the bomb holds what is promised."""
    more_bytes, more_seconds = hit.peak_bytes - clean.peak_bytes, hit.seconds - clean.seconds
    is_fine = more_bytes <= MAX_MORE_BYTES and hit.seconds <= MAX_SECONDS and hit.kept == ARTICLES and bool(hit.reason)
    figures = f"{hit.peak_bytes / 2**20:.0f} | {more_bytes / 2**20:+.0f} | {hit.seconds:.1f} | {more_seconds:+.1f} | {hit.code} | {hit.reason}"
    print(f"| {bomb.name} | {bomb.place} | {figures} | {hit.kept} of {ARTICLES}{'' if is_fine else ' **BROKEN**'} |", flush=True)
    return is_fine


def measured(bomb: Bomb, *, is_armed: bool) -> Run:
    """One run in a fresh folder; the clean one has the same outlet, without the bomb's page or seed."""
    with tempfile.TemporaryDirectory() as folder, LoopbackOutlet(ARTICLES) as site:
        crawls = Crawls(Path(folder))
        path = "/bomb.xml"
        seed = f'[[seed]]\nvia = "{bomb.place}"\nurl = "{site.home}{path}"\nserves = "latest"\n' if is_armed and bomb.place != "page" else ""
        site.outlet_toml(crawls.outlets, connections=8)
        file = crawls.outlets / "loopback.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("[fetch]", seed + "[fetch]"), encoding="utf-8")
        if is_armed and bomb.place == "page":
            path = site.publish(1)[0]["url"].removeprefix(site.home)
        site.behave(path, bomb.does)
        return figures(crawls, site.home + path, [article["url"].lower() for article in site.truth()][:ARTICLES])


def figures(crawls: Crawls, bomb_url: str, articles: list[str]) -> Run:
    """Run `latest` and read what it left."""
    started = time.monotonic()
    running = crawls.start("-a", "force=1")
    with PeakWatch(running.pid, SAMPLE_SECONDS) as memory:
        code, log = waited(running)
    seconds = time.monotonic() - started
    kept = {record["link"].lower() for record in crawls.records()}
    reason = reason_of(crawls, bomb_url, articles, log).replace("|", "/")
    return Run(code=code, peak_bytes=memory.peak_bytes, seconds=seconds, reason=reason, kept=len(kept.intersection(articles)))


def waited(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and log of a run; one that is not over in time is killed with all its workers."""
    try:
        log = running.communicate(timeout=PATIENCE_SECONDS)[1]
    except subprocess.TimeoutExpired:
        log = ""
    finally:
        process.end_session(running)
    return running.returncode, log


def reason_of(crawls: Crawls, url: str, articles: list[str], log: str) -> str:
    """What the log says of the bomb's seed, or the state of links that are no sound articles: the bomb's own, or one that a seed was read for."""
    for line in log.splitlines():
        if f"seed {url}: " in line:
            return line.partition(f"seed {url}: ")[2].partition(" outlet=")[0]
    others = [row for known, row in crawls.rows().items() if known.lower() not in articles]
    said = [f"link {row.status}: {row.reason} ({row.detail})" if row.reason else f"link {row.status}" for row in others]
    return "; ".join(said) or "read, and no link in it"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
