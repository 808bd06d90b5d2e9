"""Services that serve other people's feeds. A feed that a home page declares may lie there; other foreign hosts are not asked. Data only."""

from __future__ import annotations

FEED_HOSTS = frozenset(
    (
        "feeds.feedburner.com",
        "feeds2.feedburner.com",
        "feeds.feedblitz.com",
        "feedpress.me",
        "feeds.feedpress.me",
        "rss.feedspot.com",
        "rss.app",
        "feeds.transistor.fm",
    )
)

COMMENT_WORDS = ("comments", "تعليقات", "commentaires", "comentarios", "comentários", "kommentare", "commenti", "yorumlar", "دیدگاه", "コメント")
"""In the title of a feed (lower case): it holds what readers wrote."""

COMMENT_PATHS = (
    "/comments/",
    "/comments.xml",
    "/comments.rss",
    "feed=comments",
    "feed=rss2&p=",
    "?feed=comments-rss2",
    "withoutcomments=",
    "replytocom=",
)
"""In the address of such a feed."""
