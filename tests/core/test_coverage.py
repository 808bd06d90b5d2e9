"""Coverage from rows: months, sums, verdicts, and where files and articles disagree."""

from __future__ import annotations

import pytest

from newscrawl.core.agreement import Disagreement, FoundPart, KnownPart, Lines, Problem, articles_disagree, parts_disagree
from newscrawl.core.coverage import MonthCoverage, RangeCoverage, Verdict, month_of, verdict_of
from newscrawl.core.coverage_rows import KEPT, LEFT, REJECTED, ArticleRow, Known, LinkRow, OutletCoverage, cover

MONTHS = [
    ("2024-05-01T10:00+03:00", "", None, "2024-05"),
    ("2024-05", "", None, "2024-05"),
    ("2024", "https://a.example/2019/04/03/story/", None, "2019-04"),
    (None, "https://a.example/2019/04/story/", "2024-06-01", "2019-04"),
    (None, "https://a.example/en/2019/04/story/", None, "2019-04"),
    ("2024-05-01", "https://a.example/2019/04/story/", None, "2024-05"),
    (None, "https://a.example/2019/13/story/", None, ""),
    (None, "https://a.example/?from=/2019/04/x", None, ""),
    (None, "https://a.example/story/", "2024-06-01", "2024-06"),
    ("never", "https://a.example/", "2024-99-01", ""),
    (None, "", None, ""),
]


@pytest.mark.parametrize(("published", "url", "modified", "month"), MONTHS)
def test_the_month_that_a_road_dates_a_link(published: str | None, url: str, modified: str | None, month: str) -> None:
    assert month_of(published, url, modified) == month


def link(status: str, number: int = 1, *, month: str = "2024-05", road: str | None = "sitemap", reason: str | None = None, article: str | None = None) -> LinkRow:
    return LinkRow(month, road, status, reason, article, number)


def covered(*links: LinkRow, articles: dict[str, int] | None = None, lines: dict[str, Lines] | None = None, **stated: dict[str, int]) -> OutletCoverage:
    rows = [ArticleRow(name, version, 1_700_000_000) for name, version in (articles or {}).items()]  # 2023-11-14
    return cover("a", Known(articles=rows, links=links, stated=stated), lines or {}, ())


def line(month: str = "2024-05", number: int = 1, *, by_first_seen: bool = False) -> Lines:
    return Lines(number, number, month, by_first_seen)


def only(found: OutletCoverage) -> MonthCoverage:
    (month,) = found.months
    return month


def test_all_held_or_rejected_is_whole() -> None:
    found = covered(link(KEPT, article="a-1"), link(REJECTED, 3, reason="not_found"), link(LEFT, 2), articles={"a-1": 1}, lines={"a-1": line()})
    assert found.verdict is Verdict.WHOLE
    assert only(found) == MonthCoverage(month="2024-05", announced={"sitemap": 6}, held=1, rejected={"not_found": 3}, left=2)


def test_an_owed_link_is_owed_with_its_reason() -> None:
    found = covered(link("pending", 2, reason="http_error"), link("claimed"))
    assert found.verdict is Verdict.OWED
    assert only(found).owed == {"http_error": 2, "untried": 1}


def test_a_held_article_counts_in_its_own_month_wherever_its_link_was_dated() -> None:
    found = covered(link(KEPT, month="2024-09", article="a-1"), link(KEPT, month="", article="a-2"), articles={"a-1": 1, "a-2": 1}, lines={"a-1": line(), "a-2": line(by_first_seen=True)})
    assert only(found) == MonthCoverage(month="2024-05", announced={"sitemap": 2}, held=2, held_by_first_seen=1)


def test_a_kept_article_without_a_line_is_missing_in_the_month_of_its_link() -> None:
    found = covered(link(KEPT, article="a-1"), link(KEPT, month="", article="a-2"), articles={"a-1": 1, "a-2": 1, "a-3": 1})
    assert found.verdict is Verdict.GAPS
    assert [(month.month, dict(month.announced), dict(month.missing)) for month in found.months] == [
        ("2023-11", {"sitemap": 1}, {"no_line": 2}),  # first seen, since nobody dates them
        ("2024-05", {"sitemap": 1}, {"no_line": 1}),
    ]
    assert [(each.problem, each.count) for each in found.disagreements] == [(Problem.IDS_MISSING, 3)]


STATED = [
    # what WordPress says, links beside one held article, what is missing
    (1, [], {}),
    (5, [], {"not_listed": 4}),
    (5, [link(REJECTED, 2, reason="protected"), link("pending"), link(LEFT)], {}),
    (5, [link(REJECTED, 4, reason="seen")], {"not_listed": 4}),
    (0, [], {}),
]


@pytest.mark.parametrize(("count", "others", "missing"), STATED)
def test_what_a_road_counts_beyond_what_is_accounted_for_is_missing(count: int, others: list[LinkRow], missing: dict[str, int]) -> None:
    found = covered(link(KEPT, article="a-1"), *others, articles={"a-1": 1}, lines={"a-1": line()}, wordpress={"2024-05": count})
    assert only(found).missing == missing
    assert only(found).announced["wordpress"] == count
    assert (found.verdict is Verdict.GAPS) == bool(missing)


def test_a_month_of_which_only_a_road_speaks_is_a_gap() -> None:
    found = covered(wordpress={"2019-01": 7})
    assert (found.verdict, only(found).missing) == (Verdict.GAPS, {"not_listed": 7})


RANGES = [
    # the range, what WordPress says that it has there, what is missing; in May one is held and two are owed, in July one is rejected, one is undated
    ("2024-05/2024-07", 4, 0),
    ("2024-05/2024-07", 6, 2),
    ("../2024-06", 4, 1),
    ("2024-08/..", 1, 1),
    ("../..", 5, 0),
    ("../..", 0, 0),
]


@pytest.mark.parametrize(("name", "count", "missing"), RANGES)
def test_what_a_road_counts_in_a_range_is_set_against_all_its_months(name: str, count: int, missing: int) -> None:
    links = (link(KEPT, article="a-1"), link("pending", 2), link(REJECTED, month="2024-07", reason="protected"), link(REJECTED, reason="seen"), link(LEFT, month=""))
    found = covered(*links, articles={"a-1": 1}, lines={"a-1": line()}, wordpress={name: count})
    assert found.ranges == (RangeCoverage(name, "wordpress", count, missing),)
    assert found.verdict is (Verdict.GAPS if missing else Verdict.OWED)
    assert [month.month for month in found.months] == ["2024-05", "2024-07", ""]


def test_what_is_missing_in_a_month_is_not_missing_once_more_in_its_range() -> None:
    found = covered(wordpress={"2024-05": 3, "2024-01/2024-12": 3})
    assert (only(found).missing, found.ranges[0].missing) == ({"not_listed": 3}, 0)


def test_a_range_of_which_only_a_road_speaks_is_told_and_a_gap() -> None:
    assert covered(wordpress={"../..": 3}).verdict is Verdict.GAPS
    held = covered(link(KEPT, road=None, article="a-1"), articles={"a-1": 1}, lines={"a-1": line()}, wordpress={"../..": 1})
    assert held.verdict is Verdict.WHOLE


def test_a_further_address_of_an_article_is_seen_and_no_second_article() -> None:
    found = covered(link(KEPT, article="a-1"), link(KEPT, article="a-1"), articles={"a-1": 1}, lines={"a-1": line()})
    assert (only(found).held, only(found).rejected, only(found).announced) == (1, {"seen": 1}, {"sitemap": 2})


def test_a_held_article_that_is_owed_a_look_makes_its_outlet_owed() -> None:
    found = covered(link("pending", article="a-1"), articles={"a-1": 1}, lines={"a-1": line()})
    assert (found.verdict, found.again, only(found).owed) == (Verdict.OWED, 1, {})


def test_a_further_address_that_waits_for_its_verdict_leaves_no_outlet_whole() -> None:
    found = covered(link(KEPT, article="a-1"), link("claimed", article="a-1"), articles={"a-1": 1}, lines={"a-1": line()})
    assert (found.verdict, found.again, only(found).held, only(found).rejected) == (Verdict.OWED, 1, 1, {"seen": 1})


def test_what_no_road_announced_is_held_and_proves_nothing() -> None:
    found = covered(link(KEPT, road=None, article="a-1"), articles={"a-1": 1}, lines={"a-1": line()})
    assert (found.verdict, found.unannounced, only(found).announced) == (Verdict.UNKNOWN, 1, {})


def test_undated_months_stand_last() -> None:
    found = covered(link("pending", month=""), link("pending", month="2024-06"), link("pending", month="2019-06"))
    assert [month.month for month in found.months] == ["2019-06", "2024-06", ""]


def test_gaps_come_before_owed_and_owed_before_unknown() -> None:
    owed = MonthCoverage(month="2024-05", announced={}, owed={"untried": 1})
    assert verdict_of(()) is Verdict.UNKNOWN
    assert verdict_of((owed,)) is Verdict.OWED
    assert verdict_of((owed,), problems=1) is Verdict.GAPS


PARTS = [
    # as the state knows it, as it lies there, what is told
    (KnownPart(100, 2), FoundPart(100, 2), []),
    (KnownPart(100, 2), None, [(Problem.GONE, -2, -100)]),
    (None, FoundPart(100, 2), [(Problem.UNKNOWN, 2, 100)]),
    (KnownPart(100, 2), FoundPart(50, 1), [(Problem.SHORTER, -1, -50)]),
    (KnownPart(100, None), FoundPart(50, 1), [(Problem.SHORTER, None, -50)]),
    (KnownPart(100, 2), FoundPart(150, 3), [(Problem.LONGER, 1, 50)]),
    (KnownPart(100, 2), FoundPart(100, 1), [(Problem.SHORTER, -1, 0)]),
    (KnownPart(100, 2), FoundPart(100, 3), [(Problem.LONGER, 1, 0)]),
    (KnownPart(100, 2, "run"), FoundPart(150, 2), []),  # its next lines are being written
    (KnownPart(100, 2, "run"), FoundPart(50, 1), [(Problem.SHORTER, -1, -50)]),
    (KnownPart(100, 2), FoundPart(100, 2, 1), [(Problem.DAMAGED, None, None)]),
]


@pytest.mark.parametrize(("known", "found", "told"), PARTS)
def test_where_a_file_is_not_as_the_state_knows_it(known: KnownPart | None, found: FoundPart | None, told: list[tuple[Problem, int | None, int | None]]) -> None:
    problems = parts_disagree({"p": known} if known else {}, {"p": found} if found else {})
    assert [(each.problem, each.lines, each.bytes) for each in problems] == told


def test_where_articles_have_other_lines_than_the_state_knows() -> None:
    lines = {"same": line(number=2), "few": line(number=1), "many": line(number=3), **{f"new-{n}": line() for n in range(30)}}
    versions = {"same": 2, "few": 2, "many": 2, "lost": 1}
    assert list(articles_disagree(versions, lines)) == [
        Disagreement(problem=Problem.IDS_MISSING, count=1, ids=("lost",)),
        Disagreement(problem=Problem.IDS_UNKNOWN, count=30, ids=tuple(f"new-{n}" for n in range(20))),
        Disagreement(problem=Problem.VERSIONS_MISSING, count=1, ids=("few",)),
        Disagreement(problem=Problem.VERSIONS_EXTRA, count=1, ids=("many",)),
    ]
