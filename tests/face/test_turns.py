"""The turns of hosts in one run."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.core.outlet import FetchRules, Outlet
from newscrawl.manners import HostWantsQuiet, Manners
from newscrawl.turns import Turns


def turns(delay_seconds: float, answers: list[float], *, offline: bool = False) -> Turns:
    """Turns at courier.example, whose state gives one of `answers` after the other."""
    outlet = Outlet(slug="courier", name="Courier", home="https://courier.example/", fetch=FetchRules(delay_seconds=delay_seconds))

    async def ask(_: object) -> float:
        return answers.pop(0)

    return Turns(Manners([outlet]), ask, offline=offline)


@pytest.mark.promise("T13")
def test_every_request_takes_its_turn_where_there_is_a_gap():
    mine = turns(1.0, [0.0, 1.0, 2.0])
    assert [asyncio.run(mine.take("www.courier.example")) for _ in range(3)] == [0.0, 1.0, 2.0]


@pytest.mark.promise("T13")
def test_without_a_gap_the_state_is_asked_once_and_its_quiet_time_holds_for_all():
    mine = turns(0.0, [30.0])
    waits = [asyncio.run(mine.take("courier.example")) for _ in range(3)]
    assert waits[0] == 30.0
    assert all(25.0 < wait <= 30.0 for wait in waits)


@pytest.mark.promise("T13")
def test_a_host_that_wants_quiet_for_long_is_left_to_a_later_run():
    with pytest.raises(HostWantsQuiet, match="600 s"):
        asyncio.run(turns(1.0, [600.0]).take("courier.example"))


@pytest.mark.promise("T13")
def test_what_the_host_asked_this_run_for_is_not_asked_of_the_state():
    mine = turns(0.0, [0.0])
    asyncio.run(mine.leave_alone("courier.example", 50.0))
    assert 45.0 < asyncio.run(mine.take("courier.example")) <= 50.0


def test_offline_nobody_waits():
    assert asyncio.run(turns(5.0, [], offline=True).take("courier.example")) == 0.0


@pytest.mark.promise("T13")
def test_a_crawl_delay_widens_the_gap_of_its_host_and_its_mirrors():
    mine = turns(1.0, [0.0])
    asyncio.run(mine.learn("www.courier.example", 7.5, was_asked=False))
    assert [mine.manners.of(host).delay_seconds for host in ("courier.example", "m.courier.example")] == [7.5, 7.5]
    assert mine.manners.of("feeds.courier.example").delay_seconds == 1.0


@pytest.mark.promise("T13")
@pytest.mark.parametrize(("delays", "gap"), [([0.5], 1.0), ([3.0, 2.0], 3.0), ([1e9], 3600.0)])
def test_the_outlets_own_gap_is_never_narrowed_nor_a_crawl_delay_longer_than_an_hour(delays: list[float], gap: float):
    mine = turns(1.0, [])
    for delay in delays:
        asyncio.run(mine.learn("courier.example", delay, was_asked=False))
    assert mine.manners.of("courier.example").delay_seconds == gap


@pytest.mark.promise("T13")
@pytest.mark.parametrize(("delay", "was_asked", "asked"), [(5.0, True, 1), (5.0, False, 0), (0.5, True, 0)])
def test_the_turn_is_held_when_the_host_was_asked_before_its_gap_was_known(delay: float, was_asked: bool, asked: int):
    answers = [5.0]
    asyncio.run(turns(1.0, answers).learn("courier.example", delay, was_asked=was_asked))
    assert len(answers) == 1 - asked


@pytest.mark.promise("T13")
def test_a_host_of_no_outlet_has_its_crawl_delay_too():
    mine = turns(1.0, [])
    asyncio.run(mine.learn("other.example:8080", 4.0, was_asked=False))
    assert mine.manners.of("other.example:8080").delay_seconds == 4.0
    assert mine.manners.of("other.example").delay_seconds == 1.0
