"""The end of a run as text and JSON, and the law of its sums."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.report import print_summary, summary_json, summary_text, sums_close

pytestmark = pytest.mark.promise("T17")

LINKS = {
    "carried": 0,
    "new": 57,
    "known": 3,
    "announced": 57,
    "kept": 50,
    "rejected": {"not_found": 1, "duplicate": 5, "protected": 1},
    "owed": 0,
    "left": 0,
    "elsewhere": 0,
}


def outlet(**changes: Any) -> dict[str, Any]:
    return {
        "seeds": {"read": 1, "unchanged": 0, "failed": 0},
        "links": {**LINKS, **changes},
        "refused": {},
        "seed_problems": [],
    }


def summary(**changes: Any) -> dict[str, Any]:
    return {
        "run": "20261122T160000Z-ab12cd",
        "spider": "latest",
        "started_at": "2026-11-22T16:00:00+00:00",
        "ended_at": "2026-11-22T16:00:12+00:00",
        "exit": 0,
        "outcome": "finished",
        "outlets": {"sample": outlet()},
        "parts": ["articles/sample/2026-11-22.jsonl"],
        "warcs": ["warc/sample/2026-11-22.warc.gz"],
        "adopted": 0,
        "errors": 0,
        **changes,
    }


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_plain_run() -> None:
    assert summary_text(summary()).split("\n") == [
        "run 20261122T160000Z-ab12cd · latest · finished · exit 0",
        "outlet  seeds read  seeds unchanged  seeds failed  announced  kept  rejected  owed",
        "sample           1                0             0         57    50         7     0",
        "sample: rejected: duplicate 5, not_found 1, protected 1",
        "articles: articles/sample/2026-11-22.jsonl",
    ]


def test_what_an_archive_held_beside_pages_is_told() -> None:
    text = summary_text(summary(skipped={"status": 1, "not_html": 2}, damaged=51, damaged_places=["a.warc.gz at byte 7: cut"]))
    assert "no page of these outlets: not_html 2, status 1" in text
    assert "damaged: 51 records" in text
    assert "damaged: a.warc.gz at byte 7: cut" in text
    assert "damaged" not in summary_text(summary(damaged=0, skipped={}))


def test_several_outlets_have_a_total() -> None:
    text = summary_text(summary(outlets={"b": outlet(), "a": outlet(announced=1, kept=0, rejected={}, owed=1)}))
    rows = [line.split() for line in text.split("\n")[2:5]]
    assert rows == [["a", "1", "0", "0", "1", "0", "0", "1"], ["b", "1", "0", "0", "57", "50", "7", "0"], ["total", "2", "0", "0", "58", "50", "7", "1"]]


@pytest.mark.parametrize("column", ["unchanged", "left", "elsewhere"])
def test_a_rare_count_has_its_column_only_where_there_is_one(column: str) -> None:
    assert f"owed  {column}" not in summary_text(summary())
    text = summary_text(summary(outlets={"a": outlet(announced=60, **{column: 3})}))
    assert text.split("\n")[1].endswith(f"owed  {column}")
    assert text.split("\n")[2].split()[-1] == "3"


NOTES = [
    ("what was adopted", {"adopted": 2}, "adopted: 2 lines that a run which died had written"),
    ("notes of the run", {"notes": ["something to know"]}, "something to know"),
    ("errors", {"errors": 3}, "errors: 3, see the log"),
    ("refused entries", {"outlets": {"a": {**outlet(), "refused": {"no_link": 1}}}}, "a: entries without a link to follow: no_link 1"),
    (
        "seed problems",
        {"outlets": {"a": {**outlet(), "seed_problems": ["https://a.example/feed/: html where XML was promised"]}}},
        "a: seed problem: https://a.example/feed/: html where XML was promised",
    ),
    ("sums that do not close", {"outlets": {"a": outlet(announced=58)}}, "a: the sums do not close: announced 58, accounted for 57"),
    ("hostile letters", {"notes": ["\x1b[2J\u202egone\ud800\n"]}, "\\u001b[2J\\u202egone\\ud800\\u000a"),
]


@pytest.mark.parametrize(("changes", "line"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_what_a_table_can_not_hold_is_a_line(changes: dict[str, Any], line: str) -> None:
    assert line in summary_text(summary(**changes)).split("\n")


@pytest.mark.parametrize("empty", [{}, summary(outlets={}), summary(outlets={"a": {}})], ids=["nothing", "no outlet", "an outlet without counts"])
def test_a_summary_with_nothing_in_it_is_still_told(empty: dict[str, Any]) -> None:
    assert summary_text(empty).startswith("run ")


def test_a_stream_that_is_no_terminal_gets_the_plain_text() -> None:
    stream = io.StringIO()
    print_summary(summary(), stream)
    assert stream.getvalue() == summary_text(summary()) + "\n"


def test_a_terminal_gets_the_same_words() -> None:
    stream = Terminal()
    print_summary(summary(notes=["[bold]not markup[/bold]"], outlets={"[red]": outlet()}), stream)
    for word in ("20261122T160000Z-ab12cd", "[bold]not markup[/bold]", "[red]", "57"):
        assert word in stream.getvalue()


def test_a_terminal_gets_no_table_without_rows() -> None:
    stream = Terminal()
    print_summary(summary(outlets={}), stream)
    assert "kept" not in stream.getvalue()


def test_json_is_what_was_given() -> None:
    text = summary_json(summary(notes=["صحوة"]))
    assert json.loads(text) == summary(notes=["صحوة"])
    assert "صحوة" in text
    assert text.endswith("}\n")


SUMS = [
    ("closed", {}, True),
    ("one too many", {"announced": 58}, False),
    ("one too few", {"announced": 56}, False),
    ("owed", {"kept": 49, "owed": 1}, True),
    ("left", {"kept": 49, "left": 1}, True),
    ("elsewhere", {"kept": 49, "elsewhere": 1}, True),
    ("unchanged", {"kept": 49, "unchanged": 1}, True),
    ("unchanged counted twice", {"unchanged": 1}, False),
    ("no reason", {"rejected": {}}, False),
    ("a negative count that makes it even", {"kept": 51, "elsewhere": -1}, False),
    ("carried, new and known do not count", {"carried": 9, "new": 9, "known": 9}, True),
]


@pytest.mark.parametrize(("changes", "close"), [row[1:] for row in SUMS], ids=[row[0] for row in SUMS])
def test_sums(changes: dict[str, Any], close: bool) -> None:
    assert sums_close({**LINKS, **changes}) is close


COUNTS = st.integers(min_value=0, max_value=10**6)


@given(kept=COUNTS, owed=COUNTS, left=COUNTS, elsewhere=COUNTS, rejected=st.dictionaries(st.sampled_from(["a", "b", "c"]), COUNTS), off=st.integers())
def test_sums_close_exactly_when_every_link_is_counted_once(
    kept: int, owed: int, left: int, elsewhere: int, rejected: dict[str, int], off: int
) -> None:
    announced = kept + owed + left + elsewhere + sum(rejected.values()) + off
    links = {"announced": announced, "kept": kept, "owed": owed, "left": left, "elsewhere": elsewhere, "rejected": rejected}
    assert sums_close(links) is (off == 0)


RULES: list[tuple[dict[str, dict[str, int]], list[str]]] = [
    ({"body": {"no match": 12}}, ["sample: [extract] body matched 0 of 12 pages: no match 12"]),
    ({"title": {"used": 1, "no value": 1, "no match": 2}}, ["sample: [extract] title matched 1 of 4 pages: no match 2, no value 1"]),
    ({"body": {"used": 6, "too little": 6}}, []),
    ({"modified": {"used": 1, "no match": 40}, "authors": {"no match": 9}}, []),
    ({"modified": {"no match": 10}}, ["sample: [extract] modified matched 0 of 10 pages: no match 10"]),
    ({"remove div.promo": {"no match": 30}}, ["sample: [extract] remove div.promo matched 0 of 30 pages: no match 30"]),
    ({"remove div.promo": {"used": 1, "no match": 30}}, []),
    ({}, []),
]


@pytest.mark.parametrize(("rules", "lines"), RULES)
def test_rules_that_stopped_matching_are_told(rules: dict[str, dict[str, int]], lines: list[str]) -> None:
    text = summary_text(summary(outlets={"sample": {**outlet(), "rules": rules}}))
    assert [line for line in text.splitlines() if "[extract]" in line] == lines
