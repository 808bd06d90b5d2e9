"""robots.txt by RFC 9309: which addresses may be asked for, how slowly, and what the host says of re-use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newscrawl.core.path_pattern import normal_paths
from newscrawl.core.robots_keys import Key
from newscrawl.core.robots_lines import read_records
from newscrawl.core.robots_rules import NO_RULES, RuleSet, Statement, said_of, statements
from newscrawl.core.text import tidy_line

OUR_TOKEN = "newscrawl"
"""The product token that groups of a robots.txt name us by (RFC 9309 section 2.2.1)."""

MAX_SITEMAPS = 1000
"""A large outlet names some dozens."""
_TOKEN = re.compile(r"[A-Za-z_-]*")
_SECONDS = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?|[.,][0-9]{1,9}")
_EVERYBODY = re.compile(r"\*(?:\s|$)")
OF_REUSE = frozenset({Key.CONTENT_SIGNAL, Key.CONTENT_USAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a robots.txt says to one crawler. `crawl_delay` is in seconds; `sitemaps` as written, without repetition."""

    rules: RuleSet = NO_RULES
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    content_signals: tuple[Statement, ...] = ()
    content_usages: tuple[Statement, ...] = ()

    def allows(self, url: str) -> bool:
        """Whether `url` may be asked for; /robots.txt always may (RFC 9309 section 2.2.2)."""
        paths = normal_paths(url)
        return paths[0].partition("?")[0] == "/robots.txt" or self.rules.allow(paths)

    def content_signal(self, url: str) -> str | None:
        """The Content-Signal statements for `url` (contentsignals.org), joined by commas."""
        return said_of(self.content_signals, url)

    def content_usage(self, url: str) -> str | None:
        """The Content-Usage statements for `url` (draft-ietf-aipref-attach, section 3), joined by commas; those with the longest path count."""
        return said_of(self.content_usages, url)


@dataclass(slots=True, eq=False)
class _Group:
    """The records for one name, of all its groups together."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    usages: list[str] = field(default_factory=list)

    def take(self, key: Key, value: str) -> None:
        if not value:
            return  # `Disallow:` forbids nothing
        if key in (Key.ALLOW, Key.DISALLOW):
            self.rules.append((value, key is Key.ALLOW))
        elif key is Key.CRAWL_DELAY and (found := _SECONDS.match(value)):
            self.delays.append(float(found[0].replace(",", ".")))
        elif key is Key.CONTENT_SIGNAL:
            self.signals.append(value)
        elif key is Key.CONTENT_USAGE:
            self.usages.append(value)


class _Groups:
    """The groups that concern us, while a file is read."""

    def __init__(self, agent: str) -> None:
        self._agent = agent.lower()
        self._ours = _Group()
        self._everybody = _Group()
        self._current: list[_Group] | None = None
        self._is_naming = False
        self._are_we_named = False

    def name(self, value: str) -> None:
        """A `User-agent` line: one more name of a group, or the first of another."""
        if not self._is_naming or self._current is None:
            self._current = []
        self._is_naming = True
        if _TOKEN.match(value)[0].lower() == self._agent:  # type: ignore[index]  # it matches the empty text, too
            self._current.append(self._ours)
            self._are_we_named = True
        elif _EVERYBODY.match(value):
            self._current.append(self._everybody)

    def take(self, key: Key, value: str) -> None:
        """A record of the current group. Before any name only what is said of re-use counts, for everybody."""
        self._is_naming = False
        if self._current is None and key in OF_REUSE:
            self._everybody.take(key, value)
        for group in self._current or ():
            group.take(key, value)

    def that_counts(self) -> _Group:
        """Our own group; only when there is none that for everybody (RFC 9309 section 2.2.1)."""
        return self._ours if self._are_we_named else self._everybody


def parse_robots(body: bytes, agent: str = OUR_TOKEN) -> Robots:
    """What a robots.txt says to the crawler whose product token is `agent`. Never raises; bytes that are no robots.txt say nothing.

    All groups that name `agent` count together. A `Crawl-delay`, `Content-Signal` or `Content-Usage` belongs to its group as a rule does, so the
    names before it are complete; a `Sitemap` stands anywhere, and what we do not know interferes with nothing (section 2.2.4). Of several delays
    the longest counts.
    """
    groups, sitemaps = _Groups(agent), dict[str, None]()
    for key, value in read_records(body):
        if key is Key.USER_AGENT:
            groups.name(value)
        elif key is not Key.SITEMAP:
            groups.take(key, value)
        elif value:
            sitemaps[_text(value)] = None
    group = groups.that_counts()
    return Robots(
        rules=RuleSet.of(group.rules),
        crawl_delay=max(group.delays, default=None),
        sitemaps=tuple(sitemaps)[:MAX_SITEMAPS],
        content_signals=statements(map(_text, group.signals)),
        content_usages=statements(map(_text, group.usages)),
    )


def _text(value: str) -> str:
    """A value to show: bytes that were no UTF-8 become replacement characters, and control characters go."""
    return tidy_line(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
