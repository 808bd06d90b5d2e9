"""Seeds in the state: who asks them, when they are due, and the sitemaps that an index lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from newscrawl.stores.state import StateDb, indexes, runs, seeds
from newscrawl.stores.state.seeds import MOST_NESTED, NEVER, Origin, SeedState

FEED, INDEX, NOW = "https://courier.example/feed/", "https://courier.example/sitemap.xml", 1_800_000_000


@pytest.fixture
def db(tmp_path: Path) -> Iterator[StateDb]:
    opened = StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")
    yield opened
    opened.close()


def seed(url: str = FEED, **known: object) -> SeedState:
    return SeedState(outlet="courier", url=url, **known)  # type: ignore[arg-type]


def child(number: int) -> str:
    return f"https://courier.example/sitemap-{number}.xml"


def take(connection: Connection, run: str, state: SeedState, now: int | None = NOW) -> SeedState | None:
    return seeds.take_seed(connection, run, state, now or NOW, due_or_not=now is None)


def test_a_new_seed_is_due_and_held_by_one_run(db: StateDb) -> None:
    with db.write() as connection:
        assert take(connection, "one", seed()) == seed()
        assert take(connection, "two", seed()) is None
        assert take(connection, "two", seed(), None) is None  # not even by force
        seeds.save_seed(connection, seed(next_due_at=NOW + 60, interval_s=60))
        assert take(connection, "two", seed()) is None
        assert take(connection, "two", seed(), NOW + 60) == seed(next_due_at=NOW + 60, interval_s=60)
        seeds.release_seeds(connection, "two")
        assert take(connection, "three", seed(), None) is not None


def test_a_stopped_seed_is_asked_by_force_only(db: StateDb) -> None:
    with db.write() as connection:
        seeds.save_seed(connection, seed(outcome="stopped"))
        assert take(connection, "one", seed()) is None
        assert take(connection, "one", seed(), None) is not None


def test_the_seeds_of_a_dead_run_are_free_again(db: StateDb) -> None:
    with db.write() as connection:
        runs.start_run(connection, "dead", "latest", "here", NOW)
        take(connection, "dead", seed())
        take(connection, "nobody", seed(INDEX))
        assert runs.open_runs(connection, "here") == ["dead", "nobody"]
        runs.bury(connection, ["dead", "nobody"], NOW)
        assert take(connection, "next", seed()) is not None
        assert take(connection, "next", seed(INDEX)) is not None


def test_a_run_that_ends_lets_its_seeds_go(db: StateDb) -> None:
    with db.write() as connection:
        runs.start_run(connection, "one", "latest", "here", NOW)
        take(connection, "one", seed())
        runs.end_run(connection, "one", NOW, "finished", 0)
        assert take(connection, "two", seed()) is not None


@contextmanager
def listed(db: StateDb, *children: tuple[str, str | None], oldest: str | None = None, is_whole: bool = True) -> Iterator[tuple[Connection, int]]:
    with db.write() as connection:
        seeds.save_seed(connection, seed(INDEX, via="sitemap"))
        yield connection, indexes.list_children(connection, seed(INDEX), children, oldest, NOW, is_whole=is_whole).changed


def due(connection: Connection, now: int = NOW, count: int = 100) -> list[str]:
    """Addresses of the due children, each answered for good at once."""
    taken = seeds.take_children(connection, "one", "courier", now, count)
    for state in taken:
        seeds.save_seed(connection, SeedState(**{**{name: getattr(state, name) for name in SeedState.__dataclass_fields__}, "next_due_at": NEVER, "outcome": "read"}))
    return [state.url for state in taken]


def test_new_children_are_due_the_last_changed_first(db: StateDb) -> None:
    with listed(db, (child(1), "2026-01-01"), (child(2), "2026-03-01"), (child(3), None)) as (connection, count):
        assert count == 3
        assert due(connection) == [child(2), child(1), child(3)]
        assert due(connection) == []


def test_children_are_held_by_one_run(db: StateDb) -> None:
    with listed(db, (child(1), None), (child(2), None)) as (connection, _):
        assert [state.url for state in seeds.take_children(connection, "one", "courier", NOW, 1)] == [child(2)]
        assert [state.url for state in seeds.take_children(connection, "two", "courier", NOW, 9)] == [child(1)]
        assert seeds.take_children(connection, "two", "other", NOW, 9) == []


def test_only_a_child_that_its_index_says_has_changed_is_due_again(db: StateDb) -> None:
    with listed(db, (child(1), "2026-01-01"), (child(2), "2026-01-01"), (child(3), None)) as (connection, _):
        due(connection)
        assert indexes.list_children(connection, seed(INDEX), [(child(1), "2026-02-01"), (child(2), "2026-01-01"), (child(3), None)], None, NOW, is_whole=True).changed == 1
        assert due(connection) == [child(1)]


def test_a_child_that_is_not_listed_any_more_is_forgotten_unless_the_index_was_cut(db: StateDb) -> None:
    with listed(db, (child(1), None), (child(2), None)) as (connection, _):
        indexes.list_children(connection, seed(INDEX), [(child(1), None)], None, NOW, is_whole=False)
        assert len(due(connection)) == 2
        indexes.list_children(connection, seed(INDEX), [(child(1), None)], None, NOW, is_whole=True)
        assert seeds.load_seed(connection, "courier", child(2)).outcome == "new"
        assert seeds.load_seed(connection, "courier", child(1)).outcome == "read"


def test_children_from_before_the_oldest_day_are_not_asked(db: StateDb) -> None:
    with listed(db, (child(1), "2019-04"), (child(2), "2026-10-30T10:00:00+00:00"), (child(3), "2026"), oldest="2026-10-01") as (connection, count):
        assert count == 2
        assert set(due(connection)) == {child(2), child(3)}


def test_indexes_that_list_each_other_come_to_an_end(db: StateDb) -> None:
    with db.write() as connection:
        seeds.save_seed(connection, seed(INDEX))
        index, asked = seed(INDEX), [INDEX]
        for number in range(10):
            announced = indexes.list_children(connection, index, [(INDEX, None), (index.url, None), (child(number), None)], None, NOW, is_whole=True)
            taken = seeds.take_children(connection, "one", "courier", NOW, 100)
            if not taken:
                break
            (index,) = taken
            asked.append(index.url)
            seeds.save_seed(connection, SeedState(outlet="courier", url=index.url, origin=Origin.INDEX, parent=index.parent, next_due_at=NEVER))
        assert asked == [INDEX, *(child(number) for number in range(MOST_NESTED))]
        assert (announced.listed, announced.too_deep) == (0, 3)


def test_an_outlet_has_only_so_many_children(db: StateDb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "MOST_CHILDREN", 4)
    with listed(db, *((child(number), None) for number in range(10))) as (connection, _):
        assert len(due(connection)) == 3  # the index itself counts


def test_found_seeds_are_remembered_until_others_are_found(db: StateDb) -> None:
    with db.write() as connection:
        for url in ("https://courier.example/b", "https://courier.example/a"):
            seeds.save_seed(connection, seed(url, origin=Origin.HOME, via="feed"))
        assert [state.url for state in seeds.found_seeds(connection, "courier")] == ["https://courier.example/a", "https://courier.example/b"]
        seeds.forget_found(connection, "courier", ["https://courier.example/b"])
        assert [state.url for state in seeds.found_seeds(connection, "courier")] == ["https://courier.example/b"]
