"""Dates in meta tags of microdata: those of the page's own article."""

from __future__ import annotations

import pytest

from newscrawl.extraction.around import look_around
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.microdata import read_microdata
from tests.extraction.making import PROSE, document

TITLE = "The bridge opens again"
DATES = "<meta itemprop='datePublished' content='2026-11-20'><meta itemprop='dateModified' content='2026-11-21'>"
FOUND = Findings(published="2026-11-20", modified="2026-11-21")
LINK = "<a href='/fish'>Fishers count their losses</a>"


def _read(body: str, head: str = "") -> Findings:
    doc = document(f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>")
    return read_microdata(doc, look_around(doc))


def _item(inner: str, kind: str = "NewsArticle") -> str:
    return f"<div itemscope itemtype='http://schema.org/{kind}'>{inner}</div>"


H1 = f"<h1>{TITLE}</h1>"
OURS = [
    _item(H1 + DATES + PROSE),
    _item(H1 + "<p>x</p>") + f"<p>{DATES}</p>",
    _item(H1 + _item("<span itemprop='name'>Mona Salih</span>" + DATES, "Person")),
    H1 + _item(DATES + PROSE),
    H1 + _item(DATES + f"<meta itemprop='headline' content='{TITLE}, at last'>" + LINK),
    H1 + _item(DATES + _item("<meta itemprop='name' content='Riverside Courier'>", "Organization") + PROSE),
    _item("<h1>Quite another thing</h1>" + DATES),
]


@pytest.mark.parametrize("body", OURS)
def test_the_articles_own_item(body: str) -> None:
    assert _read(body) == FOUND


def test_the_heads_own_tags_by_any_key() -> None:
    assert _read(H1, DATES) == FOUND
    assert _read(H1, "<meta name='datePublished' content='2026-11-20'><meta property='dateModified' content='2026-11-21'>") == FOUND


OTHERS = [
    H1 + _item(DATES + LINK),
    _item(DATES + LINK) + _item(H1 + PROSE),
    H1 + _item(DATES + "<b itemprop='headline'>Fishers count their losses</b>" + PROSE),
    H1 + f"<div class='related'>{DATES}</div>",
    H1 + f"<aside>{_item(DATES)}</aside>",
]


@pytest.mark.parametrize("body", OTHERS)
def test_the_item_of_another_story(body: str) -> None:
    assert _read(body) == Findings()
