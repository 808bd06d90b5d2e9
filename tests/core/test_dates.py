"""Dates as machines and people write them: to their precision, or a named no."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.core.date_text import fold
from newscrawl.core.date_words import DAY_HALVES, FILLERS, WEEKDAYS, ZONES_MINUTES, ZONES_OF_SEVERAL
from newscrawl.core.dates import DateProblem, as_utc, day_of, is_absurd, is_full, parse_moment, read_moment
from newscrawl.core.month_names import MONTH_NAMES

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
ADEN = "Asia/Aden"
MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d)?)?)?", re.ASCII)

WITH_THE_ZONE_OF_ADEN = [
    # ISO 8601 and its cousins
    ("2024", "2024"),
    ("2024-05", "2024-05"),
    ("2024-05-01", "2024-05-01"),
    ("2024-5-1", "2024-05-01"),
    ("2024/05/01", "2024-05-01"),
    ("2024.05.01", "2024-05-01"),
    ("2024-05-01T10:15+03:00", "2024-05-01T10:15+03:00"),
    ("2024-05-01T10:15:20+03:00", "2024-05-01T10:15:20+03:00"),
    ("2024-05-01 10:15:20 +0300", "2024-05-01T10:15:20+03:00"),
    ("2024-05-01T10:15:20+03", "2024-05-01T10:15:20+03:00"),
    ("2024-05-01T10:15:20-09:30", "2024-05-01T10:15:20-09:30"),
    ("2024-05-01T10:15:20\u221205:00", "2024-05-01T10:15:20-05:00"),
    ("2024-05-01T10:15:20.123Z", "2024-05-01T10:15:20+00:00"),
    ("2024-05-01t10:15:20,123456z", "2024-05-01T10:15:20+00:00"),
    ("2024-05-01T10:15:20", "2024-05-01T10:15:20+03:00"),
    ("2024-05-01 10:15", "2024-05-01T10:15+03:00"),
    ("2024-05-01T10:15:20-00:00", "2024-05-01T10:15:20+00:00"),
    ("2024-05-01T10:15+03:00[Asia/Aden]", "2024-05-01T10:15+03:00"),
    ("20240501", "2024-05-01"),
    ("20240501T101520Z", "2024-05-01T10:15:20+00:00"),
    ("20240501T1015+0300", "2024-05-01T10:15+03:00"),
    ("20240501101520", "2024-05-01T10:15:20+03:00"),
    ("  2024-05-01\n", "2024-05-01"),
    # RFC 822 and 5322, and what feeds make of them
    ("Sun, 22 Nov 2026 10:15:20 GMT", "2026-11-22T10:15:20+00:00"),
    ("Sun, 22 Nov 2026 10:15:20 +0300", "2026-11-22T10:15:20+03:00"),
    ("Sun, 22 Nov 2026 10:15:20 +0300 (AST)", "2026-11-22T10:15:20+03:00"),
    ("22 Nov 2026 10:15 UT", "2026-11-22T10:15+00:00"),
    ("5 Nov 2026 9:05:00 EST", "2026-11-05T09:05:00-05:00"),
    ("Thu, 5 Jan 06 10:15:20 PDT", "2006-01-05T10:15:20-07:00"),
    ("Thu, 5 Jan 95 10:15:20 Z", "1995-01-05T10:15:20+00:00"),
    ("Sun, 22 Nov 2026 10:15:20 AST", "2026-11-22T10:15:20+03:00"),
    ("Sun, 22 Nov 2026 10:15:20 GMT+3", "2026-11-22T10:15:20+03:00"),
    ("Sun, 22 Nov 2026 10:15:20 UTC+05:30", "2026-11-22T10:15:20+05:30"),
    ("Sun Nov 22 2026 10:15:20 GMT+0300 (Arabia Standard Time)", "2026-11-22T10:15:20+03:00"),
    ("Sun Nov 22 10:15:20 PST 2026", "2026-11-22T10:15:20-08:00"),
    # numbers that can be read in one way only
    ("22/11/2026", "2026-11-22"),
    ("11/22/2026", "2026-11-22"),
    ("05/05/2024", "2024-05-05"),
    ("22-11-2026 10:15", "2026-11-22T10:15+03:00"),
    ("03.05.2024", "2024-05-03"),
    ("3.5.2024 um 10:15 Uhr", "2024-05-03T10:15+03:00"),
    ("10:15 - 22/11/2026", "2026-11-22T10:15+03:00"),
    ("١٠:١٥ -٢٢/١١/٢٠٢٦", "2026-11-22T10:15+03:00"),
    ("22/11/2026م", "2026-11-22"),
    ("1732270000", "2024-11-22T10:06:40+00:00"),
    ("1732270000123", "2024-11-22T10:06:40+00:00"),
    # Arabic, as outlets print it
    ("22 نوفمبر 2026", "2026-11-22"),
    ("٢٢ نوفمبر ٢٠٢٦", "2026-11-22"),
    ("۲۲ نوفمبر ۲۰۲۶", "2026-11-22"),
    ("الأحد، 22 نوفمبر، 2026 - 10:15 ص", "2026-11-22T10:15+03:00"),
    ("الأحد 22 نوفمبر 2026 الساعة 10:15 مساءً", "2026-11-22T22:15+03:00"),
    ("الأحد 22 نوفمبر 2026 الساعة 10:15 مساءً بتوقيت غرينتش", "2026-11-22T22:15+00:00"),
    ("22 نوفمبر 2026م 10:15 م", "2026-11-22T22:15+03:00"),
    ("22 نوفمبر 2026 م، 12:15 ص", "2026-11-22T00:15+03:00"),
    ("نُشر في: 22 نـوفـمـبـر 2026 ميلادي", "2026-11-22"),
    ("نوفمبر 22, 2026", "2026-11-22"),
    ("\u200f5 حزيران 2026\u200f", "2026-06-05"),
    ("3 آب/أغسطس 2026", "2026-08-03"),
    ("22 تشرين الثاني/نوفمبر 2026", "2026-11-22"),
    ("22 تشرين الثاني (نوفمبر) 2026", "2026-11-22"),
    ("كانون الأول 2025", "2025-12"),
    ("عام 2024", "2024"),
    ("12 جمادى الآخرة 1448 هـ الموافق 22 نوفمبر 2026 م", "2026-11-22"),
    ("22 نوفمبر 2026 11:45 ليلا", "2026-11-22"),
    # the others
    ("Nov 22, 2026", "2026-11-22"),
    ("Published on November 22nd, 2026 at 10:15 am", "2026-11-22T10:15+03:00"),
    ("22 November 2026, 12:15 p.m.", "2026-11-22T12:15+03:00"),
    ("22 November 2026, 14:15 pm", "2026-11-22T14:15+03:00"),
    ("2026 Nov 22", "2026-11-22"),
    ("2026, 22 November", "2026-11-22"),
    ("May 2024", "2024-05"),
    ("2024 May", "2024-05"),
    ("le 1er août 2026 à 10h15", "2026-08-01T10:15+03:00"),
    ("Sonntag, 22. November 2026", "2026-11-22"),
    ("domingo, 22 de noviembre de 2026", "2026-11-22"),
    ("segunda-feira, 2 de março de 2026", "2026-03-02"),
    ("1º gennaio 2026", "2026-01-01"),
    ("12 KASIM 2025 Çarşamba, saat 10:15", "2025-11-12T10:15+03:00"),
    ("22 листопада 2026", "2026-11-22"),
    ("воскресенье, 22 ноября 2026 г. в 10:15", "2026-11-22T10:15+03:00"),
    # a time that can't be, on a day that is
    ("2026-11-22T24:00:00", "2026-11-22"),
    ("2026-11-22T10:75", "2026-11-22"),
    ("2026-11-22 10:15:61", "2026-11-22"),
    ("2026-11-22 22:15 ص", "2026-11-22"),
    ("2026-11-22 25:15 م", "2026-11-22"),
    ("2026-11-22T10:15:20+25:00", "2026-11-22T10:15:20+03:00"),
]

UNREADABLE = [
    "0 November 2026",
    "٠ نوفمبر ٢٠٢٦ - 10:15 م",
    "2026-11-00T10:00:00Z",
    "2026-00-20",
    "",
    "yesterday",
    "منذ 3 ساعات",
    "22 نوفمبر",
    "10:15",
    "03/05/2024",
    "13/13/2024",
    "03/05/24",
    "1/2",
    "2025-02-30",
    "2025-13-01",
    "31 نوفمبر 2026",
    "22 نوفمبر أكتوبر 2026",
    "22 22 نوفمبر 2026",
    "3 day Nov 2026",
    "22 Nov 2026 2025",
    "2024-05-01 2024-05-02",
    "22/11/2026 7",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "-0001-11-30T00:00:00+00:00",
    "١٤٤٨/٥/١٢",
    "1448-05-12",
    "1405/09/01",
    "12345",
    "2024-05-01" + " " * 200,
    "9" * 100_000,
]

ABSURD = ["1970-01-01T00:00:00Z", "1989", "0000000001", "1989-12-31", "2026-11-25", "2027", "2026-12", "2569-11-22", "9999-12-31T23:59:59-12:00"]


@pytest.mark.parametrize(("text", "expected"), WITH_THE_ZONE_OF_ADEN)
def test_reading(text: str, expected: str | None) -> None:
    assert parse_moment(text, zone=ADEN, now=NOW) == expected


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_not_read(text: str) -> None:
    assert read_moment(text, zone=ADEN, now=NOW) is DateProblem.UNREADABLE
    assert parse_moment(text, zone=ADEN, now=NOW) is None


@pytest.mark.parametrize("text", ABSURD)
def test_what_is_read_and_not_believed(text: str) -> None:
    assert read_moment(text, zone=None, now=NOW) is DateProblem.ABSURD
    assert parse_moment(text, zone=None, now=NOW) is None


@pytest.mark.parametrize(
    ("iso", "absurd"),
    [("1990-01-01", False), ("1990", False), ("2026-11-24T16:00:00+00:00", False), ("2026-11-24T16:00:01+00:00", True), ("2026-11-24T18:59:00+03:00", False)],
)
def test_the_edges_of_absurdity(iso: str, absurd: bool) -> None:
    assert is_absurd(iso, NOW) is absurd


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../../etc/passwd", "Asia", "a\x00b"])
def test_a_time_without_a_zone_keeps_the_day(zone: str | None) -> None:
    assert parse_moment("2026-11-22 10:15", zone=zone, now=NOW) == "2026-11-22"
    assert parse_moment("2026-11-22 10:15 AST", zone=zone, now=NOW) == "2026-11-22"
    assert parse_moment("2026-11-22 10:15Z", zone=zone, now=NOW) == "2026-11-22T10:15+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-01 10:15", "2026-07-01T10:15+01:00"),  # summer
        ("2026-01-01 10:15", "2026-01-01T10:15+00:00"),  # winter
        ("2026-10-25 01:30", "2026-10-25T01:30+01:00"),  # twice that night: the first
    ],
)
def test_the_offset_of_a_zone_is_that_of_the_day(text: str, expected: str) -> None:
    assert parse_moment(text, zone="Europe/London", now=NOW) == expected


@pytest.mark.parametrize("language", sorted({language for language, _, _ in MONTH_NAMES}))
def test_every_month_name(language: str) -> None:
    mine = {name: f"2021-{month:02d}-15" for of, month, name in MONTH_NAMES if of == language}
    assert {name: parse_moment(f"15 {name} 2021", zone=None, now=NOW) for name in mine} == mine
    dotted = {name: None if name in OTHER_IN_CROATIAN else day for name, day in mine.items()}
    assert {name: parse_moment(f"15. {name.upper()}. 2021", zone=None, now=NOW) for name in mine} == dotted


OTHER_IN_CROATIAN = {"listopada", "lis", "lip", "srp"}
"""Polish and Czech names that are another month behind the dot that Croatian writes."""

MONTHS_AND_WEEKDAYS = {"mar", "lun", "paz", "sen", "gen", "sal"}
"""A month in one language and a weekday in another: read as a month where no other is named."""


def test_the_words_do_not_contradict_one_another() -> None:
    months = {(fold(name), month) for _, month, name in MONTH_NAMES}
    assert len(months) == len({name for name, _ in months})
    silent = {fold(word) for word in (*(w for _, w in WEEKDAYS), *(w for _, w in FILLERS), *ZONES_MINUTES, *ZONES_OF_SEVERAL)}
    assert silent & {name for name, _ in months} <= MONTHS_AND_WEEKDAYS
    assert len(set(MONTH_NAMES)) == len(MONTH_NAMES)
    assert all(fold(word) == word for word in ZONES_OF_SEVERAL)


@pytest.mark.parametrize("language", sorted({language for language, _ in (*WEEKDAYS, *FILLERS)}))
def test_every_silent_word(language: str) -> None:
    mine = [word for of, word in (*WEEKDAYS, *FILLERS) if of == language]
    assert [word for word in mine if parse_moment(f"{word} 15 May 2021", zone=None, now=NOW) != "2021-05-15"] == []
    assert [word for word in mine if parse_moment(f"{word} 15.05.2021", zone=None, now=NOW) != "2021-05-15"] == []


@pytest.mark.parametrize(("word", "hours"), DAY_HALVES.items())
def test_every_half_of_the_day(word: str, hours: int | None) -> None:
    expected = "2021-05-15" if hours is None else f"2021-05-15T{4 + hours:02d}:20+03:00"
    assert parse_moment(f"15 مايو 2021 4:20 {word}", zone=ADEN, now=NOW) == expected


@pytest.mark.parametrize(("name", "minutes"), ZONES_MINUTES.items())
def test_every_zone_name(name: str, minutes: int) -> None:
    moment = parse_moment(f"15 May 2021 10:20:30 {name.upper()}", zone=ADEN, now=NOW)
    assert moment is not None
    assert datetime.fromisoformat(moment).utcoffset() == timedelta(minutes=minutes)


@pytest.mark.parametrize("name", ZONES_OF_SEVERAL)
def test_every_zone_name_of_several_zones(name: str) -> None:
    assert parse_moment(f"15 May 2021 10:20 {name.upper()}", zone=None, now=NOW) == "2021-05-15"


@pytest.mark.parametrize(
    ("iso", "full", "day", "utc"),
    [
        ("2024", False, None, None),
        ("2024-05", False, None, None),
        ("2024-05-01", False, "2024-05-01", None),
        ("2024-05-01T01:15+03:00", True, "2024-05-01", datetime(2024, 4, 30, 22, 15, tzinfo=UTC)),
        ("2024-05-01T01:15:20+00:00", True, "2024-05-01", datetime(2024, 5, 1, 1, 15, 20, tzinfo=UTC)),
        ("2024-05-01T01:15", True, "2024-05-01", None),
        ("2024-05-01Tea", True, "2024-05-01", None),
        ("9999-12-31T23:59-12:00", True, "9999-12-31", None),
    ],
)
def test_looking_at_a_moment(iso: str, full: bool, day: str | None, utc: datetime | None) -> None:
    assert (is_full(iso), day_of(iso), as_utc(iso)) == (full, day, utc)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 21), timezones=OFFSETS).map(lambda at: at.replace(microsecond=0))


@given(INSTANTS)
def test_what_machines_write_comes_back(at: datetime) -> None:
    for written in (at.isoformat(), at.isoformat(" "), format_datetime(at), at.strftime("%Y%m%dT%H%M%S%z"), at.strftime("%d %B %Y %I:%M:%S %p %z")):
        assert parse_moment(written, zone=ADEN, now=NOW) == at.isoformat()
    assert as_utc(at.isoformat()) == at


NEAR_DATES = st.lists(
    st.sampled_from(["22", "2026", "5", "11", "10:15", ":20", "-", "/", ".", " ", "T", "+03:00", "Nov", "نوفمبر", "م", "ص", "الموافق", "٢", "²", "Z", "("]), max_size=12
).map("".join)


@given(st.one_of(st.text(), NEAR_DATES), st.sampled_from([None, ADEN, "Europe/London"]))
@example("22 Nov 2026 10:15:20 +9999", None)
@example("((((((((((((", None)
@example("\ud800", None)
def test_any_text_gives_a_moment_or_a_problem_and_reading_again_changes_nothing(text: str, zone: str | None) -> None:
    moment = read_moment(text, zone=zone, now=NOW)
    if isinstance(moment, str):
        assert MOMENT.fullmatch(moment)
        assert not is_absurd(moment, NOW)
        assert parse_moment(moment, zone=None, now=NOW) == moment
