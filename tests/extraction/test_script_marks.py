"""A text in its script as a browser shows it."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Article
from newscrawl.extraction import extract_article
from newscrawl.extraction.document import parse_html
from newscrawl.extraction.lines import lines_of
from newscrawl.extraction.script_marks import join_wrapped_lines, take_readings_out, with_printed_quotes
from tests.extraction.making import COURIER, PROSE, page, story

RUBY = [
    ("<p><ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>が開いた。</p>", "橋が開いた。"),
    ("<p><ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>の朝</p>", "東京の朝"),
    ("<p><ruby><rb>漢</rb><rb>字</rb><rt>かん</rt><rt>じ</rt></ruby>。</p>", "漢字。"),
    ("<p>北<ruby>京<rtc><rt>jīng</rt></rtc></ruby>。</p>", "北京。"),
    ("<p>no ruby</p>", "no ruby"),
]
WRAPPED = [
    ("<p>新しい橋が\n完成した。</p>", "新しい橋が完成した。"),
    ("<p>新桥\r\n\t  建成，</p>", "新桥建成，"),
    ("<p>今日<b>大雨</b>在城北\n下了一天</p>", "今日大雨在城北下了一天"),
    ("<p>今日\n<a href='/x'>大雨</a>\n在城北</p>", "今日大雨在城北"),
    ("<p>今日<br>\n大雨</p>", "今日\n大雨"),
    ("<div>今日\n<p>大雨</p>\n城北</div>", "今日\n大雨\n城北"),
    ("<p>見た\n<b>Python</b>\n入門</p>", "見た Python 入門"),
    ("<p>Python\n入門</p>", "Python 入門"),
    ("<p>새 다리가\n완성됐다</p>", "새 다리가 완성됐다"),
    ("<p>ชาวบ้าน\nปลูก</p>", "ชาวบ้าน ปลูก"),
    ("<p>東京 大阪</p>", "東京 大阪"),
    ("<pre>東京\n大阪</pre>", "東京 大阪"),
    ("<p>one\ntwo</p>", "one two"),
]
QUOTES = [
    ("don&#146;t", "don’t"),
    ("&#x93;so&#X94; &#133;", "“so” …"),
    ("it\x92s \x96 so", "it’s – so"),
    ("&#129; \x8d", "&#129; \x8d"),
    ("&#200; &#0146; plain", "&#200; &#0146; plain"),
    ("a\x85b", "a\x85b"),
]


def lines(html: str) -> str:
    tree = parse_html(html)
    assert tree is not None
    take_readings_out(tree)
    join_wrapped_lines(tree, html)
    return "\n".join(lines_of([tree]))


@pytest.mark.parametrize(("html", "text"), RUBY)
def test_a_reading_is_not_read_twice(html: str, text: str) -> None:
    assert lines(html) == text


@pytest.mark.parametrize(("html", "text"), WRAPPED)
def test_a_wrapped_line_has_a_space_only_where_the_script_has(html: str, text: str) -> None:
    assert lines(html) == text


@pytest.mark.parametrize(("html", "text"), QUOTES)
def test_quotes_of_windows(html: str, text: str) -> None:
    assert with_printed_quotes(html) == text


def test_inline_elements_leave_no_spaces_behind() -> None:
    chinese = "<p>今日<b>大雨</b>在<a href='/cb'>城北</a>下了<em>一天</em>，村民们\n<span>都在家里</span>等着新桥通车。</p>"
    article = extract_article(page(story(body=chinese + PROSE)), COURIER)
    assert isinstance(article, Article)
    assert (article.text or "").split("\n")[0] == "今日大雨在城北下了一天，村民们都在家里等着新桥通车。"


def test_a_page_is_read_with_all_of_it() -> None:
    article = extract_article(page(story(body=f"<p>The <ruby>橋<rt>はし</rt></ruby> and 東京\nの朝: don&#146;t miss it, said he.</p>{PROSE}")), COURIER)
    assert isinstance(article, Article)
    assert (article.text or "").split("\n")[0] == "The 橋 and 東京の朝: don’t miss it, said he."
