"""Which element holds the article's text, by the prose in it."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.extraction.densest import densest_element
from newscrawl.extraction.prose import weigh
from tests.extraction.making import PROSE, SENTENCES

H1 = "<h1>The bridge opens again</h1>"
LEAD = f"<p>{SENTENCES[0]}</p>"
LINKS = "".join(f"<li><a href='/{n}'>Another story of the day</a></li>" for n in range(9))
CARD = "<div><h3><a href='/x'>Another story of the day, and a long one</a></h3><p>{}</p></div>"
TEASERS = "".join(CARD.format(sentence) for sentence in SENTENCES)

PAGES = {
    "among menus": f"<ul>{LINKS}</ul>{H1}<div id=text>{PROSE}</div><ul>{LINKS}</ul>",
    "in wrappers": f"<main><div><div>{H1}<div id=text>{PROSE}</div></div></div></main>",
    "two parts": f"<main>{H1}<div id=text><div class=part>{PROSE}</div><div class=ad></div><div class=part>{PROSE}</div></div></main>",
    "three sections": f"<main>{H1}<div id=text>{f'<section>{PROSE}</section>' * 3}</div></main>",
    "beside an author's box": f"<main>{H1}<div><div id=text>{PROSE * 3}</div><section>{LEAD}</section></div></main>",
    "before a last paragraph": f"<main>{H1}<div id=text><div class=x>{PROSE * 5}</div>{LEAD}</div></main>",
    "before a list of notes": f"<main>{H1}<div id=text><div class=x>{PROSE * 5}</div><ol><li>{SENTENCES[0]}</li></ol></div></main>",
    "before a list of stories": f"<main>{H1}<div><div id=text>{PROSE * 5}</div><ul>{LINKS}</ul></div></main>",
    "short sentences": f"<main>{H1}<p>{'Only on Monday and Tuesday' * 2}</p></main><div id=text>{PROSE}</div>",
    "a story of short sentences": f"<header><p>Read on.</p></header><main>{H1}<div id=text><p>It cost less.</p><p>市长致谢。</p></div></main>",
    "a short story and a word about cookies": f"<main>{H1}<div id=text><p>It cost less.</p></div></main><div>{LEAD}</div>",
    "a short lead of a story elsewhere": f"<article>{H1}<p>It cost less.</p></article><div id=text>{PROSE}</div>",
    "next articles": f"<main><article id=text>{H1}{PROSE}</article><article><h2>Another</h2>{PROSE * 2}</article></main>",
    "short, before a next article": f"<div><article id=text>{H1}{PROSE}</article><div><h2>Another</h2>{PROSE * 6}</div></div>",
    "a header with a standfirst": f"<article><header>{H1}{LEAD}</header><div id=text>{PROSE * 2}</div></article>",
    "a headline's box with a standfirst": f"<article id=text><div>{H1}{LEAD}</div>{PROSE * 2}</article>",
    "a column of teasers": f"<div>{H1}<div id=text>{PROSE * 2}</div><section>{TEASERS}</section></div>",
    "sections full of links": f"<div>{H1}<div id=text><section>{PROSE}</section><section>{TEASERS}</section></div></div>",
    "a lead in an article of its own": f"<article>{H1}<p>{'The council closes the old bridge over the river for two years. ' * 4}</p></article><div id=text>{PROSE * 6}</div>",
    "a short article before a next one": f"<article id=text>{H1}<p>{'The council closes the old bridge over the river for two years. ' * 4}</p></article><div><h1>Another</h1>{PROSE * 6}</div>",
    "comments": f"<div>{H1}<div id=text>{PROSE}</div><div class=comments>{PROSE * 3}</div></div>",
    "no headline": f"<div><div id=text>{PROSE}</div><ul>{LINKS}</ul></div>",
    "a list of sources": f"<div id=text>{H1}{PROSE * 4}<ul>{LINKS * 9}</ul></div>",
    "a table": f"<table><tr><td><ul>{LINKS}</ul></td><td id=text>{H1}{PROSE}</td></tr></table>",
}


@pytest.mark.parametrize("inner", PAGES.values(), ids=PAGES)
def test_the_densest_element(inner: str) -> None:
    assert _densest(inner).get("id") == "text"


@pytest.mark.parametrize("inner", ["", "<p>Hello</p>", f"<ul>{LINKS}</ul>", PROSE])
def test_a_page_without_an_inner_one(inner: str) -> None:
    assert _densest(inner).tag == "body"


def _densest(inner: str) -> html.HtmlElement:
    body = html.document_fromstring(f"<html><body>{inner}</body></html>").find("body")
    headline = next(body.iter("h1"), None)
    return densest_element(body, weigh(body, headline), headline)
