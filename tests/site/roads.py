"""Roads to the archive of a loopback outlet: sitemaps by month, a feed of several pages, pages of a list. They show what is published when they are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from tests.site import markup
from tests.site.behaviour import Answer, Behaviour, status
from tests.site.loopback import LoopbackOutlet
from tests.site.prose import FIRST_PUBLISHED, Story

XML = '<?xml version="1.0" encoding="UTF-8"?>'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


class MadeRoads:
    """Roads of `site`. Its articles are spread, a day apart, so that some months have them."""

    def __init__(self, site: LoopbackOutlet, *, a_page: int = 10) -> None:
        self.site = site
        self.a_page = a_page
        self.spread()

    def spread(self) -> None:
        """A day between one article and the next."""
        site = self.site
        for place, each in enumerate(site._stories):
            moment = FIRST_PUBLISHED + timedelta(days=place)
            site._stories[place] = replace(each, published=moment, path=f"/{moment:%Y/%m}/{each.path.rstrip('/').rpartition('/')[2]}/")
        site._by_path = {unquote(each.path): each for each in site._stories}

    def remove(self, story: Story) -> None:
        """Take an article down."""
        self.site._stories.remove(story)
        del self.site._by_path[unquote(story.path)]

    def newest(self) -> Sequence[Story]:
        """All that is published, newest first."""
        return self.site._stories[::-1]

    def links(self, months: Sequence[str] | None = None) -> list[str]:
        """The addresses of what is published, in these months, without escapes."""
        return sorted(self.site.home + unquote(each.path) for each in self.site._stories if months is None or f"{each.published:%Y-%m}" in months)

    def links_of_days(self, first: str, last: str) -> list[str]:
        """The addresses of what was published from one day to another."""
        return sorted(self.site.home + unquote(each.path) for each in self.site._stories if first <= each.published.date().isoformat() <= last)

    # --- sitemaps -----------------------------------------------------------------------------------------------------------------------------

    def open_sitemaps(self, *, dated: bool = True) -> None:
        """An index at /sitemap.xml with a sitemap for each month; `dated` with their last change."""
        self.site.behave("/sitemap.xml", lambda _: _xml(self._index(dated=dated)))
        for month in self.months():
            self.site.behave(f"/sitemap-{month}.xml", lambda _, month=month: _xml(self._of_month(month)))

    def months(self) -> list[str]:
        """The months of the archive."""
        return sorted({f"{each.published:%Y-%m}" for each in self.site._stories})

    def _index(self, *, dated: bool) -> str:
        def lastmod(month: str) -> str:
            last = max(each.published for each in self.site._stories if f"{each.published:%Y-%m}" == month)
            return f"<lastmod>{last.isoformat()}</lastmod>" if dated else ""

        rows = "".join(f"<sitemap><loc>{self.site.home}/sitemap-{month}.xml</loc>{lastmod(month)}</sitemap>" for month in self.months())
        return f'{XML}<sitemapindex xmlns="{SITEMAPS}">{rows}</sitemapindex>'

    def _of_month(self, month: str) -> str:
        mine = [each for each in self.site._stories if f"{each.published:%Y-%m}" == month]
        rows = "".join(f"<url><loc>{self.site.home}{each.path}</loc><lastmod>{each.published.isoformat()}</lastmod></url>" for each in mine)
        return f'{XML}<urlset xmlns="{SITEMAPS}">{rows}</urlset>'

    # --- pages --------------------------------------------------------------------------------------------------------------------------------

    def open_feed(self, *, repeats: bool = False) -> None:
        """`/feed/?paged=N`; a cache that `repeats` page one whatever the number is knows only `/page/N/feed/`."""
        self.site.behave("/feed/", lambda _: self._feed_page(1 if repeats else self._asked_page()))
        for number in range(2, 2 + len(self.site._stories)):
            self.site.behave(f"/page/{number}/feed/", lambda _, number=number: self._feed_page(number))

    def _asked_page(self) -> int:
        return int(parse_qs(urlsplit(self.site.log[-1].path).query).get("paged", ["1"])[0])

    def _feed_page(self, number: int) -> Answer:
        some = self._slice(number)
        if not some:
            return status(404)(Answer())
        return Answer(headers=(("Content-Type", "application/rss+xml; charset=UTF-8"),), body=markup.rss(some, self.site.home).encode())

    def open_list(self, base: str = "/", stories: Sequence[Story] | None = None) -> None:
        """A list at `base` and `base` + page/N/, of `stories` or of all that is published; each page leads to the older one."""
        for number in range(1, 3 + len(self.site._stories)):
            path = base if number == 1 else f"{base}page/{number}/"
            self.site.behave(path, self._list_page(base, number, stories))

    def _list_page(self, base: str, number: int, stories: Sequence[Story] | None) -> Behaviour:
        def page(_: Answer) -> Answer:
            some = self._slice(number, stories)
            if not some:
                return status(404)(Answer())
            rows = "".join(f'<article><h2><a href="{each.path}">{each.title}</a></h2></article>' for each in some)
            older = f'<a class="next" href="{base}page/{number + 1}/">Older posts</a>' if self._slice(number + 1, stories) else ""
            body = f"<html><head><title>News</title></head><body><main>{rows}</main>{older}</body></html>"
            return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"),), body=body.encode())

        return page

    def _slice(self, number: int, stories: Sequence[Story] | None = None) -> Sequence[Story]:
        listed = self.newest() if stories is None else stories
        return listed[(number - 1) * self.a_page : number * self.a_page]


def _xml(text: str) -> Answer:
    return Answer(headers=(("Content-Type", "text/xml"),), body=text.encode())


