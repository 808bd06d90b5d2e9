"""Lines that the page shows to be none of the story's, and stories that look like them and stay whole."""

from __future__ import annotations

import pytest

from newscrawl.core.arabic import fold
from newscrawl.core.article import Article
from newscrawl.extraction.body import Body
from newscrawl.extraction.document import Document
from newscrawl.extraction.lines import lines_of
from newscrawl.extraction.trim import trim_body
from newscrawl.library import extract
from tests.extraction.making import PROSE, SENTENCES, document, story

LONG = SENTENCES * 3
LONG_PROSE = "".join(f"<p>{sentence}</p>" for sentence in LONG)
ARABIC = (
    "أعلنت البلدية يوم الاثنين أن الجسر القديم سيفتح من جديد بعد عامين من أعمال الترميم المتواصلة.",
    "وقال رئيس البلدية إن كلفة الأعمال كانت أقل مما كان يخشاه المجلس في بداية المشروع.",
    "وعبر المئات من السكان الجسر سيرا على الأقدام قبل أن يسمح للحافلة الأولى بالمرور.",
    "ومن المقرر أن تبدأ المرحلة الثانية من المشروع في الخريف المقبل بعد انتهاء موسم الأمطار.",
)
LINK = '<p><a href="/2026/10/ferry/">Ferry sinks in the harbour after storm</a></p>'


def trimmed(doc: Document) -> tuple[list[str], dict[str, int]]:
    """What trimming leaves of all lines of the page's body, and what each rule took."""
    lines = lines_of([doc.tree.find("body")])
    result = trim_body(Body(lines, "container"), doc)
    return [line for line in lines if line not in result.lines], dict(result.removed)


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        '<p><strong><a href="https://www.courier.example/ferry">FERRY SINKS IN THE HARBOUR AFTER STORM</a></strong></p>',
        '<div><a href="/ferry">Ferry sinks in the harbour after storm</a> [VIDEO]</div>',
        '<p>Related: <a href="/ferry">Ferry sinks in the harbour</a></p>',
        '<p>Lire aussi : <a href="/ferry">Le bac coule dans le port</a></p>',
        '<p>اقرأ أيضا: <a href="/ferry">غرق عبّارة في الميناء بعد العاصفة</a></p>',
        '<p><a href="/ferry">港で嵐のあとフェリーが沈没</a></p>',
    ],
)
def test_a_paragraph_that_is_but_a_way_to_another_page_goes(link: str) -> None:
    doc = document(story(body=LONG_PROSE + link + PROSE))
    gone, removed = trimmed(doc)
    assert (len(gone), removed) == (1, {"links": 1})


@pytest.mark.parametrize(
    "kept",
    [
        '<p>The council had <a href="/ferry">promised a ferry</a> for the time of the repairs.</p>',
        '<p>Tickets: <a href="https://tickets.example/bridge">Riverside ticket office and tourist office</a></p>',
        '<p><a href="https://tickets.example/bridge">The other city has another bridge as well</a></p>',
        '<p><a href="https://courier.example/2026/05/list-of-bridges/">https://courier.example/2026/05/list-of-bridges/</a></p>',
        '<p><a href="#chapter-two">Chapter two: The years without a bridge</a></p>',
        '<p><a href="/2026/11/bridge/">The bridge opens again after two years</a></p>',
        '<p><a href="/people/jane">Jane Ferrywoman</a></p>',
        '<p><a href="/report">The council has now put its report on the page.</a></p>',
        '<p><a href="/faq/1">How long was the old bridge closed?</a></p><p>For two years.</p><p><a href="/faq/2">Who paid for all the work?</a></p>',
        '<ul><li><a href="/bridges/1">The stone bridge of the old town</a></li></ul>',
        '<blockquote><p><a href="/ferry">Ferry sinks in the harbour after storm</a></p></blockquote>',
        '<h2><a href="/ferry">Ferry sinks in the harbour after storm</a></h2>',
        '<table><tr><td><a href="/ferry">Ferry sinks in the harbour after storm</a></td></tr></table>',
        '<p><a href="mailto:desk@courier.example">Write to the desk of the Courier</a></p>',
        '<p><a href="http://[broken/">The stone bridge of the old town</a></p>',
        '<p><a>The stone bridge of the old town is here</a></p>',
    ],
)
def test_a_link_that_may_be_of_the_story_stays(kept: str) -> None:
    assert trimmed(document(story(body=LONG_PROSE + kept + PROSE))) == ([], {})


def test_a_list_of_links_with_words_to_each_stays() -> None:
    items = "".join(f'<p><a href="/walks/{n}">The {n}th walk along the old river</a></p><p>{sentence}</p>' for n, sentence in enumerate(LONG))
    assert trimmed(document(story(body=items))) == ([], {})


def test_links_at_the_end_go_with_the_heading_above_them() -> None:
    listed = "<h3>More from Riverside</h3><ul>" + "".join(f"<li><a href='/{n}'>Story {n}</a></li>" for n in range(4)) + "</ul>"
    gone, removed = trimmed(document(story(body=LONG_PROSE + listed)))
    assert gone == ["More from Riverside", "Story 0", "Story 1", "Story 2", "Story 3"]
    assert removed == {"links": 5}


@pytest.mark.parametrize(
    "listed",
    [
        "<h3>Where to call</h3><ul><li><a href='https://a.example/'>Rescue service</a></li><li><a href='https://b.example/'>Fire brigade</a></li></ul>",
        "<h3>Sources</h3><p>https://courier.example/a/</p><p><a href='https://courier.example/b/'>https://courier.example/b/</a></p>",
        "<h3>Stories</h3><ul>" + "".join(f"<li><a href='/{n}'>The {n}th story of the old bridge over the river</a></li>" for n in range(40)) + "</ul>",
        "<ul><li><a href='/1'>Stone bridge</a>, built in 1712</li><li><a href='/2'>Iron bridge</a>, built in 1890</li></ul>",
    ],
)
def test_a_list_of_facts_at_the_end_stays(listed: str) -> None:
    assert trimmed(document(story(body=LONG_PROSE + listed))) == ([], {})


@pytest.mark.parametrize(
    "form",
    [
        "<div><h3>The week in Riverside</h3><p>Every Friday in your inbox.</p><form><input type='email'></form></div>",
        "<section><p>The week in Riverside</p><div><p>Every Friday in your inbox.</p><input type='email'></div></section>",
    ],
)
def test_lines_about_a_form_go(form: str) -> None:
    gone, removed = trimmed(document(story(body=LONG_PROSE + form)))
    assert (len(gone), removed) == (2, {"form": 2})


@pytest.mark.parametrize(
    "body",
    [
        f"<form id='aspnetForm'>{LONG_PROSE}</form>",
        f"<form><p>{SENTENCES[0]}</p></form>",
        f"<div><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><form><input type='email'></form></div>",
    ],
)
def test_a_form_around_or_beside_the_story_takes_none_of_it(body: str) -> None:
    assert trimmed(document(story(body=body)))[1] == {}


def test_what_stands_beyond_the_storys_element_goes() -> None:
    beyond = "<section><h4>No posts</h4><p>Discussion about this post</p></section>"
    doc = document(f"<html><body><div><article>{LONG_PROSE}</article></div>{beyond}</body></html>")
    assert trimmed(doc) == (["No posts", "Discussion about this post"], {"beyond": 2})


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='part'>{LONG_PROSE}</div><div class='part'><p>{SENTENCES[0]}</p></div>",
        f"<main><div class='text'>{LONG_PROSE}</div><hr><div class='text'><p>{SENTENCES[0]}</p></div></main>",
        f"<div>{PROSE}</div><section><p>And nobody fell.</p></section>",
        f"<p>{' '.join(LONG)}</p><p class='last'>And nobody fell.</p>",
        f"<div>{LONG_PROSE}</div><div><p>{' '.join(LONG)}</p></div>",
        f"<main><div class='text'>{LONG_PROSE}</div><ul><li>Length: 212 m</li><li>Width: 9 m</li></ul></main>",
        f"<main><div class='text'>{LONG_PROSE}</div><h2>What now</h2><p>{SENTENCES[0]}</p></main>",
        f"<main><div class='text'><p>It is old.<a href='#n1'>1</a></p>{LONG_PROSE}</div><div id='n1' class='note'>Built in 1712.</div></main>",
        f"<main><div class='text'>{LONG_PROSE}</div><section class='notes' role='doc-endnotes'><h2>Notes</h2><div>Built in 1712.</div></section></main>",
    ],
)
def test_a_story_in_several_parts_keeps_its_last(html: str) -> None:
    assert "beyond" not in trimmed(document(f"<html><body>{html}</body></html>"))[1]


@pytest.mark.parametrize(
    "body",
    [
        "<p>The river runs,<br>the bridge stands still,<br>and I am late<br>as ever.</p>",
        "<p><b>What is new?</b></p><p>Nothing.</p><p><b>What is old?</b></p><p>The bridge.</p>",
        "<ul><li>Length: 212 m</li><li>Width: 9 m</li><li>Built: 1712</li></ul>",
        "<h2>You need</h2><ul><li>2 eggs</li><li>100 g <a href='/flour'>flour</a></li></ul><h2>How to</h2><ol><li>Mix.</li><li>Bake.</li></ol>",
        "".join(f"<p>{sentence}</p>" for sentence in ARABIC),
        f"<p>{ARABIC[0]}</p>",
        "<p>川に橋がある。</p><p>橋は古い。</p>",
    ],
)
def test_short_and_odd_stories_stay_whole(body: str) -> None:
    assert trimmed(document(story(body=body))) == ([], {})


def test_an_arabic_story_loses_its_related_titles_and_nothing_else() -> None:
    related = "<h3>اقرأ أيضا</h3><ul><li><a href='/1'>غرق عبّارة في الميناء</a></li><li><a href='/2'>سيول في الجنوب</a></li></ul>"
    gone, removed = trimmed(document(story(body="".join(f"<p>{line}</p>" for line in ARABIC) + related)))
    assert removed == {"links": 3}
    assert not set(map(fold, gone)) & set(map(fold, ARABIC))


def test_steps_and_headings_between_paragraphs_are_lines_of_the_story() -> None:
    steps = "<ol><li>Open the app.</li><li>Subscribe to the newsletter.</li></ol>"
    inner = f"<h2>By Jane</h2><p>{SENTENCES[0]}</p><h2>By Land And Sea</h2>{steps}<h3>Follow the Courier on Facebook</h3>{PROSE}<h2>By Night</h2>"
    doc = document(story(body=inner))
    result = trim_body(Body(lines_of([doc.tree.find("body")]), "container"), doc)
    assert result.story_lines == {"By Land And Sea", "Open the app.", "Subscribe to the newsletter."}


def test_a_text_is_never_trimmed_to_nothing() -> None:
    doc = document(story(body=LINK))
    lines = ["Ferry sinks in the harbour after storm"]
    assert trim_body(Body(lines, "container"), doc).lines == lines


def test_method_and_order_stay() -> None:
    doc = document(story(body=LONG_PROSE + LINK))
    result = trim_body(Body([SENTENCES[1], SENTENCES[0], "Ferry sinks in the harbour after storm"], "trafilatura"), doc)
    assert result._replace(story_lines=frozenset()) == Body([SENTENCES[1], SENTENCES[0]], "trafilatura", removed={"links": 1})


NOTICE = "<p>Comments are closed.</p>"


@pytest.mark.parametrize(
    ("end", "is_kept"),
    [
        (f"<blockquote>{NOTICE}</blockquote>", True),
        (NOTICE, False),
        (f"<ol><li>{NOTICE}</li></ol>", False),
        (f"<blockquote>{NOTICE}</blockquote><div>{NOTICE}</div>", False),  # which of the two is the theme's can't be told
    ],
)
def test_what_a_story_quotes_at_its_end_is_no_notice(end: str, is_kept: bool) -> None:
    found = extract(story(body=LONG_PROSE + end).encode(), "https://courier.example/2026/10/bridge/")
    assert isinstance(found, Article)
    assert (found.text or "").endswith("\nComments are closed.") is is_kept
