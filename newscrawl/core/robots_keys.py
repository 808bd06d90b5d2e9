"""What the lines of a robots.txt begin with, and how people write it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Key(StrEnum):
    """The records that we read; all others are passed over."""

    USER_AGENT = "user-agent"
    ALLOW = "allow"
    DISALLOW = "disallow"
    CRAWL_DELAY = "crawl-delay"
    SITEMAP = "sitemap"
    CONTENT_SIGNAL = "content-signal"
    CONTENT_USAGE = "content-usage"


SPELLINGS: Mapping[str, Key] = {
    "user-agent": Key.USER_AGENT,  # RFC 9309 section 2.2
    "useragent": Key.USER_AGENT,  # this and the misspelt ones below: seen so often that Google's parser (github.com/google/robotstxt) takes them
    "user agent": Key.USER_AGENT,
    "allow": Key.ALLOW,
    "disallow": Key.DISALLOW,
    "dissallow": Key.DISALLOW,
    "dissalow": Key.DISALLOW,
    "disalow": Key.DISALLOW,
    "diasllow": Key.DISALLOW,
    "disallaw": Key.DISALLOW,
    "crawl-delay": Key.CRAWL_DELAY,  # in no standard, in use since 1999
    "crawl delay": Key.CRAWL_DELAY,
    "crawldelay": Key.CRAWL_DELAY,
    "sitemap": Key.SITEMAP,  # sitemaps.org/protocol.html#submit_robots
    "sitemaps": Key.SITEMAP,
    "site-map": Key.SITEMAP,
    "content-signal": Key.CONTENT_SIGNAL,  # contentsignals.org
    "content-usage": Key.CONTENT_USAGE,  # draft-ietf-aipref-attach
}
"""Keys in lower case. A misspelt `disallow` is obeyed: what its author meant is clear."""
