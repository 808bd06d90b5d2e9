"""Sources within a paragraph: the dateline before the first one ("LONDON (Reuters) - …") and the sign-off behind the last one ("… (dpa)")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newscrawl.core.arabic import fold
from newscrawl.core.article import Credit
from newscrawl.core.credit_parts import folded_names, has_own, is_one_word, known_names
from newscrawl.core.credit_words import OWN_WORDS
from newscrawl.core.media_names import NEWS_AGENCIES

HEAD_CHARS = 160
"""Datelines are shorter than sixty characters; what follows tells a dash that ends one from a dash before an aside."""

TAIL_CHARS = 60
MAX_PLACE_WORDS = 6
"""A place of three words and a day: "NEW YORK CITY, May 12"."""

_ALL = ("agency", "agencies", "medium")
_AGENCIES = ("agency", "agencies")
_SENTENCE_END = re.compile(r"[.!?؟。](?:\s|$)")
_SECOND_DASH = re.compile(r"\s[-–—]\s")


class _Form(NamedTuple):
    """A way to write a dateline, what may be named in it, and whether only a day in it ("МОСКВА, 12 мая") tells it from a sentence."""

    pattern: re.Pattern[str]
    kinds: Sequence[str]
    needs_day: bool


_FORMS = (
    _Form(
        re.compile(r"\s*(?P<place>[^()（）\n]{0,40}?)\s*[(（](?P<name>[^()（）\n]{2,40})[)）](?:\s*\.?\s*[-–—―:：]{1,2})(?=\s|\w)"),
        _ALL,
        needs_day=False,
    ),
    _Form(re.compile(r"\s*(?P<place>[^/\n]{0,40}?)\s*/\s*(?P<name>[^/\n]{2,30}?)\s*/\s*[-–—.:]{1,2}(?=\s|\w)"), _ALL, needs_day=False),
    _Form(re.compile(r"\s*(?P<place>[^()\n]{2,40}?)\s*[(](?P<name>[^()\n]{2,40})[)](?=\s+\w)"), _AGENCIES, needs_day=True),
    _Form(re.compile(r"\s*(?P<place>[^()\n–—]{2,40}?)\s*[-–—]\s*(?P<name>[^-–—().\n]{2,30})\.(?=\s+\w)"), _AGENCIES, needs_day=True),
    _Form(
        re.compile(r"\s*(?P<place>(?:[^.()\n]{2,20}\.\s){1,2})(?P<name>[^\s()–—]{2,30}(?:\s[^\s()–—]{2,20})?)\s[-–—](?=\s)"),
        _AGENCIES,
        needs_day=True,
    ),
)
_BARE = re.compile(r"\s*(?:(?P<place>[^-–—/()\n]{2,30}?)\s*[-–—/]{1,2}\s*)?(?P<name>[^-–—:/()\n]{2,30}?)\s*(?P<end>:|\s[-–—]{1,2})\s")
_IN_BRACKETS = re.compile(r"\s*[\[【［(（](?P<inside>[^\[\]【】［］()（）\n]{2,40})[\]】］)）](?:\s*[-–—])?")
_EQUALS = re.compile(r"\s*[=＝]\s*")
_SPACE_IN_BRACKETS = re.compile(r"[\s\u3000・]+")
_WIRE = re.compile(r"\s*(?P<inside>[^，。：:\n\d]{2,16}?)\s?\d{1,2}(?:月\d{1,2})?日[电電讯訊](?![话話影视視台子脑腦力])(?=[\s（(，：:]|\w)")
_QUOTATION = re.compile(r"\s*[\"“„«»「][^\"“”„«»「」]*[\"”“»«」]\s*")
_SIGNOFF = re.compile(
    r"[.!?…؟۔।。」”“»«\"]\s*(?P<line>[(（\[](?P<name>[^()（）\[\]\n]{2,40})[)）\]]"
    r"|[-–—]{1,2}\s*(?P<bare>[^-–—.\n]{2,30}))[.。]?\s*$"
)


def parse_dateline(paragraph: str, own_names: Sequence[str]) -> Credit | None:
    """The credit in the dateline before a paragraph: "صنعاء – سبأ: …", "(서울=연합뉴스) …", "新华社北京5月12日电 …".

    Its line is the prefix as printed.
    """
    own, head = folded_names(own_names), paragraph[:HEAD_CHARS]
    for form in _FORMS:
        match = form.pattern.match(head)
        name = match and known_names(match["name"], own, form.kinds)
        if match and name and _is_place(match["place"], needs_day=form.needs_day):
            return _credit(match, name, own)
    return _bare(head, own) or _bracketed(head, own) or _wire(head, own)


def parse_signoff(paragraph: str, own_names: Sequence[str]) -> Credit | None:
    """The credit behind the last sentence of a paragraph ("… said. (AFP)", "… said. — Reuters"); its line is that end as printed."""
    own = folded_names(own_names)
    start = max(len(paragraph) - TAIL_CHARS, 0)
    match = _SIGNOFF.search(paragraph[start:])
    if not match:
        return None
    name = known_names(match["name"] or match["bare"], own, _ALL if match["name"] else _AGENCIES)
    if _QUOTATION.fullmatch(paragraph, 0, start + match.start("line")):
        return None  # who is named behind a quotation that stands by itself may be who said it
    return Credit(line=match["line"].strip(), source=name, own=has_own(name, own)) if name else None


def _bare(head: str, own: frozenset[str]) -> Credit | None:
    """ "Reuters — …", "صنعاء – سبأ: …": a name and a colon alone may be a headline that quotes, two dashes may enclose an aside, behind a dash a
    small letter goes on with a sentence, and one word of the outlet's own may be a place.
    """
    match = _BARE.match(head)
    name = match and known_names(match["name"], own, _AGENCIES)
    if not match or not name or not _is_place(match["place"] or "", needs_day=False):
        return None
    is_quote = match["end"] == ":" and not match["place"]
    is_aside = match["end"] != ":" and _SECOND_DASH.search(head, match.end() - 1) is not None
    is_sentence = head[match.end() : match.end() + 1].islower()
    is_word = not match["place"] and fold(name) in own and is_one_word(name)
    if is_quote or is_aside or is_sentence or is_word:
        return None
    both = match["place"] and known_names(match["place"], own, _AGENCIES)
    return _credit(match, head[match.start("place") : match.end("name")] if both else name, own)


def _bracketed(head: str, own: frozenset[str]) -> Credit | None:
    """ "(서울=연합뉴스) …", "【ロンドン共同】…", "[東京 8日 ロイター] - …": place and name in one pair of brackets, the name last."""
    match = _IN_BRACKETS.match(head)
    if not match:
        return None
    place, *names = _EQUALS.split(match["inside"])
    if names and known_names("=".join(names), own, _AGENCIES):
        before = _SPACE_IN_BRACKETS.split(place)[-1]
        start = match[0].rfind(before if known_names(before, own, _AGENCIES) else names[0])
        return _credit(match, match[0][start : match[0].rfind(names[-1]) + len(names[-1])], own)
    name = _name_at_end(match["inside"], own) if match[0].strip()[0] in "【［[" else None
    return _credit(match, name, own) if name else None


def _name_at_end(inside: str, own: frozenset[str]) -> str | None:
    last = _SPACE_IN_BRACKETS.split(inside)[-1]
    if known_names(last, own, _AGENCIES):
        return last
    return next((name for _, name in NEWS_AGENCIES if not name.isascii() and inside.endswith(name)), None)


def _wire(head: str, own: frozenset[str]) -> Credit | None:
    """ "新华社北京5月12日电 …", "本报北京5月12日电 …": the source, a place, the day, and the sign for a wire."""
    match = _WIRE.match(head)
    if not match:
        return None
    inside = match["inside"]
    name = next((name for name in _wide_agencies() if inside.startswith(name)), None)
    if name:
        return _credit(match, name, own)
    word = next((word for _, word in OWN_WORDS if inside.startswith(word)), None)
    return Credit(line=match[0].strip(), source=word, own=True) if word else None


def _wide_agencies() -> tuple[str, ...]:
    return tuple(name for language, name in NEWS_AGENCIES if language.startswith("zh"))


def _is_place(place: str, *, needs_day: bool) -> bool:
    """Whether what stands before a name may be a place, with or without a day, or nothing at all."""
    has_day = any(char.isdigit() for char in place)
    if (needs_day and not has_day) or len(place.split()) > MAX_PLACE_WORDS:
        return False
    return has_day or not _SENTENCE_END.search(place)


def _credit(match: re.Match[str], name: str, own: frozenset[str]) -> Credit:
    return Credit(line=match[0].strip(), source=name.strip(" «»\"“”"), own=fold(name) in own or has_own(name, own))
