"""Ten outlets, six rounds and twice a day later: the promises that hold whatever the machine is busy with. `make rounds` has 300 and 50."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.many.checks import Check
from tests.many.faults import QUICK
from tests.many.rounds import Options, Result, run

pytestmark = [pytest.mark.rounds, pytest.mark.promise("T13")]

SLICE = Options(outlets=10, articles=6, rounds=6, faulty_share=0.3, faults=QUICK, delays_seconds=(0.2,), compare=False)

PROMISES = (
    "live articles of honest outlets that are not in the output",
    "articles of honest outlets that are there more than once",
    "lines of honest outlets that are no article of theirs",
    "lines of honest outlets with a text that never stood there",
    "requests before Retry-After",
    "articles of honest outlets fetched twice",
    "rounds with errors of our own",
    "articles that a lying feed lists, not in the output a week later",
    "polls of unchanged feeds of honest outlets that were answered 304",
    "gap between requests to a host, beside its outlet file's delay",
    "the same, with the Crawl-delay of its robots.txt",
    "polls of a feed before its max-age had gone",
    "requests for one honest host's robots.txt",
    "requests to the private address",
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run(SLICE, tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="module")
def checks(result: Result) -> Mapping[str, Check]:
    return {check.name: check for check in result.checks}


def test_something_happened(result: Result) -> None:
    assert sum(one.published for one in result.rounds) > 0
    assert sum(len(one.changes) for one in result.rounds) > 0
    assert sum(one.polls.not_modified for one in result.rounds) > 0


def test_every_promise_is_looked_at(checks: Mapping[str, Check]) -> None:
    assert {name for name, check in checks.items() if check.kept is not None} == set(PROMISES)


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_kept(checks: Mapping[str, Check], name: str) -> None:
    assert checks[name].kept, checks[name].value
