from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.linesource import trace_lines
from tests.extraction.making import PROSE, SENTENCES, document, story


def test_a_line_is_traced_to_its_innermost_block_and_its_links() -> None:
    doc = document(story(body=f'{PROSE}<div class="box"><p>Read <a href="/2026/10/ferry/">how the ferry sank</a> here.</p></div>'))
    first, line = trace_lines(doc.tree, [SENTENCES[0], "Read how the ferry sank here."])
    assert first is not None
    assert line is not None
    assert (first.block.tag, first.links, first.link_share) == ("p", (), 0.0)
    assert [e.get("class") for e in line.lineage()][:2] == [None, "box"]
    assert [link.get("href") for link in line.links] == ["/2026/10/ferry/"]
    assert (line.chars, line.link_chars) == (24, 15)


def test_a_line_of_two_links_has_both_and_a_line_behind_a_link_has_none() -> None:
    doc = document(story(body="<p><a href='/a'>One <b>bold</b></a> <a href='/b'>Two</a><br>Three</p>"))
    both, rest = trace_lines(doc.tree, ["One bold Two", "Three"])
    assert both is not None
    assert rest is not None
    assert ([link.get("href") for link in both.links], both.link_share) == (["/a", "/b"], 1.0)
    assert rest.links == ()


def test_white_space_makes_no_difference() -> None:
    doc = document(story(body="<p>The  <b>old</b>\n bridge<i>s</i></p>"))
    assert all(trace_lines(doc.tree, ["The old bridges", "The old bridge s"]))


def test_a_line_that_the_page_has_twice_is_the_next_one_in_the_pages_order() -> None:
    doc = document(story(body=f"<p id='a'>Again and again.</p>{PROSE}<p id='b'>Again and again.</p>"))
    traced = trace_lines(doc.tree, ["Again and again.", SENTENCES[0], "Again and again."])
    assert [source and source.block.get("id") for source in traced] == ["a", None, "b"]


def test_a_line_that_was_shortened_is_known_by_its_beginning_and_another_is_not_known() -> None:
    doc = document(story())
    shortened, unknown, short = trace_lines(doc.tree, [SENTENCES[0][:60], "The new bridge over the river was never built.", "The old"])
    assert shortened is not None
    assert shortened.block.tag == "p"
    assert (unknown, short) == (None, None)


def test_scripts_and_buttons_are_no_lines() -> None:
    doc = document(story(body=f"<button>Push here</button><noscript>No script</noscript>{PROSE}"))
    assert trace_lines(doc.tree, ["Push here", "No script"]) == [None, None]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_lines_may_be_asked_for(lines: list[str]) -> None:
    assert len(trace_lines(document(story()).tree, lines)) == len(lines)
