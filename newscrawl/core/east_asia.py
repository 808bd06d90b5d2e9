"""Dates of East Asia and Thailand as the rest of the world writes them: signs for year, month, day, hour and minute, and eras of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newscrawl.core.date_text import fold

THAI_ERA = 543
"""Thailand counts years from the Buddha's death."""

_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
"""Year before the first of an era: Reiwa, Heisei, the Republic of China."""

_ON_THE = re.compile("ที่(?= ?[0-9])")
"""Written onto the weekday before a day: วันพุธที่ 1."""

_THAI = re.compile("[\u0e00-\u0e7f]")
_THAI_YEAR = re.compile("(?<![0-9])(2[45][0-9]{2})(?![0-9])")
_THAI_SHORT_YEAR = re.compile("(?<![0-9])([0-9]{1,2} ?[\u0e00-\u0e7f]{2,12} ?)([0-9]{2})(?![0-9:.])")
_SIGNS = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u4e00-\u9fff]")


def spell_out(text: str) -> str:
    """A folded text with its date as `2024-05-01` and its time as `10:15`; other texts as they are."""
    if text.isascii() or not _SIGNS.search(text):
        return text
    if _THAI.search(text):
        text = _ON_THE.sub(" ", text)
        return _THAI_YEAR.sub(lambda year: str(int(year[1]) - THAI_ERA), _THAI_SHORT_YEAR.sub(r"\g<1>25\2", text))
    for pattern, form in _forms():
        text = pattern.sub(form, text)
    return _eras().sub(lambda era: f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}-{era[3]}-{era[4]} ", text)


def _clock(found: re.Match[str]) -> str:
    return " " + ":".join(f"{int(part):02d}" for part in found.groups()) + " "


@cache
def _eras() -> re.Pattern[str]:
    return re.compile("(?:中華)?(" + "|".join(_ERAS) + ") ?(元|[0-9]{1,3}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """Patterns of folded text, where Hangul stands in its letters."""
    year, month, day, weekday = fold("년"), fold("월"), fold("일"), fold("요일")
    hour, minute, second = fold("시"), fold("분"), fold("초")
    halves = "|".join(map(fold, ("午前", "午後", "上午", "下午", "오전", "오후")))
    days = "|".join(map(fold, "월화수목금토일"))
    return (
        (re.compile(f"[([] ?(?:[月火水木金土日祝・]{{1,3}}(?:曜日?)?|(?:{days})(?:{weekday})?|(?:星期|周|週)[一二三四五六日天]) ?[)\\]]"), " "),
        (re.compile(f"(?:[月火水木金土日]曜日?|(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]|(?:{days}){weekday})"), " "),
        (re.compile(f"(?<![0-9])([0-9]{{4}}) ?(?:年|{year}) ?([0-9]{{1,2}}) ?(?:月|{month}) ?([0-9]{{1,2}}) ?(?:日|号|號|{day})"), r" \1-\2-\3 "),
        (re.compile(f"(?<![0-9])([0-9]{{4}}) ?(?:年|{year}) ?([0-9]{{1,2}}) ?(?:月|{month})(?! ?[0-9])"), r" \1-\2 "),
        (re.compile(f"([0-9]{{1,2}}) ?(?:時|时|點|点|{hour}) ?([0-9]{{1,2}}) ?(?:分|{minute}) ?([0-9]{{1,2}}) ?(?:秒|{second})"), _clock),
        (re.compile(f"([0-9]{{1,2}}) ?(?:時|时|點|点|{hour}) ?([0-9]{{1,2}}) ?(?:分|{minute})"), _clock),
        (re.compile(f"(?:{halves})? ?[0-9]{{1,2}} ?(?:時|时|點|点|{hour})(?:頃|ごろ)?(?!間|间|{fold('간')})"), " "),
    )
