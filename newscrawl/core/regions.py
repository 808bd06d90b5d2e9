"""Whether two words with a comma between are one place."""

from __future__ import annotations

from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.region_names import CITY_REGIONS, REGION_ABBREVIATIONS


def is_region_of(city: str, region: str) -> bool:
    """Whether what stands behind a comma is the state, the province or the country of the city before it, and no further word of a list."""
    return region in _abbreviations() or (fold(city), fold(region)) in _pairs()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(REGION_ABBREVIATIONS)


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    return frozenset((fold(city), fold(region)) for city, region in CITY_REGIONS)
