"""Classes that WordPress, and themes like it, give the body element of a page; one row for each."""

from __future__ import annotations

HUB_CLASSES = frozenset(
    (
        "archive",
        "author",
        "blog",
        "category",
        "date",
        "home",
        "post-type-archive",
        "search",
        "search-no-results",
        "search-results",
        "tag",
        "tax",
    )
)
"""Pages that list articles."""

SINGLE_CLASSES = frozenset(
    (
        "article",
        "page",
        "page-template-default",
        "post-template-default",
        "single",
        "single-post",
        "singular",
    )
)
"""Pages that show one thing. They win, as some themes say `home` or `category` on every page."""

ATTACHMENT_CLASSES = frozenset(
    (
        "attachment",
        "single-attachment",
    )
)
"""Pages that show a picture or a file and nothing else."""

ERROR_CLASSES = frozenset(
    (
        "error404",
    )
)
"""Pages that say they are an error, some of them with status 200."""
