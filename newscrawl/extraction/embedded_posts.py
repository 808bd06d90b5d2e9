"""Class names that the embed codes of social networks give to the quotation of a post; one row for each."""

from __future__ import annotations

EMBEDDED_POSTS = frozenset(
    (
        "bluesky-embed",
        "imgur-embed-pub",
        "instagram-media",
        "mastodon-embed",
        "reddit-card",
        "reddit-embed-bq",
        "text-post-media",  # Threads
        "tiktok-embed",
        "tumblr-post",
        "twitter-tweet",
        "twitter-video",
    )
)
"""A post that is quoted in an article is part of it; its text stands in the page for readers without scripts."""
