"""Pictures that show a story, and such that show none."""

from __future__ import annotations

import pytest

from newscrawl.extraction.picture_words import FILLER_WORDS, NO_PICTURE_HOSTS, NO_PICTURE_WORDS
from newscrawl.extraction.pictures import MAX_PICTURES, first_picture
from tests.extraction.making import document

DOC = document("<p>x</p>")


@pytest.mark.parametrize("name", ["bridge.jpg", "a1b2c3", "old-logo-of-the-club.jpg", "default-swaps-rise.jpg", "x.php?id=3", "1x10.jpg"])
def test_a_storys_picture(name: str) -> None:
    assert first_picture(DOC, [f"/img/{name}"]) == f"https://courier.example/img/{name}"


@pytest.mark.parametrize("name", ["logo.png", "courier-logo_1200x630.png", "og-default-image.jpg", "no-photo-placeholder.jpg", "a.svg", "favicon.ico", "1x1.gif", "pixel.gif"])
def test_no_storys_picture(name: str) -> None:
    assert first_picture(DOC, [f"/img/{name}"]) is None


def test_each_word_and_each_host() -> None:
    assert [word for word in NO_PICTURE_WORDS if first_picture(DOC, [f"/{word}.png"])] == []
    assert [word for word in FILLER_WORDS if first_picture(DOC, [f"/{word}-logo.png"]) or not first_picture(DOC, [f"/{word}.png"])] == []
    assert [host for host in NO_PICTURE_HOSTS if first_picture(DOC, [f"https://{host}/face.jpg"])] == []


def test_the_first_that_may_be_one() -> None:
    assert first_picture(DOC, [None, "", "mailto:x", "/logo.png", "/a.jpg", "/b.jpg"]) == "https://courier.example/a.jpg"
    assert first_picture(DOC, ["/logo.png"] * MAX_PICTURES + ["/a.jpg"]) is None
