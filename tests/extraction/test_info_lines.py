"""Dates among the other words of a line below the headline."""

from __future__ import annotations

import pytest

from newscrawl.extraction.around import look_around
from newscrawl.extraction.info_lines import read_info_lines
from tests.extraction.making import document

HEADLINE = "<title>The bridge opens again</title>", "<h1>The bridge opens again</h1>"
TEXT = f"<p>{'Hundreds of people walked across the old bridge over the river, and many of them came back at once to see it from the other side. '}</p>" * 6
IN_LINES = [
    ("2026-11-05 10:15 来源：新华社", "2026-11-05"),
    ("来源：新华社 2026-11-05 10:15:30", "2026-11-05"),
    ("发布时间：2026-11-05 10:15 来源：新京报", "2026-11-05"),
    ("by Jane Doe on November 5, 2026", "2026-11-05"),
    ("November 5, 2026 by Jane Doe", "2026-11-05"),
    ("November 5, 2026 2 Comments", "2026-11-05"),
    ("November 5, 2026 in News", "2026-11-05"),
    ("Thu 5 Nov 2026 10.15 GMT", "2026-11-05"),
    ("Berlin, 5. November 2026", "2026-11-05"),
    ("Anna Müller / 5. November 2026", "2026-11-05"),
    ("Madrid, 5 nov 2026 - 10:15 CET", "2026-11-05"),
    ("등록 2026-11-05 10:15 조회 123", "2026-11-05"),
    ("Vol. 12, No. 3 November 5, 2026", "2026-11-05"),
    ("When: 5 November 2026, Town Hall", None),
    ("© 2026-11-05 Courier", None),
    ("Jane Doe 05/11/2026", None),
    ("Shall we all meet on 5 November 2026?", None),
    ("Updated: 5 November 2026 by Jane Doe", None),
    ("When: Thursday, 5 November 2026, Town Hall", None),
    ("<a href='/news/storm'>Storm takes the roof of the old town hall away</a> November 5, 2026 by Jane Doe", None),
    ("Jane Doe November 6, 2026", "2026-11-06"),
    ("<time datetime='2026-11-05'></time>Jane Doe", None),
    ("Local / Jan. 1, 2026 / By Jane Doe", "2026-01-01"),
    ("1er janvier 2026 par Jeanne Dupont", "2026-01-01"),
    ("Par Jeanne Dupont, le 5 novembre 2026 à 10h15", "2026-11-05"),
    ("Madrid, 5 de noviembre de 2026", "2026-11-05"),
    ("Creado: 5 de noviembre de 2026 Por: Ana García", "2026-11-05"),
    ("Lokales, 05.11.2026 von Anna Müller", "2026-11-05"),
    ("القاهرة - محمد علي 5 نوفمبر 2026", "2026-11-05"),
    ("محليات ٥ نوفمبر ٢٠٢٦", "2026-11-05"),
    ("Москва, 5 ноября 2026 г.", "2026-11-05"),
    ("Опубликовано 05.11.2026 автором Иван Петров", "2026-11-05"),
    ("Дата: 05.11.2026 Просмотров: 123", "2026-11-05"),
    ("记者 王小明 2026年11月5日", "2026-11-05"),
    ("山田太郎 2026年11月5日", "2026-11-05"),
    ("[2026年11月5日] 山田太郎記者", "2026-11-05"),
    ("김철수 기자 2026.11.05 10:15", "2026-11-05"),
    ("تاریخ انتشار: ۱۴ آبان ۱۴۰۵ کد خبر: ۱۲۳۴۵۶", "2026-11-05"),
    ("علی رضایی ۱۴۰۵/۰۸/۱۴ ۱۰:۱۵", "2026-11-05"),
]


def _day(inner: str) -> str | None:
    doc = document(f"<html><head>{HEADLINE[0]}</head><body>{inner}</body></html>")
    moment = read_info_lines(doc, look_around(doc)).published
    return None if moment is None else moment[:10]


@pytest.mark.parametrize("element", ["<p>{}</p>", "<div class='post-meta'><span>{}</span></div>"])
@pytest.mark.parametrize(("line", "day"), IN_LINES)
def test_a_day_among_other_words_below_the_headline(element: str, line: str, day: str | None) -> None:
    assert _day(f"{HEADLINE[1]}{element.format(line)}{TEXT}") == day
    assert _day(f"{HEADLINE[1]}{TEXT}{element.format(line)}") is None


def test_a_caption_gives_no_day() -> None:
    assert _day(f"{HEADLINE[1]}<figure><figcaption>Berlin, 5. November 2026</figcaption></figure>{TEXT}") is None


ABOVE = [
    ("<p>Riverside, 5 November 2026</p>", "2026-11-05"),
    ("<div><span>City | Jane Doe, 5 November 2026</span></div>", "2026-11-05"),
    ("<header><p>Riverside, 5 November 2026</p></header>", None),
    (f"<div>{'<i></i>' * 100}Riverside, 5 November 2026</div>", None),
    ("<!-- 5 November 2026 -->", None),
]


@pytest.mark.parametrize(("above", "day"), ABOVE)
def test_a_day_right_above_the_headline(above: str, day: str | None) -> None:
    assert _day(f"<div>{above}{HEADLINE[1]}{TEXT}</div>") == day


DATELINES = [
    ("RIVERSIDE, Ill., November 5, 2026 /Newswire/ -- ", "2026-11-05"),
    ("RIVERSIDE, November 5, 2026 – ", "2026-11-05"),
    ("Riverside, Nov. 5, 2026 (Wire) - ", "2026-11-05"),
    ("Riverside, November 5, 2026 – ", None),
    ("November 5, 2026 – ", None),
    ("RIVERSIDE was flooded on November 5, 2026 – ", None),
    ("RIVERSIDE, November 5 – ", None),
]


@pytest.mark.parametrize(("dateline", "day"), DATELINES)
def test_a_dateline_with_a_whole_date(dateline: str, day: str | None) -> None:
    assert _day(f"{HEADLINE[1]}<p>{dateline}{TEXT.removeprefix('<p>')}") == day
