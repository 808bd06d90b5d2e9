"""Selectors: CSS and XPath in, steps out; what can't be used, or may take minutes, is refused with its reason."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.selector import Selector, SelectorProblem, read_selector
from newscrawl.core.selector_words import AXES, FUNCTIONS, NAMED_OPERATORS, OPERATORS


def steps(selector: Selector) -> list[list[str]]:
    return [[step.xpath for step in route.steps] for route in selector.routes]


READ = [
    ("h1", [["// h1"]]),
    ("main > p", [["// main", "p"]]),
    ("main p", [["// main", ".// p"]]),
    ("h1, h2", [["// h1"], ["// h2"]]),
    ("time::attr(datetime)", [["// time", "@ datetime"]]),
    ("time::attr('datetime'), b::text", [["// time", "@ datetime"], ["// b", "text ( )"]]),
    ("//h1", [["// h1"]]),
    ("  /html/body//p ", [["/ html", "body", ".// p"]]),
    ("./body/p", [["body", "p"]]),
    (".//p", [[".// p"]]),
    ("//time/@datetime", [["// time", "@ datetime"]]),
    ("//p/text()", [["// p", "text ( )"]]),
    ("//h1 | //h2", [["// h1"], ["// h2"]]),
    ("//p[contains(., 'a | b / c')]", [["// p [ contains ( . , 'a | b / c' ) ]"]]),
    ("//p/..", [["// p", ".."]]),
    ("//p/following-sibling::ul", [["// p", "following-sibling :: ul"]]),
    ("xpath:descendant::p", [["descendant :: p"]]),
    ("//div[div//p or div * 2 > 3]/div", [["// div [ div // p or div * 2 > 3 ]", "div"]]),
    ("//ul[count(.//a) > 3 and not(.//p)]", [["// ul [ count ( .// a ) > 3 and not ( .// p ) ]".replace(".//", ". //")]]),
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_a_selector_is_cut_into_steps(text: str, wanted: list[list[str]]) -> None:
    assert steps(read_selector(text)) == wanted


def test_of_a_group_one_may_be_picked() -> None:
    (route,) = read_selector("(//time | //abbr)[2]/@title").routes
    assert (route.pick, [step.xpath for step in route.steps], route.gives_values) == (2, ["@ title"], True)
    assert route.group is not None
    assert steps(route.group) == [["// time"], ["// abbr"]]
    assert read_selector("(//time)[last()]").routes[0].pick == -1
    assert read_selector("(//time)").routes[0].pick is None
    assert read_selector("(//time/@datetime)[1]").gives_values


VALUES = [("h1", False), ("h1::text", True), ("a::attr(href)", True), ("//a/@href", True), ("//a/attribute::href", True), ("//a/text()", True), ("//a | //a/@href", True)]


@pytest.mark.parametrize(("text", "gives_values"), VALUES)
def test_it_is_known_what_gives_texts(text: str, gives_values: bool) -> None:
    assert read_selector(text).gives_values is gives_values


REFUSED = [
    ("", "CSS: "),
    ("div[", "CSS: Expected"),
    ("p:nope", "CSS: "),
    ("p::first-line", "only pseudo-elements are ::text and ::attr(name)"),
    ("p::attr(a b)", "only pseudo-elements"),
    ("//", "a step is missing"),
    ("//p/", "a step is missing"),
    ("//p///a", "a step is missing"),
    ("//p |", "nothing to select"),
    ("//p[1", "a bracket is not closed"),
    ("//p]", "closes nothing"),
    ("(//p", "a bracket is not closed"),
    ("(//p)[x]", "only [number] and [last()]"),
    ("(//p)[0]", "only [number] and [last()]"),
    ("//p#a", "'#' is not expected"),
    ("//p['a]", "is not expected"),
    ("//a/@href/..", "only at its end"),
    ("//a" + "/b" * 30, "1 to 20 steps"),
    ("xpath:count(//p)", "does not select elements"),
    ("xpath:1 + 1", "does not select elements"),
    ("xpath:'a'", "does not select elements"),
    ("//p = //a", "does not select elements"),
    ("//comment()", "does not select elements"),
    ("//following::p", "the axis following:: is not allowed"),
    ("//p[preceding::a]", "the axis preceding:: is not allowed"),
    ("//namespace::x", "the axis namespace:: is not allowed"),
    ("//p[$x]", "no variables"),
    ("//p[document('x')]", "the function document() is not allowed"),
    ("//p[re:test(., '(a+)+')]", "the function re:test() is not allowed"),
    ("//p[id(.)]", "the function id() is not allowed"),
    ("//p[//a]", "may not look at the whole page"),
    ("//p[/html]", "may not look at the whole page"),
    ("//p[count(//a) > 1]", "may not look at the whole page"),
    ("//p[2 * //a]", "may not look at the whole page"),
    ("//p[a and //b]", "may not look at the whole page"),
    ("//p[.//a//b]", "may take minutes"),
    ("//p[ancestor::*//b]", "may take minutes"),
    ("//p[preceding-sibling::*/following-sibling::*]", "may take minutes"),
    ("//p[.//a[.//b]]", "may take minutes"),
    ("//p[a[b[c]]]", "may take minutes"),
]


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_what_cannot_be_used_says_why(text: str, says: str) -> None:
    with pytest.raises(SelectorProblem) as caught:
        read_selector(text)
    assert says in str(caught.value)


PIECES = [*"/[]()@.*|=,'\" 1", "//", "::", "p", "div", "and", "text()", "ancestor", "count"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.sampled_from(["", "//", "xpath:"]))
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    with contextlib.suppress(SelectorProblem):
        assert read_selector(start + text).routes


@pytest.mark.parametrize("name", sorted(FUNCTIONS - NAMED_OPERATORS - {"text", "node"}))
def test_each_function_may_stand_in_a_condition(name: str) -> None:
    assert read_selector(f"//p[{name}(.)]").routes


@pytest.mark.parametrize("axis", sorted(AXES))
def test_each_axis_may_be_taken(axis: str) -> None:
    assert read_selector(f"//p/{axis}::a").routes
    assert read_selector(f"//p[{axis}::a]").routes


@pytest.mark.parametrize("operator", sorted((OPERATORS | NAMED_OPERATORS) - {"(", "[", ","}))
def test_each_operator_parts_two_paths(operator: str) -> None:
    assert read_selector(f"//p[.//a {operator} .//b]").routes


ASIDE = [
    ("p + p", True),
    ("p ~ p", True),
    ("p:nth-child(2)", True),
    ("//p[normalize-space(..)]", True),
    ("//p[count(ancestor::div) > 1]", True),
    ("//p/..", False),
    ("div.story > p", False),
    ("div:has(p)", False),
]


@pytest.mark.parametrize(("text", "looks_aside"), ASIDE)
def test_it_is_known_what_looks_at_siblings(text: str, looks_aside: bool) -> None:
    assert any(step.looks_aside for route in read_selector(text).routes for step in route.steps) is looks_aside
