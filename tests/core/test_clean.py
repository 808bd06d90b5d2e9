from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.article import Article, Credit
from newscrawl.core.clean import clean_article, clean_text, clean_title, distinct, own_names
from newscrawl.core.outlet import Outlet
from newscrawl.core.text import tidy_text

ROOT = Path(__file__).parents[2]
SEED = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "corpus" / "seed" / "000_81250df353619dc4.txt"

TITLE = "إعادة فتح الجسر القديم"
STORY = [
    "عقد المجلس المحلي في المدينة اجتماعاً يوم الاثنين لمناقشة مصير الجسر القديم المغلق منذ عام 2021.",
    "وقال المهندس إن أعمال الإصلاح ستستغرق 18 شهراً على الأقل، وإن التمويل لم يتوفر بعد.",
    "ويرى الأهالي أن الوعود تكررت كثيراً، وأن أحداً في المدينة لم يعد يصدقها.",
]
BODY = "\n".join(STORY)

OUTLET = Outlet(slug="riverside-courier", name="Riverside Courier", home="https://www.courier.example/", boilerplate_lines=("Follow the Courier",))


def article(**values: object) -> Article:
    fields: dict[str, object] = {"id": "riverside-courier-1", "outlet": "riverside-courier", "url": "https://courier.example/1"}
    fields |= {"link": "https://courier.example/1", "fetched_at": "2024-05-01T00:00:00Z", "first_seen": "2024-05-01T00:00:00Z"}
    return Article(**(fields | values))  # type: ignore[arg-type]


def test_a_clean_text_stays_as_it_stands() -> None:
    cleaned = clean_text(BODY, title=TITLE, authors=["أحمد علي"], own_names=["صحوة نيوز"])
    assert (cleaned.text, cleaned.credit, cleaned.removed) == (BODY, None, {})


def test_a_page_around_the_story_goes_and_is_counted() -> None:
    page = [TITLE, "بقلم أحمد علي", "الأربعاء 13 سبتمبر 2023", "رصد:(صحوة نيوز)", *STORY, "شارك هذا الخبر:", "فيسبوك", "التعليقات مغلقة."]
    cleaned = clean_text("\n".join(page), title=TITLE, authors=["أحمد علي"], own_names=["صحوة نيوز"])
    assert cleaned.text == "\n".join(["رصد:(صحوة نيوز)", *STORY])
    assert cleaned.credit == Credit(line="رصد:(صحوة نيوز)", source="صحوة نيوز", own=True)
    assert cleaned.removed == {"title": 1, "byline": 1, "date": 1, "share": 2, "comments_closed": 1}


@pytest.mark.parametrize(
    "line",
    [
        "وقالت الصفحة: Comments are closed.",
        "“Comments are closed.”",
        "«التعليقات مغلقة.»",
        '"Comments are closed."',
        "— Comments are closed.",
        "وكتب الموقع أن التعليقات مغلقة.",
        "By the numbers",
        "13 سبتمبر",
        "2023",
    ],
)
@pytest.mark.parametrize("index", [0, 1, 3])
def test_lines_that_only_resemble_furniture_stay(line: str, index: int) -> None:
    text = "\n".join([*STORY[:index], line, *STORY[index:]])
    assert clean_text(text, title=TITLE).text == text


@pytest.mark.parametrize("notice", ["Comments are closed.", "التعليقات مغلقة.", "Les commentaires sont fermés.", "التعليقات على الخبر مغلقة", "Share this"])
@pytest.mark.parametrize("glue", ["\n{}", "\n\n{}\n", "\r\n{}", "\n\u00a0{}\u200f", "\n{}\n{}"])
def test_a_notice_at_the_end_goes_however_it_is_set(notice: str, glue: str) -> None:
    assert clean_text(BODY + glue.replace("{}", notice)).text == BODY


def test_the_title_goes_from_the_first_lines_only() -> None:
    assert clean_text(f"{TITLE} – صحوة نيوز\n{BODY}", title=TITLE, own_names=["صحوة نيوز"]).text == BODY
    assert clean_text(f"صحوة نيوز: {TITLE}\n{BODY}", title=TITLE, own_names=["صحوة نيوز"]).text == BODY
    assert clean_text(f"{BODY}\n{TITLE}", title=TITLE).text == f"{BODY}\n{TITLE}"
    assert clean_text(f"{TITLE}\n{BODY}").text == f"{TITLE}\n{BODY}"
    assert clean_text(f"إغلاق الطريق بعد {TITLE}\n{BODY}", title=TITLE).removed == {}


def test_bylines_go_near_the_top_and_the_bottom_only() -> None:
    long = [*STORY, *(f"{line} وأيضا." for line in STORY), *(f"{line} وكذلك." for line in STORY)]
    assert clean_text("\n".join([*long, "كتب: أحمد علي"])).removed == {"byline": 1}
    assert clean_text("\n".join([*long[:5], "كتب: أحمد علي", *long[5:]])).removed == {}
    assert clean_text("\n".join(["By Jane Smith | 13 September 2023", *long])).removed == {"byline": 1}


def test_a_heading_of_the_story_is_no_byline_unless_it_names_the_author() -> None:
    lines = [STORY[0], "By Land And Sea", "By Jane Smith", *STORY[1:]]
    assert clean_text("\n".join(lines)).removed == {"byline": 2}
    cleaned = clean_text("\n".join(lines), authors=["Jane Smith"], story_lines=["By Land And Sea", "By Jane Smith"])
    assert (cleaned.text, cleaned.removed) == ("\n".join([STORY[0], "By Land And Sea", *STORY[1:]]), {"byline": 1})


def test_dates_go_near_the_top_and_labelled_ones_at_the_bottom_too() -> None:
    assert clean_text(f"13 سبتمبر 2023\n{BODY}").removed == {"date": 1}
    assert clean_text(f"{BODY}\n{BODY}\nآخر تحديث: 13 سبتمبر 2023").removed == {"date": 1}
    assert clean_text(f"{BODY}\n{BODY}\n13 سبتمبر 2023").removed == {}


def test_a_credit_is_kept_even_where_it_is_an_authors_name() -> None:
    cleaned = clean_text(f"صحوة نيوز\n{BODY}", authors=["صحوة نيوز"], own_names=["صحوة نيوز"])
    assert cleaned.text == f"صحوة نيوز\n{BODY}"
    assert cleaned.credit == Credit(line="صحوة نيوز", source="صحوة نيوز", own=True)


def test_a_paragraph_printed_twice_in_a_row_is_left_alone() -> None:
    assert clean_text(f"{STORY[0]}\n{BODY}").text == f"{STORY[0]}\n{BODY}"


@pytest.mark.parametrize("text", ["", " \n\u200b", "Comments are closed.", f"{TITLE}\nComments are closed."])
def test_a_text_of_which_nothing_is_left_is_none(text: str) -> None:
    assert clean_text(text, title=TITLE).text is None


def test_an_outlets_own_lines_go_too() -> None:
    assert clean_text(f"{STORY[0]}\nتابعوا قناة الوادي\n{STORY[1]}", extra_lines=["تابعوا قناة الوادي"]).removed == {"outlet": 1}


@given(st.lists(st.sampled_from([*STORY, TITLE, "Share", "Email", "Comments are closed.", "By Jane Smith", "وكالات", "13 سبتمبر 2023", "\u200b"]), max_size=12))
def test_cleaning_only_takes_whole_lines_away_and_counts_each(lines: list[str]) -> None:
    cleaned = clean_text("\n".join(lines), title=TITLE)
    before = tidy_text("\n".join(lines)).split("\n") if tidy_text("\n".join(lines)) else []
    after = (cleaned.text or "").split("\n") if cleaned.text else []
    remaining = iter(before)
    assert all(line in remaining for line in after)
    assert sum(cleaned.removed.values()) == len(before) - len(after)
    assert all(line in after for line in before if line in STORY)


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned(text: str) -> None:
    cleaned = clean_text(text, title=text[:20], authors=[text[:5]], extra_lines=[text[5:9]], own_names=[text[:3]])
    assert cleaned.text != ""


@pytest.mark.skipif(not SEED.exists(), reason=f"the shared article is not at {SEED}")
def test_the_first_article_comes_out_line_for_line() -> None:
    title, *body, notice = SEED.read_text(encoding="utf-8").strip("\n").split("\n")
    assert notice == "Comments are closed."
    cleaned = clean_text("\n".join([title, *body, notice]), title=title, own_names=["صحوة نيوز"])
    assert (cleaned.text or "").split("\n") == body
    assert cleaned.credit == Credit(line="رصد:(صحوة نيوز)", source="صحوة نيوز", own=True)
    assert cleaned.removed == {"title": 1, "comments_closed": 1}


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Bridge closed | Riverside Courier", "Bridge closed"),
        ("Bridge closed - Riverside Courier", "Bridge closed"),
        ("Bridge closed – RIVERSIDE COURIER", "Bridge closed"),
        ("Bridge closed « Riverside Courier", "Bridge closed"),
        ("Bridge closed :: Riverside Courier", "Bridge closed"),
        ("Bridge closed|Riverside Courier", "Bridge closed"),
        ("Riverside Courier » Bridge closed", "Bridge closed"),
        ("Riverside Courier | Bridge closed - Riverside Courier", "Bridge closed"),
        ("Bridge closed | The Courier - English", "Bridge closed"),
        ("Bridge – still closed – Riverside Courier", "Bridge – still closed"),
        ("Bridge closed | Politics", "Bridge closed | Politics"),
        ("Bridge-closed", "Bridge-closed"),
        ("The Riverside Courier is closed", "The Riverside Courier is closed"),
        ("Riverside Courier", "Riverside Courier"),
        ("«نص» – خبر", "«نص» – خبر"),
        ("Tom &amp; Jerry\n", "Tom & Jerry"),
        ("", ""),
    ],
)
def test_a_title_loses_the_name_of_its_site_and_nothing_else(title: str, clean: str) -> None:
    assert clean_title(title, ["Riverside Courier", "The Courier - English", ""]) == clean


def test_a_title_of_many_separators_is_no_trouble() -> None:
    assert clean_title("Bridge" + " | Riverside Courier" * 1000, ["Riverside Courier"]).startswith("Bridge | Riverside")


def test_an_articles_fields_come_out_clean() -> None:
    raw = article(
        title="Bridge &amp; road closed | Riverside Courier",
        text=f"Bridge & road closed\nSource: Riverside Courier\n{BODY}\nFollow the Courier\nComments are closed.",
        summary=" A\u00a0bridge. ",
        authors=(" Jane  Smith", "", "Jane Smith"),
        sections=("News", "News "),
        tags=("bridge", "\u200b", "road", "bridge"),
        provenance={"text": "trafilatura"},
    )
    clean = clean_article(raw, OUTLET)
    assert clean.title == "Bridge & road closed"
    assert clean.text == f"Source: Riverside Courier\n{BODY}"
    assert clean.credit == Credit(line="Source: Riverside Courier", source="Riverside Courier", own=True)
    assert clean.summary == "A bridge."
    assert (clean.authors, clean.sections, clean.tags) == (("Jane Smith",), ("News",), ("bridge", "road"))
    assert clean.provenance == {"text": "trafilatura", "removed": {"outlet": 1, "comments_closed": 1, "title": 1}}
    assert (clean.id, clean.url) == (raw.id, raw.url)


def test_an_empty_article_has_empty_fields() -> None:
    clean = clean_article(article(title=" ", text="\n", summary="\u200b"), OUTLET)
    assert (clean.title, clean.text, clean.summary, clean.credit) == (None, None, None, None)
    assert clean_article(article(), OUTLET).text is None


def test_an_outlet_is_known_by_name_slug_and_host() -> None:
    assert own_names(OUTLET) == ("Riverside Courier", "riverside courier", "riverside-courier", "courier.example", "courier")


def test_distinct_keeps_the_order() -> None:
    assert distinct(["b", "a ", "b", " ", "a"]) == ("b", "a")


def test_the_dates_of_a_chronicle_stay() -> None:
    days = [line for day in range(1, 8) for line in (f"{day} May 2026", f"On day {day} the bridge was measured by the engineers of the county.")]
    assert clean_text("\n".join(days)).text == "\n".join(days)
    assert clean_text("1 May 2026\nThe bridge was measured by the engineers of the county.").text == "The bridge was measured by the engineers of the county."
