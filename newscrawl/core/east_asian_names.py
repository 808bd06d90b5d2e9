"""Bylines of East Asia, where labels, roles and places stand close to the names: 文・…　写真・…, 記者…／台北報導, 베이징/… 특파원."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from newscrawl.core.byline_words import BYLINE_WORDS
from newscrawl.core.name_words import NOT_BY_WORDS, ROLE_WORDS

MAX_CHARS = 200
"""Ten names with their labels; a longer text is none of these bylines."""

DOT = "・"
MAX_DOTS = 10
"""Parts with a dot between; a list of more is no byline."""

MIN_SURNAME_CHARS = 2
MIN_WHOLE_CHARS = 3
"""Of a surname and a first name together, but for the rarest."""

LANGUAGES = ("ja", "ko", "zh", "zh-CN", "zh-TW")

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HAN = "\u3400-\u9fff"
_BRACKET = re.compile(r"[【\[［(（]\s*([^【】\[\]［］()（）]{2,40})\s*[】\]］)）]")
_REPORTERS = rf"(?:[{_HAN}]{{1,5}}[报報社網网台部刊])?(?:本|见习|实习|首席|特约|特派|見習|實習)?(?:记者|記者)"
_REPORTED_FROM = re.compile(
    rf"[\s/／|]+(?:[{_HAN}]{{2,6}}(?:報導|报道|報道)|发自\s?[{_HAN}]{{2,6}})$|[{_HAN}]{{2}}\d{{1,2}}日[電电]$|^[{_HAN}]{{2,4}}(?:報導|报道|報道)$"
)
_PLACE_IS = re.compile(rf"^[\u30a0-\u30ff{_HAN}]{{2,10}}\s?[=＝]\s?(?=[{_HAN}])")
_DESK_BEFORE = re.compile(rf"^[{_HAN}]{{2,6}}[部局班](?:\s+(?=[{_HAN}])|・(?=[{_HAN}]{{3}}))")
_KOREAN = re.compile(
    "(?:[가-힣]{2,10}\\s?[=/＝]\\s?|[가-힣A-Za-z]{2,10}(?:팀|부|국|실)\\s)?"
    "([가-힣]{2,4}(?:\\s?[·ㆍ,、]\\s?[가-힣]{2,4}){0,9})\\s?(?:선임|인턴|수습|전문)?(?:기자|특파원|논설위원)(?:\\s.{0,80})?"
)
_KOREAN_LIST = re.compile(r"\s?[·ㆍ,、]\s?")
_CHINESE_NAMES = re.compile(rf"[{_HAN}]{{2,4}}(?: [{_HAN}]{{2,4}}){{1,9}}")
"""Chinese bylines set names apart by spaces; in Japanese a space stands within a name, and the word for reporter is written otherwise."""
_HAN_NAME = re.compile(rf"[{_HAN}\u3040-\u309f ]{{2,8}}")
_LABEL_BEHIND = re.compile(rf"(?<![{_HAN}])([{_HAN}]{{2,4}})\s?[/／]\s?([文图圖摄攝]|撰文|摄影|攝影|图片|圖片|写真|撮影)(?![{_HAN}])")
"""王小明/文 李华/图: a name, and what its bearer gave."""


def plain_names(text: str) -> str:
    """A byline of East Asia as its authors' names with commas between; empty when it names others only, any other text as it is."""
    if len(text) > MAX_CHARS or not _EAST_ASIAN.search(text):
        return text
    bracket = _BRACKET.fullmatch(text)
    text = bracket[1] if bracket else text
    text = _LABEL_BEHIND.sub(r"\2：\1 ", text)
    first, *labelled = _labels().split(text)
    kept = [_plain(first)] if first.strip() else []
    for label, content in zip(labelled[::2], labelled[1::2], strict=True):
        if label not in _others():
            kept.append(_listed(label, _plain(content)))
    return "、".join(filter(None, kept))


def _plain(text: str) -> str:
    """The names behind a label, without the role, the desk and the place beside them."""
    text = text.strip(" ,;/／|・、；，")
    korean = _KOREAN.fullmatch(text)
    if korean:
        return "、".join(_KOREAN_LIST.split(korean[1]))
    for pattern in (_REPORTED_FROM, _role_before(), _DESK_BEFORE, _PLACE_IS):
        text = pattern.sub("", text)
    return _between_persons(text.strip())


def _between_persons(text: str) -> str:
    """Japanese names with a dot between, with commas; within the foreign name of one person, in katakana, the dot stays."""
    parts = text.split(DOT)
    if len(parts) > MAX_DOTS:
        return text
    marks = ["、" if _are_persons(before.rpartition("、")[2], behind.partition("、")[0]) else DOT for before, behind in pairwise(parts)]
    return parts[0] + "".join(mark + part for mark, part in zip(marks, parts[1:], strict=True))


def _are_persons(before: str, behind: str) -> bool:
    """Whether both sides of a dot are names in Chinese letters; beside katakana only a whole name is."""
    chars = [len(word) if _HAN_NAME.fullmatch(word) else 0 for word in (before, behind)]
    return min(chars) >= MIN_SURNAME_CHARS or max(chars) >= MIN_WHOLE_CHARS


def _listed(label: str, names: str) -> str:
    """Chinese names that stand apart behind the word for reporter, with commas between."""
    return "、".join(names.split()) if "记者" in label and _CHINESE_NAMES.fullmatch(names) else names


@cache
def _others() -> frozenset[str]:
    return frozenset(words for _, language, words in NOT_BY_WORDS if language in LANGUAGES)


@cache
def _labels() -> re.Pattern[str]:
    """A label and what ends it: a mark, or white space where the label is no single letter of Chinese."""
    words = sorted({*_others(), *(words for _, language, words in BYLINE_WORDS if language in LANGUAGES)}, key=len, reverse=True)
    long = "|".join(re.escape(word) for word in words if len(word) > 1 or "가" <= word <= "힣")
    short = "|".join(re.escape(word) for word in words)
    start = r"(?:^|(?<=[\s、,，/／|;；)）】]))"
    marked, spaced = rf"(?:{short})(?=\s*[:：・/／=＝|])", rf"(?:{long})(?=\s+{_EAST_ASIAN.pattern})"
    return re.compile(rf"{start}({marked}|{spaced}|{_REPORTERS}(?=\s*[:：/]?\s*[{_HAN}]))[\s:：・/／=＝|]*")


@cache
def _role_before() -> re.Pattern[str]:
    roles = "|".join(re.escape(word) for language, word in ROLE_WORDS if language in LANGUAGES)
    return re.compile(rf"^(?:{roles})[・\s]+(?=[{_HAN}])")
