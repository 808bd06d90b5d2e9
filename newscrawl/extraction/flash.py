"""A news flash whose whole story is its headline, printed once more as a paragraph."""

from __future__ import annotations

from lxml import html

from newscrawl.core.arabic import fold
from newscrawl.core.title_line import resembles_title
from newscrawl.extraction.lines import text_of

MAX_PARAGRAPHS = 200
"""A page with a flash is a short one."""

_BESIDE = frozenset(("a", "aside", "figure", "figcaption", "footer", "header", "li", "nav", "td"))


def flash_line(tree: html.HtmlElement, title: str) -> str | None:
    """The first paragraph that says what the title says, and is no teaser, caption or menu; None when there is none, or no title."""
    paragraphs = list(tree.iter("p"))[:MAX_PARAGRAPHS] if title else []
    lines = (text_of(each) for each in paragraphs if not any(above.tag in _BESIDE for above in each.iterancestors()))
    return next((line for line in lines if line and (fold(line) == fold(title) or resembles_title(line, title))), None)
