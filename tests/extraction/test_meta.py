"""Meta tags and the title tag: every name in the table, and what is made of the contents."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.extraction import meta_names
from newscrawl.extraction.meta import has_vague_date, read_meta, read_title_tag
from tests.extraction.making import document

SAMPLES: dict[str, tuple[tuple[str, ...], str, Any]] = {
    "title": (meta_names.TITLE, "The bridge", "The bridge"),
    "summary": (meta_names.SUMMARY, "What became of it", "What became of it"),
    "authors": (meta_names.AUTHORS, "Mona Salih", ("Mona Salih",)),
    "published": ((*meta_names.PUBLISHED, *meta_names.VAGUE_DATE), "2026-11-20T10:00:00Z", "2026-11-20T10:00:00+00:00"),
    "modified": (meta_names.MODIFIED, "2026-11-21T10:00:00Z", "2026-11-21T10:00:00+00:00"),
    "sections": (meta_names.SECTIONS, "City", ("City",)),
    "tags": (meta_names.TAGS, "bridge", ("bridge",)),
    "image": (meta_names.IMAGE, "/img/1.jpg", "https://courier.example/img/1.jpg"),
    "language": (meta_names.LANGUAGE, "ar_YE", "ar-YE"),
}
ROWS = [(field, name) for field, (names, _, _) in SAMPLES.items() for name in names]


@pytest.mark.parametrize(("field", "name"), ROWS)
@pytest.mark.parametrize("key", ["property", "name", "itemprop", "http-equiv"])
def test_each_name_gives_its_field(field: str, name: str, key: str) -> None:
    _, content, value = SAMPLES[field]
    doc = document(f'<html><head><meta {key}="{name.upper()}" content=" {content} "></head></html>')
    assert getattr(read_meta(doc), field) == value


@pytest.mark.parametrize("field", SAMPLES)
def test_names_are_tried_in_their_order(field: str) -> None:
    names, content, value = SAMPLES[field]
    last = f'<meta name="{names[-1]}" content="2001-01-02">'
    doc = document(f'<html><head>{last}<meta name="{names[0]}" content="{content}"></head></html>')
    assert getattr(read_meta(doc), field) == value


def _meta(**contents: str) -> str:
    return "<html><head>" + "".join(f'<meta property="{name.replace("__", ":")}" content="{content}">' for name, content in contents.items()) + "</head></html>"


@pytest.mark.parametrize(("names", "is_vague"), [(meta_names.VAGUE_DATE, True), (meta_names.PUBLISHED, False)])
def test_which_names_say_that_a_date_is_of_publication(names: tuple[str, ...], is_vague: bool) -> None:
    for name in names:
        assert has_vague_date(document(f'<html><head><meta name="date" content="2026-11-21"><meta name="{name}" content="2026-11-20"></head></html>')) is is_vague


def test_a_date_that_is_none_gives_way_to_the_next() -> None:
    assert read_meta(document(_meta(article__published_time="soon", pubdate="2026-11-20"))).published == "2026-11-20"


def test_an_author_tag_that_names_the_outlet_gives_way_to_the_next() -> None:
    assert read_meta(document(_meta(article__author="Riverside Courier", author="Mona Salih"))).authors == ("Mona Salih",)
    assert read_meta(document(_meta(author="The Courier Online", og__site_name="The Courier Online"))).authors == ()


def test_a_title_that_is_the_outlets_name_is_none() -> None:
    assert read_meta(document(_meta(og__title="Riverside Courier"))).title is None
    assert read_meta(document(_meta(og__title="The bridge - Riverside Courier"))).title == "The bridge"


def test_every_tag_of_the_first_name_counts() -> None:
    doc = document('<meta property="article:tag" content="bridge"><meta property="article:tag" content="river, Bridge"><meta name="keywords" content="x">')
    assert read_meta(doc).tags == ("bridge", "river")


def test_og_url_is_made_absolute() -> None:
    assert read_meta(document(_meta(og__url="/2026/11/bridge/"))).canonical_url == "https://courier.example/2026/11/bridge/"


def test_contents_that_are_too_long_are_left_out() -> None:
    assert read_meta(document(_meta(description="x" * 5_001))).summary is None


TITLES = [
    ("The bridge | Riverside Courier", "The bridge"),
    ("The bridge – Riverside Courier", "The bridge"),
    ("Riverside Courier » The bridge", "The bridge"),
    ("The bridge - what now - courier.example", "The bridge - what now"),
    ("The bridge | City news", "The bridge | City news"),
    ("The bridge-builder", "The bridge-builder"),
    ("", None),
]


@pytest.mark.parametrize(("tag", "title"), TITLES)
def test_title_tag(tag: str, title: str | None) -> None:
    assert read_title_tag(document(f"<html><head><title>{tag}</title></head><body><p>x</p></body></html>")).title == title


def test_twitters_label_may_say_who_wrote() -> None:
    labels = '<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="Ben Okri">'
    assert read_meta(document(labels)).authors == ()
    labels += '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Mona Salih">'
    assert read_meta(document(labels)).authors == ("Mona Salih",)
