"""Crawls as a user starts them: one data folder, one folder of outlet files, and what a run left behind."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from newscrawl.report import sums_close
from tests.site import output, process
from tests.site.behaviour import Answer, Behaviour
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page
from tests.site.prose import story

PATIENCE_SECONDS = 180  # a crawl that is not over by then is stuck
PATCHES = Path(__file__).parent / "patches"  # for PYTHONPATH, see there
GRACE_SECONDS = 10  # for the workers to notice that their parent is gone


class Row(NamedTuple):
    """One link as the state has it."""

    status: str
    reason: str | None
    detail: str | None
    due_at: int
    attempts: int
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One finished crawl: exit code, what it printed, its log, its summary (`data/runs/<id>.json`; empty when it wrote none)."""

    code: int
    stdout: str
    log: str
    summary: dict[str, Any] = field(default_factory=dict)

    def stat(self, name: str) -> int:
        """A number of Scrapy's own statistics, 0 where it counted none."""
        found = re.search(rf"'{re.escape(name)}': (\d+)", self.log)
        return int(found[1]) if found else 0

    def links(self, outlet: str = "loopback") -> dict[str, Any]:
        """The link counts of one outlet; its sums must close."""
        links: dict[str, Any] = self.summary["outlets"][outlet]["links"]
        assert sums_close(links), links
        return links

    def seeds(self, outlet: str = "loopback") -> dict[str, int]:
        """How the seeds of one outlet went."""
        seeds: dict[str, int] = self.summary["outlets"][outlet]["seeds"]
        return seeds


class Crawls:
    """Runs of `scrapy crawl` over one folder; the outlet files lie in `outlets`, the output in `data`."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.data = folder / "data"
        self.outlets = folder / "outlets"
        self.outlets.mkdir(parents=True, exist_ok=True)
        self.env = {"NEWSCRAWL_DATA": str(self.data), "NEWSCRAWL_OUTLETS": str(self.outlets), "NEWSCRAWL_WORKERS": "1", "PYTHONFAULTHANDLER": "1", **env}

    def latest(self, *args: str, env: Mapping[str, str] | None = None, shell: str = "") -> Ran:
        """Run `latest` to the end; `shell` is a command line of sh that comes before, such as a limit. No process may be left."""
        return self.crawl("latest", *args, env=env, shell=shell)

    def crawl(self, spider: str, *args: str, env: Mapping[str, str] | None = None, shell: str = "") -> Ran:
        """Run any spider to the end."""
        command = process.scrapy_command("crawl", spider, *args)
        if shell:
            command = ["sh", "-c", f'{shell}; exec "$@"', "sh", *command]
        return self.ran(process.start(command, env={**self.env, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def start(self, *args: str, spider: str = "latest") -> subprocess.Popen[str]:
        """Start a run; give it to `ran`."""
        command = process.scrapy_command("crawl", spider, *args)
        return process.start(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ran(self, running: subprocess.Popen[str], patience_seconds: float = PATIENCE_SECONDS) -> Ran:
        """Wait for the end of a run."""
        before = set(self.data.glob("runs/*.json"))
        try:
            stdout, log = self._said(running, patience_seconds)
            assert process.seconds_until_gone(running.pid, GRACE_SECONDS) is not None, "a process of the run is still there"
        finally:
            process.end_session(running)
        written = set(self.data.glob("runs/*.json")) - before
        return Ran(code=running.returncode, stdout=stdout, log=log, summary=output.last_summary(self.data) if written else {})

    def _said(self, running: subprocess.Popen[str], patience_seconds: float) -> tuple[str, str]:
        """Standard output and error; one that does not end in time is asked where it stands before it is killed."""
        try:
            return running.communicate(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            alive = [psutil.Process(pid).cmdline() for pid in process.session_members(running.pid)]
            os.kill(running.pid, signal.SIGABRT)  # Python's fault handler prints the stack of each thread
            log = running.communicate(timeout=GRACE_SECONDS)[1]
            raise AssertionError(f"not over after {patience_seconds} s; alive: {alive}; log: …{log[-6000:]}") from None

    def records(self) -> list[dict[str, Any]]:
        """Every line of the output."""
        return output.read_lines(self.data)

    def rows(self, outlet: str = "loopback") -> dict[str, Row]:
        """What the state knows of each link, by its address."""
        found = self.query("SELECT url, status, reason, detail, due_at, attempts, article FROM link WHERE outlet = ?", outlet)
        return {url: Row(*rest) for url, *rest in found}

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the state database."""
        with closing(sqlite3.connect(self.data / "state.sqlite")) as connection, connection:
            return connection.execute(sql, values).fetchall()

    def verdicts(self, outlet: str = "loopback") -> Counter[str]:
        """Links of the state by status, rejected ones by reason."""
        return Counter(str(row.reason) if row.status == "rejected" else row.status for row in self.rows(outlet).values())


def page(site: LoopbackOutlet, number: int) -> Behaviour:
    """Answer with the page of article `number`, whatever was asked for."""
    body = article_page(story(site.seed, number), site.home).encode()
    return served(body, "text/html; charset=UTF-8")


def served(body: bytes, content_type: str, *headers: tuple[str, str]) -> Behaviour:
    """Answer 200 with this body, whatever was asked for."""
    return lambda _: Answer(headers=(("Content-Type", content_type), *headers), body=body)


def plain_feed(*urls: str) -> Behaviour:
    """A feed of these links, without validators."""
    items = "".join(f"<item><title>A story</title><link>{escape(url)}</link></item>" for url in urls)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Plain</title>{items}</channel></rss>'.encode()
    return served(body, "application/rss+xml")
