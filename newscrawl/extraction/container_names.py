"""Names that pages give to the element which holds an article's text, in lower case, without hyphens and underscores; one row for each."""

from __future__ import annotations

COMMENTS: tuple[str, ...] = (
    "comment",
    "commentaires",
    "comentarios",
    "commenti",
    "disqus",
    "kommentare",
    "kommentarer",
    "komentarze",
    "reacties",
    "respond",
    "yorumlar",
)
"""Beginnings of the names of what readers say. Singulars of other languages are left out: a "Kommentar" is an opinion piece."""

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
