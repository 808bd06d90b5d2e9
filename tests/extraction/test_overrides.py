"""An outlet's own selectors."""

from __future__ import annotations

from dataclasses import replace

from newscrawl.core.article import Article
from newscrawl.core.outlet import ExtractRules
from newscrawl.extraction import extract_article
from newscrawl.extraction.overrides import remove_selected, selected_lines
from tests.extraction.making import COURIER, PROSE, SENTENCES, document, page, story

PAGE = story(body=PROSE + '<div class="promo"><p>Buy the print edition today and save.</p></div> after', around='<div class="story"><p>Lead.</p><p class="story">In.</p></div>')


def test_removed_elements_leave_the_text_after_them() -> None:
    tree = document(PAGE).tree
    remove_selected(tree, ExtractRules(remove=("div.promo", "h9", "html")))
    text = tree.text_content()
    assert "print edition" not in text
    assert "after" in text


def test_selected_lines_come_once() -> None:
    tree = document(PAGE).tree
    assert selected_lines(tree, ExtractRules(body=".story")) == ["Lead.", "In."]
    assert selected_lines(tree, ExtractRules(body=".nothing")) == []
    assert selected_lines(tree, ExtractRules()) == []


def _text(**rules: object) -> tuple[str | None, str]:
    article = extract_article(page(PAGE), replace(COURIER, extract=ExtractRules(**rules)))  # type: ignore[arg-type]
    assert isinstance(article, Article)
    return article.text, article.provenance["text"]


def test_the_selector_decides_where_it_finds_something() -> None:
    assert _text(body=".story") == ("Lead.\nIn.", "selector")
    assert _text(body=".nothing", remove=("div.promo",))[1] == "container"
    assert "print edition" not in (_text(remove=("div.promo",))[0] or "")


def test_both_rules_together() -> None:
    assert _text(body=".entry-content", remove=("div.promo",)) == ("\n".join((*SENTENCES, "after")), "selector")
