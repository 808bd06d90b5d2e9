"""Selectors of outlet files: CSS or XPath in, a few steps out that can be taken one after the other, in bounded time, on any page.

XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/) can be written so that it takes hours on a hostile page. So a selector is cut into its
steps, each of which looks at a page once; what looks at a page again for each of its elements is refused here, before a page is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import FunctionalPseudoElement
from cssselect.parser import Selector as CssSelector

from newscrawl.core.selector_words import AXES, FUNCTIONS, NAMED_OPERATORS, OPERATORS, SIBLING_AXES, UPWARD, WIDE_AXES

MAX_STEPS = 20
"""The longest path from `html` to a paragraph in a real page has some 30 elements, but nobody writes them all down."""

MAX_NESTED = 2
"""Conditions within a condition: one is what CSS itself translates to."""

_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|//|::|\.\.|!=|<=|>=|\d+(?:\.\d+)?|[^\W\d][\w.-]*(?::(?!:)[^\W\d][\w.-]*)?|[/\[\]()@,|+\-=*.<>$]")
_XPATH_STARTS = ("/", "./", "(", "../")
_EXPLICIT = "xpath:"


class SelectorProblem(ValueError):
    """A selector that can't be used; the text says why, to follow the words "is not a selector:"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An XPath to evaluate at one element. `is_deep`: it looks at all that is below it; `is_value`: it gives texts, not elements; `looks_aside`: it
    may look at the siblings of each element that it meets."""

    xpath: str
    is_deep: bool = False
    is_value: bool = False
    looks_aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Steps from the root, or from what `group` selects; of that all, or the one at `pick` (from 1; -1 is the last)."""

    steps: tuple[Step, ...]
    group: Selector | None = None
    pick: int | None = None

    @property
    def gives_values(self) -> bool:
        """Whether it selects texts, not elements."""
        return self.steps[-1].is_value if self.steps else self.group is not None and self.group.gives_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """The routes of a selector: what any of them leads to is selected."""

    routes: tuple[Route, ...]

    @property
    def gives_values(self) -> bool:
        """Whether any route selects texts, not elements."""
        return any(route.gives_values for route in self.routes)


def read_selector(text: str) -> Selector:
    """The steps of a selector. What begins with `/`, `./`, `../`, `(` or `xpath:` is XPath, the rest CSS, where `::text` and `::attr(name)` may stand
    at the end of each alternative. Raises `SelectorProblem`."""
    text = text.strip()
    if text.startswith(_EXPLICIT):
        return _selector_of(_tokens_of(text.removeprefix(_EXPLICIT)))
    return _selector_of(_tokens_of(text) if text.startswith(_XPATH_STARTS) else _from_css(text))


def _from_css(text: str) -> list[str]:
    """The XPath of a CSS selector. "Somewhere below" is `//` in it, which means the same there, as CSS counts among siblings only."""
    try:
        tokens = _tokens_of(" | ".join(map(_translated, parse(text))))
    except (SelectorError, RecursionError) as problem:
        raise SelectorProblem(f"CSS: {problem}") from problem
    below = [place for place in range(len(tokens)) if tokens[place : place + 3] == ["/", "descendant", "::"]]
    for place in reversed(below):
        tokens[place : place + 3] = ["//"]
    return tokens


def _translated(selector: CssSelector) -> str:
    xpath = HTMLTranslator().selector_to_xpath(selector, prefix="//")
    pseudo = selector.pseudo_element
    if pseudo is None:
        return xpath
    if pseudo == "text":
        return f"{xpath}/text()"
    if isinstance(pseudo, FunctionalPseudoElement) and pseudo.name == "attr" and pseudo.argument_types() in (["IDENT"], ["STRING"]):
        return f"{xpath}/@{pseudo.arguments[0].value}"
    raise SelectorProblem("CSS: the only pseudo-elements are ::text and ::attr(name)")


def _tokens_of(text: str) -> list[str]:
    tokens, place = [], 0
    while (place := _skip_space(text, place)) < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise SelectorProblem(f"XPath: {text[place]!r} is not expected")
        tokens.append(match[0])
        place = match.end()
    return tokens


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _selector_of(tokens: Sequence[str]) -> Selector:
    return Selector(routes=tuple(_route_of(part) for part in _parted(tokens, "|")))


def _parted(tokens: Sequence[str], separator: str) -> Iterator[list[str]]:
    """The runs of tokens between the separators that stand outside all brackets."""
    part: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in "[(") - (token in "])")
        if depth < 0:
            raise SelectorProblem(f"XPath: {token} closes nothing")
        if token == separator and not depth:
            yield part
            part = []
        else:
            part.append(token)
    if depth:
        raise SelectorProblem("XPath: a bracket is not closed")
    yield part


def _route_of(tokens: Sequence[str]) -> Route:
    if not tokens:
        raise SelectorProblem("XPath: there is nothing to select")
    if tokens[0] != "(":
        return Route(steps=_steps_of(tokens, is_first=True))
    end = _end_of_group(tokens)
    pick, rest = _pick_of(tokens[end + 1 :])
    return Route(group=_selector_of(tokens[1:end]), pick=pick, steps=_steps_of(rest, is_first=False) if rest else ())


def _end_of_group(tokens: Sequence[str]) -> int:
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token == "(") - (token == ")")
        if not depth:
            return place
    raise SelectorProblem("XPath: a bracket is not closed")


def _pick_of(tokens: Sequence[str]) -> tuple[int | None, Sequence[str]]:
    """What may stand behind a group: [number] or [last()], and steps."""
    if tokens[:1] != ["["]:
        return None, tokens
    if tokens[1:5] == ["last", "(", ")", "]"]:
        return -1, tokens[5:]
    if len(tokens) > 2 and tokens[1].isdecimal() and tokens[2] == "]" and int(tokens[1]) > 0:
        return int(tokens[1]), tokens[3:]
    raise SelectorProblem("XPath: behind a group in brackets only [number] and [last()] may stand")


def _steps_of(tokens: Sequence[str], *, is_first: bool) -> tuple[Step, ...]:
    """The steps of one path, and whether they begin at the root or behind a group."""
    found: list[Step] = []
    for separator, step in _separated(tokens):
        if step == ["."] and not found:
            continue
        starts = is_first and not found and separator and tokens[0] != "."
        found.append(_step_of(step, separator, starts_at_root=bool(starts)))
    if not found or len(found) > MAX_STEPS or any(step.is_value for step in found[:-1]):
        raise SelectorProblem(f"XPath: is not a path of 1 to {MAX_STEPS} steps, an attribute or text() only at its end")
    return tuple(found)


def _separated(tokens: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each step and the separator before it."""
    separator, step, depth = "", list[str](), 0
    for token in tokens:
        depth += (token in "[(") - (token in "])")
        if token not in ("/", "//") or depth:
            step.append(token)
        else:
            if step or separator:
                yield separator, step
            separator, step = token, []
    yield separator, step


def _step_of(tokens: list[str], separator: str, *, starts_at_root: bool) -> Step:
    if not tokens:
        raise SelectorProblem("XPath: a step is missing")
    head = tokens[: tokens.index("[")] if "[" in tokens else tokens
    _check_head(head)
    _check_conditions(tokens[len(head) :])
    start = separator if starts_at_root else ".//" if separator == "//" else ""
    is_value = head[0] == "@" or head[:2] == ["attribute", "::"] or head[-3:] == ["text", "(", ")"]
    looks_aside = not {head[0], *_looking_up(tokens[len(head) :])}.isdisjoint(SIBLING_AXES)
    return Step(xpath=" ".join([start, *tokens]).strip(), is_deep=separator == "//", is_value=is_value, looks_aside=looks_aside)


def _looking_up(conditions: Sequence[str]) -> Iterator[str]:
    """The tokens of conditions, where a look at the parent is one at the siblings: its text is theirs."""
    return ("preceding-sibling" if token in UPWARD else token for token in conditions)


def _check_head(head: Sequence[str]) -> None:
    """A step is a name, with an axis before it or not; nothing is computed in it."""
    axis, test = (head[0], head[2:]) if head[1:2] == ["::"] else ("child", head[1:] if head[:1] == ["@"] else head)
    if axis not in AXES:
        raise SelectorProblem(f"XPath: the axis {axis}:: is not allowed")
    is_name = len(test) == 1 and (test[0] in ("*", ".", "..") or test[0][0].isalpha() or test[0][0] == "_")
    if not is_name and list(test) != ["text", "(", ")"]:
        raise SelectorProblem(f"XPath: {' '.join(head)!r} does not select elements, attributes or text()")


def _check_conditions(tokens: Sequence[str]) -> None:
    """Refuse what looks at the page more than once for each element: two wide axes in a path, one in a nested condition, a path from the root."""
    nested, wide, expects_operand = 0, 0, True
    for token, follows in zip(tokens, [*tokens[1:], ""], strict=False):
        nested += (token == "[") - (token == "]")
        _check_word(token, follows)
        if token in ("/", "//") and expects_operand:
            raise SelectorProblem("XPath: a condition may not look at the whole page; begin its path with a dot, as in [.//time]")
        is_operator = token in OPERATORS or (token in NAMED_OPERATORS and not expects_operand)
        wide = 0 if is_operator else wide + (token == "//" or (token in WIDE_AXES and follows == "::"))
        if nested > MAX_NESTED or wide > 1 or (wide and nested > 1):
            raise SelectorProblem("XPath: a condition may take minutes on a large page; one // or one axis in a path, none in a nested condition")
        expects_operand = is_operator or token in ("@", "::", "/", "//")


def _check_word(token: str, follows: str) -> None:
    if token == "$":
        raise SelectorProblem("XPath: there are no variables")
    if follows == "(" and (token[0].isalpha() or token[0] == "_") and token not in FUNCTIONS:
        raise SelectorProblem(f"XPath: the function {token}() is not allowed")
    if follows == "::" and token not in AXES:
        raise SelectorProblem(f"XPath: the axis {token}:: is not allowed")
