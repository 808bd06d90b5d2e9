"""Places with a comma."""

from __future__ import annotations

from newscrawl.core.region_names import CITY_REGIONS, REGION_ABBREVIATIONS
from newscrawl.core.regions import is_region_of


def test_each_city_has_its_region() -> None:
    assert [row for row in CITY_REGIONS if not is_region_of(row[0].upper(), row[1])] == []
    assert [row for row in CITY_REGIONS if is_region_of("Politics", row[1])] == []


def test_each_abbreviation_stands_behind_any_town() -> None:
    assert [word for word in REGION_ABBREVIATIONS if not is_region_of("Riverside", word)] == []
    assert not is_region_of("Riverside", "Ohio")
