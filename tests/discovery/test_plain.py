"""The text of a piece of HTML."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.discovery.plain import has_tags, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Rain", "Rain"),
        ("", ""),
        ("a < b, c > d", "a < b, c > d"),
        ("I <3 rain", "I <3 rain"),
        ("salt &amp; pepper", "salt & pepper"),
        ("<p>salt &amp; pepper</p>", "salt & pepper"),
        ("<b>w</b>ord", "word"),
        ("one<br>two<br/>three", "one two three"),
        ("<ul><li>one</li><li>two</li></ul>three", "one two three"),
        ("<script>if (a < b) {}</script><style>p{}</style>rain", "rain"),
        ("rain<!-- never closed", "rain"),
        ("rain <a href='x", "rain <a href='x"),
        ('rain… <a class="btn more-link" href="/x">Read on <span>about it</span></a>. End', "rain… . End"),
        ('<a class="tag" href="/x">rain</a> <span class="screen-reader-text">hidden</span>', "rain"),
        ("</div></div>rain<b>", "rain"),
        ("<div>" * 5_000 + "rain", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup, 100) == text


def test_the_limit_leaves_no_space_at_the_end() -> None:
    assert plain_text("<p>one two</p>", 4) == "one"


@given(st.text(st.sampled_from("<>/ab&;!-'\"= \x00\ud800ب")))
@example("<b\x00>")
@example("<!--")
def test_any_markup_gives_one_short_line(markup: str) -> None:
    text = plain_text(markup, 20)
    assert len(text) <= 20
    assert "\n" not in text
    assert text == text.strip()
    assert "\x00" not in text
    assert not ("\ud800" in text and has_tags(markup))
