"""The range of dates that a walk is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.range import Holds, Range, days_of, parse_range
from newscrawl.errors import UsageProblem

ADEN = "Asia/Aden"

ARGUMENTS = [
    ("2019-03-14", date(2019, 3, 14), date(2019, 3, 14)),
    ("2019-03", date(2019, 3, 1), date(2019, 3, 31)),
    ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
    ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
    ("2019", date(2019, 1, 1), date(2019, 12, 31)),
    (" 2019-12 ", date(2019, 12, 1), date(2019, 12, 31)),
]


@pytest.mark.parametrize(("text", "first", "last"), ARGUMENTS)
def test_an_argument_is_a_day_a_month_or_a_year(text: str, first: date, last: date) -> None:
    assert parse_range(text, text, ADEN) == Range(first=first, last=last, zone=ADEN)
    assert parse_range(text, None, None) == Range(first=first)
    assert parse_range(None, text, None) == Range(last=last)


@pytest.mark.parametrize("text", ["", "19", "2019-3", "2019-13", "2019-02-29", "2019/03", "03-2019", "yesterday", "1440-05", "9999", "٢٠١٩", "2019-00", "2019-01-00", "0000", "2" * 9_999])
def test_a_wrong_argument_is_named_with_what_is_allowed(text: str) -> None:
    with pytest.raises(UsageProblem, match=r"-a until=.*give a day, a month or a year from 1900 to 2999, as in 2019-03-31, 2019-03 or 2019") as problem:
        parse_range(None, text, None)
    assert len(str(problem.value)) < 200


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageProblem, match="-a since=2019-06 -a until=2019-05: the range ends before it begins"):
        parse_range("2019-06", "2019-05", None)
    assert parse_range("2019-05-31", "2019-05", None) == Range(first=date(2019, 5, 31), last=date(2019, 5, 31))


SPRING = parse_range("2019-03", "2019-05", ADEN)

MOMENTS = [
    ("2019-03-01", Holds.YES),
    ("2019-02-28", Holds.NO),
    ("2019-05-31", Holds.YES),
    ("2019-06-01", Holds.NO),
    ("2019-04", Holds.YES),
    ("2019-02", Holds.NO),
    ("2019", Holds.UNKNOWN),
    ("2018", Holds.NO),
    ("2020", Holds.NO),
    ("2019-02-28T20:59:59+00:00", Holds.NO),  # Aden is three hours ahead
    ("2019-02-28T21:00:00+00:00", Holds.YES),
    ("2019-05-31T23:59+03:00", Holds.YES),
    ("2019-05-31T21:00+00:00", Holds.NO),
    ("2019-06-01T02:00+09:00", Holds.YES),
    (None, Holds.UNKNOWN),
    ("", Holds.UNKNOWN),
    ("spring", Holds.UNKNOWN),
    ("2019-99", Holds.UNKNOWN),
    ("2019-04-01T10:00", Holds.UNKNOWN),  # an hour of no zone is no moment
]


@pytest.mark.parametrize(("moment", "held"), MOMENTS)
def test_what_a_range_holds(moment: str | None, held: Holds) -> None:
    assert SPRING.holds(moment) is held


def test_everything_lies_in_an_open_range() -> None:
    assert {Range().holds(moment) for moment, _ in MOMENTS} == {Holds.YES}
    assert Range(first=date(2019, 3, 1)).holds("2031-01") is Holds.YES
    assert Range(last=date(2019, 3, 1)).holds("2019-03") is Holds.UNKNOWN


WITHOUT_ZONE = [
    ("2019-03-01T09:59+00:00", Holds.UNKNOWN),  # the day before on Baker Island
    ("2019-03-01T12:00+00:00", Holds.YES),
    ("2019-02-28T09:59+00:00", Holds.NO),
    ("2019-02-28T10:00+00:00", Holds.UNKNOWN),  # March in Kiribati
    ("2019-03-01T01:00+03:00", Holds.YES),  # as it was written
    ("2019-02-28T23:00+03:00", Holds.NO),
]


@pytest.mark.parametrize(("moment", "held"), WITHOUT_ZONE)
def test_an_outlet_without_zone(moment: str, held: Holds) -> None:
    assert Range(first=date(2019, 3, 1)).holds(moment) is held
    assert Range(first=date(2019, 3, 1), zone="Nowhere/Land").holds(moment) is held


def test_months_that_overlap() -> None:
    months = [f"{year}-{month:02d}" for year in (2018, 2019) for month in range(1, 13)]
    assert [month for month in months if parse_range("2019-03-31", "2019-05-01", ADEN).overlaps(month)] == ["2019-03", "2019-04", "2019-05"]


def test_sides_of_a_range() -> None:
    assert SPRING.is_after("2019-02")
    assert not SPRING.is_after("2019-03-01")
    assert SPRING.is_before("2019-06-01")
    assert not SPRING.is_before("2019-05")
    assert not any((SPRING.is_after(None), SPRING.is_before("x"), Range().is_after("1990"), Range().is_before("2999")))


def test_instants_of_a_range() -> None:
    assert SPRING.instants() == (datetime(2019, 2, 28, 21, tzinfo=UTC), datetime(2019, 5, 31, 21, tzinfo=UTC))
    assert Range(first=date(2019, 3, 1), last=date(2019, 3, 1)).instants() == (datetime(2019, 2, 28, 10, tzinfo=UTC), datetime(2019, 3, 2, 12, tzinfo=UTC))
    assert Range().instants() == (None, None)
    assert parse_range("1900", "2999", ADEN).instants()[1] == datetime(2999, 12, 31, 21, tzinfo=UTC)


DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
ZONES = st.sampled_from((ADEN, "Pacific/Kiritimati", "America/New_York", "Europe/London", "UTC", None))
INSTANTS = st.datetimes(datetime(1950, 1, 2), datetime(2099, 1, 1), timezones=st.sampled_from((UTC, ZoneInfo(ADEN), ZoneInfo("America/New_York"))))


@given(DAYS, st.integers(0, 900), DAYS, ZONES)
def test_a_day_is_in_the_range_or_is_not(first: date, length: int, day: date, zone: str | None) -> None:
    last = first + timedelta(days=length)
    held = Range(first=first, last=last, zone=zone).holds(day.isoformat())
    assert held is (Holds.YES if first <= day <= last else Holds.NO)


@given(DAYS, st.integers(0, 900), DAYS, ZONES)
def test_a_coarser_moment_never_contradicts_a_finer_one(first: date, length: int, day: date, zone: str | None) -> None:
    asked = Range(first=first, last=first + timedelta(days=length), zone=zone)
    held = [asked.holds(day.isoformat()[:chars]) for chars in (4, 7, 10)]
    for coarse, fine in (held[:2], held[1:]):
        assert coarse in (fine, Holds.UNKNOWN)


@given(DAYS, st.integers(0, 900), INSTANTS, ZONES)
def test_instants_and_days_agree(first: date, length: int, moment: datetime, zone: str | None) -> None:
    asked = Range(first=first, last=first + timedelta(days=length), zone=zone)
    start, end = asked.instants()
    assert start
    assert end
    held, is_between = asked.holds(moment.isoformat()), start <= moment < end
    if zone:
        assert held is (Holds.YES if is_between else Holds.NO)
    else:
        assert is_between or held is Holds.NO


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    days = days_of(text)
    assert days is None or days[0] <= days[1]
    assert days_of(text + "T", ADEN) is None
    assert SPRING.holds(text) in Holds


def test_the_ends_of_the_calendar() -> None:
    for moment in ("0001-01-01T00:00+00:00", "9999-12-31T23:59+00:00"):
        assert days_of(moment) is None
        assert Range(first=date(2019, 3, 1), zone="Pacific/Kiritimati").holds(moment) in Holds
