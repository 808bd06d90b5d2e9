"""Folders of an address behind which a date is not the article's."""

from __future__ import annotations

OTHER_DATES = frozenset(
    (
        "agenda",
        "calendar",
        "calendrier",
        "eventi",
        "evento",
        "eventos",
        "events",
        "evenements",
        "kalender",
        "termine",
        "uploads",
        "veranstaltungen",
        "wp-content",
    )
)
"""That of an event, or of a file."""
