"""Names that pages give to the element which holds an article's text: endings of class names and ids, in lower case without hyphens and underscores."""

from __future__ import annotations

ENDINGS = (
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

WHOLE = frozenset(("arttext", "entry", "markup", "prose"))
"""Names that mean this only when nothing stands before them: `markup` at Substack, `prose` with Tailwind."""
