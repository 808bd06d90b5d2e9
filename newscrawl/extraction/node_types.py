"""Types of https://schema.org that tell what a page is; one row for each."""

from __future__ import annotations

ARTICLE_TYPES = frozenset(
    (
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "DiscussionForumPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    )
)
"""Article and all that is below it."""

LIVE_TYPES = frozenset(
    (
        "LiveBlogPosting",
    )
)

PAGE_TYPES = frozenset(
    (
        "ItemPage",
        "WebPage",
    )
)
"""A page's own node, read when it names no article."""

GALLERY_TYPES = frozenset(
    (
        "ImageGallery",
        "MediaGallery",
        "VideoGallery",
    )
)

HUB_TYPES = frozenset(
    (
        "CollectionPage",
        "SearchResultsPage",
    )
)
"""Pages that list others."""

SITE_TYPES = frozenset(
    (
        "NewsMediaOrganization",
        "Organization",
        "WebSite",
    )
)
"""The site itself and who runs it."""
