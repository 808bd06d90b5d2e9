"""The invented outlet's pages and feeds, in the structure that WordPress themes give them."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from tests.site.prose import Story

SITE_NAME = "The Loopback Herald"


def article_page(story: Story, home: str, related: Sequence[Story] = ()) -> str:
    """The page of one article: theme header, article, its closed comments, related links, footer."""
    direction = "rtl" if story.language == "ar" else "ltr"
    paragraphs = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in story.text.split("\n"))
    links = "".join(f'<li><a href="{home}{other.path}">{escape(other.title)}</a></li>' for other in related)
    return f"""<!DOCTYPE html>
<html lang="{story.language}" dir="{direction}">
<head><meta charset="UTF-8"><title>{escape(story.title)} - {SITE_NAME}</title>
<link rel="canonical" href="{home}{story.path}">
<link rel="alternate" type="application/rss+xml" title="{SITE_NAME}" href="{home}/feed/">
<link rel="shortlink" href="{home}/?p={story.number}"></head>
<body class="post-template-default single single-post postid-{story.number}">
<header id="masthead" class="site-header"><p class="site-title"><a href="{home}/">{SITE_NAME}</a></p>
<nav class="main-navigation"><ul><li><a href="{home}/">Home</a></li><li><a href="{home}/category/town/">Town</a></li></ul></nav></header>
<main id="main" class="site-main">
<article id="post-{story.number}" class="post-{story.number} post type-post status-publish format-standard hentry">
<header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{story.published.isoformat()}">{story.published:%Y-%m-%d %H:%M}</time></span>
<span class="byline"><span class="author vcard"><a class="url fn n" rel="author" href="{home}/author/{story.number % 4}/">{escape(story.author)}</a></span></span></div></header>
<div class="entry-content">
{paragraphs}
</div>
<footer class="entry-footer"><span class="cat-links"><a href="{home}/category/{story.number % 4}/" rel="category tag">{escape(story.section)}</a></span></footer>
</article>
<div id="comments" class="comments-area"><p class="no-comments">Comments are closed.</p></div>
<aside class="widget-area"><h2 class="widget-title">Recent Posts</h2><ul>{links}</ul></aside>
</main>
<footer id="colophon" class="site-footer"><div class="site-info">{SITE_NAME}, printed nowhere.</div></footer>
</body></html>
"""


def home_page(stories: Sequence[Story], home: str) -> str:
    """The front page: its feeds in the head, the newest articles in a list."""
    items = "".join(f'<h2 class="entry-title"><a href="{home}{story.path}">{escape(story.title)}</a></h2>' for story in stories)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>{SITE_NAME}</title>
<link rel="alternate" type="application/rss+xml" title="{SITE_NAME} RSS" href="{home}/feed/">
<link rel="alternate" type="application/atom+xml" title="{SITE_NAME} Atom" href="{home}/atom/"></head>
<body class="home blog"><main>{items}</main></body></html>
"""


def rss(stories: Sequence[Story], home: str) -> str:
    """RSS 2.0 as WordPress writes it: the guid is `?p=ID`, the author a `dc:creator`."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{home}{story.path}</link>"
        f"<dc:creator><![CDATA[{story.author}]]></dc:creator><pubDate>{format_datetime(story.published)}</pubDate>"
        f"<category><![CDATA[{story.section}]]></category><guid isPermaLink=\"false\">{home}/?p={story.number}</guid>"
        f"<description><![CDATA[{story.text[:120]} [&#8230;]]]></description></item>\n"
        for story in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>{SITE_NAME}</title><atom:link href="{home}/feed/" rel="self" type="application/rss+xml"/><link>{home}/</link><description>News of nowhere</description>
{items}</channel></rss>
"""


def atom(stories: Sequence[Story], home: str) -> str:
    """The same articles as Atom 1.0 (RFC 4287)."""
    entries = "".join(
        f'<entry><title>{escape(story.title)}</title><link rel="alternate" type="text/html" href="{home}{story.path}"/><id>{home}/?p={story.number}</id>'
        f"<updated>{story.published.isoformat()}</updated><published>{story.published.isoformat()}</published>"
        f'<author><name>{escape(story.author)}</name></author><category term="{escape(story.section)}"/><summary>{escape(story.text[:120])}</summary></entry>\n'
        for story in stories
    )
    updated = max((story.published for story in stories), default=None)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{SITE_NAME}</title><id>{home}/atom/</id><link rel="self" href="{home}/atom/"/>
<updated>{updated.isoformat() if updated else "1970-01-01T00:00:00Z"}</updated>
{entries}</feed>
"""
