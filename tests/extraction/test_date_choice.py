"""Which of a page's dates stands, when they say different things."""

from __future__ import annotations

import pytest

from newscrawl.core.date_kind import DateKind
from newscrawl.extraction.date_choice import Chosen, check_published, is_padded_year, local_time, only_change, prefer_printed
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.moments import Printed

PUBLISHED, MODIFIED, UNSAID = DateKind.PUBLISHED, DateKind.MODIFIED, DateKind.UNSAID


def _choice(found: dict[str, Findings], *printed: Printed, first: str = "json-ld") -> Chosen:
    published = found[first].published
    assert published is not None
    return check_published(Chosen(published, first), lambda method: found.get(method, NOTHING), printed)


def _mark(moment: str, kind: DateKind = UNSAID, local: str | None = None) -> Printed:
    return Printed(moment, kind, "text", local)


FIRST, CHANGE, PRINT = "2026-05-10T09:00+00:00", "2026-09-20T09:00+00:00", "2026-09-20"
STAYS = [
    ("nothing else is known", Findings(published=FIRST), {}, []),
    ("it is printed", Findings(published=FIRST, modified=FIRST), {}, [_mark("2026-05-10")]),
    ("it is printed beside an earlier date", Findings(published=FIRST, modified=FIRST), {}, [_mark("2024-01-01"), _mark("2026-05-10")]),
    ("the printed day may be the same moment in another zone", Findings(published=FIRST, modified=FIRST), {}, [_mark("2026-05-09")]),
    ("a change is not the first date", Findings(published=FIRST, modified=CHANGE), {}, [_mark("2026-05-13", MODIFIED)]),
    ("two sources state it", Findings(published=FIRST, modified=CHANGE), {"meta": Findings(published=FIRST)}, [_mark(PRINT, MODIFIED)]),
    ("the address has it", Findings(published=FIRST, modified=CHANGE), {"url": Findings(published="2026-05")}, [_mark(PRINT, MODIFIED)]),
    ("a later date without a label that is no change is another's", Findings(published=FIRST, modified=FIRST), {}, [_mark(PRINT)]),
    ("an earlier printed date is another's when the article was changed", Findings(published=FIRST, modified=CHANGE), {}, [_mark("2024-01-01")]),
    ("the day in the address may be the same moment in another zone", Findings(published=FIRST, modified=FIRST), {"url": Findings(published="2026-05-09")}, []),
    ("it is only a month", Findings(published="2026-05", modified="2026-05"), {}, [_mark("2024-01-01")]),
]


@pytest.mark.parametrize(("why", "first", "others", "printed"), STAYS, ids=[row[0] for row in STAYS])
def test_the_first_source_stays(why: str, first: Findings, others: dict[str, Findings], printed: list[Printed]) -> None:
    assert _choice({"json-ld": first, **others}, *printed) == (first.published, "json-ld")


GIVES_WAY = [
    ("outvoted", Findings(published=FIRST), {"meta": Findings(published=CHANGE)}, [_mark(PRINT)], (CHANGE, "meta")),
    ("outvoted by a line further off", Findings(published=FIRST), {"meta": Findings(published=CHANGE), "text": Findings(published=PRINT)}, [], (CHANGE, "meta")),
    ("rewritten", Findings(published=FIRST, modified=FIRST), {}, [_mark("2024-01-31")], ("2024-01-31", "text")),
    ("rewritten, a day printed", Findings(published="2026-05-10", modified="2026-05-10"), {}, [_mark("2026-05-09")], ("2026-05-09", "text")),
    ("later than its change", Findings(published=FIRST, modified="2026-05-08"), {}, [_mark("2024-01-31", MODIFIED)], ("2024-01-31", "text")),
    ("rewritten, a time", Findings(published=FIRST, modified=FIRST), {"time": Findings(published="2024-01-31")}, [], ("2024-01-31", "time")),
    ("rewritten, the address", Findings(published=FIRST, modified=FIRST), {"url": Findings(published="2024-01-31")}, [], ("2024-01-31", "url")),
    ("re-issued", Findings(published=FIRST, modified=CHANGE), {}, [_mark(PRINT, MODIFIED)], (PRINT, "text")),
    ("re-issued without a label", Findings(published=FIRST, modified=CHANGE), {}, [_mark(PRINT)], (PRINT, "text")),
]


@pytest.mark.parametrize(("why", "first", "others", "printed", "chosen"), GIVES_WAY, ids=[row[0] for row in GIVES_WAY])
def test_the_first_source_gives_way(why: str, first: Findings, others: dict[str, Findings], printed: list[Printed], chosen: tuple[str, str]) -> None:
    assert _choice({"json-ld": first, **others}, *printed) == chosen


FULLER = [
    ("a year", "2026", {}, [_mark("2026-11-20")], ("2026-11-20", "text")),
    ("a month", "2026-11", {}, [_mark("2026-11-20")], ("2026-11-20", "text")),
    ("a year, and another year's day", "2026", {}, [_mark("2025-11-20")], ("2026", "json-ld")),
    ("a year, and a change", "2026", {}, [_mark("2026-11-20", MODIFIED)], ("2026", "json-ld")),
    ("a year, and the address", "2026", {"url": Findings(published="2026-11-20")}, [], ("2026-11-20", "url")),
    ("a bare 1 January", "2026-01-01", {}, [], ("2026", "json-ld")),
    ("its midnight", "2026-01-01T00:00:00+00:00", {}, [], ("2026", "json-ld")),
    ("one with an hour", "2026-01-01T08:15+00:00", {}, [], ("2026-01-01T08:15+00:00", "json-ld")),
    ("one that is printed", "2026-01-01", {}, [_mark("2026-01-01")], ("2026-01-01", "json-ld")),
    ("one that is printed further off", "2026-01-01", {"time": Findings(published="2026-01-01")}, [], ("2026-01-01", "time")),
    ("one beside another day of its year", "2026-01-01", {}, [_mark("2026-11-20")], ("2026-11-20", "text")),
    ("one beside a month in the address", "2026-01-01", {"url": Findings(published="2026-11")}, [], ("2026-11", "url")),
]


@pytest.mark.parametrize(("why", "stated", "others", "printed", "chosen"), FULLER, ids=[row[0] for row in FULLER])
def test_what_is_less_than_a_day(why: str, stated: str, others: dict[str, Findings], printed: list[Printed], chosen: tuple[str, str]) -> None:
    assert _choice({"json-ld": Findings(published=stated), **others}, *printed) == chosen


def test_a_first_of_january_that_is_seen_is_spelt_out() -> None:
    assert _choice({"time": Findings(published="2026-01-01")}, first="time") == ("2026-01-01", "time")
    assert not is_padded_year("2026-11-01")
    assert not is_padded_year("2026")


VAGUE = [
    ([_mark("2026-11-20", PUBLISHED)], ("2026-11-20", "text")),
    ([_mark("2026-11-19", MODIFIED), _mark("2026-11-20", PUBLISHED)], ("2026-11-20", "text")),
    ([_mark("2026-11-20")], ("2026-11-25", "meta")),
    ([_mark("2026-11-20", PUBLISHED), _mark("2026-11-25")], ("2026-11-25", "meta")),
    ([], ("2026-11-25", "meta")),
]


@pytest.mark.parametrize(("printed", "chosen"), VAGUE)
def test_a_vague_date_gives_way_to_a_printed_one_of_publication(printed: list[Printed], chosen: tuple[str, str]) -> None:
    assert prefer_printed(Chosen("2026-11-25", "meta"), printed) == chosen


SEEN = [
    ([], None, (FIRST, "time")),
    ([_mark("2026-05-10")], "2026-05-02", (FIRST, "time")),
    ([_mark("2024-01-31")], None, ("2024-01-31", "text")),
    ([_mark("2024-01-31", MODIFIED)], None, ("2024-01-31", "change")),
    ([_mark("2024-01-31", MODIFIED)], "2024-01-30", ("2024-01-30", "url")),
    ([], "2026-05-09", ("2026-05-09", "url")),
    ([], "2026-05-10", (FIRST, "time")),
    ([], "2026-05", (FIRST, "time")),
]


@pytest.mark.parametrize(("printed", "address", "chosen"), SEEN)
def test_a_date_seen_somewhere_gives_way_to_a_nearer_one(printed: list[Printed], address: str | None, chosen: tuple[str, str]) -> None:
    found = {"time": Findings(published=FIRST, modified=FIRST), "url": Findings(published=address)}
    assert _choice(found, *printed, first="time") == chosen


def test_a_page_that_prints_only_its_change() -> None:
    assert only_change([_mark(PRINT, MODIFIED)]) == PRINT
    assert only_change([_mark(PRINT, MODIFIED), _mark("2026-05-10")]) is None
    assert only_change([]) is None


CLOCKS = [
    ("2026-05-10T23:30:20+00:00", "2026-05-11T02:30+00:00", "2026-05-11T02:30:20+03:00"),
    ("2026-05-10T03:30+00:00", "2026-05-09T23:30+00:00", "2026-05-09T23:30-04:00"),
    ("2026-05-10T03:30+00:00", "2026-05-10T09:00+00:00", "2026-05-10T09:00+05:30"),
    ("2026-05-10T03:30+00:00", "2026-05-10T03:30+00:00", "2026-05-10T03:30+00:00"),
    ("2026-05-10T03:30+00:00", "2026-05-10T09:07+00:00", "2026-05-10T03:30+00:00"),
    ("2026-05-10T03:30+00:00", "2026-05-12T03:30+00:00", "2026-05-10T03:30+00:00"),
    ("2026-05-10T03:30+02:00", "2026-05-10T09:30+00:00", "2026-05-10T03:30+02:00"),
    ("2026-05-10", "2026-05-10T09:30+00:00", "2026-05-10"),
]


@pytest.mark.parametrize(("moment", "local", "expected"), CLOCKS)
def test_the_offset_is_what_the_printed_clock_differs_by(moment: str, local: str, expected: str) -> None:
    assert local_time(moment, [_mark("2026-05-10"), _mark("2026-05-10", local=local)]) == expected


@pytest.mark.parametrize(
    ("moment", "is_padded"),
    [
        ("2024-01-01", True),
        ("2024-01-01T00:00", True),
        ("2024-01-01T00:00:00Z", True),
        ("2024-01-01T00:00:00.000+00:00", True),
        ("2024-01-01T00:00:41+00:00", False),
        ("2024-01-01T00:05+00:00", False),
        ("2024-01-02T00:00:00+00:00", False),
    ],
)
def test_a_first_of_january_with_a_second_of_its_own_is_a_moment(moment: str, is_padded: bool) -> None:
    assert is_padded_year(moment) is is_padded
