"""Words that outlets put beside their host's name when they sign a title."""

from __future__ import annotations

SITE_WORDS = frozenset(
    (
        "arabic",
        "com",
        "daily",
        "de",
        "deutsch",
        "english",
        "español",
        "fr",
        "français",
        "in",
        "international",
        "live",
        "magazin",
        "magazine",
        "mobile",
        "net",
        "news",
        "newspaper",
        "noticias",
        "online",
        "org",
        "ru",
        "the",
        "tv",
        "uk",
        "us",
        "world",
        "www",
        "новости",
        "عربي",
        "عربيه",
        "نيوز",
    )
)
"""One row for each; folded."""
