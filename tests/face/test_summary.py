"""Counts of a run: what each answer and verdict adds, and that the sums close whatever other runs do meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.book import SUMMARIES_KEPT, write_summary
from newscrawl.core.article import Article
from newscrawl.core.verdict import NO_ARTICLE, Reason, Rejection
from newscrawl.report import sums_close
from newscrawl.stores.state.announcements import Announced
from newscrawl.stores.state.frontier import Asked, Owed
from newscrawl.stores.state.outcome import Lost, Unchanged
from newscrawl.stores.state.seeds import SeedState
from newscrawl.summary import DAMAGED_PLACES_SHOWN, SEED_PROBLEMS_SHOWN, OutletSummary, RunSummary

pytestmark = pytest.mark.promise("T15")

STARTED = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ARTICLE = Article(id="courier-0123456789abcdef", outlet="courier", url="https://courier.example/a", link="https://courier.example/a", fetched_at="", first_seen="")


def summary() -> RunSummary:
    return RunSummary(run="r1", started_at=STARTED, spider="latest")


def seed(outcome: str) -> SeedState:
    return SeedState(outlet="courier", url="https://courier.example/feed/", outcome=outcome)


def test_a_seeds_answer_is_counted_with_what_it_announced() -> None:
    run = summary()
    run.seed("courier", seed("read"), Announced(new=3, known=2, left=1), None)
    run.seed("courier", seed("unchanged"), Announced(), None)
    run.seed("courier", seed("failed"), Announced(), "HTTP 500")
    mine = run.outlet("courier")
    assert dict(mine.seeds) == {"read": 1, "unchanged": 1, "failed": 1}
    assert (mine.new, mine.known, mine.too_old) == (3, 2, 1)
    assert mine.seed_problems == ["https://courier.example/feed/: HTTP 500"]


def test_problems_are_told_up_to_a_number() -> None:
    run = summary()
    for number in range(SEED_PROBLEMS_SHOWN + 5):
        run.seed("courier", seed("failed"), Announced(), f"problem {number}")
    assert len(run.outlet("courier").seed_problems) == SEED_PROBLEMS_SHOWN
    assert run.outlet("courier").seeds["failed"] == SEED_PROBLEMS_SHOWN + 5


def test_only_verdicts_count_as_verdicts() -> None:
    run = summary()
    run.verdict("courier", ARTICLE)
    run.verdict("courier", Rejection(reason=Reason.GONE))
    run.verdict("courier", Rejection(reason=Reason.GONE, detail="HTTP 410"))
    run.verdict("courier", Lost())
    mine = run.outlet("courier")
    assert (mine.kept, dict(mine.rejected)) == (1, {Reason.GONE: 2})


@pytest.mark.parametrize("reason", Reason)
def test_links_without_an_article_are_counted_in_a_row_for_each_seed(reason: Reason) -> None:
    run = summary()
    barren = run.outlet("courier").barren
    run.verdict("courier", Rejection(reason=reason), "a")
    run.verdict("courier", Lost(), "a")
    run.verdict("courier", Rejection(reason=Reason.GONE), "a")
    run.verdict("courier", Rejection(reason=Reason.GONE), None)
    assert (barren["a"], barren["b"]) == (1 + (reason in NO_ARTICLE), 0)
    run.verdict("courier", Rejection(reason=Reason.GONE), "b")
    run.verdict("courier", ARTICLE, "a")
    assert (barren["a"], barren["b"]) == (0, 1)


counts = st.integers(0, 50)


@given(carried=counts, new=counts, too_old=counts, kept=counts, gone=counts, seen=counts, untried=counts, tried=counts, spent=st.booleans())
def test_the_sums_close_whatever_was_counted(carried: int, new: int, too_old: int, kept: int, gone: int, seen: int, untried: int, tried: int, spent: bool) -> None:
    mine = OutletSummary(carried=carried, new=new, too_old=too_old, kept=kept)
    mine.rejected.update({Reason.GONE: gone, Reason.SEEN: seen})
    links = mine.links(Owed(untried=untried, tried=tried), budget_spent=spent)
    assert sums_close(links)
    assert (links["kept"], sum(links["rejected"].values())) == (kept, gone + seen)
    assert links["owed"] + links["left"] == untried + tried + too_old


def test_what_a_spent_limit_did_not_try_is_left_and_what_it_tried_is_owed() -> None:
    mine = OutletSummary(new=10, kept=2)
    assert {name: mine.links(Owed(untried=5, tried=3), budget_spent=True)[name] for name in ("owed", "left", "elsewhere")} == {"owed": 3, "left": 5, "elsewhere": 0}
    assert {name: mine.links(Owed(untried=5, tried=3), budget_spent=False)[name] for name in ("owed", "left")} == {"owed": 8, "left": 0}


@given(given=counts, kept=counts, unchanged=counts, gone=counts, lost=counts, held=counts)
def test_a_run_that_was_given_pages_is_about_these_alone(given: int, kept: int, unchanged: int, gone: int, lost: int, held: int) -> None:
    run = summary()
    total = kept + unchanged + gone + lost + held + given
    run.asked("courier", total + 3, Asked(claims=[], held=held, again=3))
    results = [ARTICLE] * kept + [Unchanged(id="courier-1")] * unchanged + [Rejection(reason=Reason.GONE)] * gone + [Lost()] * lost
    for result in results:
        run.verdict("courier", result)
    links = run.outlet("courier").links(Owed(untried=99, tried=99), budget_spent=True)
    assert sums_close(links)
    assert (links["announced"], links["owed"], links["unchanged"], links["elsewhere"], links["left"]) == (total, given, unchanged, lost + held, 0)
    assert run.outlet("courier").refused == {"duplicate_link": 3}


def test_damage_is_counted_and_told_up_to_a_number() -> None:
    run = summary()
    for number in range(DAMAGED_PLACES_SHOWN + 5):
        run.damage(f"a.warc.gz at byte {number}: cut")
    run.skipped.update(not_html=2)
    found = run.to_dict(STARTED, "finished", 3, {}, {})
    assert (found["damaged"], len(found["damaged_places"]), found["skipped"]) == (DAMAGED_PLACES_SHOWN + 5, DAMAGED_PLACES_SHOWN, {"not_html": 2})


def test_what_another_run_settled_is_elsewhere() -> None:
    assert OutletSummary(carried=10, kept=4).links(Owed(), budget_spent=False)["elsewhere"] == 6


def test_the_summary_is_plain_json_with_all_that_was_counted() -> None:
    run = summary()
    run.seed("courier", seed("read"), Announced(new=1), None)
    run.entries("courier", {"no_link": 2}, {"absurd_date": 1})
    run.verdict("courier", Rejection(reason=Reason.ROBOTS))
    links = {"courier": run.outlet("courier").links(Owed(), budget_spent=False)}
    found = run.to_dict(STARTED + timedelta(seconds=90), "finished", 0, links, {"parts": ["p"], "warcs": []})
    assert json.loads(json.dumps(found)) == found
    assert (found["started_at"], found["ended_at"]) == ("2026-11-22T08:00:00+00:00", "2026-11-22T08:01:30+00:00")
    assert found["outlets"]["courier"]["links"]["rejected"] == {"robots": 1}
    assert (found["outlets"]["courier"]["refused"], found["outlets"]["courier"]["dropped"]) == ({"no_link": 2}, {"absurd_date": 1})
    assert (found["run"], found["spider"], found["exit"], found["outcome"], found["parts"]) == ("r1", "latest", 0, "finished", ["p"])


def test_a_summary_is_a_file_of_its_own_and_the_oldest_go(tmp_path: Path) -> None:
    for number in range(SUMMARIES_KEPT):
        (tmp_path / f"2026{number:06}.json").touch()
    write_summary(tmp_path, "2027", {"run": "2027", "title": "صحوة"}, STARTED.replace(year=2028))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert (len(names), names[0], names[-1]) == (SUMMARIES_KEPT, "2026000001.json", "2027.json")
    assert json.loads((tmp_path / "2027.json").read_text("utf-8")) == {"run": "2027", "title": "صحوة"}
    assert "صحوة" in (tmp_path / "2027.json").read_text("utf-8")


def test_summaries_that_a_clock_dates_years_ahead_go_before_all_others(tmp_path: Path) -> None:
    for number in range(SUMMARIES_KEPT):
        (tmp_path / f"20361122T{number:06}Z.json").touch()
    write_summary(tmp_path, "20261122T080000Z", {}, STARTED)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert (len(names), names[0], names[1]) == (SUMMARIES_KEPT, "20261122T080000Z.json", "20361122T000001Z.json")


def test_what_became_of_the_outlets_rules_is_counted_by_page() -> None:
    run = summary()
    for outcome in ("used", "no match", "no match"):
        run.outlet("courier").count_rules({"body": outcome, "title": "used"})
    told = run.to_dict(STARTED, "finished", 0, {"courier": {}}, {})["outlets"]["courier"]["rules"]
    assert told == {"body": {"used": 1, "no match": 2}, "title": {"used": 3}}
