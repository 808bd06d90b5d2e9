"""An outlet's own selectors: tried first, held against the general extractor, and told of where they do not match."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from newscrawl.core.article import Article
from newscrawl.core.outlet import ExtractRules
from newscrawl.extraction import extract_article
from newscrawl.extraction.overrides import NO_MATCH, NO_VALUE, TOO_LARGE, TOO_LITTLE, USED, read_overrides, remove_selected, selected_lines
from tests.extraction.making import COURIER, PROSE, SENTENCES, URL, document, page, story

PAGE = story(
    head='<meta name="day" content="2024-05-03"><meta name="kw" content="bridge, river , Bridge"><meta property="og:image" content="/general.jpg">',
    body=PROSE + '<div class="promo"><p>Buy the print edition today and save.</p></div> after',
    around="""<div class="story"><p>Lead.</p><p class="story">In.</p></div><h2 class="head"> The real
        headline </h2><div class="by">By <a>Ada Byron</a> and <a>Jo Day</a></div><time class="first" datetime="2024-05-01T10:15+03:00">1 May</time>
        <span class="last">2 May 2024</span><p class="stand">A standfirst.</p><nav class="crumbs"><a>News</a><a>Town</a></nav>
        <img class="main" src="/a.jpg"><a class="pic" href="https://pics.example/b.jpg">see</a><b class="none"></b>""",
)


def extracted(html: str = PAGE, **rules: Any) -> Article:
    article = extract_article(page(html), replace(COURIER, extract=ExtractRules(**rules)))
    assert isinstance(article, Article)
    return article


def test_removed_elements_leave_the_text_after_them() -> None:
    tree = document(PAGE).tree
    outcomes = remove_selected(tree, ExtractRules(remove=("div.promo", "h9", "//html")))
    text = tree.text_content()
    assert "print edition" not in text
    assert "after" in text
    assert outcomes == {"remove div.promo": USED, "remove h9": NO_MATCH, "remove //html": USED}


def test_selected_lines_come_once() -> None:
    tree = document(PAGE).tree
    assert selected_lines(tree, ExtractRules(body=".story")) == (["Lead.", "In."], USED)
    assert selected_lines(tree, ExtractRules(body="//*[@class='story']")) == (["Lead.", "In."], USED)
    assert selected_lines(tree, ExtractRules(body=".nothing")) == ([], NO_MATCH)
    assert selected_lines(tree, ExtractRules(body="b.none")) == ([], NO_VALUE)
    assert selected_lines(tree, ExtractRules()) == ([], None)


VALUES: list[tuple[str, str, object]] = [
    # field, rule, value
    ("title", "h2.head", "The real headline"),
    ("title", "//h2[@class='head']", "The real headline"),
    ("title", "h2.head::text", "The real headline"),
    ("authors", ".by", ("Ada Byron", "Jo Day")),
    ("authors", "//div[@class='by']/a", ("Ada Byron", "Jo Day")),
    ("published", "time.first", "2024-05-01T10:15+03:00"),
    ("published", "time.first::attr(datetime)", "2024-05-01T10:15+03:00"),
    ("published", "//time/@datetime", "2024-05-01T10:15+03:00"),
    ("published", "meta[name=day]", "2024-05-03"),
    ("published", "span.last", "2024-05-02"),
    ("published", "h2, span.last", "2024-05-02"),
    ("modified", "//meta[@name='day']/@content", "2024-05-03"),
    ("summary", "p.stand", "A standfirst."),
    ("sections", ".crumbs a", ("News", "Town")),
    ("tags", "meta[name=kw]::attr(content)", ("bridge", "river")),
    ("tags", "(//nav/a)[last()]", ("Town",)),
    ("image", "img.main", "https://courier.example/a.jpg"),
    ("image", "a.pic", "https://pics.example/b.jpg"),
    ("image", "xpath:.//img/@src", "https://courier.example/a.jpg"),
]


@pytest.mark.parametrize(("field", "rule", "value"), VALUES)
def test_a_rule_gives_its_field(field: str, rule: str, value: object) -> None:
    article = extracted(**{field: rule})
    assert getattr(article, field) == value
    assert article.provenance[field] == "selector"
    assert article.provenance["rules"] == {field: USED}


NO_VALUES = [
    ("title", "b.none", NO_VALUE),
    ("title", "h9", NO_MATCH),
    ("authors", "meta[name=day]", NO_VALUE),
    ("published", "p.stand", NO_VALUE),
    ("modified", "b.none", NO_VALUE),
    ("summary", "b.none", NO_VALUE),
    ("sections", "//nav/b", NO_MATCH),
    ("tags", "b.none", NO_VALUE),
    ("image", "//img/@alt", NO_MATCH),
    ("image", "b.none", NO_VALUE),
]


@pytest.mark.parametrize(("field", "rule", "outcome"), NO_VALUES)
def test_where_a_rule_gives_nothing_the_general_extractor_does(field: str, rule: str, outcome: str) -> None:
    article, general = extracted(**{field: rule}), extracted()
    assert getattr(article, field) == getattr(general, field)
    assert article.provenance.get(field) == general.provenance.get(field)
    assert article.provenance["rules"] == {field: outcome}


def test_every_rule_has_its_rows() -> None:
    rules = {f.name for f in fields(ExtractRules)} - {"body", "remove"}
    assert {field for field, _, _ in VALUES} == {field for field, _, _ in NO_VALUES} == rules


def test_without_rules_nothing_is_said_of_them() -> None:
    assert "rules" not in extracted().provenance
    assert read_overrides(document(PAGE)).outcomes == {}


def test_a_field_is_read_before_its_element_is_removed() -> None:
    article = extracted(authors=".by a", remove=(".by",))
    assert article.authors == ("Ada Byron", "Jo Day")
    assert "Byron" not in (article.text or "")


def test_a_change_before_the_publication_that_a_rule_gives_is_dropped() -> None:
    assert extracted(published="meta[name=day]", modified="span.last").modified is None
    assert extracted(published="span.last", modified="meta[name=day]").modified == "2024-05-03"


LONG = "".join(f"<p>{sentence} {n}</p>" for n in range(20) for sentence in SENTENCES)
BODIES = [
    # rule, the text's beginning, its source, what became of the rule
    (".entry-content", SENTENCES[0], "selector", USED),
    ("xpath:.//article/div[last()]", SENTENCES[0], "selector", USED),
    (".lead", SENTENCES[0], "container", TOO_LITTLE),
    (".nothing", SENTENCES[0], "container", NO_MATCH),
    (".entry-content p + p", SENTENCES[1], "selector", USED),
]


@pytest.mark.parametrize(("rule", "begins", "source", "outcome"), BODIES)
def test_the_body_is_held_against_the_general_extractor(rule: str, begins: str, source: str, outcome: str) -> None:
    article = extracted(story(body=LONG, around='<p class="lead">A bridge opens.</p>'), body=rule)
    assert (article.text or "").startswith(begins)
    assert (article.provenance["text"], article.provenance["rules"]) == (source, {"body": outcome})


def test_a_long_body_is_trusted_however_much_more_the_general_extractor_finds() -> None:
    rule = "//div[@class='entry-content']/p[position() <= 14]"
    article = extracted(story(body=LONG * 4), body=rule)
    assert article.provenance["rules"] == {"body": USED}
    assert len((article.text or "").split("\n")) == 14


def test_a_page_that_would_take_too_long_is_told() -> None:
    article = extracted(story(body=LONG + "<b></b>" * 1_001), title="p + p")
    assert article.provenance["rules"] == {"title": TOO_LARGE}
    assert article.title == "The bridge opens again"


def test_the_record_with_its_rules_satisfies_the_schema() -> None:
    from tests.test_record_schema import line_of, problems

    assert problems(line_of(extracted(body=".entry-content", title="h9", remove=("div.promo",)))) == []


def test_the_address_of_the_page_is_the_base_of_images() -> None:
    assert URL.startswith("https://courier.example/")
    assert extracted(PAGE.replace("/a.jpg", "a.jpg"), image="img.main").image == f"{URL}a.jpg"
