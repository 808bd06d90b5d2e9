"""What bad outlets do: one row for each kind, which of an outlet's answers it spoils and how."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from random import Random

from tests.many.wire import Streamed
from tests.site import behaviour
from tests.site.behaviour import Answer, Behaviour

ROBOTS, FEED, ARTICLE, HOME = "robots", "feed", "article", "home"
EVERYTHING = frozenset({ROBOTS, FEED, ARTICLE, HOME})

RETRY_AFTER_SECONDS = 3600  # three rounds of 20 minutes
BOMB_BYTES = 128 * 1024 * 1024  # over every limit on a body, 127 KB on the wire
ONE_LINE_BYTES = 10 * 1024 * 1024
NESTED = 100_000
MANY_ENTRIES = 5000
DRIP_BYTES = 64
DRIP_SECONDS = 0.5
SLOW_SECONDS = 5.0  # more than the rounds wait
BEARABLE_SECONDS = 1.5  # less


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a fault may look at. `now` is simulated; `canary` is an address that nobody may ask; `rng` depends on the request alone."""

    now: datetime
    home: str
    target: str
    headers: Mapping[str, str]
    canary: str
    rng: Random


Spoil = Callable[[Answer, Situation], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`where` are the answers that it spoils; `toml` is put into the outlet file; `publishes`: new articles come, which nobody may miss for ever."""

    where: frozenset[str]
    spoil: Spoil
    toml: str = ""
    publishes: bool = False


def always(how: Behaviour) -> Spoil:
    """A behaviour that looks at nothing but the sound answer."""
    return lambda answer, _: how(answer)


def now_and_then(share: float, spoil: Spoil) -> Spoil:
    """Some requests only."""
    return lambda answer, situation: spoil(answer, situation) if situation.rng.random() < share else answer


def busy_until(code: int) -> Spoil:
    """Retry-After as an HTTP date, of the simulated time."""
    return lambda answer, at: behaviour.status(code, ("Retry-After", format_datetime(at.now + timedelta(seconds=RETRY_AFTER_SECONDS), usegmt=True)))(answer)


def busy_for(code: int) -> Spoil:
    """Retry-After in seconds."""
    return always(behaviour.status(code, ("Retry-After", str(RETRY_AFTER_SECONDS))))


def drip(answer: Answer, _: Situation) -> Answer:
    """The sound body, a few bytes at a time."""
    pieces = [answer.body[start : start + DRIP_BYTES] for start in range(0, len(answer.body), DRIP_BYTES)]
    return Streamed(status=answer.status, headers=answer.headers, pieces=lambda: pieces, pause_seconds=DRIP_SECONDS)


def bomb(answer: Answer, _: Situation) -> Answer:
    """A small gzip body that grows a thousandfold."""
    return replace(answer, body=bomb_body()).with_header("Content-Encoding", "gzip")


@cache
def bomb_body() -> bytes:
    """Spaces, which any reader of HTML or XML would skip to the end."""
    return gzip.compress(b" " * BOMB_BYTES, mtime=0)


def loop(answer: Answer, at: Situation) -> Answer:
    """A redirect to itself by way of another name."""
    return behaviour.redirect(at.target.removesuffix("?again") if at.target.endswith("?again") else at.target + "?again", 302)(answer)


def to_the_canary(answer: Answer, at: Situation) -> Answer:
    """A redirect to an address of a private network that is not allowed."""
    return behaviour.redirect(at.canary, 302)(answer)


def one_line(answer: Answer, _: Situation) -> Answer:
    """A feed of 10 MB without a line break, most of it one description."""
    text = b"<description>" + b"word " * (ONE_LINE_BYTES // 5) + b"</description>"
    return replace(answer, body=answer.body.replace(b"\n", b" ").replace(b"</channel>", b"<item><title>Long</title>" + text + b"</item></channel>"))


def many_entries(answer: Answer, at: Situation) -> Answer:
    """Thousands of entries of long ago behind the sound ones; the outlet file leaves those older than 20 years out."""
    old = "".join(
        f"<item><title>Old story {n}</title><link>{at.home}/1999/{n}/</link><pubDate>Fri, 01 Jan 1999 10:00:00 +0000</pubDate></item>" for n in range(MANY_ENTRIES)
    )
    return replace(answer, body=answer.body.replace(b"</channel>", old.encode() + b"</channel>"))


def laughs(answer: Answer, _: Situation) -> Answer:
    """A feed that would be a billion words."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "word ">{entities}]><rss version="2.0"><channel><title>&l9;</title></channel></rss>'
    return replace(answer, body=body.encode())


def lie(answer: Answer, at: Situation) -> Answer:
    """304 to whoever has been here before, whatever came since."""
    return behaviour.status(304, body=b"")(answer) if {"if-none-match", "if-modified-since"} & at.headers.keys() else answer


HTML = b"<!DOCTYPE html><html><head><title>Soon back</title></head><body><p>We are working on it.</p></body></html>"
NESTED_PAGE = b"<!DOCTYPE html><html><body>" + b"<div>" * NESTED + b"deep" + b"</div>" * NESTED + b"</body></html>"

FAULTS: Mapping[str, Fault] = {
    "hangs": Fault(where=EVERYTHING, spoil=always(behaviour.hang)),
    "hangs on articles": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.hang)),
    "slow": Fault(where=EVERYTHING, spoil=always(behaviour.delay(SLOW_SECONDS))),
    "slow but in time": Fault(where=EVERYTHING, spoil=always(behaviour.delay(BEARABLE_SECONDS))),
    "slow articles": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.delay(SLOW_SECONDS))),
    "dripping feed": Fault(where=frozenset({FEED}), spoil=drip),
    "dripping articles": Fault(where=frozenset({ARTICLE}), spoil=drip),
    "500": Fault(where=EVERYTHING, spoil=always(behaviour.status(500))),
    "500 now and then": Fault(where=frozenset({FEED, ARTICLE}), spoil=now_and_then(0.3, always(behaviour.status(500)))),
    "503 for a time": Fault(where=EVERYTHING, spoil=busy_for(503)),
    "503 until a date": Fault(where=frozenset({FEED}), spoil=busy_until(503)),
    "429 for a time": Fault(where=frozenset({ARTICLE}), spoil=busy_for(429)),
    "429 until a date": Fault(where=EVERYTHING, spoil=busy_until(429)),
    "429 now and then": Fault(where=frozenset({FEED, ARTICLE}), spoil=now_and_then(0.2, busy_for(429))),
    "resets": Fault(where=EVERYTHING, spoil=always(behaviour.reset)),
    "resets now and then": Fault(where=frozenset({FEED, ARTICLE}), spoil=now_and_then(0.3, always(behaviour.reset))),
    "cut feed": Fault(where=frozenset({FEED}), spoil=always(behaviour.cut_body)),
    "cut articles": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.cut_body)),
    "cut gzip": Fault(where=frozenset({FEED, ARTICLE}), spoil=always(behaviour.cut_gzip)),
    "endless feed": Fault(where=frozenset({FEED}), spoil=always(behaviour.endless)),
    "endless articles": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.endless)),
    "gzip bomb for a feed": Fault(where=frozenset({FEED}), spoil=bomb),
    "gzip bombs for articles": Fault(where=frozenset({ARTICLE}), spoil=bomb),
    "feed in a loop": Fault(where=frozenset({FEED}), spoil=loop),
    "articles in a loop": Fault(where=frozenset({ARTICLE}), spoil=loop),
    "feed to a private address": Fault(where=frozenset({FEED}), spoil=to_the_canary),
    "articles to a private address": Fault(where=frozenset({ARTICLE}), spoil=to_the_canary),
    "robots.txt to a private address": Fault(where=frozenset({ROBOTS}), spoil=to_the_canary),
    "articles to a file": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.redirect("file:///etc/hostname", 302))),
    "HTML for a feed": Fault(where=frozenset({FEED}), spoil=always(behaviour.content(HTML))),
    "feed on one line": Fault(where=frozenset({FEED}), spoil=one_line),
    "nested pages": Fault(where=frozenset({ARTICLE}), spoil=always(behaviour.content(NESTED_PAGE))),
    "feed of 5,000": Fault(where=frozenset({FEED}), spoil=many_entries, toml="max_age_days = 7300"),
    "a billion laughs": Fault(where=frozenset({FEED}), spoil=laughs),
    "lying 304": Fault(where=frozenset({FEED}), spoil=lie, publishes=True),
    "robots.txt 503": Fault(where=frozenset({ROBOTS}), spoil=always(behaviour.status(503))),
    "robots.txt hangs": Fault(where=frozenset({ROBOTS}), spoil=always(behaviour.hang)),
}
"""30 fit into 300 outlets at 10 %; which ones come first is drawn by the seed."""

LIAR = "lying 304"
QUICK = ("503 for a time", "429 until a date", "cut articles", "articles to a private address", "HTML for a feed", LIAR)
"""Those that keep nobody waiting, for a short test."""
