"""The posts of a made-up WordPress beside what a crawl kept of them and what it asked."""

from __future__ import annotations

from tests.crawling import Crawls, Row
from tests.site.loopback import LoopbackOutlet
from tests.site.wordpress import MadeWordPress

POSTS = "/wp-json/wp/v2/posts"


def links(crawls: Crawls) -> list[str]:
    return sorted(record["url"].lower() for record in crawls.records())


def wanted(made: MadeWordPress) -> list[str]:
    return sorted(made.link(post).lower() for post in made.posts if post.status == "publish" and not post.protected)


def sizes(site: LoopbackOutlet) -> list[int]:
    """How many posts each question asked for."""
    return [int(request.path.partition("per_page=")[2].partition("&")[0]) for request in site.asked(POSTS)]


def row(crawls: Crawls, link: str) -> Row:
    """What the state knows of a post's link."""
    return next(row for url, row in crawls.rows().items() if url.lower() == link.lower())
