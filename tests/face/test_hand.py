"""How many links a run holds."""

from __future__ import annotations

from newscrawl.core.link import Link
from newscrawl.hand import LINKS_IN_HAND, Hand
from newscrawl.stores.state.frontier import Claim


def claims(outlet: str, count: int, start: int = 0) -> list[Claim]:
    return [Claim(row=n, link=Link(url=f"https://{outlet}.example/{n}", outlet=outlet), attempts=0) for n in range(start, start + count)]


def test_every_outlet_gets_the_same_room_and_more_with_more_connections():
    hand = Hand({"a": 1, "b": 5}.__getitem__)
    hand.expect(["a", "b"])
    assert hand.room() == {"a": LINKS_IN_HAND, "b": 20}


def test_an_outlet_is_asked_again_when_half_of_its_links_are_done():
    hand = Hand(lambda _: 1)
    hand.expect(["a"])
    taken = hand.take(hand.room(), {"a": claims("a", 8)})
    for number, link in enumerate(taken):
        assert bool(hand.room()) is (number >= 4)
        hand.drop((link.outlet, link.url))


def test_an_outlet_without_due_links_is_not_asked_until_something_is_announced():
    hand = Hand(lambda _: 1)
    hand.expect(["a"])
    assert hand.take(hand.room(), {"a": []}) == []
    assert hand.room() == {}
    hand.expect(["a"])
    assert hand.room() == {"a": 8}


def test_the_budget_is_shared_by_all_outlets():
    hand = Hand(lambda _: 1)
    hand.budget = 10
    hand.expect(["a", "b"])
    assert hand.room() == {"a": 8, "b": 2}
    hand.take(hand.room(), {"a": claims("a", 8), "b": claims("b", 1)})
    assert hand.budget == 1
    for number in range(8):
        hand.drop(("a", f"https://a.example/{number}"))
    assert hand.room() == {"a": 1}
