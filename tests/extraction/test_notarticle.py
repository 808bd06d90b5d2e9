"""What a page is when it is not a plain article."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Article
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction import extract_article
from newscrawl.extraction.body_classes import ATTACHMENT_CLASSES, ERROR_CLASSES, HUB_CLASSES, SINGLE_CLASSES
from newscrawl.extraction.node_types import ARTICLE_TYPES, GALLERY_TYPES, HUB_TYPES, LIVE_TYPES
from newscrawl.extraction.notarticle import reject_bytes
from newscrawl.extraction.signatures import HTML_MARKS, HTML_TYPES, OTHER_STARTS, VAGUE_TYPES
from tests.extraction.making import COURIER, PROSE, SENTENCES, URL, page, story


def _reason(body: bytes, content_type: str = "text/html") -> Reason | None:
    rejection = reject_bytes(page(body, content_type=content_type))
    return None if rejection is None else rejection.reason


@pytest.mark.parametrize("start", OTHER_STARTS)
def test_each_signature_is_no_page(start: bytes) -> None:
    assert _reason(b"\xef\xbb\xbf \n" + start.upper() + b" 1.7") is Reason.NOT_HTML


@pytest.mark.parametrize("mark", HTML_MARKS)
@pytest.mark.parametrize("content_type", ["text/html", "application/json", "application/pdf", ""])
def test_each_mark_of_html_wins(mark: bytes, content_type: str) -> None:
    assert _reason(b"<?xml version='1.0'?>\n" + mark.upper() + b">", content_type) is None


@pytest.mark.parametrize("content_type", sorted(HTML_TYPES | VAGUE_TYPES))
def test_each_type_that_may_be_a_page(content_type: str) -> None:
    assert _reason(b"<p>words</p>", f"{content_type.upper()}; charset=utf-8") is None


@pytest.mark.parametrize("content_type", ["application/json", "image/png", "application/pdf", "video/mp4", "application/rss+xml"])
def test_other_types_are_no_page(content_type: str) -> None:
    assert _reason(b"words", content_type) is Reason.NOT_HTML


def test_no_bytes() -> None:
    assert _reason(b" \n\t") is Reason.EMPTY_BODY


def _kind(html: str, url: str = URL) -> str | Reason:
    result = extract_article(page(html, url), COURIER)
    return result.reason if isinstance(result, Rejection) else str(result.provenance["kind"])


def _node(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "{name}", "headline": "The bridge opens again"}}</script>'


@pytest.mark.parametrize("name", sorted(HUB_CLASSES))
def test_each_class_of_a_hub(name: str) -> None:
    assert _kind(story(body_class=f"rtl {name.upper()}")) == "hub"
    assert _kind(story(body_class=name, head=_node("NewsArticle"))) == "article"
    assert _kind(story(body_class=name, head='<meta property="og:type" content="article">')) == "article"


@pytest.mark.parametrize("name", sorted(SINGLE_CLASSES))
def test_each_class_of_a_single_page_wins(name: str) -> None:
    assert _kind(story(body_class=f"home category {name}")) == "article"


@pytest.mark.parametrize("name", sorted(ERROR_CLASSES))
def test_each_class_of_an_error(name: str) -> None:
    assert _kind(story(body_class=name)) is Reason.NOT_FOUND


@pytest.mark.parametrize("left_out", [None, *sorted(ATTACHMENT_CLASSES)])
def test_an_attachment_has_all_its_classes(left_out: str | None) -> None:
    classes = " ".join(ATTACHMENT_CLASSES - {left_out})
    assert _kind(story(body_class=f"{classes} single")) == (Reason.NOT_AN_ARTICLE if left_out is None else "article")
    assert _kind(story(body_class="attachment-template-default single")) is Reason.NOT_AN_ARTICLE


@pytest.mark.parametrize("name", sorted(HUB_TYPES))
def test_each_type_of_a_hub(name: str) -> None:
    assert _kind(story(head=_node(name))) == "hub"
    assert _kind(story(head=_node(name) + _node("NewsArticle"))) == "article"


@pytest.mark.parametrize("name", sorted(LIVE_TYPES))
def test_each_type_of_a_live_blog(name: str) -> None:
    assert _kind(story(head=_node(name))) == "live"


@pytest.mark.parametrize("name", sorted(GALLERY_TYPES))
def test_each_type_of_a_gallery(name: str) -> None:
    assert _kind(story(head=_node(name))) == "gallery"
    assert _kind(story(head=_node(name), body=PROSE * 5)) == "article"
    assert _kind(story(head=_node(name) + _node("Article"))) == "article"


@pytest.mark.parametrize("name", sorted(ARTICLE_TYPES - LIVE_TYPES))
def test_each_type_of_an_article(name: str) -> None:
    assert _kind(story(head=_node(name))) == "article"


@pytest.mark.parametrize(
    ("url", "kind"),
    [("https://courier.example/", "hub"), ("https://courier.example", "hub"), ("https://courier.example/?p=12", "article"), (URL, "article")],
)
def test_the_home_page_is_a_hub(url: str, kind: str) -> None:
    assert _kind(story(), url) == kind


PASSWORD = '<form class="post-password-form"><input name="post_password"></form>'


@pytest.mark.parametrize("form", [PASSWORD, '<input name="post_password">', '<form class="x post-password-form"></form>'])
def test_a_page_that_asks_for_a_password_is_protected(form: str) -> None:
    assert _kind(story(body=PROSE + form)) is Reason.PROTECTED


def test_a_hub_may_list_a_protected_article() -> None:
    assert _kind(story(body=PROSE + PASSWORD, body_class="home blog")) == "hub"


def test_a_page_without_text_is_rejected_unless_it_is_a_hub() -> None:
    assert _kind(story(body="")) is Reason.EMPTY_BODY
    assert _kind(story(body="<p>Comments are closed.</p>")) is Reason.EMPTY_BODY
    assert _kind(story(body="", body_class="home")) == "hub"


def test_a_hub_has_no_date_and_no_author() -> None:
    around = '<time class="published" datetime="2026-11-20T10:00:00Z"></time><a rel="author" href="/a">Mona Salih</a><a rel="tag" href="/t">river</a>'
    hub = extract_article(page(story(around=around, body_class="home")), COURIER)
    assert isinstance(hub, Article)
    assert (hub.published, hub.authors, hub.tags) == (None, (), ())
    assert (hub.title, hub.text) == ("The bridge opens again", "\n".join(SENTENCES))
    assert "published" not in hub.provenance


TEASER = "<article><h3><a href='/x'>Another story of the day</a></h3><p>It opens today.</p></article>"


def test_a_list_of_teasers_is_a_hub_and_an_article_above_one_is_none() -> None:
    assert _kind(f"<html><body><h1>Transport</h1>{TEASER * 10}</body></html>") == "hub"
    assert _kind(f"<html><body><h1>Transport</h1>{PROSE}{TEASER * 9}</body></html>") == "article"
    assert _kind(f"<html><body><article><h1>The bridge opens again</h1>{PROSE}</article>{TEASER * 10}</body></html>") == "article"
    assert _kind(f"<html><body><h1>The bridge opens again</h1><div class='entry-content'>{PROSE}</div>{TEASER * 10}</body></html>") == "article"
    long = "".join(f"<p>{' '.join(SENTENCES)}</p>" for _ in range(3))
    assert _kind(f"<html><body><h1>The bridge opens again</h1><div>{long}</div>{TEASER * 10}</body></html>") == "article"
