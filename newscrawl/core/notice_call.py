"""Whether a line is nothing but a call: subscribe, follow, share, or what the outlet earns by its links."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newscrawl.core.arabic import fold
from newscrawl.core.notice_calls import CALL_MARKS, NOTICE_CALLS

MAX_NAME_WORDS = 16
"""Between the opening and the key stand the outlet's or a person's name and what the newsletter is about."""

MAX_REST_WORDS = 16
"""Behind the key stand other networks, how often it comes, where to click."""

MAX_QUESTION_WORDS = 8
""" "Like this story?" before the call."""

MAX_SENTENCES = 5

_SENTENCE_END = re.compile(r"(?<=[.!?؟。！？])\s+")
_WRAPPING = " \t*-–—•>»()[]"


class _Calls(NamedTuple):
    keys: dict[str, list[tuple[str, str, str]]]  # by first word: rule, opening, key
    marks: tuple[str, ...]


def call_rule(line: str) -> str | None:
    """The rule of the first call in a line that has nothing but calls, short questions and known remarks beside them; None for any other."""
    sentences = [sentence for sentence in _SENTENCE_END.split(line.strip(_WRAPPING)) if sentence]
    if not 0 < len(sentences) <= MAX_SENTENCES:
        return None
    rules = [_rule_of(sentence) for sentence in sentences]
    if any(rules) and all(rule or _may_stand_beside(sentence) for rule, sentence in zip(rules, sentences, strict=True)):
        return next(filter(None, rules), None)
    return None


def _rule_of(sentence: str) -> str | None:
    first_word = fold(sentence.lstrip(_WRAPPING).partition(" ")[0]).partition(" ")[0]
    candidates = _calls().keys.get(first_word, ())
    folded = fold(sentence) if candidates else ""
    for rule, opening, key in candidates:
        if folded.startswith(opening + " "):
            name, found, rest = f"{folded[len(opening) :]} ".partition(f" {key} ")
            if found and len(name.split()) <= MAX_NAME_WORDS and len(rest.split()) <= MAX_REST_WORDS:
                return rule
    return None


def _may_stand_beside(sentence: str) -> bool:
    folded = f" {fold(sentence)} "
    is_question = sentence.rstrip().endswith(("?", "؟", "？")) and len(folded.split()) <= MAX_QUESTION_WORDS
    return is_question or any(f" {mark} " in folded for mark in _calls().marks)


@cache
def _calls() -> _Calls:
    keys: dict[str, list[tuple[str, str, str]]] = {}
    for rule, _, opening, key in NOTICE_CALLS:
        keys.setdefault(fold(opening).partition(" ")[0], []).append((rule, fold(opening), fold(key)))
    return _Calls(keys, tuple(fold(mark) for _, mark in CALL_MARKS))
