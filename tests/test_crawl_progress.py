"""Progress as a person sees it: a line at the foot of a terminal, and nothing of it where there is none."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawling import Crawls, Ran
from tests.site import process
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress

ARTICLES = 12
DELAY_SECONDS = 0.6
ROWS, COLUMNS = 200, 120
LIVE = re.compile(r"latest loopback: held (\d+) / (\d+) known")
LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A crawl whose standard error is a terminal: what was written to it, and what stands there at the end."""

    code: int
    written: str

    @property
    def screen(self) -> list[str]:
        return screen(self.written)


def screen(written: str) -> list[str]:
    """The lines of a terminal long enough to hold all of them; knows the few controls that a live line needs."""
    lines, row, column = [""], 0, 0
    for text, number, control in re.findall(r"([^\x1b\r\n]+|[\r\n])|\x1b\[\??([0-9;]*)([A-Za-z])", written):
        if control == "A":
            row = max(0, row - int(number or 1))
        elif control == "K":
            lines[row] = "" if number == "2" else lines[row][:column]
        elif text == "\r":
            column = 0
        elif text == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif text:
            lines[row] = lines[row][:column].ljust(column) + text + lines[row][column + len(text) :]
            column += len(text)
    return lines


def watch(crawls: Crawls, *args: str, spider: str = "latest", **env: str) -> Watched:
    """Run a crawl with a terminal for standard error."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    command = process.scrapy_command("crawl", spider, *args)
    running = process.start(command, env={**crawls.env, "TERM": "xterm", **env}, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    pieces: list[bytes] = []
    reader = threading.Thread(target=read_all, args=(master, pieces))
    reader.start()
    try:
        running.communicate(timeout=90)
    finally:
        process.end_session(running)
        reader.join(10)
        os.close(master)
    return Watched(code=running.returncode, written=b"".join(pieces).decode())


def read_all(master: int, pieces: list[bytes]) -> None:
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # EIO on Linux: nobody has the other side open any more
            return
        if not piece:
            return
        pieces.append(piece)


@pytest.fixture(scope="module")
def site() -> Iterator[LoopbackOutlet]:
    with LoopbackOutlet(ARTICLES) as site:
        yield site


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, site: LoopbackOutlet) -> Watched:
    crawls = Crawls(tmp_path_factory.mktemp("watched"))
    site.outlet_toml(crawls.outlets, delay=DELAY_SECONDS)
    return watch(crawls, "-s", "LOGSTATS_INTERVAL=1", "-s", "LOG_LEVEL=DEBUG")


def test_a_terminal_shows_how_far_the_run_is(watched: Watched) -> None:
    assert watched.code == 0
    counts = [(int(held), int(known)) for held, known in LIVE.findall(watched.written)]
    assert counts == sorted(counts)
    assert {known for _, known in counts} >= {ARTICLES}
    assert len({held for held, _ in counts}) > 2
    assert re.search(r"known · [0-9.]+/(s|min) · ~1 min left · limit: politeness", watched.written)


def test_the_line_and_the_log_do_not_mix(watched: Watched) -> None:
    assert [line for line in watched.screen if LIVE.search(line)] == []
    logged = [line for line in watched.screen if LOGGED.search(line)]
    assert [line for line in logged if not LOGGED.match(line)] == []
    assert len([line for line in logged if "Crawled (200)" in line]) >= ARTICLES
    assert any("Spider closed (finished)" in line for line in logged)


def test_the_cursor_is_there_at_the_end(watched: Watched) -> None:
    assert watched.written.rfind("\x1b[?25h") > watched.written.rfind("\x1b[?25l")


@pytest.mark.parametrize("chosen", ["off", "plain"])
def test_it_can_be_switched_off(tmp_path: Path, site: LoopbackOutlet, chosen: str) -> None:
    crawls = Crawls(tmp_path)
    site.outlet_toml(crawls.outlets)
    watched = watch(crawls, "-s", f"NEWSCRAWL_PROGRESS={chosen}")
    assert watched.code == 0
    assert not LIVE.search(watched.written)
    assert "\x1b[" not in watched.written


@pytest.fixture(scope="module")
def unwatched(tmp_path_factory: pytest.TempPathFactory, site: LoopbackOutlet) -> Ran:
    crawls = Crawls(tmp_path_factory.mktemp("unwatched"), FORCE_COLOR="1", TTY_COMPATIBLE="1", TERM="xterm")
    site.outlet_toml(crawls.outlets)
    return crawls.latest()


def test_without_a_terminal_there_is_no_live_line(unwatched: Ran) -> None:
    assert unwatched.code == 0
    assert "\x1b" not in unwatched.log
    assert not LIVE.search(unwatched.log)


def test_a_value_that_is_none_is_told() -> None:
    command = process.scrapy_command("crawl", "latest", "-a", "outlet=sample", "-s", "NEWSCRAWL_PROGRESS=yes")
    running = process.start(command, env={}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 2
    assert "NEWSCRAWL_PROGRESS: 'yes' is none of auto, plain, off" in said


@pytest.mark.thorough
def test_a_walk_knows_from_the_start_how_much_is_to_come(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    with LoopbackOutlet(0) as site:
        site.outlet_toml(crawls.outlets, delay=1)
        MadeWordPress.with_posts(site, 230).open()
        watched = watch(crawls, "-a", "outlet=loopback", spider="backfill")
    assert watched.code == 0
    counts = [(int(held), int(known)) for held, known in re.findall(r"backfill loopback: held (\d+) / (\d+) known", watched.written)]
    assert {known for held, known in counts if held} == {230}
    assert min(held for held, known in counts if known) < 230
    assert "left" in watched.written
