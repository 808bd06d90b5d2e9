"""Which number is the day."""

from __future__ import annotations

import pytest

from newscrawl.core.day_order import DAY_FIRST_LANGUAGES, MONTH_FIRST_ZONES, order_of
from newscrawl.core.day_text import DayOrder

ORDERS = [
    ("ar", None, DayOrder.DAY_FIRST),
    ("fr-CH", None, DayOrder.DAY_FIRST),
    ("pt_BR", None, DayOrder.DAY_FIRST),
    ("de", "America/New_York", DayOrder.DAY_FIRST),
    ("es-PR", None, None),
    ("en", None, None),
    ("en-US", None, None),
    ("en", "America/New_York", DayOrder.MONTH_FIRST),
    ("en-US", "Europe/London", DayOrder.DAY_FIRST),
    ("en", "Asia/Manila", None),
    ("ja", "Asia/Tokyo", None),
    (None, "America/New_York", None),
    (None, None, None),
]


@pytest.mark.parametrize(("language", "zone", "order"), ORDERS)
def test_order(language: str | None, zone: str | None, order: DayOrder | None) -> None:
    assert order_of(language, zone) is order


@pytest.mark.parametrize("language", sorted(DAY_FIRST_LANGUAGES))
def test_every_language_with_the_day_first(language: str) -> None:
    assert order_of(f"{language.upper()}-001", None) is DayOrder.DAY_FIRST


@pytest.mark.parametrize("zone", sorted(MONTH_FIRST_ZONES))
def test_every_zone_with_the_month_first(zone: str) -> None:
    assert order_of("en", zone) is DayOrder.MONTH_FIRST
