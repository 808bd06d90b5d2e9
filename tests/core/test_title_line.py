from __future__ import annotations

import pytest

from newscrawl.core.clean import clean_text
from newscrawl.core.title_line import resembles_title

TITLE = "The old bridge over the river opens again"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Old bridge over the river opens again", TITLE),
        ("THE OLD BRIDGE OVER THE RIVER OPENS AGAIN TODAY", TITLE),
        ("إعادة فتح الجسر القديم أمام السيارات", "إعادة فتح الجسر القديم أمام السيارات والمارة"),
        ("川の古い橋が再び開通", "川の古い橋が再び開通した"),
    ],
)
def test_nearly_the_same_words_are_the_title_again(line: str, title: str) -> None:
    assert resembles_title(line, title)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("The old bridge over the river opened again.", TITLE),
        ("The old bridge over the river opens again, two years after the flood that had all but carried it away", TITLE),
        ("The new ferry over the lake stops again", TITLE),
        ("The bridge opens", "The bridge opened"),
        ("", TITLE),
        (TITLE, ""),
        ("", ""),
    ],
)
def test_other_lines_are_not(line: str, title: str) -> None:
    assert not resembles_title(line, title)


def test_it_goes_from_the_first_lines_only() -> None:
    story = ["The mayor cut a ribbon, and hundreds of people walked across.", "The work took two years.", "It cost less than feared."]
    again = "Old bridge over the river opens again"
    assert clean_text("\n".join([again, *story]), title=TITLE).text == "\n".join(story)
    assert clean_text("\n".join([*story, again]), title=TITLE).text == "\n".join([*story, again])
