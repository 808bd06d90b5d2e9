"""Where the sample outlet announces its stories: the feed and its entries, the sitemap, robots.txt."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

from head import excerpt
from prose import HOME, Story
from tables import OUTLET_MOTTO, OUTLET_NAME

ROBOTS = f"User-agent: *\nDisallow: /wp-admin/\nDisallow: /private/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {HOME}/wp-sitemap.xml\n"

FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	>

<channel>
	<title>{title}</title>
	<atom:link href="{link}" rel="self" type="application/rss+xml" />
	<link>{home}</link>
	<description>{motto}</description>
	<lastBuildDate>{built}</lastBuildDate>
	<language>ar</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.3.1</generator>
{items}
</channel>
</rss>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the feed: `link` as the feed spells it, `at` its place and pubDate; `status` is what the link answers unless a story does."""

    title: str
    at: datetime
    link: str
    case: str = ""
    pub_date: str = ""
    story: Story | None = None
    status: int = 0
    reason: str = ""

    @property
    def url(self) -> str:
        """The whole address that a web link leads to."""
        return HOME + self.link if self.link.startswith("/") else self.link


def entries_of(stories: Sequence[Story], extras: Path) -> list[Entry]:
    """Every entry of the feed, newest first."""
    by_name = {story.name: story for story in stories}
    rows = [row for row in tomllib.loads(extras.read_text("utf-8"))["entry"] if "at" in row]
    entries = [_own(story) for story in stories] + [_extra(row, by_name.get(row.get("story", ""))) for row in rows]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def answers_to_links(stories: Sequence[Story], extras: Path) -> list[Entry]:
    """The extra links that the site answers in another way than with a story's page."""
    by_name = {story.name: story for story in stories}
    rows = [row for row in tomllib.loads(extras.read_text("utf-8"))["entry"] if "status" in row]
    return [_extra(row, by_name.get(row.get("story", ""))) for row in rows]


def feed(entries: Sequence[Entry], link: str, built: datetime) -> bytes:
    """The feed of these entries."""
    items = "\n".join(_item(entry) for entry in entries)
    title, motto = escape(OUTLET_NAME), escape(OUTLET_MOTTO)
    return FEED.format(title=title, link=escape(link), home=HOME, motto=motto, built=rfc822(built), items=items).encode()


def sitemap_index(child: str) -> bytes:
    """WordPress's index of sitemaps, with one child."""
    return _sitemap("sitemapindex", [f"<sitemap><loc>{child}</loc></sitemap>"])


def sitemap(stories: Sequence[Story]) -> bytes:
    """The posts' sitemap, oldest first and without dates, as WordPress 6.3 writes it."""
    return _sitemap("urlset", [f"<url><loc>{story.url}</loc></url>" for story in reversed(stories)])


def rfc822(when: datetime) -> str:
    """A date as WordPress's feeds write it: in UTC, with a numeric offset."""
    return format_datetime(when.astimezone(UTC))


def _sitemap(root: str, rows: Sequence[str]) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</{root}>\n'.encode()


def _own(story: Story) -> Entry:
    link = _filled(story.get("feed-link", story.url), story)
    pub_date = story.get("feed-date") or rfc822(story.date)
    return Entry(title=story.title, at=story.date, link=link, pub_date=pub_date.removeprefix("none"), story=story)


def _extra(row: dict[str, str | int], story: Story | None) -> Entry:
    at = datetime.fromisoformat(str(row.get("at", "2023-08-29T00:00:00+03:00")))
    link = _filled(str(row.get("link", "")), story)
    reason, status, case = str(row.get("reason", "")), int(row.get("status", 0)), str(row["case"])
    return Entry(title=str(row["title"]), at=at, link=link, case=case, pub_date=rfc822(at), story=story, status=status, reason=reason)


def _filled(link: str, story: Story | None) -> str:
    return link.format(id=story.post_id, path=story.path) if story else link


def _item(entry: Entry) -> str:
    story = entry.story
    guid = f"{HOME}/?p={story.post_id}" if story else f"sample-note-{entry.at:%Y%m%d%H}"
    link = entry.link if entry.link.startswith("/") and story and story.get("feed-link") == "{path}" else entry.url
    lines = [f"\t\t<title>{escape(entry.title, quote=False)}</title>"]
    lines += [f"\t\t<link>{escape(link)}</link>"] if link else []
    lines += [f"\t\t<dc:creator><![CDATA[{story.get('author')}]]></dc:creator>"] if story else []
    lines += [f"\t\t<pubDate>{entry.pub_date}</pubDate>"] if entry.pub_date else []
    lines += [f"\t\t<category><![CDATA[{name}]]></category>" for name in (story.names("in") + story.names("tags") if story else [])]
    lines += [f'\t\t<guid isPermaLink="false">{guid}</guid>', f"\t\t<description><![CDATA[{_description(entry)}]]></description>"]
    return "\t<item>\n" + "\n".join(lines) + "\n\t</item>"


def _description(entry: Entry) -> str:
    if entry.story is None:
        return entry.title
    if entry.story.get("page") == "protected":
        return "لا يوجد مقتطف لأن هذه المقالة محمية."
    return f"<p>{excerpt(entry.story)}</p>"
