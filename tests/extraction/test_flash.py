"""A flash that is its headline keeps it as its text; a page whose headline is all there is has none."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Article
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.extraction import extract_article
from tests.extraction.making import COURIER
from tests.extraction.making import page as answered

TITLE = "Erdbeben der Stärke 5,2 erschüttert am Morgen die Küste"


def page(body: str) -> str:
    return f"<html lang=de><head><title>{TITLE} - Talbote</title><meta property=og:type content=article></head><body><article><h1>{TITLE}</h1>{body}</article></body></html>"


@pytest.mark.parametrize("line", [TITLE, f"{TITLE} - mehr in Kürze"])
def test_a_flash_keeps_its_line(line: str) -> None:
    found = extract_article(answered(page(f"<div class=entry-content><p>{line}</p></div>")), COURIER)
    assert isinstance(found, Article)
    assert found.text == line


@pytest.mark.parametrize(
    "body",
    ["<div class=entry-content><video src=a.mp4></video></div>", f"<aside><p>{TITLE}</p></aside>"],
    ids=["video", "aside"],
)
def test_a_headline_alone_is_no_text(body: str) -> None:
    found = extract_article(answered(page(body)), COURIER)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.EMPTY_BODY
