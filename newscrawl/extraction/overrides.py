"""An outlet's own CSS selectors, where the general extractor is shown to fail."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html
from lxml.cssselect import CSSSelector

from newscrawl.core.outlet import ExtractRules
from newscrawl.extraction.lines import lines_of


def remove_selected(tree: html.HtmlElement, rules: ExtractRules) -> None:
    """Take the elements that `rules.remove` names out of the tree; the text after each stays."""
    for selector in rules.remove:
        for element in _select(tree, selector):
            if element.getparent() is not None:
                element.drop_tree()


def selected_lines(tree: html.HtmlElement, rules: ExtractRules) -> list[str]:
    """The lines of the elements that `rules.body` names, each line once even where selected elements lie in one another; none without such a rule."""
    chosen = list(_select(tree, rules.body)) if rules.body else []
    known = set(chosen)
    return lines_of(e for e in chosen if not any(above in known for above in e.iterancestors()))


def _select(tree: html.HtmlElement, selector: str) -> Iterable[html.HtmlElement]:
    """Outlet files were checked when they were read: a selector that does not compile is a bug and raises `cssselect.SelectorError`."""
    found: list[html.HtmlElement] = CSSSelector(selector, translator="html")(tree)
    return found
