"""Roads without an end: lists, feeds and sitemaps of an outlet that lead on for ever, each in another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from urllib.parse import parse_qs, urlsplit

from tests.site.behaviour import Answer, Behaviour, status
from tests.site.loopback import LoopbackOutlet

SHOWN = 6
"""Sound articles that a page of a trap shows."""
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"

_numbers = count(1)


def calendar_ahead(target: str) -> str:
    """Each month leads to the next one."""
    year, month = map(int, target.rstrip("/").split("/")[-2:])
    return f"/trap/calendar/ahead/{year + month // 12}/{month % 12 + 1:02d}/"


def calendar_back(target: str) -> str:
    """Each month leads to the one before."""
    year, month = map(int, target.rstrip("/").split("/")[-2:])
    return f"/trap/calendar/back/{year - (month == 1)}/{(month - 2) % 12 + 1:02d}/"


def numbered(name: str) -> Callable[[str], str]:
    """The same page under another number of `name`."""
    return lambda target: f"{urlsplit(target).path}?{name}={int(parse_qs(urlsplit(target).query).get(name, ['1'])[0]) + 1}"


NEXT: Mapping[str, Callable[[str], str]] = {
    "/trap/calendar/ahead/2026/01/": calendar_ahead,
    "/trap/calendar/back/2026/01/": calendar_back,
    "/trap/sessions/": lambda target: f"{urlsplit(target).path}?PHPSESSID={next(_numbers):032x}",
    "/trap/visits/": lambda target: f"{urlsplit(target).path}?visit={next(_numbers)}",
    "/trap/facets/": lambda target: target + ("&" if "?" in target else "?") + f"colour{next(_numbers)}=red&sort=size",
    "/trap/deeper/": lambda target: target + "more/",
    "/trap/counted/": numbered("page"),
    "/trap/offset/": numbered("start"),
    "/trap/itself/": lambda target: target,
}
"""Lists: where the page at an address leads. All but the calendar into the past show the newest articles again and again."""

MADE_UP = "/trap/madeup/"
"""A list whose every page names articles that nobody has."""
RENAMED = "/trap/renamed/"
"""A list whose every page names the same few articles, under addresses that are new each time."""


class TrapOutlet(LoopbackOutlet):
    """A loopback outlet with traps below /trap/."""

    @property
    def trapped(self) -> int:
        """Requests for anything of a trap."""
        return sum(urlsplit(each.path).path.startswith("/trap/") for each in self.log)

    def trapped_below(self, prefix: str) -> int:
        """Requests for one trap."""
        return sum(urlsplit(each.path).path.startswith(prefix) for each in self.log)

    def _sound_answer(self, path: str, headers: dict[str, str]) -> Answer:
        target = self.log[-1].path
        if path.startswith("/trap/feed/"):
            return self._endless_feed(target)
        if path.startswith("/trap/sitemap"):
            return self._endless_index(path)
        if path.startswith("/trap/redirect/"):
            return status(302, ("Location", f"{self.home}{path}x/"), body=b"")(Answer())
        if path.startswith("/trap/circle/"):
            return status(302, ("Location", f"{self.home}/trap/circle/{'ab'['a/' in path]}/"), body=b"")(Answer())
        if path.startswith(f"{MADE_UP}article-"):
            return status(404)(Answer())
        if path.startswith("/trap/"):
            return self._list(target)
        return super()._sound_answer(path, headers)

    def _list(self, target: str) -> Answer:
        shown = [f'<a href="{each.path}">{each.title}</a>' for each in self._stories[-SHOWN:]]
        if target.startswith("/trap/calendar/back/"):
            shown = []
        if target.startswith(MADE_UP):
            shown = [f'<a href="{MADE_UP}article-{next(_numbers)}/">A story that nobody has written, number {n}</a>' for n in range(SHOWN)]
        if target.startswith(RENAMED):
            shown = [f'<a href="{each.path}?story={next(_numbers)}">{each.title}</a>' for each in self._stories[-SHOWN:]]
        if target.startswith((MADE_UP, RENAMED)):
            further = numbered("page")(target)
        else:
            further = next(lead for start, lead in NEXT.items() if target.startswith("/".join(start.split("/")[:4 if "calendar" in start else 3]) + "/"))(target)
        rows = "".join(f"<article><h2>{link}</h2></article>" for link in shown)
        body = f'<html><head><title>News</title><link rel="next" href="{further}"></head><body><main>{rows}</main><a class="next" href="{further}">Older posts</a></body></html>'
        return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"),), body=body.encode())

    def _endless_feed(self, target: str) -> Answer:
        further = f"{self.home}{numbered('page')(target)}"
        entries = "".join(f"<entry><title>{each.title}</title><link href='{self.home}{each.path}'/></entry>" for each in self._stories[-SHOWN:])
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><link rel='next' href='{further}'/>{entries}</feed>"
        return Answer(headers=(("Content-Type", "application/atom+xml"),), body=body.encode())

    def _endless_index(self, path: str) -> Answer:
        further = (f"{self.home}{path.removesuffix('.xml')}-{n}.xml" for n in range(2))
        rows = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in (*further, f"{self.home}{path}", f"{self.home}/trap/sitemap.xml"))
        return Answer(headers=(("Content-Type", "text/xml"),), body=f'<sitemapindex xmlns="{SITEMAPS}">{rows}</sitemapindex>'.encode())


def feed_of(*addresses: str) -> Behaviour:
    """A feed that leads into traps."""
    items = "".join(f"<item><title>A story</title><link>{address}</link></item>" for address in addresses)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()
    return lambda _: Answer(headers=(("Content-Type", "application/rss+xml"),), body=body)


def seeds(home: str, via: str, *paths: str) -> str:
    """TOML of seeds for a backfill."""
    return "".join(f'[[seed]]\nvia = "{via}"\nurl = "{home}{path}"\nserves = "backfill"\n' for path in paths)


