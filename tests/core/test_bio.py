from __future__ import annotations

import pytest

from newscrawl.core.bio import bio_lines
from newscrawl.core.clean import clean_text

STORY = [
    "The council met on Monday to decide about the bridge, which has been closed for two years now.",
    "Engineers told the meeting that repairs would take until the autumn of next year at the earliest.",
    "Residents said that they had heard this before, and that nobody believed it any more in the town.",
    "The next meeting is in June.",
]
BIO = "Jane Doe writes about bridges and the people who build them."


def test_the_line_about_the_author_behind_the_story_goes_and_is_counted() -> None:
    cleaned = clean_text("\n".join([*STORY, BIO]), authors=["Jane Doe"])
    assert (cleaned.text, cleaned.removed) == ("\n".join(STORY), {"bio": 1})


def test_each_author_has_a_line() -> None:
    lines = [*STORY, BIO, "Omar Haddad is the photographer of the Courier in the north."]
    assert bio_lines(lines, ["Jane Doe", "Omar Haddad"]) == [4, 5]


def test_a_bio_in_arabic_goes() -> None:
    assert bio_lines([*STORY, "أحمد علي صحفي يمني يكتب عن الجسور والمدن القديمة منذ عشرين عاماً."], ["أحمد علي"]) == [4]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        (BIO, ["Omar Haddad"]),
        ("Jane went home in the evening, when the last engineer had left.", ["Jane"]),
        ("Jane Doe: I do not believe a word of what they said today.", ["Jane Doe"]),
        ("“Jane Doe writes about bridges and the people who build them.”", ["Jane Doe"]),
        ("Jane Doesburg, the mayor, wants to decide about it before the summer.", ["Jane Doe"]),
        ("The council and Jane Doe will meet again before the summer begins.", ["Jane Doe"]),
    ],
)
def test_other_last_lines_stay(line: str, authors: list[str]) -> None:
    assert bio_lines([*STORY, line], authors) == []


def test_an_author_who_is_in_the_story_is_no_stranger_at_its_end() -> None:
    told = ["I am Jane Doe, and I build bridges.", *STORY, "Jane Doe went home in the evening, and the bridge stayed where it was."]
    assert bio_lines(told, ["Jane Doe"]) == []


def test_a_short_text_about_its_author_stays() -> None:
    assert bio_lines(["Obituary", BIO], ["Jane Doe"]) == []
    assert bio_lines([], ["Jane Doe"]) == []
