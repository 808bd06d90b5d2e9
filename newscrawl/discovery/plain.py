"""The text of a piece of HTML, for titles and summaries that seeds give with markup."""

from __future__ import annotations

import re

from lxml import etree

from newscrawl.core.text import tidy_line

MAX_MARKUP_CHARS = 50_000
"""Enough for any summary; a longer one is a whole article, of which only the start is wanted."""

_TAG = re.compile("</?[A-Za-z][^<>]*>|<!--")
_SILENT = ("script", "style", "noscript", "template", "iframe")
_SILENT_CLASSES = frozenset(("more-link", "screen-reader-text"))
"""WordPress's own: the link that themes put behind an excerpt, and words for screen readers."""

_BLOCKS = ("p", "br", "div", "li", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption")


def has_tags(text: str) -> bool:
    """Whether something in `text` looks like a tag of HTML: `<b>` does, `a < b` does not."""
    return _TAG.search(text) is not None


def plain_text(markup: str, limit: int) -> str:
    """Text of `markup` on one line, without scripts, styles and read-more links, at most `limit` characters."""
    markup = markup[:MAX_MARKUP_CHARS]
    text = _text_of(markup) if has_tags(markup) else markup
    return tidy_line(text)[:limit].rstrip()


def _text_of(markup: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser)
    for element in list(tree.iter("a", "span")):
        if _SILENT_CLASSES.intersection(element.get("class", "").split()):
            element.tag = _SILENT[0]
    etree.strip_elements(tree, *_SILENT, with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.text = " " + (block.text or "")
        block.tail = " " + (block.tail or "")
    return "".join(tree.itertext())
