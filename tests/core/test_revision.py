"""Versions of an article: which records say the same, and what a later look is told of the seed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.article import Article, Credit, RawRef, Rights
from newscrawl.core.link import Hints
from newscrawl.core.revision import NOT_COMPARED, content_digest, hints_used, utc_moment, utc_seconds

MOMENT = "2026-11-22T12:00:00+00:00"


def article(**changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": "courier-0123456789abcdef",
        "outlet": "courier",
        "url": "https://courier.example/a/",
        "link": "https://courier.example/a/",
        "title": "The bridge",
        "text": "It stands.\nIt stood.",
        "fetched_at": MOMENT,
        "first_seen": MOMENT,
        "provenance": {"title": "h1", "kind": "article"},
    }
    return Article(**{**values, **changes})


SAME = {
    "schema": 2,
    "id": "courier-0123456789abcdee",
    "version": 7,
    "cause": "edit",
    "url": "http://www.courier.example/a",
    "canonical_url": "https://courier.example/a/",
    "link": "https://courier.example/b/",
    "duplicate_of": "courier-00",
    "similarity": 0.9,
    "provenance": {"title": "meta", "kind": "article", "removed": {"share": 2}},
    "fetched_at": "2026-11-23T12:00:00+00:00",
    "first_seen": "2026-11-21T12:00:00+00:00",
    "raw": (RawRef(file="f", offset=1, digest="d"),),
}
OTHER = {
    "outlet": "other",
    "title": "The Bridge",
    "text": "It stands.",
    "summary": "A bridge",
    "authors": ("Amal",),
    "credit": Credit(line="Reuters", source="Reuters", own=False),
    "published": "2026-11-22",
    "modified": "2026-11-22",
    "language": "en",
    "sections": ("Roads",),
    "tags": ("bridge",),
    "image": "https://courier.example/a.jpg",
    "rights": Rights(robots=("noarchive",)),
    "provenance": {"kind": "gallery"},
}


def test_every_field_is_compared_or_named_as_not_compared() -> None:
    assert set(SAME) == NOT_COMPARED | {"provenance"}
    assert set(SAME) | set(OTHER) == set(Article.__dataclass_fields__)


@pytest.mark.parametrize("name", SAME)
def test_what_no_reader_sees_makes_no_version(name: str) -> None:
    assert content_digest(article(**{name: SAME[name]})) == content_digest(article())


@pytest.mark.parametrize("name", OTHER)
def test_what_a_reader_sees_makes_one(name: str) -> None:
    assert content_digest(article(**{name: OTHER[name]})) != content_digest(article())


def test_a_list_in_another_order_is_another_record() -> None:
    assert content_digest(article(authors=("A", "B"))) != content_digest(article(authors=("B", "A")))


def test_false_is_something_and_an_empty_object_is_nothing() -> None:
    assert content_digest(article(rights=Rights(paywall=False))) != content_digest(article())
    assert content_digest(article(rights=Rights())) == content_digest(article())


texts = st.one_of(st.none(), st.text(st.characters(blacklist_categories=[])))


@given(title=texts, text=texts, tags=st.lists(st.text(), max_size=3).map(tuple), paywall=st.sampled_from([None, True, False]))
def test_a_record_and_its_line_have_one_digest(title: str | None, text: str | None, tags: tuple[str, ...], paywall: bool | None) -> None:
    written = article(title=title, text=text, tags=tags, rights=Rights(paywall=paywall))
    read = Article.from_dict(json.loads(written.to_json()))
    assert content_digest(read) == content_digest(written)
    assert len(content_digest(written)) == 16


def test_only_what_the_seed_alone_said_is_a_hint_later() -> None:
    provenance = {"title": "h1", "published": "feed", "tags": "feed", "authors": "json-ld", "kind": "article"}
    known = article(published="2026-11-22T10:00+03:00", tags=("a", "b"), authors=("Amal",), provenance=provenance)
    assert hints_used(known) == Hints(published="2026-11-22T10:00+03:00", tags=("a", "b"))
    assert hints_used(article()) == Hints()


@given(st.integers(0, 4_000_000_000))
def test_a_moment_is_written_as_it_is_read(seconds: int) -> None:
    assert utc_seconds(utc_moment(seconds)) == seconds


@pytest.mark.parametrize("moment", ["2026-11-22T15:00:00+03:00", "2026-11-22T12:00:00", "2026-11-22T12:00:00.900+00:00", MOMENT])
def test_moments_of_the_record_are_utc_seconds(moment: str) -> None:
    assert utc_moment(utc_seconds(moment)) == MOMENT


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-13-01"])
def test_what_is_no_moment_is_said(moment: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        utc_seconds(moment)
