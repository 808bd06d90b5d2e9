"""Names of meta tags by field, best first; all in lower case. Open Graph, Twitter cards, Dublin Core, Parse.ly, Sailthru and old habits."""

from __future__ import annotations

TITLE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title")
SUMMARY = ("og:description", "description", "twitter:description", "sailthru.description", "dc.description", "dcterms.description")
AUTHORS = (
    "article:author",
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "og:article:author",
    "article.author",
    "citation_author",
    "cxenseparse:author",
)
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "date.published",
    "cxenseparse:recs:publishtime",
    "article.published",
)
VAGUE_DATE = ("dc.date", "dcterms.date", "date")
"""Some date of the page, of its first day or of its last change: Dublin Core's element says no more."""
MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "article.updated",
)
SECTIONS = ("article:section", "og:article:section", "articlesection", "parsely-section")
TAGS = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords")
IMAGE = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full")
LANGUAGE = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
