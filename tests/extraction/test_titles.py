"""The headline alone."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.extraction.titles import KICKER_CLASSES, ends_behind_dash, whole, without_glued_words, without_kicker, without_section

URL = "https://courier.example/local-news/2026/bridge"


def test_each_kicker_goes() -> None:
    headings = {name: html.fromstring(f"<h1><span class='c-{name}__x'>City:</span> <span>The bridge opens</span></h1>") for name in KICKER_CLASSES}
    assert {name: without_kicker(heading) for name, heading in headings.items()} == dict.fromkeys(KICKER_CLASSES, "The bridge opens")
    assert without_kicker(html.fromstring("<h1><span class='x'>City:</span> The bridge opens</h1>")) == "City: The bridge opens"


def test_a_kicker_goes_where_it_stands() -> None:
    heading = html.fromstring("<h1><b>The bridge is open</b> <span class='kicker'>The</span> again<i class='kicker'><b class='kicker'>x</b></i>!</h1>")
    assert without_kicker(heading) == "The bridge is open again !"
    assert heading.text_content() == "The bridge is open The againx!"


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        (["The bridge opens"], "The bridge opens"),
        (["The river", "The bridge opens"], "The bridge opens"),
        (["The bridge opens", "City: the bridge opens"], "City The bridge opens"),
        (["bridge reopening"], "City The bridge opens"),
        ([], "City The bridge opens"),
    ],
)
def test_a_glued_kicker_goes_where_metadata_says_so(declared: list[str], title: str) -> None:
    assert without_glued_words("City The bridge opens", declared) == title


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("War in the North: the bridge opens", "War in the North: the bridge opens"),
        ("La guerre : the bridge opens", "La guerre : the bridge opens"),
        ("Saturday – “The bridge opens”", "Saturday – “The bridge opens”"),
        ("Exclusive | The bridge opens", "The bridge opens"),
        ("12-mile The bridge opens", "The bridge opens"),
    ],
)
def test_words_before_a_typed_mark_belong_to_the_headline(heading: str, title: str) -> None:
    assert without_glued_words(heading, ["The bridge opens"]) == title


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("The bridge opens Posted on July 1, 2024 by Mona", "The bridge opens"),
        ("The bridge opens Posters", "The bridge opens Posters"),
        ("The bridge opens again", "The bridge opens again"),
    ],
)
def test_a_glued_byline_goes(heading: str, title: str) -> None:
    assert without_glued_words(heading, ["The bridge opens"]) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The bridge opens | Traffic", "The bridge opens"),
        ("The bridge opens - Local News", "The bridge opens"),
        ("The bridge opens – Sport", "The bridge opens – Sport"),
        ("The bridge opens", "The bridge opens"),
        ("Short | Traffic", "Short | Traffic"),
        ("فتح الجسر القديم من جديد | أخبار", "فتح الجسر القديم من جديد"),
    ],
)
def test_a_section_behind_the_title_goes(text: str, title: str) -> None:
    assert without_section(text, ["Traffic", "أخبار"], URL) == title


@pytest.mark.parametrize(
    ("heading", "others", "is_own"),
    [
        ("The bridge opens – Traffic", [], True),
        ("The bridge opens – Traffic", ["The bridge opens – Traffic", "The bridge opens – Traffic | Courier"], True),
        ("The bridge opens – Traffic", ["The river", "The Bridge opens"], False),
        ("The bridge opens – Traffic", ["The bridge opens | Courier"], False),
        ("The bridge opens | Traffic", [], False),
        ("The bridge opens", [], False),
        ("The bridge opens – City", ["The bridge opens – City"], True),
        ("The bridge opens - City", ["The bridge opens - City"], False),
        ("The bridge opens - Local News", ["The bridge opens - Local News"], False),
        ("The bridge opens – Local News", ["The bridge opens – Local News"], True),
        ("The bridge opens - 2026", ["The bridge opens - 2026"], True),
        ("Riverside United - City", ["Riverside United - City"], False),
        ("Riverside United - Harbour", ["Riverside United - Harbour"], True),
    ],
)
def test_what_stands_behind_a_headings_dash_is_its_own_unless_another_title_is_without_it_or_it_is_the_section(
    heading: str, others: list[str], is_own: bool
) -> None:
    text = "Late in the match Harbour scored, and the city stood still."
    assert ends_behind_dash(heading, others, ["City", "Harbour"], URL, text) is is_own


@pytest.mark.parametrize(
    ("text", "others", "title"),
    [
        ("The bridge op…", ["The river", "The bridge opens"], "The bridge opens"),
        ("The bridge ...", ["The bridge opens again"], "The bridge opens again"),
        ("To be continued…", ["The bridge opens"], "To be continued…"),
        ("The bridge …", ["The bridge opens…"], "The bridge …"),
        ("…", ["The bridge"], "…"),
        ("The bridge", ["The bridge opens"], "The bridge"),
        ("The bridge …", ["The bridge … opens"], "The bridge …"),
        ("The bridge...", ["The bridge... opens"], "The bridge..."),
        ("The bridge op…", ["The bridge opens | Traffic | Courier"], "The bridge opens"),
        ("City | The bridge op…", ["City | The bridge opens"], "City | The bridge opens"),
    ],
)
def test_a_cut_title_is_made_whole(text: str, others: list[str], title: str) -> None:
    assert whole(text, others) == title
