"""Sitemaps that hold no articles, by the names that WordPress and its plugins give them. Data, and one question."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

WITHOUT_ARTICLES = (
    r"/wp-sitemap-(?:taxonomies|users|posts-page)-",  # WordPress (make.wordpress.org/core/2020/07/22/new-xml-sitemaps-functionality-in-wordpress-5-5)
    r"/(?:category|post_tag|post_format|author|product_cat|product_tag|web-story-category)-sitemap[0-9]*\.xml$",  # Yoast SEO, Rank Math
    r"/sitemap-(?:taxonomies|categories|tags|authors|users)(?:-[0-9]+)?\.xml$",
    r"/(?:categories|tags|authors|taxonomies|users)-sitemap[0-9]*\.xml$",
    r"/sitemap-(?:tax|tax-category|tax-post_tag|author|archives)(?:[-.][0-9]+)*\.xml$",  # XML Sitemap Generator
)
"""Patterns of the path, lower case."""

_KINDS = re.compile("|".join(WITHOUT_ARTICLES))
_ARTICLES = re.compile(r"/wp-sitemap-posts-post-|/post-sitemap|/posts-sitemap|/sitemap-(?:posts?|pt-post|articles?|news)")


def may_hold_articles(url: str, listed: Collection[str]) -> bool:
    """Whether a sitemap of an index may list articles: in doubt it may. A name says that it does not only where another name of the index says that
    it does: an outlet may give these names another meaning."""
    if _KINDS.search(urlsplit(url).path.lower()) is None:
        return True
    return not any(_ARTICLES.search(urlsplit(other).path.lower()) for other in listed)
