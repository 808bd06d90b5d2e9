"""What elements of HTML, and of trafilatura's own format, mean for the lines of a text; one row for each."""

from __future__ import annotations

BREAKS = frozenset(
    (
        "br",
        "hr",
        "lb",
    )
)
"""Elements that end a line and hold nothing; `lb` is trafilatura's."""

BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "item",
        "lb",
        "li",
        "list",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "quote",
        "row",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    )
)
"""Elements that begin and end a line; `head`, `item`, `list`, `quote` and `row` are trafilatura's names."""

UNSEEN = frozenset(
    (
        "audio",
        "button",
        "canvas",
        "datalist",
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    )
)
"""Elements whose content is no text of the page."""

CELLS = frozenset(
    (
        "cell",
        "td",
        "th",
    )
)
"""Cells of a row stand in one line, a space between them; one that has blocks in it has its own lines."""

ASIDES = frozenset(
    (
        "aside",
        "dialog",
        "figcaption",
        "figure",
        "footer",
        "menu",
        "nav",
    )
)
"""Elements that HTML has for what is no part of the main text; an article may be in one nevertheless."""

ASIDE_ROLES = frozenset(
    (
        "banner",
        "complementary",
        "contentinfo",
        "dialog",
        "navigation",
        "search",
    )
)
"""Landmark roles for the same (https://www.w3.org/TR/wai-aria-1.2/#landmark_roles)."""

HOLDERS = frozenset(
    (
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "font",
        "form",
        "li",
        "main",
        "ol",
        "section",
        "span",
        "table",
        "tbody",
        "td",
        "tr",
        "ul",
    )
)
"""Elements that may hold a text of several blocks."""
