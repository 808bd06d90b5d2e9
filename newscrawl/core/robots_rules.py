"""The rules of one group of a robots.txt, ready to be asked for many addresses, and its statements on re-use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

from newscrawl.core.path_pattern import Pattern, is_plain, normal_paths, path_pattern

MAX_STATEMENTS = 1000
"""On re-use, of one group; one for each section of the largest outlet."""
MAX_STATEMENT_CHARS = 1000
"""All words of every draft fit in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """`plain` maps the patterns that are nothing but a beginning to whether they allow; `lengths` are theirs, longest first; `special` are the
    others, those that win first.
    """

    plain: Mapping[str, bool]
    lengths: tuple[int, ...]
    special: tuple[tuple[Pattern, bool], ...]

    @classmethod
    def of(cls, rules: Iterable[tuple[str, bool]]) -> Self:
        """From (pattern, whether it allows) as written."""
        plain: dict[str, bool] = {}
        special: dict[Pattern, bool] = {}
        for text, allows in dict.fromkeys(rules):
            pattern = text if is_plain(text) else path_pattern(text)
            if isinstance(pattern, Pattern) and (pattern.rest is not None or pattern.is_anchored):
                special[pattern] = special.get(pattern, False) or allows
            else:
                head = pattern.head if isinstance(pattern, Pattern) else pattern
                plain[head] = plain.get(head, False) or allows
        lengths = tuple(sorted({len(head) for head in plain}, reverse=True))
        return cls(plain=plain, lengths=lengths, special=tuple(sorted(special.items(), key=_rank, reverse=True)))

    def allow(self, paths: Sequence[str]) -> bool:
        """Whether the rule with most octets that matches one of `paths` allows. `Allow` wins a tie; no rule is no ban (RFC 9309 section 2.2.2)."""
        return max((self._strongest(path) for path in paths), default=(0, True))[1]

    def _strongest(self, path: str) -> tuple[int, bool]:
        best = next(((n, self.plain[path[:n]]) for n in self.lengths if n <= len(path) and path[:n] in self.plain), (0, True))
        for pattern, allows in self.special:
            if (pattern.octets, allows) <= best:
                break
            if pattern.matches(path):
                return pattern.octets, allows
        return best


def _rank(rule: tuple[Pattern, bool]) -> tuple[int, bool]:
    return rule[0].octets, rule[1]


NO_RULES = RuleSet(plain={}, lengths=(), special=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said of re-use for the paths of `pattern` (None: for all)."""

    pattern: Pattern | None
    text: str

    @property
    def octets(self) -> int:
        """The length that ranks it."""
        return self.pattern.octets if self.pattern else 0


def statements(values: Iterable[str]) -> tuple[Statement, ...]:
    """Statements as written: `train-ai=n`, or `/path train-ai=n`. Bounded in number and length; one that is too long is left out."""
    return tuple(islice((said for value in values if (said := _statement(value)) is not None), MAX_STATEMENTS))


def _statement(value: str) -> Statement | None:
    path, text = (*value.split(None, 1), "")[:2] if value.startswith("/") else ("", value)
    text = " ".join(text.split())
    if not text or len(text) > MAX_STATEMENT_CHARS:
        return None
    return Statement(pattern=path_pattern(path) if path else None, text=text)


def said_of(said: Sequence[Statement], url: str) -> str | None:
    """Of the statements that match `url` those with the longest pattern, joined by commas; None when there is none."""
    if not said:
        return None
    paths = normal_paths(url)
    found = [each for each in said if each.pattern is None or any(each.pattern.matches(path) for path in paths)]
    longest = max((each.octets for each in found), default=0)
    texts = dict.fromkeys(each.text for each in found if each.octets == longest)
    return ", ".join(texts)[:MAX_STATEMENT_CHARS] or None
