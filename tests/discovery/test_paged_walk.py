"""The walk over pages: what ends it beside what the pages themselves say."""

from __future__ import annotations

import pytest

from newscrawl.core.outlet import Via
from newscrawl.core.range import Range
from newscrawl.core.wanted import Wanted
from newscrawl.discovery.paged_walk import MOST_BARREN, PagedWalk, behind, walk_of
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.road import Cursor, End, RoadPage, first_cursor
from tests.discovery.reading_of import seed_of

SEED = seed_of(Via.LISTING)
WANTED = Wanted(days=Range())
PAGE = RoadPage(reading=SeedReading(), next=Cursor(url=f"{SEED.url}?page=2", page=2))


@pytest.mark.parametrize(("barren", "end"), [(0, None), (MOST_BARREN - 1, None), (MOST_BARREN, End.NO_ARTICLES), (MOST_BARREN * 9, End.NO_ARTICLES)])
def test_a_road_that_leads_to_no_article_is_left(barren: int, end: End | None) -> None:
    walk = behind(PagedWalk(cursor=first_cursor(SEED)), PAGE, 5, SEED, WANTED, barren=barren)
    assert (walk.cursor is None, walk.end) == (end is not None, end)
    assert not walk.is_whole
    assert walk_of(walk.to_text(), SEED).cursor == (first_cursor(SEED) if end else PAGE.next)


def test_the_last_page_is_the_last_page_whatever_stood_behind_its_links() -> None:
    last = RoadPage(reading=SeedReading(), end=End.NO_NEXT)
    assert behind(PagedWalk(cursor=first_cursor(SEED)), last, 5, SEED, WANTED, barren=MOST_BARREN).end is End.NO_NEXT
