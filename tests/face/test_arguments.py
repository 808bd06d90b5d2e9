"""Spider arguments: what is taken, and what each mistake says."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.core.outlet import Outlet
from newscrawl.errors import UsageProblem
from newscrawl.outlets import Registry
from newscrawl.spiders.arguments import latest_arguments


def outlet(slug: str) -> Outlet:
    return Outlet(slug=slug, name=slug, home=f"https://{slug}.example/")


MINE = Registry(bundled={"sample": outlet("sample")}, chosen={"b": outlet("b"), "a": outlet("a")})
NOWHERE = Path("/nonexistent/outlets")
NOBODYS = Registry(bundled=MINE.bundled)


def test_without_arguments_all_outlets_of_the_users_folder_run() -> None:
    found = latest_arguments({}, MINE, NOWHERE)
    assert [each.slug for each in found.outlets] == ["a", "b"]
    assert (found.limit, found.force) == (None, False)


@pytest.mark.parametrize(
    ("value", "slugs"), [("a", ["a"]), ("b,a", ["b", "a"]), ("a, b", ["a", "b"]), ("a,a", ["a"]), ("sample", ["sample"]), ("a, a", ["a"])]
)
def test_outlets_are_named_once_each_in_order(value: str, slugs: list[str]) -> None:
    assert [each.slug for each in latest_arguments({"outlet": value}, MINE, NOWHERE).outlets] == slugs


@pytest.mark.parametrize(("value", "limit"), [("1", 1), ("300", 300), ("007", 7), ("999999999", 999_999_999)])
def test_a_limit_is_a_whole_number(value: str, limit: int) -> None:
    assert latest_arguments({"limit": value}, MINE, NOWHERE).limit == limit


@pytest.mark.parametrize(("value", "force"), [("1", True), ("true", True), ("YES", True), ("0", False), ("no", False), ("False", False), ("", False)])
def test_a_switch_is_on_or_off(value: str, force: bool) -> None:
    assert latest_arguments({"force": value}, MINE, NOWHERE).force is force


MISTAKES = [
    ({"limit": "abc"}, "-a limit=abc: give a whole number of at least 1"),
    ({"limit": "0"}, "limit=0"),
    ({"limit": "-1"}, "limit=-1"),
    ({"limit": "1.5"}, "limit=1.5"),
    ({"limit": ""}, "limit="),
    ({"limit": "٣"}, "limit=٣"),
    ({"limit": "1" + "0" * 9}, "limit=1"),
    ({"force": "2"}, "-a force=2: give 1 or 0"),
    ({"force": "ja"}, "force=ja"),
    ({"outlet": "samlpe"}, "did you mean"),
    ({"outlet": ""}, "outlet"),
    ({"outlet": "a,,b"}, "outlet"),
    ({"outlet": "a", "site": "https://a.example/"}, "give either outlet or site"),
    ({"site": "ftp://a.example/"}, "-a site=ftp://a.example/"),
    ({"limits": "3"}, "did you mean limit?"),
    ({"xyz": "3"}, "there are: "),
]


@pytest.mark.parametrize(("raw", "says"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_one_line_that_names_it(raw: dict[str, str], says: str) -> None:
    with pytest.raises(UsageProblem) as found:
        latest_arguments(raw, MINE, NOWHERE)
    assert says in str(found.value)
    assert "\n" not in str(found.value)


def test_no_outlet_at_all_says_how_to_name_one() -> None:
    with pytest.raises(UsageProblem, match=r"outlet=SLUG.*NEWSCRAWL_OUTLETS"):
        latest_arguments({}, NOBODYS, NOWHERE)
