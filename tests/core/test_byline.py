from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.byline import is_byline, is_byline_and_date, is_date_line, is_labelled_date
from newscrawl.core.byline_words import AGO_WORDS, BYLINE_WORDS, DATE_FILLERS, DATE_LABELS, NAME_PARTICLES, OTHER_MONTHS, TIME_UNITS

BYLINES = [
    "By Jane Smith",
    "BY JANE SMITH AND JOHN DOE",
    "By: Reuters",
    "by Jane van der Berg",
    "Von Anna Müller und Karl Huber",
    "Par Marie de la Tour",
    "Por Juan Pérez",
    "بقلم أحمد علي",
    "بقلم: أحمد علي الحداد",
    "كتب: أحمد علي",
    "كتب/ أحمد علي",
    "كتبت - ليلى الحداد",
    "מאת: דנה כהן",
    "Автор: Иван Петров",
]
NO_BYLINES = [
    "By the numbers",
    "By Monday",
    "By Monday, the bridge was closed.",
    "Von Anfang an",
    "Por favor",
    "Par exemple : rien",
    "كتب أحمد علي",
    "كتب: 15 كتاباً",
    "كتب: قال إن الجسر مغلق.",
    "بقلم رصاص",
    "تقرير: ارتفاع الأسعار",
    "By One Two Three Four Five Six Seven",
    "By " + "Jane " * 40,
    "By",
    "",
]
DATES = [
    "13 September 2023",
    "September 13th, 2023",
    "Wednesday, 13 September 2023 10:30 AM GMT",
    "Wed, 13 Sep 2023 at 10:30",
    "2023-09-13",
    "2023-09-13T10:30:00Z",
    "13/09/2023 - 10:30",
    "13.9.23",
    "الأربعاء 13 سبتمبر 2023",
    "الأربعاء، ١٣ سبتمبر ٢٠٢٣ - الساعة ١٠:٣٠ ص",
    "١٣/٩/٢٠٢٣",
    "الأربعاء 28 صفر 1445 هـ الموافق 13 سبتمبر 2023 م",
    "13 أيلول 2023",
    "مايو 13, 2023",
    "mercredi 13 septembre 2023 à 10h30",
    "Mittwoch, 13. September 2023, 10:30 Uhr",
    "miércoles, 13 de septiembre de 2023",
    "2023年9月13日",
    "Published: 13 September 2023",
    "Published 10:30",
    "UPDATED: Tue., Nov. 19, 2019",
    "Last updated on September 16th, 2023 at 09:27 am",
    "نشر في: 13 سبتمبر 2023",
    "آخر تحديث: 10:30 م",
    "3 hours ago",
    "4 min read",
    "منذ 3 ساعات",
    "il y a 3 heures",
]
NO_DATES = [
    "2023",
    "September 2023",
    "13 September",
    "13 سبتمبر",
    "سبتمبر 2023",
    "Wednesday",
    "10:30",
    "3-2",
    "منذ ساعتين",
    "3 years ago today we met",
    "On 13 September 2023 the bridge was closed.",
    "29 November 2018 to 20 January 2019 in Paris",
    "Published",
    "Updated plans for the bridge",
    "المباراة 3 - 2",
    "13 September 2023 " * 20,
    "",
]


@pytest.mark.parametrize("line", BYLINES)
def test_bylines(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", NO_BYLINES)
def test_text_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("line", "known"),
    [("Jane Smith", True), ("jane smith,", True), ("By Cher", True), ("كتب كريم", True), ("تقرير: كريم", True), ("تقرير كريم", True), ("John Doe", False)],
)
def test_the_authors_that_the_page_names_need_no_word(line: str, known: bool) -> None:
    assert is_byline(line, ["Jane Smith", "Cher", "كريم", ""]) is known


def test_each_word_opens_a_byline() -> None:
    assert [row for row in BYLINE_WORDS if not is_byline(f"{row[2]}: Jane Smith", ["Jane Smith"])] == []
    assert [row for row in BYLINE_WORDS if is_byline(f"{row[2]}: Jane Smith") is (row[0] == "author")] == []
    assert [row for row in BYLINE_WORDS if is_byline(f"{row[2]} Jane Smith") is not (row[0] in ("name", "short"))] == []


def test_each_particle_may_be_small() -> None:
    assert [row for row in NAME_PARTICLES if not is_byline(f"By Jane {row[1]} Smith")] == []


@pytest.mark.parametrize("line", DATES)
def test_dates(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", NO_DATES)
def test_text_is_no_date(line: str) -> None:
    assert not is_date_line(line)


def test_each_label_makes_a_date_of_a_time() -> None:
    assert [row for row in DATE_LABELS if not is_labelled_date(f"{row[1]}: 10:30")] == []
    assert not is_labelled_date("13 September 2023")


def test_each_other_month_and_filler_may_stand_in_a_date() -> None:
    assert [row for row in OTHER_MONTHS if not is_date_line(f"13 {row[1]} 1445")] == []
    assert [row for row in DATE_FILLERS if not is_date_line(f"13 September 2023 {row[1]}")] == []
    assert [row for row in DATE_FILLERS if is_date_line(f"13 {row[1]} 2023")] == []


def test_each_unit_and_each_ago_word_count() -> None:
    assert [row for row in TIME_UNITS if not is_date_line(f"3 {row[1]} ago")] == []
    assert [row for row in AGO_WORDS if not is_date_line(f"{row[1]} 3 minutes")] == []


@pytest.mark.parametrize(
    ("line", "both"),
    [
        ("By Jane Smith | 13 September 2023", True),
        ("Jane Smith • 3 hours ago", True),
        ("13 September 2023 - By Jane Smith", True),
        ("29 November 2018 | 20 January 2019", False),
        ("By Jane Smith", False),
        ("By Jane Smith | The bridge", False),
        ("", False),
    ],
)
def test_a_byline_and_a_date_may_share_a_line(line: str, both: bool) -> None:
    assert is_byline_and_date(line, ["Jane Smith"]) is both


@given(st.text(max_size=130), st.lists(st.text(max_size=10), max_size=2))
def test_any_line_gets_an_answer(line: str, authors: list[str]) -> None:
    assert is_byline(line, authors) in (True, False)
    assert not (is_labelled_date(line) and not is_date_line(line))
    assert is_byline_and_date(line, authors) in (True, False)
