"""What a run asks the state again and again reads what is owed by its index, and never all links: they may be millions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from newscrawl.core.range import Range
from newscrawl.core.wanted import Wanted
from newscrawl.stores.state import bydate, frontier, runs, walks
from newscrawl.stores.state.db import StateDb

pytestmark = pytest.mark.promise("T16")

NOW = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
OUTLET = "courier"
ASKED = {
    "the next links": lambda connection: frontier.claim(connection, "run", OUTLET, 8, NOW),
    "the next of a walk": lambda connection: walks.take_owed(connection, "run", OUTLET, "https://courier.example/", 8, NOW),
    "the next by day": lambda connection: bydate.first_due(connection, OUTLET, Wanted(days=Range()), NOW, 8),
    "what is beyond the days": lambda connection: bydate.owed_beyond(connection, OUTLET, Wanted(days=Range())),
    "what is owed": frontier.owed_by_outlet,
    "what others may take": lambda connection: frontier.owed_by_outlet(connection, by=("pending",)),
    "dead runs": lambda connection: runs.open_runs(connection, "host"),
    "giving back": lambda connection: frontier.release(connection, "run"),
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with closing(StateDb.open(f"sqlite:///{tmp_path / 'state.sqlite'}")) as state, state.write() as opened:
        yield opened


@pytest.mark.parametrize("name", ASKED)
def test_the_index_of_owed_links_is_used(connection: Connection, name: str) -> None:
    asked: list[tuple[str, object]] = []
    event.listen(connection, "before_cursor_execute", lambda _c, _cursor, statement, values, _context, _many: asked.append((statement, values)))
    ASKED[name](connection)
    of_links = [(statement, values) for statement, values in asked if "link" in statement]
    assert of_links
    driver = connection.connection.driver_connection
    assert driver is not None
    for statement, values in of_links:
        plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert any("link USING" in step and "link_owed" in step for step in plan), (statement, plan)
        assert not any(step.startswith("SCAN link") for step in plan), (statement, plan)


def test_a_plan_without_the_condition_would_read_all(connection: Connection) -> None:
    plan = connection.execute(text("EXPLAIN QUERY PLAN SELECT run FROM link WHERE status = :status"), {"status": "claimed"}).all()
    assert plan[0][3].startswith("SCAN link")
