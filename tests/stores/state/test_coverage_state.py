"""What the state remembers for coverage: months of links, lines of parts, counts of roads, one moment for a reader."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.core.agreement import KnownPart
from newscrawl.core.coverage import Verdict
from newscrawl.core.coverage_rows import LinkRow, OutletCoverage
from newscrawl.core.link import Hints
from newscrawl.core.outlet import Via
from newscrawl.core.verdict import Reason, Rejection
from newscrawl.errors import StateError
from newscrawl.stores.held import Output
from newscrawl.stores.state import StateDb, coverage, seeds
from newscrawl.stores.state.db import StateReader
from newscrawl.stores.state.outcome import Reject
from newscrawl.stores.state.seeds import NEVER, SeedState
from newscrawl.stores.state.session import RunSession
from tests.stores.state.test_state import announce, claim, drop_coverage, keep, make_article, make_link, make_session, set_version

PART = "articles/courier/2026-11-22.jsonl"


def dated(number: int, month: str):
    return replace(make_link(number, url=f"https://courier.example/story-{number}/"), hints=Hints(published=f"{month}-09"))


def seen(data: Path) -> OutletCoverage:
    with StateReader(f"sqlite:///{data / 'state.sqlite'}").read() as connection:
        output = Output.seen_now(data)
        coverage.begin_snapshot(connection)
        return coverage.outlet_coverage(connection, "courier", output, coverage.runs_not_ended(connection), 10)


def rows(session: RunSession) -> set[LinkRow]:
    with session._db.write() as connection:
        return set(coverage.link_rows(connection, "courier"))


def test_a_link_keeps_the_month_of_its_road_when_it_is_rejected(session: RunSession) -> None:
    announce(session, [dated(1, "2024-05"), dated(2, "2024-05"), make_link(3)])
    first, second, _ = claim(session)
    session.commit([Reject(claim=each, rejection=Rejection(reason=Reason.GONE)) for each in (first, second)])
    assert rows(session) == {LinkRow("2024-05", "feed", "rejected", "gone", None, 2), LinkRow("2026-11", "feed", "claimed", None, None, 1)}


def test_a_link_without_a_stored_month_is_dated_from_what_is_known(session: RunSession) -> None:
    announce(session, [dated(1, "2024-05"), make_link(2), make_link(3, url="https://courier.example/story/")])
    with session._db.write() as connection:
        connection.exec_driver_sql("UPDATE link SET month = NULL")
    assert sorted(row.month for row in rows(session)) == ["", "2024-05", "2026-11"]


def test_what_a_road_says_replaces_what_it_said_of_the_same_month(session: RunSession) -> None:
    session.announce_months("courier", Via.WORDPRESS, {"2024-05": 120, "2024-06": 7})
    session.announce_months("courier", Via.WORDPRESS, {"2024-05": 121, "": 1})
    session.announce_months("courier", Via.SITEMAP, {})
    with session._db.write() as connection:
        assert coverage.announced_months(connection, "courier") == {"wordpress": {"2024-05": 121, "2024-06": 7, "": 1}}
        assert coverage.outlets_known(connection) == ["courier"]


SAID = [
    # what a walk says one call after the other, what stands in the end
    ([{"2024-05": 120}, {"2024-05": 120}], {"2024-05": 120}),
    ([{"2024-05": 120}, {"2024-06": 7}, {"2024-05": 119}], {"2024-05": 119, "2024-06": 7}),
    ([{"2024-05": 120, "2025-01": 3}, {"2024-01/2024-12": 900}], {"2025-01": 3, "2024-01/2024-12": 900}),
    ([{"2024-01/2024-12": 900}, {"2024-05": 120}], {"2024-01/2024-12": 900, "2024-05": 120}),
    ([{"2024-05": 120, "": 1, "../2019-12": 9}, {"../..": 5000}], {"../..": 5000}),
    ([{"../..": 5000, "2024-05": 120}] * 2, {"../..": 5000, "2024-05": 120}),
    ([{"1969-12": 1, "9999-12": 2}], {"1969-12": 1, "9999-12": 2}),
]


@pytest.mark.parametrize(("calls", "stands"), SAID)
def test_a_count_replaces_those_of_the_same_months_and_within(session: RunSession, calls: list[dict[str, int]], stands: dict[str, int]) -> None:
    session.announce_months("courier", Via.SITEMAP, {"2024-05": 1})
    session.announce_months("herald", Via.WORDPRESS, {"2024-05": 2})
    for counts in calls:
        session.announce_months("courier", Via.WORDPRESS, counts)
    with session._db.write() as connection:
        assert coverage.announced_months(connection, "courier") == {"sitemap": {"2024-05": 1}, "wordpress": stands}
        assert coverage.announced_months(connection, "herald") == {"wordpress": {"2024-05": 2}}


def test_a_known_link_moves_to_the_month_that_a_later_road_dates_it(session: RunSession) -> None:
    announce(session, [make_link(1, url="https://courier.example/story-1/"), dated(2, "2024-06"), make_link(3)])
    assert {row.month for row in rows(session)} == {"", "2024-06", "2026-11"}
    announce(session, [dated(1, "2024-05"), replace(dated(2, "2024-06"), hints=Hints(modified="2025-01-01"))])
    assert {row.month for row in rows(session)} == {"2024-05", "2024-06", "2026-11"}


def test_what_a_rebuilt_state_knows_by_its_lines_alone_is_announced_once_a_road_lists_it(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1)
    with session._db.write() as connection:
        connection.exec_driver_sql("UPDATE link SET via = NULL, seed = NULL, month = NULL")
    assert (seen(tmp_path).verdict, seen(tmp_path).unannounced) == (Verdict.UNKNOWN, 1)
    announce(session, [make_link(1)])
    assert (seen(tmp_path).verdict, seen(tmp_path).unannounced) == (Verdict.WHOLE, 0)


def test_an_article_that_a_road_counts_is_no_gap_when_another_road_gave_its_link_undated(session: RunSession, tmp_path: Path) -> None:
    announce(session, [make_link(1, url="https://courier.example/story-1/")])
    session.commit([Reject(claim=claim(session)[0], rejection=Rejection(reason=Reason.PROTECTED))])
    announce(session, [dated(1, "2024-05")])
    session.announce_months("courier", Via.WORDPRESS, {"2024-05": 1})
    assert seen(tmp_path).verdict is Verdict.WHOLE


@pytest.mark.parametrize("counts", [{"2024-13": 1}, {"2024": 1}, {"May": 1}, {"2024-05": -1}, {"2024-05/2024-01": 1}, {"2024/2025": 1}])
def test_what_is_no_count_of_a_month_is_refused_whole(session: RunSession, counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no month"):
        session.announce_months("courier", Via.WORDPRESS, {"2024-04": 3, **counts})
    with session._db.write() as connection:
        assert coverage.announced_months(connection, "courier") == {}


def kept(session: RunSession, *numbers: int) -> None:
    announce(session, [make_link(number) for number in numbers])
    session.commit([keep(each, make_article(number)) for number, each in zip(numbers, claim(session), strict=True)])


def part(session: RunSession) -> KnownPart:
    with session._db.write() as connection:
        return coverage.known_parts(connection, "courier")[PART]


def test_a_part_knows_its_lines_and_who_writes_to_it(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1, 2)
    kept(session, 3)
    assert part(session) == KnownPart((tmp_path / PART).stat().st_size, 3, "run-1")
    session.end("finished", 0)
    assert part(session).writer is None


def test_adoption_counts_the_lines_that_it_takes_in(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1, 2)
    session.end("finished", 0)
    session.close()
    with (tmp_path / PART).open("a", encoding="utf-8") as file:
        file.write(make_article(3).to_json() + "\nno record\n{torn")
    later = make_session(tmp_path, "run-2")
    later.begin("latest")
    assert part(later).lines == 4
    later.end("finished", 0)
    later.close()
    (tmp_path / PART).write_text(make_article(1).to_json() + "\n", encoding="utf-8")
    last = make_session(tmp_path, "run-3")
    last.begin("latest")
    assert part(last).lines == 1
    last.close()


def test_lines_that_an_older_version_did_not_count_stay_uncounted(session: RunSession) -> None:
    kept(session, 1)
    with session._db.write() as connection:
        connection.exec_driver_sql("UPDATE part SET lines = NULL")
    kept(session, 2)
    assert part(session).lines is None


def test_a_reader_needs_no_lock_and_sees_one_moment_beside_a_run(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1)
    with StateReader(f"sqlite:///{tmp_path / 'state.sqlite'}").read() as connection:
        output = Output.seen_now(tmp_path)
        coverage.begin_snapshot(connection)
        assert coverage.runs_not_ended(connection) == ["run-1"]
        kept(session, 2, 3)
        found = coverage.outlet_coverage(connection, "courier", output, ["run-1"], 10)
    assert [(month.held, sum(month.announced.values())) for month in found.months] == [(1, 1)]
    assert (found.verdict, found.disagreements) == (Verdict.WHOLE, ())
    assert [month.held for month in seen(tmp_path).months] == [3]


def test_a_part_that_a_run_has_just_made_is_left_to_it(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1)
    (tmp_path / PART).with_name("2026-11-23.jsonl").write_text(make_article(2).to_json() + "\n", encoding="utf-8")
    assert seen(tmp_path).disagreements == ()
    session.end("finished", 0)
    assert [each.problem for each in seen(tmp_path).disagreements] == ["unknown", "ids_unknown"]


def test_a_run_that_begins_meanwhile_changes_nothing_of_what_is_seen(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1)
    session.end("finished", 0)
    session.close()
    with StateReader(f"sqlite:///{tmp_path / 'state.sqlite'}").read() as connection:
        output = Output.seen_now(tmp_path)
        coverage.begin_snapshot(connection)
        assert coverage.runs_not_ended(connection) == []
        later = make_session(tmp_path, "run-2")
        later.begin("latest")
        kept(later, 2)
        (tmp_path / PART).with_name("2026-11-23.jsonl").write_text(make_article(3).to_json() + "\n", encoding="utf-8")
        found = coverage.outlet_coverage(connection, "courier", output, [], 10)
    later.close()
    assert (found.verdict, found.disagreements, [month.held for month in found.months]) == (Verdict.WHOLE, (), [1])


def test_damaged_lines_beyond_what_is_committed_are_still_to_come(session: RunSession, tmp_path: Path) -> None:
    kept(session, 1)
    with (tmp_path / PART).open("a", encoding="utf-8") as file:
        file.write("no record\n" + make_article(2).to_json() + "\n")
    assert seen(tmp_path).disagreements == ()


SEEDS = [
    # outcome, origin, whether it is due at all, how it is told
    ("read", "file", True, None),
    ("unchanged", "home", True, None),
    ("stopped", "file", False, None),
    ("failed", "file", True, "failed"),
    ("failed", "index", True, "failed"),
    ("new", "index", True, "untried"),
    ("new", "index", False, None),
    ("new", "file", True, None),
]


@pytest.mark.parametrize(("outcome", "origin", "is_due", "told"), SEEDS)
def test_a_seed_that_was_not_read_may_announce_more(session: RunSession, tmp_path: Path, outcome: str, origin: str, is_due: bool, told: str | None) -> None:
    kept(session, 1)
    state = SeedState(outlet="courier", url="https://courier.example/map.xml", outcome=outcome, origin=origin, next_due_at=0 if is_due else NEVER)
    with session._db.write() as connection:
        seeds.save_seed(connection, state)
    found = seen(tmp_path)
    assert [seed.outcome for seed in found.unread] == ([told] if told else [])
    assert found.verdict is (Verdict.UNKNOWN if told else Verdict.WHOLE)


def test_a_state_of_schema_3_gets_what_coverage_needs(tmp_path: Path) -> None:
    url = set_version(tmp_path, "schema", 3)
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection, connection:
        drop_coverage(connection)
    with pytest.raises(StateError, match=r"older newscrawl made it \(schema 3\); run a crawl first"):
        seen(tmp_path)
    StateDb.open(url).close()
    with StateReader(url).read() as connection:
        assert coverage.outlets_known(connection) == []
        assert coverage.known_parts(connection, "courier") == {}
        assert list(coverage.link_rows(connection, "courier")) == []


def test_a_link_counts_for_every_road_that_gave_it(session: RunSession, tmp_path: Path) -> None:
    by = {via: [replace(make_link(number), via=via) for number in numbers] for via, numbers in ((Via.FEED, (1, 2)), (Via.SITEMAP, (1, 2, 3)), (Via.LISTING, (3,)))}
    for links in (*by.values(), by[Via.SITEMAP]):
        announce(session, links)
    found = Counter(road for row in rows(session) for road in (row.road, *row.also) for _ in range(row.number))
    assert found == {"feed": 2, "sitemap": 3, "listing": 1}


def test_a_state_of_schema_4_learns_which_roads_gave_a_link(tmp_path: Path) -> None:
    url = set_version(tmp_path, "schema", 4)
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection, connection:
        connection.execute("ALTER TABLE link DROP COLUMN also")
        connection.execute("ALTER TABLE part DROP COLUMN short")
        connection.execute("INSERT INTO link (outlet, key, url, status, due_at, attempts, announced_at, via, month) VALUES ('a', x'00', 'https://a.example/', 'pending', 0, 0, 0, 'feed', '')")
    StateDb.open(url).close()
    with StateReader(url).read() as connection:
        assert [(row.road, row.also) for row in coverage.link_rows(connection, "a")] == [("feed", ())]
