"""Saved pages on their way: how many, how much, and that their verdicts keep the order of the archive."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from random import Random

import pytest

from newscrawl import procession
from newscrawl.core.article import RawRef
from newscrawl.core.link import Link
from newscrawl.core.page import Page
from newscrawl.hand import name_of
from newscrawl.procession import MOST_PAGES, Procession


def page(number: int, size: int = 10, capture: int = 0) -> Page:
    url = f"https://courier.example/{number}"
    raw = RawRef(file="a.warc", offset=1000 * capture + number, digest="")
    link = Link(url=url, outlet="courier")
    return Page(link=link, url=url, status=200, headers=(), body=bytes(size), fetched_at=datetime(2026, 11, 22, tzinfo=UTC), raw=(raw,))


def open_one() -> Procession:
    return Procession(is_over=lambda: False, are_gone=lambda: False)


def test_verdicts_come_in_the_order_of_entry_whatever_each_takes() -> None:
    async def run(seed: int) -> list[int]:
        rng, order, going = Random(seed), open_one(), []
        verdicts: list[int] = []

        async def judge(number: int) -> None:
            for _ in range(rng.randrange(20)):
                await asyncio.sleep(0)
            if number % 7:  # every seventh is turned away before its turn
                await order.turn(name_of(page(number).link))
                verdicts.append(number)
            await order.leave(name_of(page(number).link))

        for number in range(200):
            assert await order.enter(page(number))
            going.append(asyncio.create_task(judge(number)))
        await order.last()
        await asyncio.gather(*going)
        return verdicts

    for seed in range(5):
        assert asyncio.run(run(seed)) == [number for number in range(200) if number % 7]


async def enters(order: Procession, *pages: Page) -> int:
    """How many enter at once, without anybody leaving."""
    for count, each in enumerate(pages):
        entering = asyncio.create_task(order.enter(each))
        done, _ = await asyncio.wait({entering}, timeout=0.05)
        if not done:
            entering.cancel()
            return count
    return len(pages)


BIG = procession.MOST_BYTES

ROOMS = [
    ("as many as fit", [page(number) for number in range(MOST_PAGES + 3)], MOST_PAGES),
    ("as much as fits", [page(0, BIG // 2), page(1, BIG // 2), page(2, 1)], 2),
    ("a larger one alone", [page(0, BIG + 1), page(1, 1)], 1),
    ("a link once", [page(0), page(1), page(0, capture=1)], 2),
]


@pytest.mark.parametrize(("pages", "count"), [room[1:] for room in ROOMS], ids=[room[0] for room in ROOMS])
def test_there_is_room_for(pages: list[Page], count: int) -> None:
    assert asyncio.run(enters(open_one(), *pages)) == count


def test_the_next_page_of_a_link_is_another_one() -> None:
    async def run() -> None:
        order = open_one()
        await order.enter(page(0))
        assert order.holds(page(0))
        await order.leave(name_of(page(0).link))
        await order.enter(page(0, capture=1))
        assert (order.holds(page(0)), order.holds(page(0, capture=1)), order.waiting) == (False, True, 1)

    asyncio.run(run())


def test_who_never_entered_waits_for_nobody() -> None:
    async def run() -> None:
        order = open_one()
        await order.enter(page(0))
        await asyncio.wait_for(order.turn(("courier", "https://courier.example/foreign")), 5)

    asyncio.run(run())


def test_nobody_enters_when_the_run_is_over() -> None:
    assert asyncio.run(Procession(is_over=lambda: True, are_gone=lambda: False).enter(page(0))) is False


def test_those_that_vanished_are_waited_for_only_until_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procession, "STUCK_CHECK_SECONDS", 0.01)

    async def run() -> int:
        order = Procession(is_over=lambda: False, are_gone=lambda: True)
        await order.enter(page(0))
        await order.enter(page(0, capture=1))
        await order.last()
        return order.vanished

    assert asyncio.run(run()) == 2
