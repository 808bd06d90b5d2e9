"""Parts of class names and ids by which outlets mark a byline, and by which they mark what only looks like one; all in lower case."""

from __future__ import annotations

BYLINE_CLASSES = (
    "author",
    "byline",
    "by-line",
    "writer",
    "autor",
    "auteur",
    "autore",
    "forfatter",
    "skribent",
    "journalist",
    "reporter",
    "contributor",
    "yazar",
    "redakteur",
    "vcard",
)
"""English everywhere, and the word of some outlets' own language."""

NO_BYLINE_CLASSES = (
    "desc",
    "bio",
    "about",
    "avatar",
    "comment",
    "tags",
    "quote",
    "cite",
    "social",
    "follow",
    "related",
    "newsletter",
    "photo",
    "caption",
    "image",
    "title",
    "role",
    "position",
    "authority",
    "authoriz",
    "authoris",
    "reviewer",
    "editor",
)
"""Biographies, pictures, comments, and words of other meaning that hold "author"."""

PEOPLE_CLASSES = (
    "columnists",
    "columnistas",
    "colunistas",
    "chroniqueurs",
    "editorialistes",
    "editorialistas",
    "opinionisti",
    "kolumnisten",
    "columnisten",
    "kolumnister",
    "felietonisci",
    "yazarlar",
    "bloggers",
)
"""Parts of class names and ids, in lower case, by which outlets mark lists of those who write for them."""
