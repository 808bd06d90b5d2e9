"""Pictures that show a story, and such that show none."""

from __future__ import annotations

import pytest
from lxml import html

from newscrawl.extraction.picture_words import FILLER_WORDS, NO_PICTURE_HOSTS, NO_PICTURE_WORDS, SHARE_WORDS, SITE_FOLDERS
from newscrawl.extraction.pictures import LAZY_SETS, LAZY_SOURCES, MAX_PICTURES, first_picture, sources_of
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
    assert [word for word in FILLER_WORDS if first_picture(DOC, [f"/{word}-logo.png"]) or not first_picture(DOC, [f"/story/{word}.png"])] == []
    assert [word for word in SHARE_WORDS if first_picture(DOC, [f"/static/{word}.png"]) or not first_picture(DOC, [f"/{word}-of-gold.png"])] == []
    assert [word for word in SITE_FOLDERS if first_picture(DOC, [f"/{word}/fb-share.png"])] == []
    assert [host for host in NO_PICTURE_HOSTS if first_picture(DOC, [f"https://{host}/face.jpg"])] == []


def test_the_first_that_may_be_one() -> None:
    assert first_picture(DOC, [None, "", "mailto:x", "/logo.png", "/a.jpg", "/b.jpg"]) == "https://courier.example/a.jpg"
    assert first_picture(DOC, ["/logo.png"] * MAX_PICTURES + ["/a.jpg"]) is None


@pytest.mark.parametrize(
    "path",
    [
        "/static/fb-share.png",
        "/og-image.0a1b2c3d.png?v=2",
        "/themes/courier/img/Courier-Social-Graphic.png",
        "/wp-content/uploads/2019/05/social-share.jpg",
        "/fetch/w_1200/https%3A%2F%2Fcourier.example%2Fsubscribe-card.jpg%3Fv%3D1.2",
    ],
)
def test_a_picture_for_networks_that_all_stories_have(path: str) -> None:
    assert first_picture(DOC, [path]) is None


@pytest.mark.parametrize(
    "path",
    ["/2026/bridge/og-image.png", "/images/123456/share.jpg", "/wp-content/uploads/2019/05/share.jpg", "/static/share-of-gold.png", "/static/facebook.jpg"],
)
def test_a_picture_for_networks_of_one_story(path: str) -> None:
    assert first_picture(DOC, [path]) == f"https://courier.example{path}"


def _first_source(attributes: str) -> str | None:
    return first_picture(DOC, sources_of(html.fromstring(f"<img {attributes}>")))


@pytest.mark.parametrize("name", LAZY_SOURCES)
def test_where_lazy_loaders_have_the_address(name: str) -> None:
    assert _first_source(f"src='/small.jpg' {name}='/1.jpg'") == "https://courier.example/1.jpg"
    assert _first_source(f"src='data:image/gif;base64,R0' {name}=''") is None


@pytest.mark.parametrize("name", [*LAZY_SETS, "srcset"])
@pytest.mark.parametrize("sizes", ["/1.jpg 300w, /2.jpg 1200w", "/2.jpg 2x,/1.jpg 1x", "/1.jpg 1x,/2.jpg 1200w", "  /a,/1.jpg 1.5x,\n /2.jpg 2x "])
def test_the_largest_of_a_set(name: str, sizes: str) -> None:
    assert _first_source(f"src='data:x' {name}='{sizes}'") == "https://courier.example/2.jpg"
    assert _first_source(f"src='/0.jpg' {name}='{'x' * 10_000}'") == "https://courier.example/0.jpg"
