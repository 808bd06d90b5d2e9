"""How outlets write the number of a part into an article's address. Data only."""

from __future__ import annotations

PART_WORDS = (
    "page",
    "p",
    "pg",
    "part",
    "seite",
    "teil",
    "pagina",
    "pag",
    "strona",
    "sayfa",
    "sida",
    "side",
    "sivu",
    "stranica",
)
"""Before the number in a path: `…/slug/page/2/`, `…/slug/seite-2`, `…/slug-p2.html`."""

PART_PARAMS = (
    "page",
    "paged",
    "pg",
    "pageno",
    "page_no",
    "pagenum",
    "page_num",
    "pagenumber",
    "currentpage",
    "pagewanted",
    "part",
    "seite",
    "teil",
    "pagina",
    "pag",
    "strona",
    "sayfa",
    "sida",
    "side",
    "sivu",
    "stranica",
)
"""Parameters whose value is the number. `p` is none of them: for WordPress it is the number of a post."""

PART_SUFFIXES = ("html", "htm", "shtml", "xhtml", "php", "asp", "aspx", "jsp")
"""Endings of a file before which the number may stand: `…/slug_2.html`."""
