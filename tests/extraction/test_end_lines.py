"""The line behind an article's text that says when it appeared, and by whom."""

from __future__ import annotations

import pytest

from newscrawl.extraction.around import look_around
from newscrawl.extraction.end_lines import LINES_BEHIND, read_end_lines
from newscrawl.extraction.findings import Findings
from tests.extraction.making import document

H1 = "<h1>The bridge opens again</h1>"
TEXT = f"<p>{'Hundreds of people walked across the old bridge over the river, and many of them came back at once to see it from the other side. '}</p>" * 3
STORY = "<a href='/city/harbour/'>The harbour is closed for the winter</a>"


def _read(inner: str, tag: str = "article", attributes: str = "", behind: str = "") -> Findings:
    story = f"<{tag} {attributes}>{H1}<div>{TEXT}</div>{inner}</{tag}>"
    doc = document(f"<html><head><title>The bridge opens again</title></head><body><main>{story}</main>{behind}</body></html>")
    return read_end_lines(doc, look_around(doc))


OWN = [
    "<p>5 November 2026</p>",
    "<p>5 November 2026, 10:15</p>",
    "<div class='meta'><span>November 5, 2026</span> <a href='/city/'>City</a></div>",
    "<footer><time datetime='2026-11-05T10:00:00Z'>5 Nov</time></footer>",
    "<p>Share this</p><p>Tags: river</p><div>Posted on 5 November 2026 in City</div>",
    "<p>5 November 2026</p><p>© 2026 Courier. All rights reserved.</p>",
    f"<p>5 November 2026</p><nav>{STORY}</nav>",
    "<p>5 November 2026</p><section id='comments'><b>Ann</b><p>9 November 2026</p><p>At last.</p></section>",
    "<p>Posted 5 November 2026</p><div><span>9 November 2026</span></div>",
]
OTHERS = [
    "<p>5 November 2026</p><p>9 November 2026</p>",
    "<p>22 November 2026</p>",
    "<p>Last updated 5 November 2026</p>",
    "<p>Reuters, 5 November 2026</p>",
    "<div class='comment-list'><p>5 November 2026</p></div>",
    "<div class='events'><p>5 November 2026</p></div>",
    "<aside><p>5 November 2026</p></aside>",
    "<ol><li><p>5 November 2026</p></li></ol>",
    "<blockquote><p>5 November 2026</p></blockquote>",
    "<figure><figcaption>5 November 2026</figcaption></figure>",
    "<h3>Next meeting</h3><p>5 November 2026</p>",
    "<div><b>Ann</b></div><p>5 November 2026</p>",
    "<div>Ann</div><p>5 November 2026</p><p>At last it is open.</p>",
    f"<div>{STORY}</div><p>5 November 2026</p>",
    f"<p>5 November 2026</p><div>{STORY}</div>",
    f"<p>5 November 2026</p>{TEXT}",
    "<p>Share</p>" * LINES_BEHIND + "<p>5 November 2026</p>",
    "<p>No. 5 November 2026</p>",
    "",
]


@pytest.mark.parametrize("inner", OWN)
def test_the_only_date_right_behind_the_text_is_the_articles(inner: str) -> None:
    assert (_read(inner).published or "")[:10] == "2026-11-05"


@pytest.mark.parametrize("inner", OTHERS)
def test_a_date_of_something_else_is_not(inner: str) -> None:
    assert _read(inner) == Findings()


@pytest.mark.parametrize("attributes", ["class='post hentry'", "itemtype='https://schema.org/NewsArticle'"])
def test_an_element_that_is_named_an_article_is_one(attributes: str) -> None:
    assert _read(OWN[0], "div", attributes).published == "2026-11-05"


def test_without_an_article_a_date_needs_a_label() -> None:
    assert _read("<p>Posted on 5 November 2026 by Jane Doe</p>", "div") == Findings(published="2026-11-05", authors=("Jane Doe",))


def test_a_date_outside_of_the_article_is_another() -> None:
    assert _read(OWN[0], "div") == Findings()
    assert _read("", behind=OWN[0]) == Findings()


NAMED = [
    ("Posted on November 5, 2026 by Jane Doe", ("Jane Doe",)),
    ("Posted by Jane Doe on November 5, 2026", ("Jane Doe",)),
    ("Veröffentlicht am 5. November 2026 von Anna Müller", ("Anna Müller",)),
    ("Publié le 5 novembre 2026 par Jeanne Dupont", ("Jeanne Dupont",)),
    ("November 5, 2026 by Jane Doe and Ben Okri", ("Jane Doe", "Ben Okri")),
    ("Posted on November 5, 2026 by admin", ()),
    ("Posted on November 5, 2026 in City", ()),
]


@pytest.mark.parametrize("element", ["<div class='entry-footer'>{}</div>", "<footer class='post-footer'><p>{}</p></footer>"])
@pytest.mark.parametrize(("line", "names"), NAMED)
def test_the_names_beside_the_date(element: str, line: str, names: tuple[str, ...]) -> None:
    assert _read(element.format(line)) == Findings(published="2026-11-05", authors=names)


def test_a_page_without_a_headline_has_no_such_line() -> None:
    doc = document(f"<html><body><article>{TEXT}{OWN[0]}</article></body></html>")
    assert read_end_lines(doc, look_around(doc)) == Findings()
