"""Small words beside a date in a line with other things; one row for each, compared as `date_text.fold` leaves them."""

from __future__ import annotations

NUMBERED = frozenset(
    (
        "#",
        "ausgabe",
        "edicion",
        "heft",
        "issue",
        "n",
        "n°",
        "no",
        "nr",
        "num",
        "number",
        "numero",
        "page",
        "pagina",
        "seite",
        "vol",
        "volume",
        "№",
        "第",
    )
)
"""Words before the number of an issue or a page: "No. 3 March 2024" has no day."""

SECTION_WORDS = frozenset(
    (
        "dans",
        "em",
        "en",
        "i",
        "in",
        "na",
        "su",
        "v",
        "w",
        "в",
        "у",
    )
)
"""What stands between a date and a section's name."""

DATE_NAMES = frozenset(
    (
        "data",
        "date",
        "dato",
        "datum",
        "fecha",
        "ngay",
        "paivamaara",
        "tanggal",
        "tarih",
        "дата",
        "تاريخ",
        "التاريخ",
    )
)
"""Labels of an article's date and of an event's alike."""
