"""The lines of the body."""

from __future__ import annotations

import pytest
import trafilatura
from lxml import etree, html

from newscrawl.extraction import body
from newscrawl.extraction.body import read_body
from newscrawl.extraction.elements import BLOCKS, BREAKS, CELLS, UNSEEN
from newscrawl.extraction.embedded_posts import EMBEDDED_POSTS
from newscrawl.extraction.lines import lines_of, text_of
from newscrawl.extraction.paragraphs import wrap_loose_text
from tests.extraction.making import PROSE, SENTENCES, document, story


def _lines(inner: str, around: str = "") -> list[str]:
    tree = document(story(body=inner, around=around)).tree
    return list(read_body(tree, tree.find(".//h1")).lines)


FIRST = SENTENCES[0]
CASES = {
    "paragraphs": (PROSE, list(SENTENCES)),
    "line breaks": ("<p>" + "<br>".join(SENTENCES) + "</p>", list(SENTENCES)),
    "double line breaks without paragraphs": ("<br><br>".join(SENTENCES), list(SENTENCES)),
    "one short line": ("<p>It opens today.</p>", ["It opens today."]),
    "two short lines": ("<p>It opens today.</p><p>Buses run.</p>", ["It opens today.", "Buses run."]),
    "list": (
        f"<p>{FIRST}</p><ul><li>One thing</li><li>Two things<ol><li>and more</li></ol></li></ul>",
        [FIRST, "One thing", "Two things", "and more"],
    ),
    "quotation": (f"<p>{FIRST}</p><blockquote><p>So we hope.</p></blockquote>", [FIRST, "So we hope."]),
    "heading": (f"<p>{FIRST}</p><h3>What now</h3><p>{SENTENCES[1]}</p>", [FIRST, "What now", SENTENCES[1]]),
    "notes with their way back": (
        f"<p>{FIRST}</p><ol><li id=n1>Built in 1712. <a href='#r1'>↩︎</a></li><li id=n2>Or so they say. <a href='#r2'>↩︎</a></li></ol>",
        [FIRST, "Built in 1712. ↩︎", "Or so they say. ↩︎"],
    ),
    "headings that are buttons": (f"{PROSE}<h3><button>How long?</button></h3><p>{FIRST}</p>", [*SENTENCES, "How long?", FIRST]),
    "questions that are buttons": (f"{PROSE}<button aria-expanded='false'>How long?</button><p>{FIRST}</p>", [*SENTENCES, "How long?", FIRST]),
    "other buttons": (f"{PROSE}<button aria-expanded='false'>Menu</button><button>Share it?</button><p>{FIRST}</p>", [*SENTENCES, FIRST]),
    "table": (f"<p>{FIRST}</p><table><tr><th>Year</th><th>Cars</th></tr><tr><td>2025</td><td>90</td></tr></table>", [FIRST, "Year Cars", "2025 90"]),
    "blocks in blocks": (f"<div dir='auto'><div dir='auto'>{FIRST}</div></div><div dir='auto'>{SENTENCES[1]}</div>", [FIRST, SENTENCES[1]]),
    "loose text beside blocks": (f"{FIRST}<div>{SENTENCES[1]}</div>{SENTENCES[2]}<br>Buses run.", [*SENTENCES, "Buses run."]),
    "words in markup": ("<p>The <b>old</b> <a href='/x'>bridge</a> is <em>open</em>.</p>" + PROSE, ["The old bridge is open.", *SENTENCES]),
    "share block": (f"<p>{FIRST}</p><div class='sharedaddy'><h3>Share</h3><ul><li>By mail</li></ul></div>", [FIRST]),
    "script": (f"<p>{FIRST}</p><script>var x = 'a word in a script';</script>", [FIRST]),
}


@pytest.mark.parametrize(("inner", "lines"), CASES.values(), ids=CASES)
def test_lines_in_a_container(inner: str, lines: list[str]) -> None:
    assert _lines(inner) == lines


def test_what_stands_around_a_short_article_is_left_out() -> None:
    teasers = "".join(f"<li><a href='/{n}'>Another story of the day</a><p>{' '.join(SENTENCES)}</p></li>" for n in range(5))
    page = story(body="<p>It opens today.</p>") + f"<section class='related'><ul>{teasers}</ul></section>"
    tree = document(page).tree
    assert read_body(tree, tree.find(".//h1"))[:2] == (["It opens today."], "container")


def test_without_a_named_container_the_densest_element_is_read() -> None:
    page = (
        f"<html><head><title>x</title></head><body><nav><a href='/'>Home</a></nav><div class='x'><h1>The bridge</h1>{PROSE * 3}</div></body></html>"
    )
    found = read_body(document(page).tree)
    assert found.method == "densest"
    assert [line for line in found.lines if line != "The bridge"] == list(SENTENCES) * 3


def test_without_any_container_the_whole_page_is_read() -> None:
    found = read_body(document(f"<html><body>{PROSE}</body></html>").tree)
    assert found[:3] == (list(SENTENCES), "trafilatura", 1.0)


def test_a_named_container_that_holds_the_introduction_alone_is_not_the_text() -> None:
    rest = "".join(f"<section><h3>Stop {n}</h3>{PROSE}</section>" for n in range(4))
    page = f"<html><body><main class='x'><h1>Four stops</h1><div class='article-content'><p>{FIRST}</p></div><div>{rest}</div></main></body></html>"
    found = read_body(document(page).tree)
    assert found.method == "densest"
    assert list(found.lines).count(SENTENCES[1]) == 4


def test_a_short_page_without_a_container_keeps_its_paragraphs_apart() -> None:
    found = read_body(document("<html><body><div class='x'><p>It opens today at noon.</p><p>Buses run again.</p></div></body></html>").tree)
    assert list(found.lines) == ["It opens today at noon.", "Buses run again."]


def test_a_container_of_which_little_comes_back_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "_extracted", lambda *args, **options: ["one line"])
    assert _lines(PROSE) == list(SENTENCES)


def test_the_thorough_reading_is_for_parts_of_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    quick: list[bool] = []

    def reads(*args: object, **options: object) -> list[str]:
        quick.append(options.get("fast") is True)
        return ["one line"]

    monkeypatch.setattr(body, "_extracted", reads)
    items = "<i>x</i> " * body.MAX_THOROUGH_ELEMENTS
    _lines(PROSE + items)
    read_body(document(f"<html><body>{items}</body></html>").tree)
    assert quick == [True, True]
    assert len(_lines(PROSE + items * 3)) > 1
    assert quick == [True, True]


@pytest.mark.parametrize("error", [etree.ParserError("x"), RecursionError(), ValueError(), TypeError(), AttributeError(), IndexError()])
def test_a_tree_that_trafilatura_breaks_on_is_read_without_it(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(body, "bare_extraction", breaks)
    assert _lines(PROSE) == list(SENTENCES)
    assert list(read_body(document(PROSE).tree).lines) == []


@pytest.mark.parametrize("name", sorted(EMBEDDED_POSTS))
def test_each_embedded_post_is_part_of_the_text(name: str) -> None:
    post = f"<div class='social-embed'><blockquote class='{name} x'><p>So glad to walk across it again.</p></blockquote></div>"
    assert _lines(PROSE + post + PROSE) == [*SENTENCES, "So glad to walk across it again.", *SENTENCES]


def test_confidence_is_high_where_the_prose_of_the_page_is_the_text_and_low_where_it_is_elsewhere() -> None:
    def confidence(page: str) -> float:
        tree = document(page).tree
        return read_body(tree, tree.find(".//h1")).confidence

    assert confidence(story()) == 1.0
    teasers = f"<div class='x'>{PROSE * 4}</div>"
    assert confidence(story(body="<p>It opens today.</p>") + teasers) < 0.2


def test_a_page_goes_on_behind_the_end_of_an_include() -> None:
    page = f"<html><body><div class='menu'>Menu</BODY ></html><div class='entry-content'>{PROSE}</div></body></html>"
    assert read_body(document(page).tree)[:2] == (list(SENTENCES), "container")


def test_a_headline_in_a_hidden_dialog_says_nothing() -> None:
    dialog = f"<div style='display:none'><h1>Republish this story</h1>{PROSE}</div>"
    tree = document(f"<html><body><div class='x'><h2>The bridge</h2>{PROSE * 2}</div>{dialog}</body></html>").tree
    assert list(read_body(tree, tree.find(".//h1")).lines)[-6:] == list(SENTENCES) * 2


def test_the_tree_stays_as_it_was() -> None:
    tree = document(story(body=f"{FIRST}<div>{SENTENCES[1]}</div>")).tree
    before = etree.tostring(tree)
    read_body(tree, tree.find(".//h1"))
    assert etree.tostring(tree) == before


def test_trafilaturas_own_settings_are_untouched() -> None:
    _lines(PROSE)
    assert trafilatura.settings.DEFAULT_CONFIG["DEFAULT"]["MIN_EXTRACTED_SIZE"] == "250"


def _tree(inner: str) -> html.HtmlElement:
    return html.fragment_fromstring(inner, create_parent="div")


def _element(tag: str) -> etree._Element:
    """`one<tag>two</tag>three` with any tag, trafilatura's own too."""
    root = etree.Element("span")
    root.text = "one"
    etree.SubElement(root, tag).text = "two"
    root[0].tail = "three"
    return root


@pytest.mark.parametrize("tag", sorted(BLOCKS - BREAKS))
def test_each_block_has_its_own_line(tag: str) -> None:
    assert lines_of([_element(tag)]) == ["one", "two", "three"]


@pytest.mark.parametrize("tag", sorted(BREAKS))
def test_each_break_ends_a_line(tag: str) -> None:
    root = _element(tag)
    root[0].text = None
    assert lines_of([root]) == ["one", "three"]


@pytest.mark.parametrize("tag", sorted(UNSEEN))
def test_each_unseen_element_is_left_out(tag: str) -> None:
    assert lines_of([_element(tag)]) == ["onethree"]


@pytest.mark.parametrize("tag", sorted(CELLS))
def test_each_cell_is_followed_by_a_space(tag: str) -> None:
    assert lines_of([_element(tag)]) == ["onetwo three"]


@pytest.mark.parametrize("tag", ["b", "span", "a", "hi", "ref"])
def test_other_elements_are_part_of_their_line(tag: str) -> None:
    assert lines_of([_element(tag)]) == ["onetwothree"]


def test_lines_of_several_elements_and_their_white_space() -> None:
    tree = _tree("<p>  one \n <b>two</b>&nbsp;</p> tail <p> </p><!-- x --><p>three</p>")
    assert lines_of([tree]) == ["one two", "tail", "three"]
    assert lines_of(tree.iter("p")) == ["one two", "three"]
    assert text_of(tree) == "one two tail three"


def test_wrapping_keeps_every_word_in_its_order() -> None:
    tree = _tree("a <b>b</b> c<div>d</div> e <i>f</i><br>g<p>h</p><div class='x'>i</div><div>j</div><section>k</section>")
    wrap_loose_text(tree)
    assert text_of(tree) == "a b c d e f g h i j k"
    assert [child.tag for child in tree] == ["p", "p", "p", "p", "p", "div", "p", "p", "p", "section", "p"]
