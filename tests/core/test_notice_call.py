from __future__ import annotations

import pytest

from newscrawl.core.boilerplate import notice_rule
from newscrawl.core.notice_call import MAX_NAME_WORDS, call_rule
from newscrawl.core.notice_calls import CALL_MARKS, NOTICE_CALLS
from newscrawl.core.notice_lines import drop_notices


def test_each_call_is_one_with_a_name_between_and_words_behind() -> None:
    assert [row for row in NOTICE_CALLS if call_rule(f"{row[2]} Riverside {row[3]} now!") != row[0]] == []


def test_each_call_is_a_notice() -> None:
    assert [row for row in NOTICE_CALLS if notice_rule(f"{row[2]} Riverside {row[3]}.") is None] == []


def test_no_call_holds_a_paragraph() -> None:
    assert [row for row in NOTICE_CALLS if call_rule(f"{row[2]} {'word ' * (MAX_NAME_WORDS + 1)}{row[3]}")] == []


def test_no_call_is_one_in_quotation_marks_or_within_a_sentence() -> None:
    assert [row for row in NOTICE_CALLS if notice_rule(f"“{row[2]} Riverside {row[3]}”")] == []
    assert [row for row in NOTICE_CALLS if call_rule(f"The sign said: {row[2]} Riverside {row[3]}.")] == []


def test_each_mark_stands_beside_a_call_and_is_none_itself() -> None:
    call = "Sign up for the Riverside newsletter."
    assert [row for row in CALL_MARKS if call_rule(f"{call} Riverside {row[1]}.") != "newsletter" or call_rule(f"Riverside {row[1]}.")] == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Get the latest right in your inbox. Subscribe to the Courier’s newsletters.", "newsletter"),
        ("Like this story? Share it with a friend!", "share"),
        ("Follow the Courier on Facebook, Instagram and YouTube.", "follow"),
        ("*** Follow me on Instagram or Facebook ***", "follow"),
        ("This post contains affiliate links. Click here for our policy.", "disclosure"),
        ("تابعوا صحوة نيوز على فيسبوك", "follow"),
        ("Suivez toute l’actualité sur Facebook", "follow"),
        ("Follow the path on foot to the bridge.", None),
        ("Sign up for the race closed on Monday.", None),
        ("Share the work with others, said the mayor.", None),
        ("Subscribe to our newsletter. The mayor then left the hall.", None),
        ("Who won? Nobody did.", None),
        ("Click here.", None),
        ("The newsletter has a million readers in your inbox.", None),
        ("Subscribers to the newsletter get it on Friday.", None),
        ("Get up early, take the tram, and walk.", None),
        ("", None),
        ("...", None),
        ("Really? " * 9, None),
    ],
)
def test_lines(line: str, rule: str | None) -> None:
    assert call_rule(line) == rule


def test_a_call_that_a_colon_announces_stays() -> None:
    lines = ["On the wall somebody had written:", "Follow the Courier on Facebook", "Nobody had."]
    assert drop_notices(lines)[0] == lines


def test_a_call_that_is_a_line_of_the_story_stays() -> None:
    lines = ["The account is made in the settings of the application, which open on a click.", "Subscribe to the YouTube channel", "Share this"]
    assert drop_notices(lines, story_lines=lines) == (lines[:2], {"share": 1})


@pytest.mark.parametrize("heading", ["3. The account", "Step 3", "Step 3: The account", "Étape 3", "3)", "第3步", "12"])
def test_a_call_below_the_number_of_a_step_stays(heading: str) -> None:
    lines = [heading, "Subscribe to the YouTube channel of the account.", "The account is made in the settings, which open on a click."]
    assert drop_notices(lines)[0] == lines


@pytest.mark.parametrize("heading", ["Follow us", "3 bridges of the town", "The year 2024", "Monday 3 May it was", "May 3", "12 مايو"])
def test_a_call_below_another_heading_goes(heading: str) -> None:
    lines = [heading, "Subscribe to our YouTube channel.", "The account is made in the settings, which open on a click."]
    assert lines[1] not in drop_notices(lines)[0]
