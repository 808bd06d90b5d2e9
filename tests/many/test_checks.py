"""Each count and each check can fail, and holds where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.many import counts
from tests.many.checks import Check, broken, gap_check, output_of
from tests.many.faults import ARTICLE, FEED, ROBOTS
from tests.many.growth import growth_checks
from tests.many.paper import Paper
from tests.many.plan import CRAWL_DELAY_SECONDS, MAX_AGE_SECONDS, plan
from tests.many.rounds import Round, lateness_checks
from tests.many.table import figures, row_of, table
from tests.many.world import Seen

PLAN = replace(plan(0, 1, None), delay_seconds=0.2, robots="User-agent: *\nCrawl-delay: 0.3\n", max_age_seconds=MAX_AGE_SECONDS)
HOST = PLAN.address
PLANS = {HOST: PLAN}
FIRST = Seen(round=1, at=100.0, simulated_at=100.0, address=HOST, target="/feed/", kind=FEED, status=200, conditional=False, version="1", known=None)


def later(seconds: float, **changed: Any) -> Seen:
    return replace(FIRST, at=FIRST.at + seconds, simulated_at=FIRST.simulated_at + seconds, **changed)


# --- polls --------------------------------------------------------------------------------------------------------------------------------


def test_polls_are_counted_by_answer_and_unchanged_ones_apart() -> None:
    known = {"known": "1", "conditional": True}
    seen = [FIRST, later(1, status=304, **known), later(2, **known), later(3, known="1"), later(4, known="1", version="2"), later(5, status=301), later(6, status=503)]
    polls = counts.polls([*seen, later(7, kind=ARTICLE)])
    assert (polls.ok, polls.not_modified, polls.moved, polls.other) == (4, 1, 1, 1)
    assert (polls.unchanged, polls.unchanged_304, polls.unchanged_without_conditions) == (3, 1, 1)
    assert polls.share_304 == pytest.approx(1 / 3)


def test_where_nothing_was_unchanged_nothing_was_missed() -> None:
    assert counts.polls([FIRST]).share_304 == 1


@pytest.mark.parametrize(("seconds", "early"), [(MAX_AGE_SECONDS - 10, 1), (MAX_AGE_SECONDS, 0)])
def test_a_poll_of_a_fresh_feed(seconds: float, early: int) -> None:
    assert counts.polled_while_fresh([FIRST, later(seconds)], PLANS) == early


# --- gaps and waits -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "kept"), [(0.18, False), (0.192, True), (5, True)])
def test_a_gap_is_held_to_the_outlet_file(seconds: float, kept: bool) -> None:
    check = gap_check("gap", counts.gaps([FIRST, later(seconds)], PLANS, with_crawl_delay=False))
    assert check.kept is kept


def test_crawl_delay_counts_from_when_it_was_read() -> None:
    seen = [FIRST, later(0.2, kind=ROBOTS), later(0.4)]
    assert [gap.wanted_seconds for gap in counts.gaps(seen, PLANS, with_crawl_delay=True)] == [0.2, CRAWL_DELAY_SECONDS]
    assert [gap.wanted_seconds for gap in counts.gaps(seen, PLANS, with_crawl_delay=False)] == [0.2, 0.2]


def test_hosts_do_not_share_a_gap() -> None:
    assert counts.gaps([FIRST, later(0.01, address="127.1.9.9")], {**PLANS, "127.1.9.9": PLAN}, with_crawl_delay=True) == []


TOO_EARLY = (
    ("503", "3600", {}, 1),
    ("503", "3600", {"target": "/other/"}, 0),
    ("429", "3600", {"target": "/other/"}, 1),
    ("429", "60", {"target": "/other/"}, 0),
    ("503", "Thu, 01 Jan 1970 01:00:00 GMT", {}, 1),
    ("503", "Thu, 01 Jan 1970 00:10:00 GMT", {}, 0),
    ("503", None, {}, 0),
    ("503", "soon", {}, 0),
    ("200", "3600", {}, 0),
)


@pytest.mark.parametrize(("status", "retry_after", "then", "early"), TOO_EARLY)
def test_a_request_before_retry_after(status: str, retry_after: str | None, then: dict[str, str], early: int) -> None:
    told = replace(FIRST, status=int(status), retry_after=retry_after)
    assert len(counts.asked_too_early([told, later(1200, **then)])) == early


def test_an_article_fetched_twice_and_one_that_moved() -> None:
    article: dict[str, Any] = {"kind": ARTICLE, "article": 3, "target": "/a/"}
    twice = [later(1, **article), later(2, **article), later(3, **{**article, "status": 304})]
    assert counts.fetched_twice(twice) == {(HOST, "/a/"): 2}
    assert counts.fetched_at_two_addresses(twice) == 0
    moved = [twice[0], later(2, **{**article, "target": "/b/"})]
    assert counts.fetched_twice(moved) == {}
    assert counts.fetched_at_two_addresses(moved) == 1


def test_robots_are_counted_by_host_and_lateness_by_the_last_page() -> None:
    seen = [later(1, kind=ROBOTS), later(2, kind=ROBOTS), later(3, kind=ROBOTS, address="127.1.9.9"), later(4, kind=ARTICLE), later(5, kind=ARTICLE), later(6)]
    assert counts.most_robots(seen) == 2
    assert counts.last_articles(seen, started_at=100.0) == {HOST: 5.0}


# --- output -------------------------------------------------------------------------------------------------------------------------------


def lines_of(paper: Paper) -> list[dict[str, str]]:
    """What a perfect crawl writes."""
    return [{"outlet": paper.plan.slug, "url": f"http://{HOST}:80{piece.story.path}", "text": piece.texts[-1]} for piece in paper.pieces if not piece.gone]


@pytest.fixture
def paper() -> Paper:
    made = Paper(PLAN, 4, datetime(2026, 1, 1, tzinfo=UTC))
    made.pieces[0].gone = True
    return made


def test_a_perfect_output(paper: Paper) -> None:
    output = output_of([paper], lines_of(paper))
    assert (output.live, output.missing, output.doubled, output.strange, output.wrong_text) == (3, (), (), (), ())


def test_a_gone_article_may_be_there(paper: Paper) -> None:
    paper.pieces[0].gone = False
    lines = lines_of(paper)
    paper.pieces[0].gone = True
    assert output_of([paper], lines).strange == ()


BENT: dict[str, Callable[[list[dict[str, str]]], object]] = {
    "missing": lambda lines: lines.pop(),
    "doubled": lambda lines: lines.append(lines[0]),
    "strange": lambda lines: lines.append({**lines[0], "url": f"http://{HOST}/elsewhere/"}),
    "wrong_text": lambda lines: lines[0].update(text="half"),
}


@pytest.mark.parametrize("fault", BENT)
def test_an_output_that_is_wrong(paper: Paper, fault: str) -> None:
    lines = lines_of(paper)
    BENT[fault](lines)
    output = output_of([paper], lines)
    assert {name for name in BENT if getattr(output, name)} == {fault}


# --- time, growth, report -----------------------------------------------------------------------------------------------------------------

ROUND = Round(
    number=1,
    code=0,
    seconds=1,
    cpu_seconds=1,
    peak_bytes=100,
    peak_files=10,
    state_bytes=1000,
    requests=5,
    polls=counts.Polls(ok=1),
    published=0,
    changes={"edited": 2},
    kept=1,
    lines=10,
    errors=0,
)


@pytest.mark.parametrize(("factor", "kept"), [(1.1, [True, True]), (1.5, [False, False])])
def test_lateness_is_held_against_the_run_without_the_faulty(factor: float, kept: list[bool]) -> None:
    alone = [1.0, 2.0, 3.0, 4.0]
    checks = lateness_checks([value * factor for value in alone], alone)
    assert [check.kept for check in checks] == [*kept, None]
    assert lateness_checks(alone, []) == []


@pytest.mark.parametrize(("peak", "kept"), [(120, True), (130, False)])
def test_memory_is_held_against_an_early_round(peak: int, kept: bool) -> None:
    done = [ROUND] * 19 + [replace(ROUND, number=20, peak_bytes=peak)]
    assert growth_checks(done)[0].kept is kept
    assert growth_checks(done[:5]) == []


SOAKED = ("peak memory", "wall time", "processor time", "processor time for each request", "open files", "state for each line")


@pytest.mark.parametrize(
    ("later", "broken"),
    [
        ({}, []),
        ({"state_bytes": 5000, "lines": 50}, []),
        ({"peak_bytes": 106}, ["peak memory"]),
        ({"seconds": 1.11}, ["wall time"]),
        ({"cpu_seconds": 1.11}, ["processor time", "processor time for each request"]),
        ({"peak_files": 12}, []),
        ({"peak_files": 13}, ["open files"]),
        ({"state_bytes": 5600, "lines": 50}, ["state for each line"]),
    ],
)
def test_a_soak_is_held_against_its_early_rounds(later: dict[str, int], broken: list[str]) -> None:
    outlier = replace(ROUND, seconds=100, peak_bytes=10_000)
    done = [*[ROUND] * 150, *[outlier] * 20, *[replace(ROUND, **later)] * 30]
    assert not_kept(done) == broken


def not_kept(done: list[Round]) -> list[str]:
    checks = growth_checks(done)
    assert [check.name.partition(",")[0] for check in checks] == list(SOAKED)
    return [check.name.partition(",")[0] for check in checks if not check.kept]


def soaked(requests: tuple[int, int], cpu_seconds: tuple[float, float], rounds: int = 400, settled: int = 100) -> list[Round]:
    """Rounds of a soak in which silent seeds are asked less from round `settled` on; the processor time of the first rounds and of the last 50."""
    early = [replace(ROUND, requests=requests[0], cpu_seconds=cpu_seconds[0])] * settled
    quiet = replace(ROUND, requests=requests[1])
    middle = [replace(quiet, cpu_seconds=cpu_seconds[0] * requests[1] / requests[0])] * (rounds - settled - 50)
    return [replace(one, number=number) for number, one in enumerate([*early, *middle, *[replace(quiet, cpu_seconds=cpu_seconds[1])] * 50], 1)]


def test_less_work_hides_no_request_that_costs_more() -> None:
    assert not_kept(soaked((1000, 500), (10.0, 5.4))) == []
    assert not_kept(soaked((1000, 500), (10.0, 5.6))) == ["processor time for each request"]


def test_a_request_is_held_against_rounds_that_asked_as_much() -> None:
    (check,) = (check for check in growth_checks(soaked((1000, 500), (10.0, 5.0))) if "request" in check.name)
    assert "rounds 351–400 / 77–126," in check.name, "of 50 that begin earlier half or more ask twice as much"
    assert check.value.startswith("1.000 (10.0 ms")


def test_where_no_early_rounds_asked_as_much_nothing_is_shown() -> None:
    assert not_kept(soaked((1000, 500), (10.0, 5.0), settled=190)) == ["processor time for each request"]


def test_a_report_says_what_was_broken() -> None:
    checks = [Check(name="a|b", value="1", bound="0", kept=False), Check(name="c", value="1", kept=True), Check(name="d", value="1")]
    assert broken(checks) == checks[:1]
    lines = table(("check", "found", "promised", ""), map(row_of, checks)).splitlines()
    assert lines[2] == r"| a\|b | 1 | 0 | **broken** |"
    assert [len(figures(ROUND))] == [16]
