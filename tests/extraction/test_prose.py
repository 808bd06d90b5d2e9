"""How much prose an element holds."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.extraction.container_names import COMMENTS
from newscrawl.extraction.elements import ASIDE_ROLES, ASIDES, HOLDERS
from newscrawl.extraction.prose import Prose, is_hidden, weigh
from tests.extraction.making import PROSE, SENTENCES

FIRST = SENTENCES[0]
ALL = sum(map(len, SENTENCES))
LINKS = "".join(f"<li><a href='/{n}'>Another story of the day</a></li>" for n in range(9))


def _body(inner: str) -> html.HtmlElement:
    return html.document_fromstring(f"<html><body>{inner}</body></html>").find("body")


def _weighed(inner: str) -> tuple[html.HtmlElement, Prose]:
    body = _body(inner)
    return body, weigh(body, next(body.iter("h1"), None))


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        (f"<p>{FIRST}</p>", [FIRST]),
        (f"<div>{FIRST}<br>{SENTENCES[1]}</div>", [f"{FIRST}{SENTENCES[1]}"]),
        (f"<ul><li>{FIRST}</li></ul>", [FIRST]),
        (f"<p>{FIRST}</p><p>It opens today, at noon.</p>", [FIRST]),
        ("<h1>What?</h1><p>It opens today, at noon.</p><p>On foot</p><p><a href='/x'>Read it all here.</a></p><p>So.</p>", ["It opens today, at noon."]),
        (f"<p>{FIRST}</p><main><h1>What?</h1><p>It opens today, at noon.</p></main>", [FIRST, "It opens today, at noon."]),
        ("<aside><p>It opens today, at noon.</p></aside>", []),
        ("<p>It opens today, just before noon.</p>", ["It opens today, just before noon."]),
        ("<p>Opening hours of the old bridge</p>", []),
        ("<p>橋は二年間の修理を経て月曜日に再び開通した。</p>", ["橋は二年間の修理を経て月曜日に再び開通した。"]),
        ("<p>عاد الجسر القديم إلى العمل اليوم؟</p>", ["عاد الجسر القديم إلى العمل اليوم؟"]),
        (f"<p><a href='/x'>{FIRST}</a></p>", []),
        (f"<p>{FIRST} <a href='/x'>More</a></p>", [f"{FIRST} More"]),
        (f"<script>{FIRST}</script><noscript><p>{FIRST}</p></noscript>", []),
        ("", []),
    ],
)
def test_which_blocks_are_prose(inner: str, lines: list[str]) -> None:
    body, prose = _weighed(inner)
    assert prose.lines_in([body]) == lines


def test_prose_adds_up_and_links_cost() -> None:
    body, prose = _weighed(f"<div>{PROSE}{PROSE}<ul>{LINKS}</ul></div>")
    assert prose.chars[body] == prose.chars[body[0]] == 2 * ALL
    assert 2 * ALL > prose.worth[body] > 0


def test_links_cost_no_more_than_so_much() -> None:
    body, prose = _weighed(f"<div>{PROSE * 9}</div><div>{LINKS * 50}</div>")
    assert prose.worth[body] == prose.worth[body[0]] - 300


def test_a_wide_character_counts_thrice() -> None:
    body, prose = _weighed(f"<p>{'橋' * 20}</p>")
    assert prose.chars[body] == 60


@pytest.mark.parametrize(
    "aside",
    [
        *(f"<{tag}>{{}}</{tag}>" for tag in sorted(ASIDES)),
        *(f"<div role='{role}'>{{}}</div>" for role in sorted(ASIDE_ROLES)),
        "<div class='x comments-area'>{}</div>",
        "<div id='disqus_thread'>{}</div>",
        "<section id='respond'>{}</section>",
        "<div hidden>{}</div>",
        "<div style='color:red;display: none'>{}</div>",
    ],
)
def test_what_is_beside_the_article(aside: str) -> None:
    body, prose = _weighed(f"<div>{PROSE}{PROSE}</div>{aside.format(f'<p>{FIRST}</p>')}")
    assert prose.chars[body] == 2 * ALL
    most, all_of_it = _weighed(aside.format(PROSE + PROSE))
    assert all_of_it.chars[most] == 2 * ALL
    with_headline, kept = _weighed(f"<div>{PROSE}{PROSE}</div>{aside.format(f'<h1>The bridge</h1><p>{FIRST}</p>')}")
    assert kept.chars[with_headline] == 2 * ALL + len(FIRST)


@pytest.mark.parametrize("name", ["comments-open", "has-comments", "commentary", "responder"])
def test_names_that_only_resemble_those_of_comments(name: str) -> None:
    body, prose = _weighed(f"<div>{PROSE}{PROSE}</div><div class='{name}'>{PROSE}</div>")
    assert prose.chars[body] == 3 * ALL


def test_comments_may_be_longer_than_the_article_and_an_article_may_be_in_an_aside() -> None:
    body, prose = _weighed(f"<div>{PROSE}</div><div class='comments'>{PROSE * 3}</div>")
    assert prose.chars[body] == ALL
    body, prose = _weighed(f"<div>{PROSE}</div><aside>{PROSE * 3}</aside>")
    assert prose.chars[body] == 4 * ALL


def test_comments_count_against_what_holds_them() -> None:
    body, prose = _weighed(f"<div>{PROSE}{PROSE}</div><div class='comments'>{PROSE}</div>")
    assert prose.worth[body] == 1.5 * ALL


def test_what_is_hidden() -> None:
    assert [is_hidden(e) for e in _body("<p hidden>a</p><p style='DISPLAY:NONE'>b</p><p style='display:block'>c</p><p>d</p>")] == [
        True,
        True,
        False,
        False,
    ]


def test_holders_hold_prose() -> None:
    for tag in sorted(HOLDERS - {"body"}):
        root = html.Element("div")
        html.etree.SubElement(html.etree.SubElement(root, tag), "p").text = FIRST
        assert weigh(root).chars[root[0]] == len(FIRST)


@pytest.mark.parametrize("name", [*COMMENTS, "comments", "comment-list", "kommentare_section"])
def test_what_readers_say_counts_against_what_holds_it(name: str) -> None:
    body, prose = _weighed(f"<div id=a><p>{FIRST}</p><p>{FIRST}</p><div class={name}>{PROSE}</div></div>")
    assert prose.worth[body] < prose.chars[body] == 2 * len(FIRST)


@pytest.mark.parametrize("name", ["kommentar", "commentary", "commented-bridge", "yorum"])
def test_an_opinion_piece_is_no_comment_of_a_reader(name: str) -> None:
    body, prose = _weighed(f"<div id=a><p>{FIRST}</p><div class={name}>{PROSE}</div></div>")
    assert prose.chars[body] > len(FIRST)
