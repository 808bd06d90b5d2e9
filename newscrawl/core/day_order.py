"""Which of two numbers in a numeric date is the day, by the page's language and the outlet's zone."""

from __future__ import annotations

from newscrawl.core.day_text import DayOrder

DAY_FIRST_LANGUAGES = frozenset(
    (
        *("ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hy"),
        *("id", "is", "it", "ka", "kk", "lb", "lv", "mk", "mr", "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr"),
        *("sw", "ta", "te", "th", "tr", "uk", "ur", "vi"),
    )
)
"""Languages whose short date in CLDR 47 has the day first, but for `MONTH_FIRST_TAGS`. English has both orders, and `en-US` says nothing: themes
of all countries bring it along."""

MONTH_FIRST_TAGS = ("es-pa", "es-pr")
"""Countries of these languages that have it the other way round, or both: Panama and Puerto Rico."""

MONTH_FIRST_ZONES = frozenset(
    (
        *("America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Boise"),
        *("America/Anchorage", "America/Indiana/Indianapolis", "America/Kentucky/Louisville", "Pacific/Honolulu", "US/Eastern", "US/Central"),
        *("US/Mountain", "US/Pacific"),
    )
)
"""Zones of the United States, where the month stands first."""

DAY_FIRST_CONTINENTS = ("Europe/", "Africa/", "Australia/")
"""Where English, too, has the day first (South Africa's year-first dates can be read in one way only)."""


def order_of(language: str | None, zone: str | None) -> DayOrder | None:
    """The order that a language settles, else an outlet's zone; None where neither does."""
    tag = (language or "").replace("_", "-").lower()
    if tag.partition("-")[0] in DAY_FIRST_LANGUAGES:
        return None if tag in MONTH_FIRST_TAGS else DayOrder.DAY_FIRST
    if tag.partition("-")[0] != "en" or zone is None:
        return None
    if zone in MONTH_FIRST_ZONES:
        return DayOrder.MONTH_FIRST
    return DayOrder.DAY_FIRST if zone.startswith(DAY_FIRST_CONTINENTS) else None
