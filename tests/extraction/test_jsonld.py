"""JSON-LD: which node is the article, and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newscrawl.extraction import node_types
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.jsonld import MAX_NODES, article_node, nodes_of, same_headline, types_of
from newscrawl.extraction.newsnode import publisher_names, read_node, site_descriptions
from tests.extraction.making import URL, document


def _scripts(*values: Any) -> str:
    return "".join(f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>' for value in values)


def _chosen(*values: Any, headline: str = "") -> dict[str, Any] | None:
    doc = document(f"<html><head>{_scripts(*values)}</head><body><p>x</p></body></html>")
    node = article_node(doc, nodes_of(doc), headline)
    return None if node is None else dict(node)


def _read(*values: Any) -> Findings:
    doc = document(f"<html><head>{_scripts(*values)}</head><body><p>x</p></body></html>")
    nodes = nodes_of(doc)
    return read_node(doc, article_node(doc, nodes, ""), nodes)


ARTICLE = {"@type": "NewsArticle", "headline": "The bridge opens again"}


@pytest.mark.parametrize(
    "value",
    [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebSite"}, ARTICLE]}, {"@type": "WebPage", "mainEntity": ARTICLE}, {"mainEntityOfPage": {"mainEntity": [ARTICLE]}}],
    ids=["alone", "list", "graph", "main entity", "nested"],
)
def test_the_article_is_found_wherever_it_stands(value: Any) -> None:
    assert _chosen(value) == ARTICLE


@pytest.mark.parametrize("name", sorted(node_types.ARTICLE_TYPES))
def test_every_type_of_article_counts(name: str) -> None:
    assert _chosen({"@type": "WebPage"}, {"@type": ["Thing", f"https://schema.org/{name}"], "headline": "x"}) is not None
    assert _read({"@type": name, "headline": "The bridge"}).title == "The bridge"


@pytest.mark.parametrize("name", sorted(node_types.PAGE_TYPES))
def test_a_page_node_stands_in_with_its_dates_alone(name: str) -> None:
    found = _read({"@type": name, "name": "Home", "headline": "Home", "author": "A B", "datePublished": "2026-11-20T10:00:00Z"})
    assert (found.title, found.authors, found.published) == (None, (), "2026-11-20T10:00:00+00:00")


def test_of_several_articles_the_one_with_this_address_wins() -> None:
    other = {"@type": "NewsArticle", "headline": "The bridge opens", "url": "https://courier.example/other/"}
    for own in ({"url": URL + "?utm_source=x"}, {"mainEntityOfPage": URL}, {"mainEntityOfPage": {"@id": URL}}, {"@id": "/2026/11/bridge/#article"}):
        node = {"@type": "NewsArticle", "headline": "Unlike", **own}
        assert _chosen(other, node, headline="The bridge opens") == node


def test_else_the_one_with_this_headline_then_the_one_with_a_date_then_the_first() -> None:
    plain, dated = {"@type": "Article", "headline": "One"}, {"@type": "Article", "headline": "Two", "datePublished": "2026-11-20"}
    same = {"@type": "Article", "headline": "The bridge opens again, at last"}
    assert _chosen(plain, dated, same, headline="The bridge opens again") == same
    assert _chosen(plain, dated, headline="x") == dated
    assert _chosen(plain, {"@type": "Article", "headline": "Three"}, headline="x") == plain


def test_listed_teasers_are_no_nodes() -> None:
    assert _chosen({"@type": "ItemList", "itemListElement": [ARTICLE]}) is None


PART = {"@type": "NewsArticle", "headline": "Fishers count their losses", "datePublished": "2024-02-03"}
PARTS = [
    (PART, False),
    ({**PART, "mainEntityOfPage": URL}, True),
    ({**PART, "headline": "The bridge opens again, at last"}, True),
]


@pytest.mark.parametrize(("part", "is_ours"), PARTS)
def test_a_part_of_a_page_is_its_article_only_by_address_or_headline(part: dict[str, Any], is_ours: bool) -> None:
    web_page = {"@type": "WebPage", "datePublished": "2026-11-20", "hasPart": [{"@type": "WebPageElement"}, part]}
    assert _chosen(web_page, headline="The bridge opens again") == (part if is_ours else web_page)


def test_a_part_of_an_article_is_another_however_it_is_dated() -> None:
    whole = {**ARTICLE, "hasPart": PART}
    assert _chosen(whole, headline="A headline like none of both") == whole


def test_a_flood_of_nodes_is_cut() -> None:
    doc = document(f"<html><head>{_scripts([{'@type': 'Thing'}] * (MAX_NODES + 50))}</head></html>")
    assert len(nodes_of(doc)) < MAX_NODES


def test_types_without_their_vocabulary() -> None:
    assert types_of({"@type": ["http://schema.org/NewsArticle", "schema:Report", 7]}) == {"NewsArticle", "Report"}
    assert types_of({}) == frozenset()


def test_headlines_are_the_same_by_most_of_their_words() -> None:
    assert same_headline("Bridge opens again", "The bridge OPENS")
    assert not same_headline("Bridge opens again", "Rain all week")
    assert not same_headline("", "")


AUTHORS = [
    ("Mona Salih", ("Mona Salih",)),
    (["Mona Salih", "Ben Okri"], ("Mona Salih", "Ben Okri")),
    ({"@type": "Person", "name": "Mona Salih"}, ("Mona Salih",)),
    ({"@type": "Person", "name": ["Mona Salih"]}, ("Mona Salih",)),
    ([{"name": "Mona Salih"}, {"name": "Ben Okri"}], ("Mona Salih", "Ben Okri")),
    ("By Mona Salih and Ben Okri", ("Mona Salih", "Ben Okri")),
    ("Mona Salih, Ben Okri", ("Mona Salih", "Ben Okri")),
    ({"@id": "#mona"}, ("Mona Known",)),
    ({"@id": "#nobody"}, ()),
    ({"@type": "Organization", "name": "Riverside Courier"}, ()),
    ({"@type": "Organization", "name": "The Publisher"}, ()),
    ({"@type": "Person", "name": "Riverside Courier"}, ("Riverside Courier",)),
    ({"@type": "Organization", "name": "City desk"}, ("City desk",)),
    ({"name": "https://courier.example/author/mona"}, ()),
    ("#mona", ("Mona Known",)),
    ({"@id": "#mona", "url": "/mona"}, ("Mona Known",)),
    ({"@list": [{"name": "Mona Salih"}, {"@set": ["Ben Okri"]}]}, ("Mona Salih", "Ben Okri")),
    ([["Mona Salih"], [{"name": ["Ben Okri", "Ada Lima"]}]], ("Mona Salih", "Ben Okri", "Ada Lima")),
    ({"givenName": "Mona", "familyName": "Salih"}, ("Mona Salih",)),
    ({"@type": "Person", "name": "Riverside Courier"}, ("Riverside Courier",)),
    ({"@type": "Organization", "name": "Riverside Courier"}, ()),
    (["Mona Salih", {"@type": "Person", "name": "The Publisher"}], ("Mona Salih",)),
    ({"name": "Mona Salih, Bridge Editor"}, ("Mona Salih",)),
    ([[]] * 500, ()),
    ({"name": None}, ()),
    (7, ()),
    ([[["Mona Salih"]]], ("Mona Salih",)),
]


@pytest.mark.parametrize(("author", "names"), AUTHORS)
def test_authors(author: Any, names: tuple[str, ...]) -> None:
    node = {**ARTICLE, "author": author, "publisher": {"@type": "Organization", "name": "The Publisher"}}
    assert _read(node, {"@type": "Person", "@id": "#mona", "name": "Mona Known"}).authors == names


def test_pictures_are_addresses_or_nodes_and_no_mere_references() -> None:
    picture = {"@type": "ImageObject", "@id": "#1", "contentUrl": "/a.jpg"}
    assert _read({**ARTICLE, "image": {"@id": "#1"}}, picture).image == "https://courier.example/a.jpg"
    assert _read({**ARTICLE, "image": [{"@id": "#2"}, "/logo.png", {"url": "/b.jpg"}]}).image == "https://courier.example/b.jpg"
    assert _read({**ARTICLE, "thumbnailUrl": "/c.jpg"}).image == "https://courier.example/c.jpg"


def test_what_the_site_says_of_itself_and_its_publisher() -> None:
    nodes = [{"@type": "WebSite", "description": "All news."}, {"@type": "Organization", "@id": "#o", "name": "The Bell"}]
    assert site_descriptions(nodes) == {"all news"}
    assert publisher_names({"publisher": {"@id": "#o"}}, nodes) == ("The Bell",)
    assert publisher_names(None, nodes) == ()


def test_creator_stands_in_for_author() -> None:
    assert _read({**ARTICLE, "creator": "Mona Salih"}).authors == ("Mona Salih",)


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("The bridge &amp;amp; the river &#8217;s", "The bridge & the river ’s"),
        ("The <em>bridge</em>", "The bridge"),
        ("The bridge | Riverside Courier", "The bridge"),
        ("Riverside Courier", None),
        ("The bridge that was cut …", None),
        ("The bridge that was cut...", None),
        ("x" * 301, None),
        ("The \ud800bridge", "The \ufffdbridge"),
        (["The bridge"], None),
        (None, None),
    ],
)
def test_headline(headline: Any, title: str | None) -> None:
    assert _read({"@type": "NewsArticle", "headline": headline}).title == title


def test_name_stands_in_for_headline() -> None:
    assert _read({"@type": "NewsArticle", "name": "The bridge"}).title == "The bridge"


def test_the_other_fields() -> None:
    found = _read(
        {
            **ARTICLE,
            "description": "A bridge &amp; its river",
            "dateCreated": "2026-11-20T08:00:00Z",
            "dateModified": "2026-11-21",
            "inLanguage": {"@type": "Language", "name": "en_gb"},
            "articleSection": ["City", "Traffic, transport"],
            "keywords": ["bridge, river", {"@type": "DefinedTerm", "name": "repairs"}],
            "image": [{"@type": "ImageObject", "url": "/img/1.jpg"}],
            "articleBody": "One.\nTwo.",
        }
    )
    assert found == Findings(
        title="The bridge opens again",
        summary="A bridge & its river",
        published="2026-11-20T08:00:00+00:00",
        modified="2026-11-21",
        language="en-GB",
        sections=("City", "Traffic", "transport"),
        tags=("bridge", "river", "repairs"),
        image="https://courier.example/img/1.jpg",
        text="One.\nTwo.",
    )


@pytest.mark.parametrize(("free", "paywall"), [(True, False), ("True", False), (False, True), ("false", True), ("https://schema.org/False", True), (None, None), ("maybe", None)])
def test_paywall(free: Any, paywall: bool | None) -> None:
    assert _read({**ARTICLE, "isAccessibleForFree": free}).paywall is paywall


def test_odd_values_say_nothing() -> None:
    found = _read({**ARTICLE, "datePublished": 20261120, "image": [[[]]], "keywords": 5, "inLanguage": [], "description": {}, "articleBody": []})
    assert found == Findings(title="The bridge opens again")


def test_no_node_says_nothing() -> None:
    assert _read() == NOTHING
    assert _chosen("{]", {"@type": "Person"}) is None


def test_the_node_of_a_teaser_is_not_the_pages() -> None:
    teaser = {"@type": "NewsArticle", "url": "/2024/02/fish/", "headline": "Fish return to the old harbour", "datePublished": "2024-02-03"}
    doc = document("<html><head><title>The bridge opens again</title></head><body><h1>The bridge opens again</h1></body></html>")
    assert article_node(doc, [teaser], "The bridge opens again") is None
    assert article_node(doc, [{**teaser, "headline": "The bridge opens again"}], "The bridge opens again") is not None
    assert article_node(doc, [{**teaser, "url": None}], "The bridge opens again") is not None
    assert article_node(doc, [teaser], "") is teaser
