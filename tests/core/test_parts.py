"""When an article goes on in a further part, and when it ends."""

from __future__ import annotations

import pytest

from newscrawl.core.part_address import MOST_PARTS
from newscrawl.core.parts import MAX_PARTS_BYTES, PartLook, PartsEnd, address_of, end_at, next_number

FIRST = PartLook(addresses={2: "https://courier.example/a/2/"}, names=("the bridge opens again",), lines=frozenset({1, 2}))
SECOND = PartLook(addresses={3: "https://courier.example/a/3/"}, names=("the bridge opens again page 2",), lines=frozenset({3}))

ENDS = [
    ("new lines", SECOND, None),
    ("the same headline", PartLook(names=FIRST.names, lines=frozenset({2, 3})), None),
    ("no headline", PartLook(lines=frozenset({3})), None),
    ("a picture without text", PartLook(names=FIRST.names), None),
    ("the text of the first", PartLook(names=FIRST.names, lines=FIRST.lines), PartsEnd.REPEATS),
    ("a piece of it", PartLook(names=FIRST.names, lines=frozenset({1})), PartsEnd.REPEATS),
    ("another headline", PartLook(names=("a tunnel is dug",), lines=frozenset({3})), PartsEnd.OTHER_ARTICLE),
    ("a short headline within the first one", PartLook(names=("bridge",), lines=frozenset({3})), PartsEnd.OTHER_ARTICLE),
    ("a list", PartLook(is_article=False), PartsEnd.NO_ARTICLE),
]


@pytest.mark.parametrize(("part", "end"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_a_part_goes_on_or_ends_the_article(part: PartLook, end: PartsEnd | None) -> None:
    assert end_at((FIRST,), part) == end


def test_a_part_that_repeats_a_later_one_ends_the_article() -> None:
    assert end_at((FIRST, SECOND), PartLook(names=FIRST.names, lines=frozenset({1, 3}))) is PartsEnd.REPEATS


def test_the_next_part_is_that_of_the_next_number() -> None:
    assert next_number((FIRST,), 0) == 2
    assert next_number((FIRST, SECOND), 0) == 3
    assert address_of((FIRST, SECOND), 3) == "https://courier.example/a/3/"
    assert next_number((FIRST, PartLook()), 0) is None
    assert next_number((PartLook(addresses={3: "https://courier.example/a/3/"}),), 0) is None


def test_parts_are_bounded_in_number_and_in_size() -> None:
    look = PartLook(addresses={number: f"https://courier.example/a/{number}/" for number in range(2, 10_000)})
    assert next_number((look,) * (MOST_PARTS - 1), 0) == MOST_PARTS
    assert next_number((look,) * MOST_PARTS, 0) is PartsEnd.TOO_MANY
    assert next_number((look,), MAX_PARTS_BYTES) is PartsEnd.TOO_LARGE
