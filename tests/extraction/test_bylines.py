"""Authors as a reader sees them."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Article
from newscrawl.core.name_words import AUTHOR_PATHS
from newscrawl.extraction import extract_article
from newscrawl.extraction.around import Around, look_around
from newscrawl.extraction.byline_classes import BYLINE_CLASSES, NO_BYLINE_CLASSES, PEOPLE_CLASSES
from newscrawl.extraction.bylines import read_author_links, read_bylines, read_signed_lines
from newscrawl.extraction.document import Document
from newscrawl.extraction.lead import MAX_LEAD_LINES, lead_lines
from tests.extraction.making import COURIER, PROSE, document, page

H1 = "<h1>The bridge opens again</h1>"


def _look(inner: str) -> tuple[Document, Around]:
    doc = document(f"<!doctype html><html><head><title>The bridge opens again | Riverside Courier</title></head><body>{inner}</body></html>")
    return doc, look_around(doc)


BYLINES = [
    ("<div class='byline'>By <span class='author'>Mona Salih</span></div>", ("Mona Salih",)),
    ("<div class='byline'>By Mona Salih and Ben Okri</div>", ("Mona Salih", "Ben Okri")),
    ("<div class='byline'><p>Mona Salih</p><p>Bridge Correspondent</p><p>Follow</p></div>", ("Mona Salih",)),
    ("<div class='byline'><span class='author'>Mona Salih</span><span class='author'>Ben Okri</span></div>", ("Mona Salih", "Ben Okri")),
    ("<div class='byline'><a href='/author/mona'>Mona Salih</a> <a href='/author/ben'>Ben Okri</a> Text Size</div>", ("Mona Salih", "Ben Okri")),
    ("<div class='author vcard'>Posted <b class='fn'>Mona Salih</b> Riverside</div>", ("Mona Salih",)),
    ("<span itemprop='author' itemscope><b itemprop='name'>Mona Salih</b></span>", ("Mona Salih",)),
    ("<span class='writer'>بقلم: منى صالح</span>", ("منى صالح",)),
    ("<div class='auteur'><span>Mona Salih</span> <span>Envoyée spéciale à Lyon</span></div>", ("Mona Salih",)),
    ("<div class='byline'><span>Mona Salih</span><span>Updated 3 May 2024</span></div>", ("Mona Salih",)),
    ("<div data-testid='Byline-block'>Mona Salih</div>", ("Mona Salih",)),
    ("<span class='author'>Mona</span><span class='author'>Mona Salih</span>", ("Mona Salih",)),
    ("<span class='author'>Mona</span>", ("Mona",)),
    ("<span class='author'>Riverside Courier</span>", ()),
    ("<div class='author-box'>" + "x" * 400 + "</div>", ()),
    ("<div class='author'>https://courier.example</div>", ()),
    ("<div class='author'>the best of the old and new</div>", ()),
    ("<div class='related'><p class='author'>Ben Okri</p></div>", ()),
    ("<div><h3><a href='/2'>Another story of another day</a></h3><p class='author'>Ben Okri</p></div>", ()),
    ("<meta itemprop='author' content='x'>", ()),
]


@pytest.mark.parametrize(("inner", "authors"), BYLINES)
def test_marked_elements(inner: str, authors: tuple[str, ...]) -> None:
    assert read_bylines(*_look(H1 + inner)).authors == authors


def test_marks() -> None:
    assert [name for name in BYLINE_CLASSES if not read_bylines(*_look(f"{H1}<p class='x-{name.title()}'>Mona Salih</p>")).authors] == []
    assert [name for name in NO_BYLINE_CLASSES if read_bylines(*_look(f"{H1}<p class='author {name}'>Mona Salih</p>")).authors] == []


def test_without_a_headline_marks_count_wherever_they_stand() -> None:
    assert read_bylines(*_look("<p class='byline'>By Mona Salih</p>")).authors == ("Mona Salih",)
    assert read_author_links(*_look("<a href='/author/mona'>Mona Salih</a>")).authors == ()
    assert read_signed_lines(*_look("<p>By Mona Salih</p>")).authors == ()


SIGNED = [
    ("<p>By Mona Salih</p><p>3 May 2024</p>", ("Mona Salih",)),
    ("<p>3 May 2024</p><p>The bridge at dusk</p><p>By Mona Salih</p>", ("Mona Salih",)),
    ("<p>By Mona Salih</p><p>Bridge correspondent</p>", ("Mona Salih",)),
    ("<p>By Mona Salih</p>", ()),
    ("<p>By Royal Appointment</p>", ()),
    ("<p>By The Numbers</p><p>3 May 2024</p>", ()),
    ("<p>By Popular Demand</p><p>3 May 2024</p>", ()),
    ("<p>By Jane Doe</p><p>jdoe@courier.example</p>", ("Jane Doe",)),
    ("<p>By Jane Doe</p><p>@janedoe</p>", ("Jane Doe",)),
    ("<p>Par Beau Temps</p>", ()),
    ("<p>Di Nuovo Insieme</p>", ()),
    ("<p>Door Dik En Dun</p>", ()),
    ("<p>كتب وزير الخارجية</p><p>5 مايو 2026</p>", ()),
    ("<figure><figcaption>By Mona Salih</figcaption></figure><p>3 May 2024</p>", ()),
    ("<div><p>A standfirst.</p><span>By <a href='/producers/mona'>Mona Salih</a></span></div>", ("Mona Salih",)),
    ("<p>Written by <b>Dr Mona Salih</b>, <b>Ben Okri</b> on 3 May 2024</p>", ("Dr Mona Salih", "Ben Okri")),
    ("<p>Von Mona Salih, Berlin</p>", ("Mona Salih",)),
    ("<p>Text: Mona</p>", ("Mona",)),
    ("<p>Автор: Иван Петров</p>", ("Иван Петров",)),
    ("<p>كتبت منى صالح</p><p>5 مايو 2026</p>", ("منى صالح",)),
    ("<p>كتبت منى صالح</p>", ()),
    ("<p>بقلم / منى صالح</p>", ("منى صالح",)),
    ("<p><span>كتبت: منى صالح</span><span>5 مايو 2026</span></p>", ("منى صالح",)),
    ("<p>文/李四</p>", ("李四",)),
    ("<p>记者 张三</p>", ("张三",)),
    ("<p>نشر في 12 جانفي 2026 (14:05) - بقلم: كريم بلعيد</p>", ("كريم بلعيد",)),
    ("<p>5 May 2026 | By: Mona Salih</p>", ("Mona Salih",)),
    ("<p>5 May 2026 | By the river stood a house</p>", ()),
    ("<p>김하늘 기자 입력 2026.11.07. 14:20</p>", ("김하늘",)),
    ("<p>김하늘기자</p>", ("김하늘",)),
    ("<p>기자회견이 어제 열렸다</p>", ()),
    ("<p>By Riverside Courier</p>", ()),
    ("<p>كتب الوزير رسالة</p>", ()),
    ("<p>كتب الوزير رسالة طويلة إلى أعضاء المجلس أمس</p>", ()),
    ("<p>By Monday the bridge had opened again</p>", ()),
    ("<p>By " + "Mona Salih, " * 20 + "</p>", ()),
    ("<p>Photo by Mona Salih</p>", ()),
    ("<script>By Mona Salih</script>", ()),
    ("<p>Mona Salih</p>", ()),
    (PROSE * 10 + "<p>By Mona Salih</p>", ()),
    ("<p>x</p>" * MAX_LEAD_LINES + "<p>By Mona Salih</p>", ()),
]


STANDFIRST = "The old bridge over the river is open to all who want to walk, ride or drive."

ALONE = [
    ("en", "<p>By Jane Doe</p>", ("Jane Doe",)),
    ("en", "<div>By Jane Doe and John Roe</div>", ("Jane Doe", "John Roe")),
    ("en", "<div>By Jane Doe, Ben Okri &amp; John Roe</div>", ("Jane Doe", "Ben Okri", "John Roe")),
    ("en", "<p>By Dr. Jane Doe</p>", ("Dr. Jane Doe",)),
    ("en", "<p>By Sir John Roe</p>", ("Sir John Roe",)),
    ("en", "<p>By The Rev. Jane Doe</p>", ("The Rev. Jane Doe",)),
    ("en", "<p>By the Rev. Jane Doe and the Rev. John Roe</p>", ("Rev. Jane Doe", "Rev. John Roe")),
    ("en", "<p>BY JANE DOE</p>", ("JANE DOE",)),
    ("en", "<p>By J. R. Doe-O’Hara</p>", ("J. R. Doe-O’Hara",)),
    ("en", "<p>By Jane van der Roe</p>", ("Jane van der Roe",)),
    ("en", "<p>By Mona al-Salih and Jeanne d’Arc.</p>", ("Mona al-Salih", "Jeanne d’Arc")),
    ("en", "<p>By Jane Doe | Opinion</p>", ("Jane Doe",)),
    ("en", "<p>By Mona Salih.</p>", ("Mona Salih",)),
    ("en", "<time datetime='2026-05-03'>Yesterday</time><p>By Jane Doe</p>", ("Jane Doe",)),
    ("en", f"<p>{STANDFIRST}</p><p>The bridge at dusk</p><p>By Jane Doe</p>", ("Jane Doe",)),
    ("", "<p>By Jane Doe</p>", ("Jane Doe",)),
    ("hi", "<p>By Jane Doe</p>", ("Jane Doe",)),
    ("de-AT", "<p>Von Anna Müller</p>", ("Anna Müller",)),
    ("fr", "<p>Par Jeanne Dupont et Jean DUBOIS</p>", ("Jeanne Dupont", "Jean DUBOIS")),
    ("pt-BR", "<p>Por João Silva</p>", ("João Silva",)),
    ("no", "<p>Av Kari Nordmann</p>", ("Kari Nordmann",)),
    ("en", "<p>Von Trapp Family</p>", ()),
    ("en", "<p>Di Maria Rossi</p>", ()),
    ("en", "<p>By Design</p>", ()),
    ("en", "<p>By Design Alone</p>", ()),
    ("en", "<p>By the numbers</p>", ()),
    ("en", "<p>By Popular Demand</p>", ()),
    ("en", "<p>By Royal Decree</p>", ()),
    ("en", "<p>By Tuesday</p>", ()),
    ("en", "<p>By Tuesday Evening</p>", ()),
    ("en", "<p>By Next Summer</p>", ()),
    ("en", "<p>By Land and Sea</p>", ()),
    ("en", "<p>By Love And Hope</p>", ()),
    ("en", "<p>By Health Ministry</p>", ()),
    ("en", "<p>By Ministry of Health</p>", ()),
    ("en", "<p>By New York</p>", ()),
    ("en", "<p>By San Marino</p>", ()),
    ("en", "<p>By BBC Sport</p>", ()),
    ("en", "<p>By Climate Change</p>", ()),
    ("en", "<p>By Red Cross</p>", ()),
    ("en", "<p>By Jane Doe opens a bridge</p>", ()),
    ("en", "<div class='wp-caption-text'>By Jane Doe</div>", ()),
    ("en", "<div class='photo-credit'>By Jane Doe</div>", ()),
    ("en", "<p>By Riverside Courier</p>", ()),
    ("en", "<p>By Jane Doe Opens Bridge Again Soon</p>", ()),
    ("en", "<p><a href='/2'>Another story of another day</a></p><p>By Jane Doe</p>", ()),
    ("en", f"{PROSE}<p>By Jane Doe</p>", ()),
    ("en", "<h4>By Jane Doe</h4>", ("Jane Doe",)),
    ("en", f"<h2>Walkers may cross</h2><p>By Jane Doe</p><p>{STANDFIRST}</p>", ("Jane Doe",)),
    ("en", f"<p>{STANDFIRST}</p><h2>By Jane Doe</h2>", ()),
    ("en", f"<p>{STANDFIRST}</p><h3>The Long River</h3><p>By Jane Doe</p>", ()),
    ("en", "<p>By Press Release</p>", ()),
    ("en", "<p>By Sponsored Content</p>", ()),
    ("en", "<p>By Jane Doe For Courier</p>", ()),
    ("de", "<p>Von Grund Auf</p>", ()),
    ("de", "<p>Von Tür zu Tür</p>", ()),
    ("de", "<p>Von Menschen und Mäusen</p>", ()),
    ("de", "<p>Von Präsident Roe</p>", ()),
    ("fr", "<p>Par Beau Temps</p>", ()),
    ("fr", "<p>Par Amour</p>", ()),
    ("nl", "<p>Door Dik En Dun</p>", ()),
    ("it", "<p>Di Nuovo Insieme</p>", ()),
]


@pytest.mark.parametrize(("language", "inner", "authors"), ALONE)
def test_a_byline_alone_is_believed_when_it_is_nothing_but_names(language: str, inner: str, authors: tuple[str, ...]) -> None:
    doc = document(f"<html lang='{language}'><head><title>The bridge opens again | Riverside Courier</title></head><body>{H1}{inner}{PROSE}</body></html>")
    assert read_signed_lines(doc, look_around(doc)).authors == authors


@pytest.mark.parametrize(("inner", "authors"), SIGNED)
def test_signed_lines(inner: str, authors: tuple[str, ...]) -> None:
    assert read_signed_lines(*_look(H1 + inner)).authors == authors


def test_a_time_element_beside_a_byline_is_its_date_whatever_it_prints() -> None:
    line = f"{H1}<p>By Mona Salih</p><p><time datetime='2026-11-05'>this morning</time></p>"
    assert read_signed_lines(*_look(line)).authors == ("Mona Salih",)


def test_a_date_above_the_headline_belongs_to_a_byline_below_it() -> None:
    assert read_signed_lines(*_look(f"<div>3 May 2024</div>{H1}<p>By Mona Salih</p>")).authors == ("Mona Salih",)
    assert read_signed_lines(*_look(f"<div>3 May 2024</div><div>{H1}</div><p>By Mona Salih</p>")).authors == ("Mona Salih",)
    assert read_signed_lines(*_look(f"<div>News</div>{H1}<p>By Mona Salih</p>")).authors == ()


def test_links_to_an_authors_page() -> None:
    two = f"<article><header>{H1}</header><p><a href='/author/mona'>Mona Salih</a>, <a href='/author/ben'>Ben Okri</a></p>{PROSE}</article>"
    assert read_author_links(*_look(two)).authors == ("Mona Salih", "Ben Okri")
    assert read_author_links(*_look(f"{H1}<a href='/author/mona'>Read more</a><a href='/2'>Ada Lima</a>")).authors == ()
    assert [path for path in AUTHOR_PATHS if not read_author_links(*_look(f"{H1}<a href='{path}mona'>Mona Salih</a>")).authors] == []


def test_lead_lines_are_those_below_the_headline() -> None:
    _, around = _look(f"<p>before</p><div>{H1}tail <i>of</i> it<p>one <a>two</a></p></div><ul><li>three</ul>")
    assert around.headline is not None
    assert [line.text for line in lead_lines(around.headline)] == ["tail of it", "one two", "three"]
    assert [len(line.links) for line in lead_lines(around.headline)] == [0, 1, 0]


def test_large_elements_and_many_marks_are_passed_by() -> None:
    assert read_bylines(*_look(f"{H1}<div class='author'>{'<i></i>' * 300}Mona Salih</div>")).authors == ()
    assert read_bylines(*_look("<b class='author'></b>" * 600 + "<b class='author'>Mona Salih</b>")).authors == ()


@pytest.mark.parametrize(
    "box",
    [
        '<blockquote>The bridge is safe.<span class="author">Maria Mayor</span></blockquote>',
        '<div class="article-author-tags"><a href="/tag/x">Harbour Bridge</a></div>',
        '<div class="discussion"><span class="author">Bob Smith</span><p>Well done.</p></div>',
        '<ol class="c-list"><li><a rel="author nofollow" href="/u/bob">Bob Smith</a> well done</li></ol>',
        '<section><div><h3>Storm nears the coast</h3><span class="byline">By Ben Okri</span></div></section>',
        '<div class="columnists"><b class="author"><a href="/autor/x">Ben Okri</a></b></div>',
        '<ul class="yazarlar"><li><a href="/yazar/x">Ben Okri</a></li></ul>',
        '<div>' + "".join(f'<b class="author"><a href="/x">{name}</a></b>' for name in ("Ben Okri", "Ada Lima", "Bob Smith")) + "</div>",
        '<div><a rel="author ugc" href="/u/bob">Bob Smith</a> thinks so too</div>',
    ],
    ids=["quotation", "tags", "discussion", "readers", "teaser", "columnists", "linked columnists", "boxes", "reader"],
)
def test_who_did_not_write_the_story_is_no_author(box: str) -> None:
    article = extract_article(page(f"<html><head><title>The bridge</title></head><body><article><h1>The bridge</h1>{PROSE * 2}{box}</article></body></html>"), COURIER)
    assert isinstance(article, Article)
    assert article.authors == ()


OWN = [
    "<div class='author-box'><h4>About the author</h4><a class='author' href='/author/mona'>Mona Salih</a></div>",
    "<div class='author-box'><h4>Mona Salih of Riverside</h4><span class='author'>Mona Salih</span></div>",
    "<p><a rel='author nofollow' href='/author/mona'>Mona Salih</a></p>",
    "<div><h2>A standfirst of some words</h2><span class='author'>Mona Salih</span></div>",
]


@pytest.mark.parametrize("box", OWN)
def test_an_author_has_a_box_behind_the_story_or_a_link_that_no_search_follows(box: str) -> None:
    first = box if "standfirst" in box else ""
    inner = f"<article><h1>The bridge</h1>{first}{PROSE * 2}{'' if first else box}</article>"
    article = extract_article(page(f"<html><head><title>The bridge</title></head><body>{inner}</body></html>"), COURIER)
    assert isinstance(article, Article)
    assert article.authors == ("Mona Salih",)


def test_each_class_of_lists_of_people() -> None:
    boxes = {name: f"{H1}{PROSE}<div class='x-{name.title()}'><b class='author'>Mona Salih</b></div>" for name in PEOPLE_CLASSES}
    assert [name for name, inner in boxes.items() if read_bylines(*_look(inner)).authors] == []


ONE = "<div class='columnists'><b class='author'><a href='/autor/x'>Mona Salih</a></b></div>"
TWO = ONE + ONE.replace("Mona Salih", "Ben Okri")


@pytest.mark.parametrize(
    ("inner", "authors"),
    [
        (f"<article><h1>The bridge</h1>{ONE}{PROSE}</article>", ("Mona Salih",)),
        (f"<article><header>{ONE}<h1>The bridge</h1></header>{PROSE}</article>", ("Mona Salih",)),
        (f"<article><h1>The bridge</h1><div class='columnists'><a href='/autor/x'>Mona Salih</a></div>{PROSE}</article>", ("Mona Salih",)),
        (f"<article><h1>The bridge</h1><div class='columnists'><div>{TWO}</div></div>{PROSE}</article>", ()),
        (f"<article><h1>The bridge</h1><div class='columnists'><h3>A storm</h3>{ONE}</div>{PROSE}</article>", ()),
        (f"<article><h1>The bridge</h1>{PROSE * 2}{ONE}</article>", ()),
        (f"{ONE}<article><h1>The bridge</h1>{PROSE}</article>", ()),
    ],
    ids=["below", "in the header", "link", "several", "story", "behind the story", "above the page"],
)
def test_a_columnist_alone_by_the_headline_wrote_the_story(inner: str, authors: tuple[str, ...]) -> None:
    article = extract_article(page(f"<html><head><title>The bridge</title></head><body>{inner}</body></html>"), COURIER)
    assert isinstance(article, Article)
    assert article.authors == authors
