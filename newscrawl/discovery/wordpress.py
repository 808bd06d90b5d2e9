"""Answers of a WordPress REST interface (https://developer.wordpress.org/rest-api/reference/posts/): posts, and the names behind their numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

MOMENT_FIELDS = "id,date,date_gmt,modified,modified_gmt,link"
"""What is told of a post without its text: WordPress does not even make that then."""
POST_FIELDS = f"{MOMENT_FIELDS},status,title,content,excerpt,author,categories,tags,featured_media"
MOST_POSTS = 100
"""Of one answer: WordPress gives no more."""
MOST_IDS = 100
"""Tags or categories of one post."""
MAX_OFFSET = timedelta(hours=14)

_ROUTE = re.compile(r"[a-z0-9_-]{1,100}", re.IGNORECASE)
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestPost:
    """One post as the interface gives it. `date` and `changed` are its moments in the outlet's own time, to the second and without offset, which
    is what windows are asked in; `published` and `modified` have the offset. `terms` are numbers by the name of their kind."""

    id: int
    link: str
    date: str | None
    changed: str | None
    published: str | None
    modified: str | None
    title: str = field(repr=False)
    content: str = field(repr=False)
    excerpt: str = field(repr=False)
    is_open: bool
    numbers: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostList:
    """The posts of an answer in its order; `refused` counts what is none; `unreadable` says in one word why nothing can be read."""

    posts: tuple[RestPost, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)
    unreadable: str | None = None


def read_posts(body: bytes) -> PostList:
    """The posts of an answer. Never raises, whatever `body` is."""
    said = _list_in(body)
    if isinstance(said, str):
        return PostList(unreadable=said)
    found = [_post(each) for each in said[:MOST_POSTS]]
    posts = tuple(each for each in found if isinstance(each, RestPost))
    return PostList(posts=posts, refused=Counter(each for each in found if isinstance(each, str)))


def read_names(body: bytes) -> Mapping[int, str] | str:
    """What users, categories, tags or media are called, by number: their name, or the address of a picture. In one word what is wrong instead."""
    said = _list_in(body)
    if isinstance(said, str):
        return said
    named = ((_number(each.get("id")), each.get("name") or each.get("source_url")) for each in said if isinstance(each, dict))
    return {number: name for number, name in named if number and isinstance(name, str)}


def read_types(body: bytes) -> dict[str, str] | str:
    """The routes of post types (https://developer.wordpress.org/rest-api/reference/post-types/), by the name of the type and by that of the route;
    those of other interfaces than WordPress's own are left out. In one word what is wrong instead."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return "not_json"
    if not isinstance(said, dict):
        return "not_rest"
    own = {name: each for name, each in said.items() if isinstance(each, dict) and each.get("rest_namespace", "wp/v2") == "wp/v2"}
    routes = {name: each.get("rest_base") for name, each in own.items()}
    sound = {name: route for name, route in routes.items() if isinstance(route, str) and _ROUTE.fullmatch(route)}
    return {**{route: route for route in sound.values()}, **sound}


def _list_in(body: bytes) -> list[Any] | str:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return "not_json" if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{") else "not_rest"
    return said if isinstance(said, list) else "not_rest"


def _post(said: Any) -> RestPost | str:
    number = _number(said.get("id")) if isinstance(said, dict) else 0
    if not number:
        return "no_post"
    date, changed = _local(said.get("date")), _local(said.get("modified"))
    content = said.get("content")
    is_protected = isinstance(content, dict) and content.get("protected") is True
    return RestPost(
        id=number,
        link=_text(said.get("link")),
        date=date,
        changed=changed,
        published=_with_offset(date, _local(said.get("date_gmt"))),
        modified=_with_offset(changed, _local(said.get("modified_gmt"))),
        title=_rendered(said.get("title")),
        content=_rendered(content),
        excerpt=_rendered(said.get("excerpt")),
        is_open=not is_protected and said.get("status", "publish") == "publish",
        numbers={
            "users": _numbers([said.get("author")]),
            "categories": _numbers(said.get("categories")),
            "tags": _numbers(said.get("tags")),
            "media": _numbers([said.get("featured_media")]),
        },
    )


def _local(value: object) -> str | None:
    """A moment as WordPress writes it; None for none, and for the zero of its database."""
    text = value[:19] if isinstance(value, str) else ""
    try:
        return text if _LOCAL.fullmatch(text) and datetime.fromisoformat(text) else None
    except ValueError:
        return None


def _with_offset(local: str | None, utc: str | None) -> str | None:
    """The outlet's own time with the offset that the two tell; without one where they do not."""
    if local is None or utc is None:
        return local or (f"{utc}+00:00" if utc else None)
    offset = datetime.fromisoformat(local) - datetime.fromisoformat(utc)
    if abs(offset) > MAX_OFFSET or offset % timedelta(minutes=1):
        return f"{utc}+00:00"
    return datetime.fromisoformat(local).replace(tzinfo=timezone(offset)).isoformat()


def _rendered(value: object) -> str:
    return _text(value.get("rendered")) if isinstance(value, dict) else ""


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _numbers(values: object) -> tuple[int, ...]:
    return tuple(filter(None, map(_number, values[:MOST_IDS]))) if isinstance(values, list) else ()


def _number(value: object) -> int:
    """A number of WordPress's; 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53 else 0
