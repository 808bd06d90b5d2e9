"""The words of XPath 1.0 that a selector of an outlet file may use."""

from __future__ import annotations

NARROW_AXES = frozenset(
    (
        "attribute",
        "child",
        "parent",
        "self",
    )
)

WIDE_AXES = frozenset(
    (
        "ancestor",
        "ancestor-or-self",
        "descendant",
        "descendant-or-self",
        "following-sibling",
        "preceding-sibling",
    )
)
"""Axes that may lead to a good part of the page. `following` and `preceding` lead to nearly all of it, and are not allowed."""

SIBLING_AXES = frozenset(
    (
        "following-sibling",
        "preceding-sibling",
    )
)

UPWARD = frozenset(
    (
        "..",
        "ancestor",
        "ancestor-or-self",
        "parent",
    )
)
"""Ways to what an element stands in."""

AXES = NARROW_AXES | WIDE_AXES

FUNCTIONS = frozenset(
    (
        "and",
        "boolean",
        "ceiling",
        "concat",
        "contains",
        "count",
        "div",
        "false",
        "floor",
        "lang",
        "last",
        "local-name",
        "mod",
        "name",
        "node",
        "normalize-space",
        "not",
        "number",
        "or",
        "position",
        "round",
        "starts-with",
        "string",
        "string-length",
        "substring",
        "substring-after",
        "substring-before",
        "sum",
        "text",
        "translate",
        "true",
    )
)
"""Functions of XPath 1.0 itself, its tests `node()` and `text()`, and operators, behind which a bracket may open too. No function of an extension."""

OPERATORS = frozenset(
    (
        "!=",
        "(",
        "+",
        ",",
        "-",
        "<",
        "<=",
        "=",
        ">",
        ">=",
        "[",
        "|",
    )
)
"""What parts one path of a condition from the next."""

NAMED_OPERATORS = frozenset(
    (
        "*",
        "and",
        "div",
        "mod",
        "or",
    )
)
"""Operators where an operand stands before them, else names (XPath 1.0, section 3.7)."""
