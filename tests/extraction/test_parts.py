"""What a page says of the further parts of its article, and the article that they make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.core.article import Article
from newscrawl.core.page import Page, Parts
from newscrawl.core.part_address import MOST_PARTS
from newscrawl.extraction import extract_article
from newscrawl.extraction.partlook import look_at_part
from newscrawl.extraction.parts import part_links
from newscrawl.extraction.whole import joined
from tests.extraction.making import COURIER, PROSE, SENTENCES, URL, document, page, story

WORDPRESS = (
    f'<div class="page-links">Pages: <span class="post-page-numbers current">1</span> <a href="{URL}2/" class="post-page-numbers">2</a> '
    f'<a href="{URL}3/" class="post-page-numbers">3</a></div>'
)
MORE = (
    "The engineers had found rust in the second pier, which nobody had looked at for decades.",
    "A ferry took people across the water in the meantime, and many say that they will miss it.",
)

NAMED = [
    ("the numbers of WordPress", "", WORDPRESS, {2, 3}),
    ("an arrow to the next page", "", f'<p><a href="{URL}2/">Next page »</a></p>', {2}),
    ("the heading of the next page", "", f'<p><a href="{URL}2/">What the engineers found</a></p>', {2}),
    ("rel=next in the head", f'<link rel="next" href="{URL}?page=2">', "", {2}),
    ("rel=next on an anchor", "", f'<div><a rel="next nofollow" href="{URL}?page=2"><img src="arrow.png"></a></div>', {2}),
    ("a parameter and its number", "", f'<a href="{URL}?page=2">2</a>', {2}),
    ("Arabic digits", "", f'<a href="{URL}?page=2">٢</a>', {2}),
    ("page 2 of 3", "", f'<a href="{URL}?page=2">Page 2 of 3</a>', {2}),
]
NOT_NAMED = [
    ("the next article", '<link rel="next" href="https://courier.example/2026/11/tunnel/">', ""),
    ("the next article, numbered", f'<link rel="next" href="{URL[:-1]}-2/">', ""),
    ("a page of comments", "", f'<a href="{URL}comment-page-2/#comments">Older comments</a>'),
    ("a parameter below the comments", "", f'<div id="comments"><a href="{URL}?page=2">2</a></div>'),
    ("a list that counts from zero", "", f'<ul class="pager"><li><a href="{URL}?page=2">3</a></li></ul>'),
    ("another host", "", '<a href="https://mirror.example/2026/11/bridge/2/">2</a>'),
    ("a print view", "", f'<a href="{URL}print/">Print</a><a href="{URL}amp/">AMP</a>'),
    ("a preloaded page", f'<link rel="prefetch" href="{URL}2/">', ""),
    ("a long text", "", f'<a href="{URL}2/">{"a long text " * 20}</a>'),
]


@pytest.mark.parametrize(("head", "body", "numbers"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_a_page_names_its_parts(head: str, body: str, numbers: set[int]) -> None:
    look = look_at_part(page(story(head, PROSE + body)), COURIER, URL)
    assert set(look.addresses) == numbers
    assert look.names == ("the bridge opens again",)
    assert len(look.lines) >= len(SENTENCES)


@pytest.mark.parametrize(("head", "body"), [row[1:] for row in NOT_NAMED], ids=[row[0] for row in NOT_NAMED])
def test_what_is_no_part_is_not_named(head: str, body: str) -> None:
    assert look_at_part(page(story(head, PROSE + body)), COURIER, URL).addresses == {}


def test_an_article_beside_a_file_is_no_part_of_it() -> None:
    first = "https://courier.example/bridge.html"
    named = '<a href="https://courier.example/bridge-2.html">The second bridge is built</a><a href="https://courier.example/bridge-3.html">3</a>'
    assert set(look_at_part(page(story("", PROSE + named), first), COURIER, first).addresses) == {3}


def test_a_list_has_no_parts() -> None:
    look = look_at_part(page(story("", PROSE + WORDPRESS, body_class="archive category")), COURIER, URL)
    assert not look.is_article
    assert look.addresses == {}


def test_a_pager_without_end_is_bounded() -> None:
    pager = "".join(f'<a href="{URL}{number}/">{number}</a>' for number in range(2, 10_000))
    assert set(look_at_part(page(story("", PROSE + pager)), COURIER, URL).addresses) == set(range(2, MOST_PARTS + 2))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"<", b'<a href="/2/">2</a>' * 60_000])
def test_no_bytes_make_it_raise(body: bytes) -> None:
    assert look_at_part(replace(page(body), number=2), COURIER, URL).addresses == {}


FURTHER = [
    ("the numbers of WordPress", f"{URL}2/", "", f'<p>Pages: <a href="{URL}">1</a> <span>2</span></p>', URL),
    ("the third of them", f"{URL}3/", "", f'<p>Pages: <a href="{URL}">1</a> <a href="{URL}2/">2</a> <span>3</span></p>', URL),
    ("rel=prev", f"{URL}?page=2", f'<link rel="prev" href="{URL}">', "", URL),
    ("rel=prev of the third", f"{URL}?page=3", f'<link rel="prev" href="{URL}?page=2">', "", None),
    ("a canonical link", f"{URL}2/", f'<link rel="canonical" href="{URL}">', f'<a href="{URL}">The bridge opens again</a>', None),
    ("a page of comments", f"{URL}?page=2", "", f'<div id="comments"><a href="{URL}">1</a></div>', None),
    ("an article with a number", "https://courier.example/2026/11/2/", "", '<a href="https://courier.example/2026/11/">November</a>', None),
    ("another host", f"{URL}2/", "", '<a href="https://mirror.example/2026/11/bridge/">1</a>', None),
]


@pytest.mark.parametrize(("url", "head", "body", "first"), [row[1:] for row in FURTHER], ids=[row[0] for row in FURTHER])
def test_a_further_part_says_where_the_first_is(url: str, head: str, body: str, first: str | None) -> None:
    assert look_at_part(page(story(head, PROSE + body), url), COURIER, url).first == first


# --- the whole article ------------------------------------------------------------------------------------------------------------------


def part(number: int, body: str) -> Page:
    return replace(page(story("", body), f"{URL}{number}/"), number=number)


def article(*parts: Page, end: str | None = None, body: str = PROSE + WORDPRESS) -> Article:
    found = extract_article(replace(page(story("", body)), parts=Parts(pages=parts, end=end)), COURIER)
    assert isinstance(found, Article)
    return found


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>\n" for line in lines)


def test_the_texts_of_all_parts_are_one() -> None:
    found = article(part(2, paragraphs(MORE[0]) + WORDPRESS), part(3, paragraphs(MORE[1]) + WORDPRESS))
    assert found.text == "\n".join((*SENTENCES, *MORE))
    assert found.title == "The bridge opens again"
    assert found.url == URL
    assert found.provenance["parts"] == {"read": 3}


def test_what_stands_on_every_part_stands_once() -> None:
    credit, bio = "Photos and report: Jane Doe", "Jane Doe has written about rivers and the people who live beside them since 2004."
    top = "Two years late, and many people had stopped waiting for it."
    first = paragraphs(top, *SENTENCES, bio) + "<p>Comments are closed.</p>"
    found = article(part(2, paragraphs(top, MORE[0], bio) + "<p>Comments are closed.</p>"), body=first)
    assert found.text == "\n".join((top, *SENTENCES, MORE[0], bio))
    assert credit not in (found.text or "")


def test_why_it_ends_is_said() -> None:
    assert article(part(2, paragraphs(MORE[0])), end="not_found").provenance["parts"] == {"read": 2, "end": "not_found"}
    assert article(end="not_found").provenance["parts"] == {"read": 1, "end": "not_found"}


def test_what_turned_out_to_be_no_part_leaves_no_trace() -> None:
    assert "parts" not in article(end="repeats").provenance
    assert "parts" not in article().provenance


def test_a_page_that_came_alone_says_that_it_is_not_the_whole() -> None:
    found = extract_article(page(story("", PROSE + WORDPRESS)), COURIER)
    assert isinstance(found, Article)
    assert found.provenance["parts"] == {"read": 1, "end": "not_read"}
    doc = document(story("", PROSE + WORDPRESS))
    assert 2 in [link.number for link in part_links(doc, doc.url)]
    assert not part_links(document(story()), doc.url)


def test_a_part_without_a_text_changes_nothing() -> None:
    found = article(part(2, "<img src='/bridge.jpg'>"), part(3, paragraphs(MORE[1])))
    assert found.text == "\n".join((*SENTENCES, MORE[1]))


PAGERS = [
    ("WordPress", f'<p class="post-nav-links">Pages: <span>1</span> <a href="{URL}2/">2</a></p>'),
    ("a list", f'<nav><ul><li><span>1</span></li><li><a href="{URL}2/">2</a></li><li><a href="{URL}3/">3</a></li></ul></nav>'),
    ("a paragraph with the next heading", f'<p>Next page: <a href="{URL}2/">What the engineers found</a></p>'),
    ("with a link to this page", f'<div>Page <a href="{URL}">1</a> <a href="{URL}2/">2</a></div>'),
]


@pytest.mark.parametrize("pager", [row[1] for row in PAGERS], ids=[row[0] for row in PAGERS])
def test_a_pager_is_no_text(pager: str) -> None:
    found = article(part(2, paragraphs(MORE[0]) + pager), body=PROSE + "<h3>What was found</h3>" + pager)
    assert found.text == "\n".join((*SENTENCES, "What was found", MORE[0]))


def test_a_paragraph_that_leads_to_a_part_stays() -> None:
    line = f'<p>The council had asked for three reports, as the <a href="{URL}2/">second part</a> of this story tells in all detail.</p>'
    assert "asked for three reports, as the second part" in (article(part(2, paragraphs(MORE[0])), body=PROSE + line).text or "")


JOINED = [
    ("one behind the other", [["a"], ["b"]], ["a", "b"]),
    ("the last line again", [["a", "b", "c"], ["c", "d"]], ["a", "b", "c", "d"]),
    ("all of it again, and more", [[f"{n} {SENTENCES[n]}" for n in range(3)], [*(f"{n} {SENTENCES[n]}" for n in range(3)), "d"]], None),
    ("a refrain", [["a", "b", "la la"], ["c", "la la"]], ["a", "b", "la la", "c", "la la"]),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("texts", "lines"), [row[1:] for row in JOINED], ids=[row[0] for row in JOINED])
def test_lines_are_joined(texts: list[list[str]], lines: list[str] | None) -> None:
    assert joined(texts)[0] == (lines if lines is not None else texts[-1])
