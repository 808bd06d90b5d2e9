"""Which element plainly holds the article's text."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.extraction.container import clear_container
from newscrawl.extraction.container_names import ENDINGS, WHOLE
from tests.extraction.making import PROSE, SENTENCES

SHORT = "<p>One line of news.</p>"
TEASERS = "".join(f"<li><a href='/{n}'>Another story</a><p>{' '.join(SENTENCES)}</p></li>" for n in range(6))


def _names(inner: str) -> list[str]:
    tree = html.document_fromstring(f"<html><body>{inner}</body></html>")
    return [e.get("id") or e.get("class") or e.get("itemprop") for e in clear_container(tree, next(tree.iter("h1"), None))]


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("shape", ["class='{}'", "class='wide c-{} x'", "id='{}'", "itemprop='{}'"])
def test_each_ending_names_a_container(name: str, shape: str) -> None:
    spelled = f"{name[:4]}-{name[4:].title()}"
    assert len(_names(f"<div><p>A menu.</p></div><div {shape.format(spelled)}>{PROSE}</div>")) == 1


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_each_whole_name_names_a_container_when_nothing_stands_before_it(name: str) -> None:
    assert _names(f"<div class='{name}'>{PROSE}</div>") == [name]
    assert _names(f"<div class='my{name}'>{PROSE}</div>") == []


def test_a_whole_name_gives_way_to_an_ending() -> None:
    assert _names(f"<article class='entry'><p>x</p><div class='entry-content'>{PROSE}</div></article>") == ["entry-content"]


def test_the_outermost_container_counts() -> None:
    assert _names(f"<div id='article-body'><div class='entry-content'>{PROSE}</div></div>") == ["article-body"]


def test_a_text_in_several_parts() -> None:
    parts = f"<div class='article__body'>{PROSE}</div><figure></figure><div class='article__body'>{PROSE}</div><div class='article__body'></div>"
    assert _names(f"<article>{parts}</article>") == ["article__body"] * 2


def test_excerpts_of_other_articles_are_no_parts() -> None:
    excerpts = f"<article><div class='entry-content'>{SHORT}</div></article>" * 2
    assert _names(f"<article><div class='entry-content'>{PROSE}</div></article>{excerpts}") == ["entry-content"]


def test_a_short_article_among_teasers() -> None:
    assert _names(f"<div class='entry-content'>{SHORT}</div><ul>{TEASERS}</ul><div id='comments'>{PROSE}</div>") == ["entry-content"]


def test_a_small_box_is_not_the_article_because_of_its_name() -> None:
    assert _names(f"<div class='post-content'>{SHORT}</div><div>{PROSE}</div>") == []


def test_in_the_headlines_article_nothing_outside_it_counts() -> None:
    short = f"<article><h1>News</h1><div class='post-content'>{SHORT}</div></article>"
    assert _names(f"{short}<div>{PROSE}</div>") == ["post-content"]
    assert _names(f"<article><h1>News</h1><div class='post-content'>{SHORT}</div><div>{PROSE}</div></article>") == []


def test_an_empty_container_stays_empty_in_the_headlines_article_only() -> None:
    empty = "<div class='entry-content'><iframe></iframe></div>"
    assert _names(f"<article><h1>A video</h1>{empty}<p>Share</p></article><ul>{TEASERS}</ul>") == ["entry-content"]
    assert _names(f"<h1>A video</h1>{empty}<ul>{TEASERS}</ul>") == []
    assert _names(f"<article><h1>A video</h1>{empty}<div>{'word ' * 400}</div></article>") == []


def test_text_between_line_breaks_is_prose_too() -> None:
    lines = "<br><br>".join(SENTENCES)
    assert _names(f"<div class='news-text'>{lines}</div><div><p>Menu</p></div>") == ["news-text"]


def test_a_page_without_names_has_none() -> None:
    assert _names(f"<div class='x'>{PROSE}</div><div id='{'y' * 6_000}'></div>") == []
