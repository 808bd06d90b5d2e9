"""Posts of a WordPress REST answer as links and pages of our outlets: as a walk meets them, and as an archive gives them back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet, Seed, Serves, Via
from newscrawl.core.page import Hop, Page
from newscrawl.core.post import Names, Post
from newscrawl.core.range import Holds, Range
from newscrawl.discovery.place import article_url, place_at
from newscrawl.discovery.wordpress import RestPost, read_posts
from newscrawl.stores.state.walks import Found

_SHORT = re.compile(r"[?&]p=([0-9]{1,15})(?:&|$)")
_INTERFACE = re.compile(r"(?:index\.php)?/?\?rest_route=.*|(?:index\.php/)?wp-json/?$")


class PostReader:
    """What posts of the interface that `seed` names are to `outlet`; `now` as in `place_at`."""

    def __init__(self, outlet: Outlet, seed: str, now: datetime) -> None:
        root = seed.partition("#")[0]
        self._outlet = outlet
        self._root = root
        self._seed = seed
        self._place = place_at(seed=Seed(via=Via.WORDPRESS, url=root, serves=Serves.BACKFILL), outlet=outlet, base_url=root, now=now)

    def is_wanted(self, post: RestPost, wanted: Range) -> bool:
        """Whether a post may be of the days that are asked for; an outlet without zone has the days that its WordPress writes."""
        moment = post.published if self._outlet.timezone else post.date and post.date[:10]
        return wanted.holds(moment or post.published or post.date) is not Holds.NO

    def found(self, post: RestPost) -> Found | str:
        """The post as something that the frontier can hold; or in one word why it can't be an article."""
        short = self._short(post)
        url, refusal = article_url(post.link or short, self._place)
        if refusal:
            return refusal
        link = Link(url=url, outlet=self._outlet.slug, via=Via.WORDPRESS, seed=self._seed, hints=Hints(guid=short, published=post.published))
        return Found(link=link, other=short, changed_at=_utc_seconds(post.modified))

    def page(self, link: Link, post: RestPost, answer: Page, names: Names, url: str = "") -> Page:
        """The page that an archived answer holds for a post; `url` is its address where that was looked at before."""
        if not url:
            own, refusal = article_url(post.link or link.url, self._place)
            url = link.url if refusal else own
        return Page(
            link=link,
            url=url,
            status=200,
            headers=(),
            body=post.content.encode("utf-8", "replace"),
            fetched_at=answer.fetched_at,
            hops=(Hop(url=self._short(post), status=301, headers=()),),
            raw=tuple(replace(raw, member=str(post.id)) for raw in answer.raw),
            signals=answer.signals,
            post=_said(post, names),
        )

    def _short(self, post: RestPost) -> str:
        """The address that WordPress has for a post whatever it is called, and gives as its guid; it leads to the other one for good."""
        return f"{_INTERFACE.sub('', self._root).rstrip('/')}/?p={post.id}"


def pages_of_answer(answer: Page, outlet: Outlet) -> Iterator[Page]:
    """The pages of an archived answer's posts that were wanted when it was fetched. Never raises, whatever the archive holds."""
    members, root = answer.members, answer.link.seed
    if members is None or root is None:
        return
    reader = PostReader(outlet, root, answer.fetched_at)
    for post in read_posts(answer.body).posts:
        found = reader.found(post) if post.id in members.posts else ""
        if isinstance(found, Found):
            yield reader.page(found.link, post, answer, members.names)


def number_of(link: Link) -> int:
    """The number of the post that a link of a walk leads to; 0 for none."""
    found = _SHORT.search(link.hints.guid or "")
    return int(found[1]) if found else 0


def _said(post: RestPost, names: Names) -> Post:
    def named(kind: str) -> tuple[str, ...]:
        known = names.get(kind, {})
        return tuple(filter(None, (known.get(number) for number in post.numbers[kind])))

    return Post(
        id=post.id,
        title=post.title,
        summary=post.excerpt,
        published=post.published,
        modified=post.modified,
        authors=named("users"),
        sections=named("categories"),
        tags=named("tags"),
        image=next(iter(named("media")), None),
        is_open=post.is_open,
    )


def _utc_seconds(moment: str | None) -> int | None:
    if moment is None:
        return None
    found = datetime.fromisoformat(moment)
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
