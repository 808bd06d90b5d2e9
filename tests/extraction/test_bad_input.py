"""Pages that are none, or are broken: an article or a rejection within bounds, never an exception."""

from __future__ import annotations

import resource
import time

import pytest

from newscrawl.core.article import Article
from newscrawl.core.verdict import Rejection
from newscrawl.extraction import extract_article
from tests.extraction.making import COURIER, PROSE, SENTENCES, page, story

pytestmark = pytest.mark.promise("T8")

MAX_CPU_SECONDS = 10
MAX_GROWTH_KIB = 500_000
TEXT = " ".join(SENTENCES)

PAGES = {
    "frames only": ("<html><frameset cols='20%,80%'><frame src='/a'><frame src='/b'></frameset></html>", None),
    "text in scripts only": (f"<html><body><script>document.write('{TEXT}')</script><div id='app'></div></body></html>", None),
    "no html tag": (f"<h1>The bridge</h1><div>{PROSE}</div>", list(SENTENCES)),
    "no tags but paragraphs": (PROSE, list(SENTENCES)),
    "the same article four times": (story(body=PROSE * 4), list(SENTENCES) * 4),
    "two articles": (f"<body>{story()[story().index('<article') :]}<article><h2>Another</h2><div>{PROSE * 2}</div></article>", list(SENTENCES)),
    "truncated": (story(body=PROSE + f"<p>{TEXT}").partition("</div></article>")[0], [*SENTENCES, TEXT]),
    "deep": (f"<html><body><h1>The bridge</h1>{'<div>' * 100_000}{PROSE}", None),
    "deep inline": (f"<html><body><h1>The bridge</h1><p>{'<b>' * 100_000}{PROSE}", None),
    "deep quotations": (f"<html><body><h1>The bridge</h1>{'<blockquote class=twitter-tweet>x' * 100_000}{PROSE}", None),
    "many quotations": (story(body="<blockquote class=twitter-tweet><p>So we hope, and hope again.</p></blockquote>" * 10_000), None),
    "many comments": (story() + f"<div class=comments>{PROSE * 5_000}</div>", list(SENTENCES)),
    "one line of megabytes": (f"<html><body><h1>The bridge</h1><p>{TEXT * 20_000}", None),
    "wide and flat": (f"<html><body><h1>The bridge</h1>{'<p>a</p>' * 120_000}", None),
    "many links": (f"<html><body><h1>The bridge</h1>{'<a href=/x>The bridge</a> ' * 120_000}", None),
    "many paragraphs": (f"<html><body><h1>The bridge</h1><div>{PROSE * 25_000}</div>", None),
    "breaks": (f"<html><body><h1>The bridge</h1><div>{'The bridge is open.<br>' * 50_000}</div>", None),
    "unclosed menu": (f"<nav><ul><li><button>Menu<article><h1>The bridge</h1><div class='entry-content'>{PROSE}</div></article>", None),
    "unclosed title": (f"<html><head><title>The bridge<body><p>{TEXT}</p></body></html>", None),
}


@pytest.mark.parametrize(("html", "lines"), PAGES.values(), ids=PAGES)
def test_a_bad_page_is_read_or_rejected_within_bounds(html: str, lines: list[str] | None) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = extract_article(page(html), COURIER)
    assert time.process_time() - started < MAX_CPU_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAX_GROWTH_KIB
    assert isinstance(found, Article | Rejection)
    if lines is not None:
        assert isinstance(found, Article)
        assert (found.text or "").split("\n") == lines
