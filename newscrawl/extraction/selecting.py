"""What a selector of an outlet file selects on a page, in bounded time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree, html

from newscrawl.core.selector import Route, Selector, Step

MAX_SIBLINGS = 1_000
"""For a step that looks at the siblings of each element: `p + p` takes 3 s where 50 elements hold so many, and nine minutes where one holds all.
The longest real articles have some 500 paragraphs side by side."""

MAX_SELECTED = 100_000
"""Nodes on the way of one selector; each costs a microsecond and 100 bytes."""

COMPILED_STEPS = 1_024
"""Of some hundred outlets with rules; a step takes 20 microseconds to compile."""

Node: TypeAlias = html.HtmlElement | str


class TooMuch(Exception):
    """The page is too large for this selector."""


def select(tree: html.HtmlElement, selector: Selector) -> list[Node]:
    """Elements in document order, each once, and behind them texts of attributes or elements; raises `TooMuch`."""
    found = [node for route in selector.routes for node in _along(tree, route)]
    if len(selector.routes) == 1:
        return found
    elements = _in_order(tree, [node for node in found if not isinstance(node, str)])
    return [*elements, *(node for node in found if isinstance(node, str))]


def _along(tree: html.HtmlElement, route: Route) -> list[Node]:
    nodes: list[Node] = [tree]
    if route.group is not None:
        nodes = _picked(select(tree, route.group), route.pick)
    for step in route.steps:
        nodes = _taken(tree, [node for node in nodes if not isinstance(node, str)], step)
    return nodes


def _picked(nodes: list[Node], pick: int | None) -> list[Node]:
    if pick is None:
        return nodes
    return nodes[-1:] if pick < 0 else nodes[pick - 1 : pick]


def _taken(tree: html.HtmlElement, starts: Sequence[html.HtmlElement], step: Step) -> list[Node]:
    """Where a step leads from all of some elements. What is below an element is looked at once, not again for each element between."""
    if step.looks_aside and max(map(len, tree.iter()), default=0) > MAX_SIBLINGS:
        raise TooMuch
    starts = _outermost(starts) if step.is_deep else starts
    found: list[Node] = []
    for start in starts:
        found += _compiled(step.xpath)(start)
        if len(found) > MAX_SELECTED:
            raise TooMuch
    return found if step.is_value or len(starts) < 2 else list(_in_order(tree, found))


def _outermost(elements: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    known = frozenset(elements)
    return [e for e in elements if not any(above in known for above in e.iterancestors())]


def _in_order(tree: html.HtmlElement, elements: Iterable[Any]) -> Iterable[html.HtmlElement]:
    wanted = frozenset(elements)
    return (e for e in tree.iter() if e in wanted) if wanted else ()


@lru_cache(maxsize=COMPILED_STEPS)
def _compiled(xpath: str) -> etree.XPath:
    return etree.XPath(xpath, regexp=False, smart_strings=False)
