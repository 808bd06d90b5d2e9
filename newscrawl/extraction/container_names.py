"""Names that pages give to the element which holds an article's text, in lower case, without hyphens and underscores; one row for each."""

from __future__ import annotations

ENDINGS: tuple[str, ...] = (
    "articlebody",
    "articlebodybody",
    "articlecontent",
    "articledetails",
    "articlefulltext",
    "articletext",
    "articlewrapper",
    "contentbody",
    "contenttext",
    "editorcontent",
    "entrybody",
    "entrycontent",
    "fieldnamebody",  # Drupal
    "newsbody",
    "newscontent",
    "newsdetail",
    "newsdetails",
    "newstext",
    "postbody",  # Blogger
    "postcontent",  # WordPress, Elementor, Divi
    "postdetails",
    "posttext",
    "richtext",  # Webflow, AEM
    "richtextbody",
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
