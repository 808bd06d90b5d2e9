"""What a reader sees: headline, bylines, links, pictures, and what belongs to something beside the article."""

from __future__ import annotations

import pytest

from newscrawl.extraction.around import look_around
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.visible import (
    read_canonical,
    read_headline,
    read_images,
    read_links,
)
from tests.extraction.making import PROSE, document, story

H1 = "<h1>The bridge opens again</h1>"


def _page(inner: str, head: str = "<title>The bridge opens again | Riverside Courier</title>") -> Document:
    return document(f"<!doctype html><html><head>{head}</head><body>{inner}</body></html>")


HEADLINES = [
    (f"<h1>Riverside Courier</h1>{H1}", "The bridge opens again"),
    ("<h1>Riverside Courier</h1><h2 class='entry-title'>The bridge opens again</h2>", "The bridge opens again"),
    ("<h1>More news</h1><p itemprop='headline'>The bridge opens again</p>", "The bridge opens again"),
    ("<h2 class='title'>The bridge opens</h2><h1>The bridge opens again, at last</h1>", "The bridge opens again, at last"),
    ("<h1>The bridge <br> opens&nbsp;again</h1>", "The bridge opens again"),
    ("<h1>Something else altogether</h1>", None),
    ("<h1></h1>", None),
    ("<p>no heading</p>", None),
]


@pytest.mark.parametrize(("inner", "title"), HEADLINES)
def test_the_headline_says_what_the_title_tag_says(inner: str, title: str | None) -> None:
    assert read_headline(look_around(_page(inner))).title == title


def test_og_title_is_as_good_as_the_title_tag() -> None:
    doc = _page(H1, "<title>Riverside Courier</title><meta property='og:title' content='The bridge opens again'>")
    assert read_headline(look_around(doc)).title == "The bridge opens again"


@pytest.mark.parametrize(("inner", "title"), [(H1, "The bridge opens again"), (H1 * 2, None)])
def test_without_a_title_tag_the_only_h1_is_the_headline(inner: str, title: str | None) -> None:
    assert read_headline(look_around(_page(inner, head=""))).title == title


def _links(inner: str) -> Findings:
    return read_links(look_around(_page(inner)))


def test_links_by_their_rel() -> None:
    found = _links(
        f"<nav><a rel='category tag' href='/c/1'>City</a> » <a rel='category' href='/c/2'>Traffic</a></nav>{H1}"
        "<a rel='author' href='/a'><img alt=''></a><p>By <a rel='author' href='/a'>Mona Salih</a>, <a rel='nofollow author' href='/b'>Ben Okri</a></p>"
        "<ul><li><a rel='tag' href='/t/1'>#bridge</a></li><li><a rel='tag' href='/t/2'>river</a></li></ul>"
    )
    assert found == Findings(authors=("Mona Salih", "Ben Okri"), sections=("City", "Traffic"), tags=("bridge", "river"))


def test_links_of_block_themes() -> None:
    terms = "<div class='taxonomy-category'><a rel='tag' href='/c'>City</a></div><div class='taxonomy-post_tag'><a rel='tag' href='/t'>river</a></div>"
    assert _links(H1 + terms) == Findings(sections=("City",), tags=("river",))


def test_links_of_teasers_are_none_of_ours() -> None:
    teasers = "<article><a rel='category tag' href='/c'>Sport</a><a rel='tag' href='/t'>goal</a><a rel='author' href='/a'>Ben Okri</a></article>"
    assert _links(f"<article>{H1}</article>{teasers * 3}") == Findings()
    assert _links(f"{H1}<div id='sidebar'><a rel='tag' href='/t'>cloud</a></div>") == Findings()


def test_a_link_without_a_list() -> None:
    assert _links(f"{H1}<li><a rel='tag' href='/t'>river</a>") == Findings(tags=("river",))


def test_the_lead_picture() -> None:
    doc = document(story(around="<img class='size-full wp-post-image' src='/img/1.jpg'>", body=PROSE + "<img src='/img/2.jpg'>"))
    assert read_images(doc, look_around(doc)).image == "https://courier.example/img/1.jpg"


def test_canonical() -> None:
    doc = _page("", "<link rel='alternate' href='/x'><link rel='Canonical' href=''><link rel='canonical' href='/2026/11/bridge/?utm_source=x'>")
    assert read_canonical(doc).canonical_url == "https://courier.example/2026/11/bridge/"


def test_addresses_are_resolved_against_the_base_element() -> None:
    assert _page("", "<base href='/edition/'>").absolute("a.jpg") == "https://courier.example/edition/a.jpg"
    assert _page("", "<base href='data:x'>").absolute("a.jpg") == "https://courier.example/2026/11/bridge/a.jpg"
    assert _page("").absolute("mailto:a@b.example") is None
    assert _page("").absolute(" ") is None


CATEGORY = "<a rel='category tag' href='/c'>City</a>"
HEAD = "<title>The bridge opens again</title>"


@pytest.mark.parametrize(
    ("html", "sections"),
    [
        (f"<nav>{CATEGORY}</nav><main><h1>The bridge opens again</h1></main>", ()),
        (f"<nav>{CATEGORY}</nav><article><h1>The bridge opens again</h1></article>", ()),
        (f"<article><h1>The bridge opens again</h1><footer>{CATEGORY}</footer></article>", ("City",)),
        (f"<main><header><h1>The bridge opens again</h1></header><footer>{CATEGORY}</footer></main>", ("City",)),
        (f"<article><h1>The bridge opens again</h1></article><div>{CATEGORY}</div>", ("City",)),
        (f"<main><article><h1>The bridge opens again</h1></article></main><div><h3>A storm</h3>{CATEGORY}</div>", ()),
        (f"<div><h1>The bridge opens again</h1></div><footer>{CATEGORY}</footer>", ("City",)),
        (f"<article><h1>The bridge opens again</h1></article><footer class='post-footer'>{CATEGORY}</footer>", ("City",)),
        (f"<main><article><h1>The bridge opens again</h1></article></main><footer class='entry-footer'>{CATEGORY}</footer>", ("City",)),
        (f"<div class='hero'>{CATEGORY}</div><main><h1>The bridge opens again</h1></main>", ("City",)),
        (f"<header class='entry-header'>{CATEGORY}</header><main><h1>The bridge opens again</h1></main>", ("City",)),
        (f"<article class='hero'><h1>The bridge opens again</h1></article><main><p>x</p><footer>{CATEGORY}</footer></main>", ("City",)),
        (f"<header class='site-header'>{CATEGORY}</header><main><h1>The bridge opens again</h1></main>", ()),
        (f"<article><h1>The bridge opens again</h1></article><footer class='site-footer'>{CATEGORY}</footer>", ()),
        (f"<article><h1>The bridge opens again</h1></article><div>x</div><footer class='post-footer'>{CATEGORY}</footer>", ()),
    ],
)
def test_category_links_of_the_frame_are_not_the_articles(html: str, sections: tuple[str, ...]) -> None:
    doc = document(f"<html><head>{HEAD}</head><body>{html}</body></html>")
    assert read_links(look_around(doc)).sections == sections
