"""A made-up WordPress REST interface: posts, users, categories, tags and media, as https://developer.wordpress.org/rest-api/ has them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.site.behaviour import Answer, Behaviour
from tests.site.loopback import LoopbackOutlet, Request
from tests.site.prose import Story, story

JSON = "application/json; charset=UTF-8"
ZONE_HOURS = 3  # of the made-up outlet, Asia/Aden
FIRST_ID = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePost:
    """One post as the made-up WordPress has it; `date` and `modified` are its own time."""

    id: int
    story: Story
    date: datetime
    modified: datetime
    status: str = "publish"
    protected: bool = False
    text: str = ""


@dataclass(slots=True)
class MadeWordPress:
    """Answers below `prefix` of a loopback outlet. `apart` is the time between two posts; `modified_after` False: older than 5.7. It breaks over any
    answer with a post of `fails_at`, and over those with the text of one of `fails_at_text`."""

    site: LoopbackOutlet
    posts: list[MadePost] = field(default_factory=list)
    prefix: str = "/wp-json"
    knows_modified_after: bool = True
    closed: set[str] = field(default_factory=set)
    says_total: bool = True
    fails_at_text: set[int] = field(default_factory=set)
    fails_at: set[int] = field(default_factory=set)
    given: Counter[int] = field(default_factory=Counter)  # how often the text of each post was given
    delay_seconds: float = 0.0
    first_id: int = FIRST_ID

    @classmethod
    def with_posts(cls, site: LoopbackOutlet, count: int, *, apart: timedelta = timedelta(minutes=37), prefix: str = "/wp-json") -> Self:
        """A WordPress with so many posts, one every `apart`, the first on 1 January 2025."""
        made = cls(site, prefix=prefix)
        for number in range(1, count + 1):
            made.publish(datetime(2025, 1, 1, 6) + apart * number)
        return made

    def publish(self, date: datetime, modified: datetime | None = None) -> MadePost:
        """One more post, of this moment of the outlet's own time."""
        number = max((post.id for post in self.posts), default=self.first_id) + 1
        told = story(self.site.seed, number)
        post = MadePost(id=number, story=told, date=date, modified=modified or date, text=told.text)
        self.posts.append(post)
        return post

    def change(self, post: MadePost, **values: Any) -> MadePost:
        """The post with other values in place of it."""
        changed = replace(post, **values)
        self.posts[self.posts.index(post)] = changed
        return changed

    def link(self, post: MadePost) -> str:
        """The address of a post's page."""
        return self.site.home + post.story.path

    def open(self) -> None:
        """Let the loopback outlet answer by this WordPress from now on."""
        for route in ("posts", "users", "categories", "tags", "media"):
            self.site.behave(f"{self.prefix}/wp/v2/{route}", self._behaviour(route))

    def _behaviour(self, route: str) -> Behaviour:
        return lambda _: self.answer(route, self.site.log[-1])

    def answer(self, route: str, request: Request) -> Answer:
        """The answer to a request of one route."""
        asks = {name: values[-1] for name, values in parse_qs(urlsplit(request.path).query).items()}
        if route in self.closed:
            return _json({"code": "rest_forbidden", "message": "closed"}, status=401)
        rows = self._posts(asks) if route == "posts" else [_named(route, number) for number in _numbers(asks)]
        size, offset = int(asks.get("per_page", "10")), int(asks.get("offset", "0"))
        if not 1 <= size <= 100:
            return _json({"code": "rest_invalid_param"}, status=400)
        shown = {row["id"] for row in rows[offset : offset + size]} if route == "posts" else set()
        if shown & self.fails_at or (shown & self.fails_at_text and "content" in asks.get("_fields", "")):
            return _json({"code": "internal_server_error"}, status=500)
        totals = (("X-WP-Total", str(len(rows))), ("X-WP-TotalPages", str(-(-len(rows) // size)))) if self.says_total else ()
        if route == "posts" and "content" in asks.get("_fields", ""):
            self.given.update(shown)
        return replace(_json(rows[offset : offset + size], *totals), delay_seconds=self.delay_seconds)

    def _posts(self, asks: dict[str, str]) -> list[Any]:
        shown = [post for post in self.posts if post.status == "publish"]
        if "include" in asks:
            shown = [post for post in shown if post.id in _numbers(asks)]
        for name, is_in in _WINDOWS.items():
            if name in asks and (self.knows_modified_after or name != "modified_after"):
                shown = [post for post in shown if is_in(post, datetime.fromisoformat(asks[name]))]
        by: Callable[[MadePost], datetime] = (lambda post: post.modified) if asks.get("orderby") == "modified" else (lambda post: post.date)
        shown.sort(key=lambda post: (by(post), post.id), reverse=asks.get("order", "desc") == "desc")
        return [_told(post, self.link(post)) for post in shown]


_WINDOWS: dict[str, Callable[[MadePost, datetime], bool]] = {
    "before": lambda post, moment: post.date < moment,
    "after": lambda post, moment: post.date > moment,
    "modified_after": lambda post, moment: post.modified > moment,
}


def _told(post: MadePost, link: str) -> dict[str, Any]:
    offset = timedelta(hours=ZONE_HOURS)
    content = "" if post.protected else "".join(f"<p>{line}</p>\n" for line in post.text.split("\n"))
    return {
        "id": post.id,
        "date": post.date.isoformat(),
        "date_gmt": (post.date - offset).isoformat(),
        "modified": post.modified.isoformat(),
        "modified_gmt": (post.modified - offset).isoformat(),
        "link": link,
        "status": post.status,
        "title": {"rendered": post.story.title.replace("&", "&#038;")},
        "content": {"rendered": content, "protected": post.protected},
        "excerpt": {"rendered": "", "protected": post.protected},
        "author": 1 + post.id % 3,
        "categories": [1 + post.id % 4],
        "tags": [post.id, post.id + 1],
        "featured_media": 0,
    }


def _named(route: str, number: int) -> dict[str, Any]:
    return {"id": number, "name": f"{NAMES.get(route, route)} {_letters(number)}", "source_url": f"http://127.0.0.1/{number}.jpg"}


NAMES = {"users": "Salma", "categories": "Reports", "tags": "Topic"}


def _letters(number: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in str(number)).capitalize()


def _numbers(asks: dict[str, str]) -> list[int]:
    return [int(number) for number in asks.get("include", "").split(",") if number]


def _json(said: object, *headers: tuple[str, str], status: int = 200) -> Answer:
    return Answer(status=status, headers=(("Content-Type", JSON), *headers), body=json.dumps(said, ensure_ascii=False).encode())


def kept_once(records: Sequence[dict[str, Any]]) -> bool:
    """Whether no article stands in two lines."""
    return max(Counter(record["id"] for record in records).values(), default=1) == 1


def now_utc() -> datetime:
    """This moment in the outlet's own time."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(hours=ZONE_HOURS)
