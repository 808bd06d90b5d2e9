"""What selectors select, against lxml's own evaluation; and that no page makes one slow."""

from __future__ import annotations

import pytest
from lxml import etree, html

from newscrawl.core.selector import read_selector
from newscrawl.extraction.document import MAX_ELEMENTS
from newscrawl.extraction.selecting import MAX_SIBLINGS, TooMuch, select
from tests.extraction.bounded import run_bounded

TREE = html.document_fromstring("""
<html><head><meta name="day" content="2024-05-01"><meta name="Day" content="x"></head><body>
<main id="m"><h1>A</h1><div class="story wide"><p id="p1">one <b>bold</b></p><div><p id="p2">two</p><p id="p3" class="x">three</p></div></div>
<div class="story"><p id="p4">four</p></div><ul><li><a href="/a">a</a></li><li><a href="/b" title="B">b</a></li></ul>
<time datetime="2024-05-02">2 May</time><time datetime="2024-05-03">3 May</time></main></body></html>""")

SAME_AS_LXML = [
    "//p",
    "//div//p",
    "//div/p[1]",
    "//div//p[1]",
    "/html/body/main/div/p",
    ".//li/a",
    "//a[@title]",
    "//p[contains(concat(' ', @class, ' '), ' x ')]",
    "//div[.//p[@id='p2']]/p",
    "//p[@id='p2']/ancestor::div",
    "//p/..",
    "//p/parent::div/parent::*",
    "//h1/following-sibling::*",
    "//li[last()]",
    "//li[position() < 2]/a",
    "//div[count(p) = 1] | //h1",
    "//h1 | //div | //p",
    "//*[not(@id) and normalize-space()]",
    "(//time)[2]",
    "(//time)[last()]",
    "(//div//p | //h1)[1]",
    "(//div)[1]/p",
    "//div/descendant::p[2]",
    "//nothing",
]


@pytest.mark.parametrize("xpath", SAME_AS_LXML)
def test_a_path_selects_what_lxml_selects(xpath: str) -> None:
    assert select(TREE, read_selector(xpath)) == TREE.xpath(xpath)


SELECTED = [
    ("time::attr(datetime)", ["2024-05-02", "2024-05-03"]),
    ("//time/@datetime", ["2024-05-02", "2024-05-03"]),
    ("(//time/@datetime)[1]", ["2024-05-02"]),
    ("(//time)[2]/@datetime", ["2024-05-03"]),
    ("meta[name=day]::attr(content)", ["2024-05-01"]),
    ("#p1::text", ["one "]),
    ("li a::attr(title)", ["B"]),
    ("xpath:.//li/a/@title", ["B"]),
]


@pytest.mark.parametrize(("text", "values"), SELECTED)
def test_values(text: str, values: list[str]) -> None:
    assert select(TREE, read_selector(text)) == values


CSS = [
    (".story p", ["p1", "p2", "p3", "p4"]),
    (".story > p", ["p1", "p4"]),
    ("div div p", ["p2", "p3"]),
    (".story.wide p:first-child, #p4", ["p1", "p2", "p4"]),
    ("#p4, #p1", ["p1", "p4"]),
    ("p + p", ["p3"]),
    ("div p ~ p", ["p3"]),
    ("p:not(.x):nth-child(1)", ["p1", "p2", "p4"]),
    ("div:has(.x) > p", ["p1", "p2", "p3"]),
    ("MAIN P.x", ["p3"]),
]


@pytest.mark.parametrize(("css", "ids"), CSS)
def test_css(css: str, ids: list[str]) -> None:
    assert [e.get("id") for e in select(TREE, read_selector(css)) if not isinstance(e, str)] == ids


@pytest.mark.parametrize("rule", ["p ~ p", "p:nth-child(2)", "//p[normalize-space(..)]", "//div/ancestor::div/descendant::p"])
def test_what_would_take_too_long_is_not_selected(rule: str) -> None:
    page = "<div>" * 120 + "<p>x</p>" * (MAX_SIBLINGS + 1)
    with pytest.raises(TooMuch):
        select(html.document_fromstring(f"<body>{page}</body>"), read_selector(rule))


FLAT = "<p>x</p>" * (MAX_ELEMENTS - 10)
NESTED = ("<div>" * 200 + "</div>" * 200) * (MAX_ELEMENTS // 200 - 1)
PAIRS = "<div><p>x</p></div>" * (MAX_ELEMENTS // 2 - 10)
CROWDS = ("<div>" + "<p>x</p>" * (MAX_SIBLINGS - 1) + "</div>") * (MAX_ELEMENTS // MAX_SIBLINGS - 1)
WIDE = "<div>" * 200 + "<p>x</p>" * (MAX_ELEMENTS - 300)
HEAVY = [
    "div div div div",
    "p ~ p",
    "p + p",
    "div p",
    "p:nth-child(3)",
    "p:nth-last-child(2n)",
    "div:has(p)",
    "//p[1]",
    "//p[last()]",
    "//div[count(.//p) > 3]",
    "//p[count(ancestor::div) > 3]",
    "//div/ancestor::div/descendant::div",
    "//p/../p/../p/../p",
    "//p[normalize-space(..)]",
]
PAGES = {"flat": FLAT, "nested": NESTED, "pairs": PAIRS, "crowds": CROWDS, "wide": WIDE}
SELECTING = """
import contextlib, sys
from lxml import html
from newscrawl.core.selector import read_selector
from newscrawl.extraction.selecting import TooMuch, select
from tests.extraction.test_selecting import HEAVY, PAGES
tree = html.document_fromstring(f"<body>{PAGES[sys.argv[1]]}</body>")
for rule in HEAVY:
    with contextlib.suppress(TooMuch):
        select(tree, read_selector(rule))
print("done")
"""


@pytest.mark.no_cover
@pytest.mark.parametrize("page", [pytest.param(page, marks=pytest.mark.thorough if page == "crowds" else ()) for page in PAGES])
def test_no_page_makes_a_selector_slow(page: str) -> None:
    assert run_bounded(SELECTING, page, cpu_seconds=45).said == "done"


def test_what_is_not_xpath_is_known_when_it_is_compiled() -> None:
    with pytest.raises(etree.XPathError):
        select(TREE, read_selector("//p[1 2]"))
