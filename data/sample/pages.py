"""Whole pages of the sample outlet, from the templates in `theme/`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from string import Template

from head import excerpt, head, stamp
from markup import content, texturized
from prose import HOME, Story
from tables import ARABIC_MONTHS, AUTHOR_SLUGS, ENGLISH_MONTHS, OUTLET_MOTTO, OUTLET_NAME, SECTION_SLUGS

THEME = Path(__file__).parent / "theme"
META_CHARSETS = {
    "": '<meta charset="UTF-8" />\n',
    "header": "",
    "meta": '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256" />\n',
}
MOST_READ = 5
RELATED = 2


def fill(template: str, **values: object) -> str:
    """A template of the theme with its holes filled; every hole must be."""
    return Template((THEME / f"{template}.html").read_text("utf-8")).substitute(values).rstrip("\n")


def story_page(story: Story, stories: Sequence[Story]) -> bytes:
    """The story's page; `stories` are all of the outlet, newest first."""
    kept = [other for other in stories if other.is_kept]
    kind = story.get("page", "post")
    main = fill("attachment", id=story.post_id, title=story.title, name=story.name) if kind == "attachment" else _post(story, kept)
    body_class = f"{kind}-template-default single single-{kind} postid-{story.post_id}"
    text = _page(story.title, main, kept, head=head(story), body_class=body_class, language=story.language, charset=story.get("charset"))
    return text.encode("windows-1256" if story.get("charset") else "utf-8")


def listing_page(title: str, listed: Sequence[Story], stories: Sequence[Story], body_class: str) -> bytes:
    """The home page or a section's page."""
    entries = "\n".join(fill("listed", id=s.post_id, url=s.url, title=s.title, excerpt=excerpt(s)) for s in listed)
    main = fill("listing", title=title, entries=entries)
    return _page(title, main, [s for s in stories if s.is_kept], body_class=body_class).encode()


def not_found_page(stories: Sequence[Story]) -> bytes:
    """What the site shows where nothing is."""
    return _page("Page not found", fill("not_found"), [s for s in stories if s.is_kept], body_class="error404").encode()


def _page(
    title: str, main: str, kept: Sequence[Story], *, head: str = "", body_class: str = "", language: str = "ar", charset: str = ""
) -> str:
    most_read = "\n".join(f'<li><a href="{s.url}">{s.title}</a></li>' for s in kept[3 :: len(kept) // MOST_READ][:MOST_READ])
    full_title = f"{OUTLET_NAME} &#8211; {OUTLET_MOTTO}" if title == OUTLET_NAME else f"{texturized(title)} &#8211; {OUTLET_NAME}"
    values = {"dir": "rtl" if language == "ar" else "ltr", "lang": language, "charset": META_CHARSETS[charset]}
    return fill("page", page_title=full_title, main=main, most_read=most_read, head=head, body_class=body_class, **values) + "\n"


def _post(story: Story, kept: Sequence[Story]) -> str:
    at = next((n for n, other in enumerate(kept) if other.date <= story.date), 0)
    values = {"id": story.post_id, "title": texturized(story.title), "url": story.url, "author": story.get("author")}
    return fill(
        "post",
        **values,
        author_url=f"{HOME}/author/{AUTHOR_SLUGS[story.get('author')]}/",
        post_class="post-password-required" if story.get("page") == "protected" else f"category-{SECTION_SLUGS[story.names('in')[0]]}",
        breadcrumb=" &raquo; ".join(_section_link(name) for name in story.names("in")[:1]),
        posted_on=_posted_on(story),
        content=fill("protected", id=story.post_id) if story.get("page") == "protected" else content(story),
        cat_links=f'<span class="cat-links">نشر في {"، ".join(_section_link(name) for name in story.names("in"))}</span>',
        tags_links=_tags(story),
        related="\n".join(_related(other, story.is_dated) for other in _others(kept, story, at + 7, RELATED)),
        neighbours="".join(f'<div class="nav-previous"><a href="{o.url}">{o.title}</a></div>' for o in _others(kept, story, at + 1, 1)),
        comments=_comments(story),
    )


def _others(kept: Sequence[Story], story: Story, start: int, count: int) -> list[Story]:
    turned = [kept[(start + n) % len(kept)] for n in range(count + 1)]
    return [other for other in turned if other.name != story.name][:count]


def _section_link(name: str) -> str:
    return f'<a href="{HOME}/category/{SECTION_SLUGS[name]}/" rel="category tag">{name}</a>'


def _tags(story: Story) -> str:
    links = [f'<a href="{HOME}/tag/{name.replace(" ", "-")}/" rel="tag">{name}</a>' for name in story.names("tags")]
    return f' <span class="tags-links">الوسوم: {"، ".join(links)}</span>' if links else ""


def _posted_on(story: Story) -> str:
    if not story.is_dated:
        return ""
    times = f'<time class="entry-date published" datetime="{stamp(story)}">{_day(story.date, story.language)}</time>'
    if story.modified:
        times += f'<time class="updated" datetime="{story.modified.isoformat()}">{_day(story.modified, story.language)}</time>'
    return f'<span class="posted-on">نُشر في <a href="{story.url}" rel="bookmark">{times}</a></span>'


def _day(when: datetime, language: str) -> str:
    """The day as a reader of the language reads it."""
    if language == "en":
        return f"{ENGLISH_MONTHS[when.month]} {when.day}, {when.year}"
    return f"{when.day} {ARABIC_MONTHS[when.month]} {when.year}"


def _related(other: Story, is_dated: bool) -> str:
    time = f'<time class="entry-date" datetime="{stamp(other)}">{other.date:%Y/%m/%d}</time>' if is_dated and other.is_dated else ""
    return f'<div class="related-item"><h4><a href="{other.url}">{other.title}</a></h4><p>{excerpt(other)}</p>{time}</div>'


def _comments(story: Story) -> str:
    comments = [value.partition(" | ") for value in story.all("comment")]
    items = "\n".join(fill("comment", who=who, text=text) for who, _, text in comments)
    return f'<h2 class="comments-title">تعليقات القراء ({len(comments)})</h2>\n<ol class="comment-list">\n{items}\n</ol>\n' if comments else ""
