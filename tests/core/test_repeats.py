"""Runs of lines that stand twice go once; refrains, headings and single paragraphs stay."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.repeats import MIN_CHARS, MIN_PARAGRAPHS, without_repeated_runs

STORY = [f"Paragraph {number} of the story of the bridge, {'which was built in two summers by the people of the valley ' * 3}." for number in range(4)]
REFRAIN = ["Row the boat across the water,", "row it home again at night,", "row it for the miller's daughter,", "row it by the morning light."]


def test_a_story_that_stands_twice_stands_once() -> None:
    assert without_repeated_runs([*STORY, *STORY]) == STORY
    assert without_repeated_runs([*STORY, *STORY, *STORY, *STORY]) == STORY
    assert without_repeated_runs(["The bridge is open", *STORY, "In short", *STORY[1:], "The end."]) == ["The bridge is open", *STORY, "In short", "The end."]


def test_what_a_story_repeats_itself_stays() -> None:
    sets = [f"Lift the weight, set {number}, and hold it for ten seconds before the next." for number in range(20)]
    for lines in ([STORY[0], *STORY], [*REFRAIN, *STORY, *REFRAIN], ["Question", "Answer"] * 20, sets * 3, [*STORY, *STORY[:2]], [*STORY, *reversed(STORY)]):
        assert without_repeated_runs(lines) == lines


def test_a_page_of_equal_lines_takes_no_time() -> None:
    began = time.process_time()
    without_repeated_runs(["A line that stands again and again."] * 50_000)
    without_repeated_runs(["a", "b"] * 50_000)
    assert time.process_time() - began < 5


@given(st.lists(st.sampled_from([*STORY, *REFRAIN, "A", "B"]), max_size=40))
def test_every_line_that_goes_stays_elsewhere(lines: list[str]) -> None:
    kept = without_repeated_runs(lines)
    assert set(kept) == set(lines)
    gone = len(lines) - len(kept)
    assert gone == 0 or (gone >= MIN_PARAGRAPHS and sum(map(len, lines)) - sum(map(len, kept)) >= MIN_CHARS)
    assert without_repeated_runs(kept) == kept or gone
