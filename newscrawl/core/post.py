"""A post: what a WordPress REST answer says of one article beside its text; and what such an answer needs to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Names = Mapping[str, Mapping[int, str]]
"""What users, categories, tags and media are called, by kind and number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Texts are as the outlet sent them, with their markup; `published` and `modified` are ISO 8601 with the outlet's offset where it told one."""

    id: int
    title: str = ""
    summary: str = ""
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    is_open: bool = True
    """False: it asks for a password, or is not for the public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """An answer that holds many posts: the numbers of those that were wanted, and the names behind the numbers in them."""

    posts: tuple[int, ...]
    names: Names
