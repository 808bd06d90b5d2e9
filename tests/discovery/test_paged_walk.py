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


@pytest.mark.parametrize(
    ("barren", "before", "end"), [(0, 0, None), (MOST_BARREN - 1, 0, None), (MOST_BARREN, 0, End.NO_ARTICLES), (200, 30_000, None), (300, 30_000, End.NO_ARTICLES)]
)
def test_a_road_that_leads_to_no_article_is_left_and_gone_on_with(barren: int, before: int, end: End | None) -> None:
    walk = behind(PagedWalk(cursor=first_cursor(SEED), new=before), PAGE, 5, SEED, WANTED, barren=barren)
    assert (walk.cursor, walk.end, walk.is_whole) == (PAGE.next, end, False)
    assert walk_of(walk.to_text(), SEED) == PagedWalk(cursor=PAGE.next, pages=1, new=before + 5)


def test_pages_that_bring_no_new_links_end_nothing() -> None:
    assert behind(PagedWalk(cursor=first_cursor(SEED)), PAGE, 0, SEED, WANTED, barren=MOST_BARREN * 9).end is None


def test_the_last_page_is_the_last_page_whatever_stood_behind_its_links() -> None:
    last = RoadPage(reading=SeedReading(), end=End.NO_NEXT)
    assert behind(PagedWalk(cursor=first_cursor(SEED)), last, 5, SEED, WANTED, barren=MOST_BARREN).end is End.NO_NEXT
