"""A news outlet on the loopback address, well or badly behaved, for tests and benchmarks.

    with LoopbackOutlet(articles=60) as site:
        site.behave("/feed/", status(503), as_usual)
        site.outlet_toml(folder, "loopback")
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from tests.site import markup
from tests.site.behaviour import Answer, Behaviour, Faults, as_usual, status
from tests.site.prose import Story, story
from tests.site.server import Server

ROBOTS = "User-agent: *\nDisallow: /wp-admin/\n"
FIRST_CHANGE = datetime(2025, 6, 1, tzinfo=UTC)
RELATED_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it arrived: `n` counts from 1, header names are lower case, `at` is `time.monotonic()`."""

    n: int
    method: str
    path: str
    headers: dict[str, str] = field(repr=False)
    at: float

    @property
    def is_conditional(self) -> bool:
        """Whether the client asked for the body only if it changed."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class LoopbackOutlet:
    """A threaded HTTP/1.1 server on `address` and a free port, with `articles` invented articles behind two feeds.

    `per_feed` bounds the feeds to the newest so many (None: all). `faults` strike at random; `behave` sets what one path does.
    """

    def __init__(self, articles: int = 30, *, seed: int = 1, per_feed: int | None = None, faults: Faults | None = None, page_delay_seconds: float = 0.0, address: str = "127.0.0.1") -> None:
        self.seed = seed
        self.per_feed = per_feed
        self.faults = faults
        self.page_delay_seconds = page_delay_seconds
        self.robots = ROBOTS
        self.log: list[Request] = []
        self.answered: Counter[int] = Counter()
        self.faulted = 0  # answers that random faults struck
        self._stories: list[Story] = []
        self._by_path: dict[str, Story] = {}
        self._changes = 0
        self._behaviours: dict[str, list[Behaviour]] = {}
        self._attempts: Counter[str] = Counter()
        self._hooks: dict[int, list[Callable[[], object]]] = {}
        self._lock = threading.RLock()
        self._server = Server(address, self._respond)
        self.publish(articles)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.stop()

    @property
    def home(self) -> str:
        """The site's address without a slash at its end."""
        host, port = self._server.address
        return f"http://{host}:{port}"

    def publish(self, count: int) -> list[dict[str, Any]]:
        """Add `count` articles, newest first in the feeds from now on; returns their truth."""
        with self._lock:
            first = len(self._stories) + 1
            new = [story(self.seed, number) for number in range(first, first + count)]
            self._stories += new
            self._by_path |= {unquote(each.path): each for each in new}
            self._changes += 1
            return [each.truth(self.home) for each in new]

    def truth(self) -> list[dict[str, Any]]:
        """All published articles: url, title, text, published, authors, language."""
        with self._lock:
            return [each.truth(self.home) for each in self._stories]

    def announced(self) -> list[dict[str, Any]]:
        """The truth of the articles that the feeds list now, newest first."""
        with self._lock:
            return [each.truth(self.home) for each in self._newest()]

    def behave(self, path: str, *behaviours: Behaviour) -> None:
        """What the next requests of `path` meet, one after the other; the last behaviour stays. None: as usual again."""
        with self._lock:
            self._behaviours[unquote(urlsplit(path).path)] = list(behaviours)

    def on_request(self, n: int, call: Callable[[], object]) -> None:
        """Call `call` in the server's thread when request `n` (counted from the site's start) has arrived, before its answer."""
        with self._lock:
            self._hooks.setdefault(n, []).append(call)

    @property
    def requests(self) -> int:
        """How many requests arrived."""
        return len(self.log)

    def asked(self, path: str) -> list[Request]:
        """The requests of one path, in order."""
        path = unquote(urlsplit(path).path)
        with self._lock:
            return [each for each in self.log if unquote(urlsplit(each.path).path) == path]

    def article_requests(self) -> Counter[str]:
        """How often each article's page was asked for, by address."""
        with self._lock:
            paths = (unquote(urlsplit(each.path).path) for each in self.log)
            return Counter(self.home + self._by_path[path].path for path in paths if path in self._by_path)

    def outlet_toml(self, folder: Path, slug: str = "loopback", *, delay: float = 0, connections: int = 4, feed: str = "/feed/", extra: str = "") -> Path:
        """Write an outlet file for this site and return its path. `extra` is TOML put at the end."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{slug}.toml"
        text = "\n".join(
            (
                f"name = {json.dumps(markup.SITE_NAME)}",
                f"home = {json.dumps(self.home + '/')}",
                'timezone = "Asia/Aden"',
                "[[seed]]",
                'via = "feed"',
                f"url = {json.dumps(self.home + feed)}",
                "[fetch]",
                f"delay_seconds = {float(delay)}",
                f"connections = {connections}",
                extra,
                "",
            )
        )
        file.write_text(text, encoding="utf-8")
        return file

    def _respond(self, method: str, target: str, headers: dict[str, str]) -> Answer:
        path = unquote(urlsplit(target).path)
        with self._lock:
            self.log.append(Request(n=len(self.log) + 1, method=method, path=target, headers=headers, at=time.monotonic()))
            hooks = self._hooks.pop(len(self.log), [])
            behaviour = self._next_behaviour(path)
        for call in hooks:
            call()
        answer = behaviour(self._sound_answer(path, headers))
        with self._lock:
            self.answered[answer.status] += 1
        return answer

    def _next_behaviour(self, path: str) -> Behaviour:
        self._attempts[path] += 1
        planned = self._behaviours.get(path)
        usual = as_usual if not planned else planned.pop(0) if len(planned) > 1 else planned[0]
        fault = self.faults.behaviour(path, self._attempts[path]) if self.faults else as_usual
        self.faulted += fault is not as_usual
        return lambda answer: fault(usual(answer))

    def _sound_answer(self, path: str, headers: dict[str, str]) -> Answer:
        with self._lock:
            newest = self._newest()
            found = self._by_path.get(path)
        if found:
            page = markup.article_page(found, self.home, newest[:RELATED_LINKS])
            return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"),), body=page.encode(), delay_seconds=self.page_delay_seconds)
        if path == "/feed/":
            return self._feed(markup.rss(newest, self.home), "application/rss+xml; charset=UTF-8", headers)
        if path == "/atom/":
            return self._feed(markup.atom(newest, self.home), "application/atom+xml; charset=UTF-8", headers)
        if path == "/robots.txt":
            return Answer(headers=(("Content-Type", "text/plain; charset=UTF-8"),), body=self.robots.encode())
        if path == "/":
            return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"),), body=markup.home_page(newest, self.home).encode())
        return status(404)(Answer())

    def _feed(self, text: str, content_type: str, asked: dict[str, str]) -> Answer:
        body = text.encode()
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        changed = FIRST_CHANGE + timedelta(minutes=self._changes)
        validators = (("ETag", etag), ("Last-Modified", format_datetime(changed, usegmt=True)))
        if is_unchanged(asked, etag, changed):
            return Answer(status=304, headers=validators)
        return Answer(headers=(("Content-Type", content_type), *validators), body=body)

    def _newest(self) -> Sequence[Story]:
        return self._stories[::-1][: self.per_feed]


def is_unchanged(asked: dict[str, str], etag: str, changed: datetime) -> bool:
    """Whether the request's validators still hold (RFC 9110 §13.2.2: If-None-Match decides alone where it stands, compared weakly)."""
    if "if-none-match" in asked:
        tags = [tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")]
        return etag in tags or "*" in tags
    try:
        return parsedate_to_datetime(asked["if-modified-since"]) >= changed
    except (KeyError, ValueError):
        return False
