"""An outlet's own selectors (`[extract]`): tried before the general extractor, held against it, and counted where they do not match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from lxml import html

from newscrawl.core.names import declared_names
from newscrawl.core.outlet import ExtractRules
from newscrawl.core.selector import read_selector
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.lines import lines_of, text_of
from newscrawl.extraction.selecting import Node, TooMuch, select
from newscrawl.extraction.values import plain, split_words, summary, words

USED = "used"
NO_MATCH = "no match"
NO_VALUE = "no value"  # it selects something that can't be this field: no date, no name, no address
TOO_LITTLE = "too little"  # the general extractor found far more
TOO_LARGE = "page too large"

MIN_SHARE = 0.25
"""Of the general extractor's text. A selector that is left with the lead, a caption or a teaser has less; it has more where that extractor took the
comments in, which is a reason to have a rule."""

TRUSTED_CHARS = 1_000
"""A text of this length is an article, however much more the general extractor found."""

DAY_CHARS = len("2024-05-01")
METHOD = "selector"
"""What `provenance` says of a value that an outlet's own selector gave."""

_FIELDS = tuple(f.name for f in fields(ExtractRules) if f.name not in ("body", "remove"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """The values that an outlet's rules give for fields, and what became of each rule, by its key."""

    values: dict[str, Any]
    outcomes: dict[str, str]


def read_overrides(doc: Document) -> Overrides:
    """The fields that the outlet's rules find on the page, to be read before anything is removed from it."""
    found = Overrides(values={}, outcomes={})
    for name in _FIELDS:
        rule = getattr(doc.outlet.extract, name)
        if rule is None:
            continue
        nodes, found.outcomes[name] = _select(doc.tree, rule)
        value = _VALUES[name](doc, nodes) if nodes else None
        if value:
            found.values[name] = value
        elif nodes:
            found.outcomes[name] = NO_VALUE
    return found


def lay_over(overrides: Overrides, values: dict[str, Any], methods: dict[str, str]) -> None:
    """Put the values of the rules in the place of others. A change on a day before publication goes, as the two dates contradict each other then."""
    values.update(overrides.values)
    methods.update(dict.fromkeys(overrides.values, METHOD))
    published, modified = values.get("published"), values.get("modified")
    if published and modified and modified[:DAY_CHARS] < published[: min(DAY_CHARS, len(modified))]:
        values["modified"] = None
        del methods["modified"]


def remove_selected(tree: html.HtmlElement, rules: ExtractRules) -> dict[str, str]:
    """Take the elements that `rules.remove` names out of the tree, the text after each stays; what became of each rule."""
    outcomes = {}
    for selector in rules.remove:
        nodes, outcomes[f"remove {selector}"] = _select(tree, selector)
        for element in nodes:
            if not isinstance(element, str) and element.getparent() is not None:
                element.drop_tree()
    return outcomes


def selected_lines(tree: html.HtmlElement, rules: ExtractRules) -> tuple[list[str], str | None]:
    """The lines of the elements that `rules.body` names, each line once even where selected elements lie in one another; and what became of the rule,
    None where there is none."""
    if rules.body is None:
        return [], None
    nodes, outcome = _select(tree, rules.body)
    chosen = [node for node in nodes if not isinstance(node, str)]
    known = frozenset(chosen)
    lines = lines_of(e for e in chosen if not any(above in known for above in e.iterancestors()))
    return lines, outcome if lines or outcome != USED else NO_VALUE


def is_too_little(lines: Sequence[str], general: Sequence[str]) -> bool:
    """Whether a rule's text is far from what the general extractor found: a layout has changed under it."""
    chars = sum(map(len, lines))
    return chars < TRUSTED_CHARS and chars < MIN_SHARE * sum(map(len, general))


def _select(tree: html.HtmlElement, rule: str) -> tuple[list[Node], str]:
    """What a rule selects, and what became of it. Outlet files were checked when they were read: a rule that can't be read is a bug and raises
    `SelectorProblem`."""
    try:
        nodes = select(tree, read_selector(rule))
    except TooMuch:
        return [], TOO_LARGE
    return nodes, USED if nodes else NO_MATCH


def _texts(nodes: Sequence[Node], *attributes: str) -> list[str]:
    """The text of each node: the first of these attributes that it has, `content` of a meta element, else what it says."""
    return [text for text in (_text(node, attributes) for node in nodes) if text]


def _text(node: Node, attributes: Sequence[str]) -> str:
    if isinstance(node, str):
        return node.strip()[:MAX_VALUE_CHARS]
    names = ("content",) if node.tag == "meta" else attributes
    said = next(filter(None, map(node.get, names)), None)
    return (said or text_of(node)).strip()[:MAX_VALUE_CHARS]


def _title(doc: Document, nodes: Sequence[Node]) -> str | None:
    return next(filter(None, map(plain, _texts(nodes))), None)


def _authors(doc: Document, nodes: Sequence[Node]) -> tuple[str, ...]:
    return declared_names(_texts(nodes))


def _moment(doc: Document, nodes: Sequence[Node]) -> str | None:
    return next(filter(None, map(doc.moment, _texts(nodes, "datetime"))), None)


def _summary(doc: Document, nodes: Sequence[Node]) -> str | None:
    return next(filter(None, map(summary, _texts(nodes))), None)


def _words(doc: Document, nodes: Sequence[Node]) -> tuple[str, ...]:
    """One each; a single text may hold several between commas, as a meta element does."""
    texts = _texts(nodes)
    return words(texts) if len(texts) > 1 else split_words(texts)


def _image(doc: Document, nodes: Sequence[Node]) -> str | None:
    return next(filter(None, map(doc.absolute, _texts(nodes, "src", "href", "data-src"))), None)


_VALUES: dict[str, Callable[[Document, Sequence[Node]], Any]] = {
    "title": _title,
    "authors": _authors,
    "published": _moment,
    "modified": _moment,
    "summary": _summary,
    "sections": _words,
    "tags": _words,
    "image": _image,
}
