"""Names that pages give to the element which holds an article's text, in lower case, without hyphens and underscores; one row for each."""

from __future__ import annotations

ENDINGS: tuple[str, ...] = (
    "articlebody",
    "articlecontent",
    "articlefulltext",
    "articletext",
    "contentbody",
    "entrybody",
    "entrycontent",
    "fieldnamebody",  # Drupal
    "newsbody",
    "newscontent",
    "newsdetails",
    "newstext",
    "postbody",  # Blogger
    "postcontent",  # WordPress, Elementor, Divi
    "posttext",
    "singlecontent",
    "singlecontents",
    "storybody",
    "storycontent",
    "storytext",
)

"""Endings of class names, ids and itemprops."""

WHOLE = frozenset(
    (
        "arttext",
        "entry",
        "markup",  # Substack
        "prose",  # Tailwind
    )
)
"""Names that mean this only when nothing stands before them."""
