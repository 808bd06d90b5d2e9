"""Plain posts of a REST answer: read as they stand, and just as they would be read as pages; everything else is read as a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from newscrawl.core.article import Article
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.core.page import Page
from newscrawl.core.post import Post
from newscrawl.extraction import extract_article
from newscrawl.extraction.plain_post import METHOD

OUTLET = Outlet(slug="courier", name="Riverside Courier", home="https://courier.example/", timezone="Europe/London", language="en")
SENTENCE = "The council met on Tuesday evening and agreed that the old bridge will be closed to lorries from next month until it is mended."
PARAGRAPHS = [f"{SENTENCE} It was the {word} meeting of the year." for word in ("first", "second", "third", "fourth")]
TEXT = "".join(f"<p>{text}</p>\n" for text in PARAGRAPHS)
POST = Post(
    id=7,
    title="Old bridge to be closed",
    summary="<p>The council met.</p>",
    published="2024-03-05T10:15:20+00:00",
    modified="2024-03-05T10:15:20+00:00",
    authors=("Jane Doe",),
    sections=("Local",),
    tags=("bridge", "council"),
)


def page(content: str, post: Post = POST) -> Page:
    url = "https://courier.example/2024/03/old-bridge/"
    link = Link(url=url, outlet="courier", via=Via.WORDPRESS, seed="https://courier.example/wp-json/")
    return Page(link=link, url=url, status=200, headers=(), body=content.encode(), fetched_at=datetime(2024, 4, 1, tzinfo=UTC), post=post)


def read(content: str, post: Post = POST) -> Article:
    found = extract_article(page(content, post), OUTLET)
    assert isinstance(found, Article)
    return found


def as_page(content: str, post: Post = POST) -> Article:
    """What the reading as a page gives."""
    with patch("newscrawl.extraction.read_plain_post", return_value=None):
        return read(content, post)


PLAIN = [
    TEXT,
    TEXT + '<h2 class="wp-block-heading">What comes next</h2>\n' + TEXT.replace("Tuesday", "Friday"),
    TEXT + "<ul><li>A new bridge for walkers and for cyclists</li><li>Two more buses in the morning</li></ul>" + TEXT.replace("Tuesday", "Monday"),
    TEXT + f'<blockquote class="wp-block-quote"><p>{SENTENCE} We must be careful.</p></blockquote>' + TEXT.replace("Tuesday", "Sunday"),
    TEXT + '<figure class="wp-block-image size-large"><img src="/b.jpg" class="wp-image-3"/><figcaption class="wp-element-caption">Jo</figcaption></figure>',
    TEXT
    + '<figure id="attachment_3" aria-describedby="caption-3" style="width: 1024px" class="wp-caption aligncenter"><img src="/b.jpg" class="wp-image-3"/>'
    + '<figcaption id="caption-3" class="wp-caption-text">The bridge</figcaption></figure>',
    TEXT + "<p>Comments are closed.</p>",
    TEXT + '<p><strong>Read also:</strong> <a href="/2024/02/other/">Another story of the river</a></p>',
    f"<p>London: (Reuters) - {SENTENCE}</p>" + TEXT,
    TEXT.replace("agreed", "<em>agreed</em>").replace("bridge", '<a href="https://other.example/">bridge</a>'),
    '<p style="text-align: justify;">' + TEXT.removeprefix("<p>"),
]


@pytest.mark.parametrize("content", PLAIN, ids=range(len(PLAIN)))
def test_a_plain_post_reads_as_its_page_would(content: str) -> None:
    post = replace(POST, image="https://courier.example/a.jpg")
    found, other = read(content, post), as_page(content, post)
    assert found.provenance["text"] == METHOD
    assert replace(found, provenance={}) == replace(other, provenance={})
    assert found.text is not None
    assert "Comments are closed" not in found.text


NOT_PLAIN = {
    "a script": TEXT + "<script>share()</script>",
    "a box of a plugin": TEXT + '<div class="sharedaddy">Share this</div>',
    "a class that nobody knows": TEXT.replace("<p>", '<p class="promo">', 1),
    "hidden": TEXT.replace("<p>", "<p hidden>", 1),
    "loose text": "Loose words before. " + TEXT,
    "a table": TEXT + "<table><tr><td>1</td></tr></table>",
    "a frame": TEXT + '<iframe src="https://video.example/"></iframe>',
    "nothing but a link": TEXT + '<p><a href="/2024/02/other/">Another story of the river that nobody has read</a></p>',
    "short": "<p>The bridge is closed.</p>",
    "a style": TEXT.replace("<p>", '<p style="display:none">', 1),
}


@pytest.mark.parametrize("content", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_everything_else_is_read_as_a_page(content: str) -> None:
    assert read(content).provenance["text"] != METHOD


@pytest.mark.parametrize("post", [replace(POST, authors=()), replace(POST, published=None), replace(POST, published="2024-03-05"), replace(POST, title="")])
def test_so_is_a_post_of_which_the_answer_tells_too_little(post: Post) -> None:
    assert read(TEXT, post).provenance["text"] != METHOD


def test_what_a_post_quotes_at_its_end_is_no_notice() -> None:
    assert (read(TEXT + "<blockquote><p>Comments are closed.</p></blockquote>").text or "").endswith("\nComments are closed.")
