"""The list of precedence, and the choices between sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newscrawl.core.link import Hints
from newscrawl.core.outlet import Outlet
from newscrawl.extraction.around import look_around
from newscrawl.extraction.document import Document
from newscrawl.extraction.fields import FIELD_ORDER, READERS, Sources, read_fields
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.jsonld import article_node, nodes_of
from tests.extraction.making import COURIER, PROSE, URL, document, story

SAMPLE = Findings(
    title="The bridge",
    summary="What became of it",
    authors=("Mona Salih",),
    published="2026-11-20T10:00:00+00:00",
    modified="2026-11-21T10:00:00+00:00",
    language="en",
    sections=("City",),
    tags=("river",),
    image="https://courier.example/1.jpg",
    canonical_url=URL,
)


def _sources(doc: Document, **read: Findings) -> Sources:
    nodes = tuple(nodes_of(doc))
    return Sources(doc=doc, around=look_around(doc), nodes=nodes, node=article_node(doc, nodes, ""), _read=dict(read))


def _said_by(*methods: str) -> Sources:
    """Sources of which only these speak, each with values that name it where they may."""
    return _sources(document("<p>x</p>"), **{method: SAMPLE if method in methods else NOTHING for method in READERS})


def _values(sources: Sources, text: str = "") -> tuple[dict[str, Any], dict[str, str]]:
    return read_fields(sources, text)


@pytest.mark.parametrize(("field", "place"), [(field, place) for field, methods in FIELD_ORDER.items() for place in range(len(methods))])
def test_the_first_source_that_speaks_gives_the_value(field: str, place: int) -> None:
    speaking = FIELD_ORDER[field][place:]
    values, methods = _values(_said_by(*speaking))
    assert methods[field] == speaking[0]
    assert values[field] == getattr(SAMPLE, field)


def test_every_source_is_in_the_list_and_every_one_in_the_list_can_be_read() -> None:
    assert {method for methods in FIELD_ORDER.values() for method in methods} == set(READERS)


def test_where_nobody_speaks_fields_are_empty() -> None:
    values, methods = _values(_said_by())
    assert values == {field: getattr(NOTHING, field) for field in FIELD_ORDER}
    assert methods == {}


def test_later_sources_are_not_read() -> None:
    sources = _sources(document(story(head='<meta property="article:published_time" content="2026-11-20T10:00:00Z">')))
    _values(sources)
    assert not {"change", "htmldate"} & sources._read.keys()


def test_a_day_is_given_its_hour_by_a_source_that_knows_it() -> None:
    day = _said_by("json-ld", "time")
    day._read["json-ld"] = replace(SAMPLE, published="2026-11-20")
    values, methods = _values(day)
    assert (values["published"], methods["published"]) == ("2026-11-20T10:00:00+00:00", "time")
    day._read["json-ld"] = replace(SAMPLE, published="2026-11-19")
    assert _values(day)[0]["published"] == "2026-11-19"


def test_an_instant_in_utc_is_given_the_outlets_own_offset() -> None:
    sources = _said_by("json-ld", "time")
    sources._read["time"] = replace(SAMPLE, published="2026-11-20T13:00:00+03:00", modified="2026-11-21T13:00:01+03:00")
    values, methods = _values(sources)
    assert (values["published"], methods["published"]) == ("2026-11-20T13:00:00+03:00", "time")
    assert (values["modified"], methods["modified"]) == ("2026-11-21T10:00:00+00:00", "json-ld")


CHANGES = [
    ("2026-11-20T10:00:00+00:00", "2026-11-20T09:59:59+00:00", False),
    ("2026-11-20T10:00:00+00:00", "2026-11-20T10:00:00+00:00", True),
    ("2026-11-20T10:00:00+00:00", "2026-11-20T12:00+03:00", False),
    ("2026-11-20T10:00:00+00:00", "2026-11-20", True),
    ("2026-11-20T10:00:00+00:00", "2026-11-19", False),
    ("2026-11-20", "2026-11", True),
    ("2026-11", "2025", False),
    ("2025", "2026-11-20T10:00:00+00:00", True),
]


@pytest.mark.parametrize(("published", "modified", "stays"), CHANGES)
def test_a_change_before_publication_is_none(published: str, modified: str, stays: bool) -> None:
    sources = _said_by("meta")
    sources._read["meta"] = replace(SAMPLE, published=published, modified=modified)
    values, methods = _values(sources)
    assert values["modified"] == (modified if stays else None)
    assert ("modified" in methods) is stays


@pytest.mark.parametrize(
    ("heading", "headline", "title"),
    [
        ("Exclusive The bridge opens", "The bridge opens", "The bridge opens"),
        ("Exclusive: The bridge opens", "The bridge opens", "Exclusive: The bridge opens"),
        ("The bridge opens", "The bridge opens", "The bridge opens"),
        ("The bridge opens again", "The bridge", "The bridge opens again"),
        ("The bridge opens", "Bridge reopening: what to know", "The bridge opens"),
    ],
)
def test_a_kicker_before_the_headline_goes(heading: str, headline: str, title: str) -> None:
    sources = _said_by("h1", "json-ld")
    sources._read.update({"h1": replace(SAMPLE, title=heading), "json-ld": replace(SAMPLE, title=headline)})
    assert _values(sources)[0]["title"] == title


def test_a_title_says_which_source_has_it_in_full() -> None:
    sources = _said_by("h1", "title")
    sources._read.update({"h1": replace(SAMPLE, title="The bridge op…"), "title": replace(SAMPLE, title="The bridge opens | Harbour Bell")})
    values, methods = _values(sources)
    assert (values["title"], methods["title"]) == ("The bridge opens", "title")


def test_the_outlets_name_before_a_colon_may_be_whom_the_story_is_about() -> None:
    head = '<meta property="og:site_name" content="The Bell"><meta property="og:title" content="The Bell : why the bridge opens">'
    doc = document(f"<html><head>{head}</head><body><p>x</p></body></html>")
    assert _values(_sources(doc))[0]["title"] == "The Bell : why the bridge opens"


def test_a_feeds_tags_are_without_what_the_page_calls_a_section() -> None:
    sources = _said_by("feed", "link")
    sources._read.update({"feed": replace(SAMPLE, tags=("City", "river")), "link": Findings(sections=("City",))})
    assert _values(sources)[0]["tags"] == ("river",)
    sources._read["feed"] = replace(SAMPLE, tags=("City",))
    values, methods = _values(sources)
    assert values["tags"] == ()
    assert "tags" not in methods


@pytest.mark.parametrize(
    ("canonical", "stays"),
    [
        (URL, True),
        ("https://www.courier.example/other/", True),
        ("https://elsewhere.example/2026/11/bridge/", False),
        ("https://courier.example/", False),
        ("https://courier.example/?p=12", True),
    ],
)
def test_a_canonical_address_of_another_site_or_of_the_home_page_is_none(canonical: str, stays: bool) -> None:
    sources = _said_by("canonical")
    sources._read["canonical"] = Findings(canonical_url=canonical)
    assert _values(sources)[0]["canonical_url"] == (canonical if stays else None)


def test_a_theme_language_on_a_site_in_another_script_is_passed_over() -> None:
    outlet = Outlet(slug="x", name="x", home="https://courier.example/", language="ar")
    doc = document('<html lang="en-US"><body><p>x</p></body></html>', outlet=outlet)
    values, methods = _values(_sources(doc), "افتتح أهالي الحي مكتبة عامة صغيرة في بيت قديم")
    assert (values["language"], methods["language"]) == ("ar", "outlet")
    assert _values(_sources(doc), "The bridge is open again, says the mayor")[0]["language"] == "en-US"


LANGUAGES = [
    ('<html lang="en"><body lang="fr">', {}, "en"),
    ('<html><body lang="fr">', {}, "fr"),
    ('<html xml:lang="de"><body>', {}, "de"),
    ('<html><head><meta property="og:locale" content="nl_NL"></head><body>', {}, "nl-NL"),
    ("<html><body>", {"content_language": "sv"}, "sv"),
    ("<html><body>", {"content_language": "sv, da"}, None),
]


@pytest.mark.parametrize(("start", "headers", "language"), LANGUAGES)
def test_where_a_language_stands(start: str, headers: dict[str, str], language: str | None) -> None:
    assert _values(_sources(document(f"{start}<p>x</p></body></html>", **headers)))[0]["language"] == language


def test_what_the_seed_said() -> None:
    hints = Hints(
        title="The bridge &amp; us",
        published="2026-11-20T10:00:00",
        modified="2026-11-21",
        authors=("By Mona Salih",),
        tags=("river",),
        summary="<p>What became of it</p>",
        language="en",
        image="/1.jpg",
    )
    values, methods = _values(_sources(document("<html><body><p>x</p></body></html>", hints=hints)))
    assert set(methods.values()) == {"feed"}
    assert values["title"] == "The bridge & us"
    assert values["published"] == "2026-11-20T10:00:00+00:00"  # London time
    assert values["authors"] == ("Mona Salih",)
    assert values["summary"] == "What became of it"
    assert values["image"] == "https://courier.example/1.jpg"


def test_dates_are_never_invented() -> None:
    doc = document(f"<html><body><h1>The bridge</h1>{PROSE}</body></html>", url="https://courier.example/bridge")
    values, _ = _values(_sources(doc))
    assert (values["published"], values["modified"]) == (None, None)
    assert COURIER.timezone


AUTHORS = [
    ({"json-ld": ("Mona Salih",), "byline": ("Ben Okri",)}, "", ("Mona Salih",), "json-ld"),
    ({"json-ld": ("Riverside Courier",), "byline": ("Ben Okri",)}, "", ("Ben Okri",), "byline"),
    ({"json-ld": ("News Desk",), "byline": ("Ben Okri",)}, "", ("Ben Okri",), "byline"),
    ({"json-ld": ("News Desk",), "byline": ("Ben Okri",)}, "<p>News Desk, reviewed by Ben Okri</p>", ("News Desk",), "json-ld"),
    ({"json-ld": ("News Desk",)}, "", ("News Desk",), "json-ld"),
    ({"json-ld": ("Mona Salih",), "signed": ("Dr Mona Salih", "Ben Okri")}, "", ("Dr Mona Salih", "Ben Okri"), "signed"),
    ({"json-ld": ("Mona Salih",), "byline": ("Mona Salih", "Ben Okri")}, "", ("Mona Salih",), "json-ld"),
    ({"meta": ("Mona",), "link": ("Mona Salih",)}, "", ("Mona Salih",), "link"),
]


@pytest.mark.parametrize(("said", "below", "authors", "method"), AUTHORS)
def test_a_person_goes_before_a_desk_and_the_outlet(said: dict[str, tuple[str, ...]], below: str, authors: tuple[str, ...], method: str) -> None:
    silent = dict.fromkeys(READERS, NOTHING)
    sources = _sources(document(story(around=below)), **silent | {name: Findings(authors=names) for name, names in said.items()})
    values, methods = _values(sources)
    assert (values["authors"], methods["authors"]) == (authors, method)


def test_topics_are_without_what_says_nothing() -> None:
    sources = _said_by("meta")
    sources._read["meta"] = replace(SAMPLE, sections=("Home", "City", "Riverside Courier"), tags=("river", "City", "latest news", "The bridge"))
    values, _ = _values(sources)
    assert (values["sections"], values["tags"]) == (("City",), ("river",))
    sources._read["meta"] = replace(SAMPLE, sections=("Uncategorized",), tags=())
    assert not {"sections", "tags"} & _values(sources)[1].keys()


def test_the_publishers_name_and_a_section_are_no_part_of_the_title() -> None:
    publisher = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "The Morning Bell"}}</script>'
    doc = document(story(head=publisher))
    sources = Sources(doc=doc, around=look_around(doc), nodes=tuple(nodes_of(doc)), node=article_node(doc, nodes_of(doc), ""))
    sources._read["h1"] = Findings(title="The bridge opens again | City | The Morning Bell")
    sources._read["link"] = Findings(sections=("City",))
    assert _values(sources)[0]["title"] == "The bridge opens again"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"h1": "The bridge opens – City", "meta": "The bridge opens – City"}, "The bridge opens – City"),
        ({"h1": "The bridge opens - City", "meta": "The bridge opens - City"}, "The bridge opens"),
        ({"h1": "The bridge opens – City", "meta": "The bridge opens"}, "The bridge opens"),
        ({"title": "The bridge opens – City"}, "The bridge opens"),
    ],
)
def test_a_section_behind_a_dash(said: dict[str, str], title: str) -> None:
    sources = _sources(document("<p>x</p>"), **{name: Findings(title=said.get(name), sections=("City",)) for name in READERS})
    assert _values(sources)[0]["title"] == title


def test_the_language_of_a_script_of_its_own() -> None:
    sources = _said_by("html")
    text = "橋が開通した。市長は喜んでいる。多くの人々が歩いて渡った。"
    values, methods = _values(sources, text)
    assert (values["language"], methods["language"]) == ("ja", "text")


DATES = [
    ('<meta name="date" content="2026-11-22">', "Published 20 November 2026", "2026-11-20"),
    ('<meta name="date" content="2026-01-01">', "20 November 2026", "2026-11-20"),
    ('<meta name="date" content="2026-01-01">', "", "2026"),
    ('<meta property="article:published_time" content="2026-11-19">', "Published 20 November 2026", "2026-11-19"),
]


@pytest.mark.parametrize(("head", "line", "published"), DATES)
def test_a_stated_date_that_says_little_against_a_printed_one(head: str, line: str, published: str) -> None:
    assert _values(_sources(document(story(head=head, around=f"<p>{line}</p>"), url="https://courier.example/bridge/")))[0]["published"] == published
