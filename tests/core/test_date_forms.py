"""Every row of the table of written dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.core.ago_words import AGO_PHRASES, DAYS_AGO
from newscrawl.core.date_words import CALENDAR_MARKS, HALVES_BEFORE, ZONES_NAMED
from newscrawl.core.dates import parse_moment, parse_printed
from newscrawl.core.day_text import DayOrder
from newscrawl.core.other_calendars import to_gregorian
from newscrawl.core.other_months import OTHER_MONTH_NAMES
from tests.core.date_forms import CLDR, FEEDS, NO_DATES, OUTLETS, Form

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("form", [*CLDR, *FEEDS, *OUTLETS])
def test_each_form_is_read_so(form: Form) -> None:
    _, text, zone, moment = form
    assert parse_printed(text, zone=zone, now=NOW) == moment


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_invented(text: str) -> None:
    assert parse_printed(text, zone=None, now=NOW) is None
    assert parse_printed(text, zone="Asia/Aden", now=NOW) is None


def test_the_table_is_as_large_as_promised() -> None:
    texts = [text for _, text, _, _ in (*CLDR, *FEEDS, *OUTLETS)]
    assert len(set(texts)) >= 150
    assert len({language.partition("-")[0] for language, *_ in (*CLDR, *OUTLETS)}) >= 20
    assert len(CLDR) + len(FEEDS) >= 60
    assert len(set(NO_DATES)) >= 30


ORDERS = [
    ("03/04/2024", DayOrder.DAY_FIRST, "2024-04-03"),
    ("03/04/2024", DayOrder.MONTH_FIRST, "2024-03-04"),
    ("22/04/2024", DayOrder.MONTH_FIRST, "2024-04-22"),
    ("04/22/2024", DayOrder.DAY_FIRST, "2024-04-22"),
    ("03.04.24", DayOrder.DAY_FIRST, "2024-04-03"),
    ("3/4/24", DayOrder.MONTH_FIRST, "2024-03-04"),
    ("2024-04-03", DayOrder.MONTH_FIRST, "2024-04-03"),
    ("30/02/2024", DayOrder.DAY_FIRST, None),
]


@pytest.mark.parametrize(("text", "order", "moment"), ORDERS)
def test_an_order_settles_numbers_that_can_be_read_twice(text: str, order: DayOrder, moment: str | None) -> None:
    assert parse_moment(text, zone=None, now=NOW, order=order) == moment


YEARS = {"hijri": 1446, "jalali": 1403}


@pytest.mark.parametrize(("calendar", "language", "month", "name"), OTHER_MONTH_NAMES)
def test_every_month_of_another_calendar(calendar: str, language: str, month: int, name: str) -> None:
    assert parse_moment(f"12 {name} {YEARS[calendar]}", zone=None, now=NOW) == str(to_gregorian(calendar, YEARS[calendar], month, 12))


KNOWN_DAYS = [
    ("hijri", (1446, 1, 1), "2024-07-07"),
    ("hijri", (1445, 9, 1), "2024-03-11"),
    ("hijri", (1446, 12, 10), "2025-06-06"),
    ("jalali", (1403, 1, 1), "2024-03-20"),
    ("jalali", (1404, 1, 1), "2025-03-21"),
    ("jalali", (1399, 12, 30), "2021-03-20"),
    ("jalali", (1404, 12, 30), None),
    ("hijri", (1446, 13, 1), None),
    ("hijri", (1300, 1, 1), None),
]


@pytest.mark.parametrize(("calendar", "parts", "day"), KNOWN_DAYS)
def test_days_that_are_known(calendar: str, parts: tuple[int, int, int], day: str | None) -> None:
    found = to_gregorian(calendar, *parts)
    assert (None if found is None else str(found)) == day


@pytest.mark.parametrize(("calendar", "mark"), CALENDAR_MARKS)
def test_every_mark_of_a_calendar(calendar: str, mark: str) -> None:
    assert parse_moment(f"12/4/{YEARS[calendar]} {mark}", zone=None, now=NOW) == str(to_gregorian(calendar, YEARS[calendar], 4, 12))


@pytest.mark.parametrize(("word", "hours"), HALVES_BEFORE.items())
def test_every_half_of_the_day_before_a_time(word: str, hours: int | None) -> None:
    expected = "2021-05-15" if hours is None else f"2021-05-15T{4 + hours:02d}:20+03:00"
    assert parse_moment(f"2021-05-15 {word} 4:20", zone="Asia/Aden", now=NOW) == expected


@pytest.mark.parametrize("name", ZONES_NAMED)
def test_every_named_zone_has_its_summer(name: str) -> None:
    winter = parse_moment(f"15 January 2021 10:20 {name.upper()}", zone=None, now=NOW)
    summer = parse_moment(f"15 July 2021 10:20 {name.upper()}", zone=None, now=NOW)
    assert winter is not None
    assert summer is not None
    assert int(summer[-6:-3]) == int(winter[-6:-3]) + 1


@pytest.mark.parametrize("language", sorted({language for _, language, _, _ in AGO_PHRASES}))
def test_every_phrase_of_time_gone_by(language: str) -> None:
    moments = {
        "second": ["2026-11-22T15:59+00:00"],
        "minute": ["2026-11-22T15:59+00:00", "2026-11-22T15:58+00:00"],
        "hour": ["2026-11-22", "2026-11-22"],
        "day": ["2026-11-21", "2026-11-20"],
        "week": ["2026-11", "2026-11"],
        "month": ["2026", "2026"],
        "year": [None, None],
    }
    mine = [(phrase, moments[unit][0 if unit == "second" else (count or 2) - 1]) for unit, of, count, phrase in AGO_PHRASES if of == language]
    assert [(phrase, parse_printed(phrase.replace("#", "2"), zone=None, now=NOW)) for phrase, _ in mine] == mine


@pytest.mark.parametrize(("days", "language", "words"), DAYS_AGO)
def test_every_word_for_a_day_before_today(days: int, language: str, words: str) -> None:
    assert parse_printed(words, zone=None, now=NOW) == f"2026-11-{22 - days}"
    assert parse_printed(f"{words}, 10:15", zone="Asia/Aden", now=NOW) == f"2026-11-{22 - days}T10:15+03:00"
