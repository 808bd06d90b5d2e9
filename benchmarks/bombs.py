"""What hostile answers cost: for each place a clean run of a small loopback outlet, then the same run with one bomb in it.

    python -m benchmarks.bombs [words of the kinds to run]

Prints a Markdown table. Ends with 1 when a run needs over 128 MB more than the clean one of its place or over 15 s, loses an article, or does not
name the reason that the bomb's row in `bomb_table` has.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from benchmarks.bomb_table import NOTHING, Bomb, all_bombs
from benchmarks.memory import PeakWatch
from tests.crawling import Crawls
from tests.site import output, process
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page
from tests.site.prose import story
from tests.stores.warc_samples import foreign, http, packed

ARTICLES = 4
MAX_MORE_BYTES = 128 * 1024**2
MAX_SECONDS = 15.0
SAMPLE_SECONDS = 0.1  # a bomb that is refused is over soon
PATIENCE_SECONDS = 300  # a run that takes longer has broken its promise long ago

PATHS: Mapping[str, str] = {
    "feed": "/bomb.xml",
    "sitemap": "/bomb.xml",
    "home": "/",
    "listing": "/bomb/",
    "rest": "/wp-json/wp/v2/posts",
    "robots.txt": "/robots.txt",
}
"""Where the bomb of a place stands; that of a page stands at an article of its own."""

SEEDS: Mapping[str, str] = {
    "feed": 'via = "feed"\nurl = "{home}/bomb.xml"\nserves = "latest"',
    "sitemap": 'via = "sitemap"\nurl = "{home}/bomb.xml"\nserves = "latest"',
    "listing": 'via = "listing"\nurl = "{home}/bomb/"',
    "rest": 'via = "wordpress"\nurl = "{home}/wp-json/"',
}
"""The seed that leads to it, beside the sound feed."""

BACKFILLS = {"listing": "listing,feed", "rest": "wordpress,feed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Figures of one run. `said`: all that was told of the bomb's link, seed or record; `kept` of the sound articles."""

    code: int
    peak_bytes: int
    seconds: float
    said: str
    kept: int


def main(words: list[str]) -> int:
    """Run what the words name, or all; 1 when a promise is broken."""
    print("| bomb | as | peak PSS (MB) | over clean (MB) | seconds | over clean (s) | exit | said | articles kept |")
    print("|---|---|---:|---:|---:|---:|---:|---|---|", flush=True)
    wanted = [bomb for bomb in all_bombs() if all(word in f"{bomb.name} {bomb.place}" for word in words)]
    broken = [bomb for bomb in wanted if not is_borne(bomb, clean_run(bomb.place), hit_run(bomb))]
    promise = f"within {MAX_MORE_BYTES // 2**20} MB over the clean run and {MAX_SECONDS:.0f} s, the reason named, all sound articles kept"
    print(f"\n{len(wanted) - len(broken)} of {len(wanted)} {promise}")
    return int(bool(broken))


def is_borne(bomb: Bomb, clean: Run, hit: Run) -> bool:
    """Print one row; whether the run with the bomb holds what is promised."""
    more_bytes, more_seconds = hit.peak_bytes - clean.peak_bytes, hit.seconds - clean.seconds
    is_named = bomb.reason in hit.said if bomb.reason != NOTHING else hit.said == NOTHING
    lost = clean.kept - hit.kept if bomb.place != "home" else 0  # nothing else leads to the articles
    is_fine = more_bytes <= MAX_MORE_BYTES and hit.seconds <= MAX_SECONDS and clean.kept == ARTICLES and not lost and is_named
    figures = f"{hit.peak_bytes / 2**20:.0f} | {more_bytes / 2**20:+.0f} | {hit.seconds:.1f} | {more_seconds:+.1f} | {hit.code}"
    said = hit.said.replace("|", "/")[:200]
    print(f"| {bomb.name} | {bomb.place} | {figures} | {said} | {hit.kept} of {ARTICLES}{'' if is_fine else ' **BROKEN**'} |", flush=True)
    return is_fine


@cache
def clean_run(place: str) -> Run:
    """The run of a place without a bomb; its seed is not there, or its page."""
    return _warc_run(b"") if place == "warc" else _crawl(place, None)


def hit_run(bomb: Bomb) -> Run:
    """The run with the bomb."""
    return _warc_run(bomb.record()) if bomb.place == "warc" else _crawl(bomb.place, bomb)


def _crawl(place: str, bomb: Bomb | None) -> Run:
    """One crawl in a fresh folder."""
    with tempfile.TemporaryDirectory() as folder, LoopbackOutlet(ARTICLES) as site:
        crawls = Crawls(Path(folder))
        path = PATHS.get(place) or str(site.publish(1)[0]["url"]).removeprefix(site.home) if bomb or place != "page" else ""
        if bomb:
            bomb.does(site._sound_answer(unquote(path), {}))  # packing a gibibyte takes seconds, once
            site.behave(path, bomb.does)
        _write_outlet(site, crawls, place, seed=SEEDS.get(place, "").format(home=site.home) if bomb else "")
        args = ("-a", f"via={BACKFILLS[place]}", "-a", "outlet=loopback") if place in BACKFILLS else ("-a", "force=1")
        running = crawls.start(*args, spider="backfill" if place in BACKFILLS else "latest")
        articles = [str(article["url"]).lower() for article in site.truth()][:ARTICLES]
        return _figures(crawls, running, lambda log: said_of(crawls, site.home + path, articles, log), articles)


def _write_outlet(site: LoopbackOutlet, crawls: Crawls, place: str, *, seed: str) -> None:
    """The outlet with its feed, which serves every run, and one seed more; where home is the bomb, without any seed."""
    file = site.outlet_toml(crawls.outlets, connections=8)
    text = file.read_text(encoding="utf-8")
    feed = f'[[seed]]\nvia = "feed"\nurl = {json.dumps(site.home + "/feed/")}\n'
    seeds = "" if place == "home" else f'{feed}serves = "both"\n' + (f"[[seed]]\n{seed}\n" if seed else "")
    if feed not in text:
        raise ValueError(f"{file} has not the seed that is to be replaced")
    file.write_text(text.replace(feed, seeds), encoding="utf-8")


def _warc_run(member: bytes) -> Run:
    """The replay of an archive of sound pages with one more member among them."""
    with tempfile.TemporaryDirectory() as folder:
        crawls = Crawls(Path(folder))
        urls = [f"https://news.example/2020/{number}" for number in range(ARTICLES)]
        sound = [_sound_record(url, number) for number, url in enumerate(urls)]
        file = Path(folder) / "a.warc.gz"
        file.write_bytes(packed(*sound[:2]) + member + packed(*sound[2:]))
        running = crawls.start("-a", f"warc={file}", spider="replay")
        return _figures(crawls, running, lambda log: "; ".join(_behind(log, " is left out: ")), urls)


def _sound_record(url: str, number: int) -> bytes:
    message = http(article_page(story(3, number), "https://news.example").encode(), "Content-Type: text/html; charset=UTF-8")
    return foreign(message, headers={"WARC-Target-URI": url, "WARC-Record-ID": f"<urn:x:{url}>"})


def _figures(crawls: Crawls, running: subprocess.Popen[str], said: Callable[[str], str], articles: list[str]) -> Run:
    """Wait for a run and read what it left."""
    started = time.monotonic()
    with PeakWatch(running.pid, SAMPLE_SECONDS) as memory:
        code, log = _waited(running)
    seconds = time.monotonic() - started
    kept = {record["link"].lower() for record in crawls.records()}
    return Run(code=code, peak_bytes=memory.peak_bytes, seconds=seconds, said=said(log), kept=len(kept.intersection(articles)))


def _waited(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and log of a run; one that is not over in time is killed with all its workers."""
    try:
        log = running.communicate(timeout=PATIENCE_SECONDS)[1]
    except subprocess.TimeoutExpired:
        log = ""
    finally:
        process.end_session(running)
    return running.returncode, log


def said_of(crawls: Crawls, url: str, articles: list[str], log: str) -> str:
    """What the log says of the bomb's address, and what became of links that are no sound articles: the bomb's own, or one that a seed was read for.
    Empty when nothing was said and there is no such link."""
    others = [row for known, row in crawls.rows().items() if known.lower() not in articles]
    links = [f"link {row.status}: {row.reason} ({row.detail})" if row.reason else f"link {row.status}" for row in others]
    outlet = output.last_summary(crawls.data)["outlets"]["loopback"]
    problems = outlet["seed_problems"]
    refused = [f"refused {reason}" for reason in outlet.get("refused", {})]
    return "; ".join(dict.fromkeys([*_behind(log, f"{url}: "), *problems, *links, *refused]))


def _behind(log: str, words: str) -> list[str]:
    """The rest of each line that has these words."""
    return list(dict.fromkeys(line.partition(words)[2].partition(" outlet=")[0] for line in log.splitlines() if words in line))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
