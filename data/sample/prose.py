"""The stories of the sample outlet, read from `prose/*.txt`.

A file holds stories; each starts with `=== name`, then `key: value` lines, a blank line, and the body, one block per line:

    text           a paragraph                  ## text   a heading
    - text         a list item                  > text    a quotation
    ! text         an image with its caption    ~ html    markup as it stands, no part of the article
    ~+ html        the same, at the end of the paragraph before

Inside of a text, `**x**` is bold, `[x](/path)` a link, `{nbsp}` a no-break space and `{zwsp}` a zero-width space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

HOME = "https://sample.example"
ZONE = timezone(timedelta(hours=3))  # Asia/Aden, which has no summer time
TEXT_KINDS = frozenset({"p", "##", ">", "-"})
SLUG_BYTES = 200  # WordPress cuts a slug at 200 bytes of its percent-encoded form
_MARKS = re.compile(r"(##|>|-|!|~\+|~) ")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ANCHOR = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of a story's body: `kind` is its mark, `p` when it has none."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        """What a reader sees of it."""
        text = _ANCHOR.sub(r"\1", _BOLD.sub(r"\1", self.text))
        return text.replace("{nbsp}", " ").replace("{zwsp}", "")

    @property
    def html(self) -> str:
        """Its inner markup; `text` holds no angle brackets or ampersands of its own."""
        text = _ANCHOR.sub(r'<a href="\2">\1</a>', _BOLD.sub(r"<strong>\1</strong>", self.text))
        return text.replace("{nbsp}", "&nbsp;").replace("{zwsp}", "&#8203;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: `fields` are its lines of `key: value`, of which a key may stand twice; `path` and `post_id` come when all are known."""

    name: str
    fields: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    path: str = ""
    post_id: int = 0

    def all(self, key: str) -> list[str]:
        """Every value of a key."""
        return [value for name, value in self.fields if name == key]

    def get(self, key: str, default: str = "") -> str:
        """The first value of a key."""
        return next(iter(self.all(key)), default)

    def names(self, key: str) -> list[str]:
        """A value that lists names, parted by a comma of either script."""
        return [part.strip() for value in self.all(key) for part in re.split("[,،]", value)]

    @property
    def title(self) -> str:
        return self.get("title")

    @property
    def date(self) -> datetime:
        """When it was published; a story marked `undated` has this place in the feed, but shows it nowhere."""
        return datetime.fromisoformat(self.get("date")).replace(tzinfo=ZONE)

    @property
    def modified(self) -> datetime | None:
        return datetime.fromisoformat(value).replace(tzinfo=ZONE) if (value := self.get("modified")) else None

    @property
    def is_dated(self) -> bool:
        return not self.get("undated")

    @property
    def is_kept(self) -> bool:
        return not self.get("reason")

    @property
    def language(self) -> str:
        return self.get("lang", "ar")

    @property
    def url(self) -> str:
        return HOME + self.path

    @property
    def text(self) -> str:
        """The body as the record must have it."""
        return "\n".join(block.plain for block in self.blocks if block.kind in TEXT_KINDS)


def read_stories(folder: Path) -> list[Story]:
    """Every story of the folder, newest first, each with its path and post id; copies have the blocks of what they copy."""
    stories = [story for file in sorted(folder.glob("*.txt")) for story in _stories_in(file.read_text("utf-8"))]
    by_name = {story.name: story for story in stories}
    if len(by_name) != len(stories):
        raise ValueError("two stories have one name")
    stories = [_with_copied_blocks(story, by_name) for story in stories]
    stories.sort(key=lambda story: story.date)
    return list(_placed(stories))[::-1]


def _stories_in(text: str) -> Iterator[Story]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n\n")
        name, *lines = head.strip().split("\n")
        fields = tuple((key, value.strip()) for key, _, value in (line.partition(":") for line in lines))
        yield Story(name=name, fields=fields, blocks=tuple(_block(line) for line in body.split("\n") if line))


def _block(line: str) -> Block:
    mark = _MARKS.match(line)
    return Block(kind=mark[1], text=line[mark.end() :]) if mark else Block(kind="p", text=line)


def _with_copied_blocks(story: Story, by_name: dict[str, Story]) -> Story:
    if not (original := story.get("copy-of")):
        return story
    return replace(story, blocks=tuple(block for block in by_name[original].blocks if block.kind in TEXT_KINDS))


def _placed(stories: list[Story]) -> Iterator[Story]:
    taken: set[str] = set()
    for rank, story in enumerate(stories):
        path = _free(f"/{_folder(story)}/{_slug(story)}", taken)
        taken.add(path)
        yield replace(story, path=path + "/", post_id=1001 + 7 * rank)


def _free(path: str, taken: set[str]) -> str:
    """WordPress numbers the second post of a slug `-2`."""
    return path if path not in taken else next(f"{path}-{n}" for n in range(2, 99) if f"{path}-{n}" not in taken)


def _folder(story: Story) -> str:
    return story.get("folder") or (f"{story.date:%Y/%m}" if story.is_dated else "reports")


def _slug(story: Story) -> str:
    """The name where `url: latin` asks for it and in English, else the title as WordPress makes a slug of it."""
    if story.get("url") == "latin" or story.language == "en":
        return story.name
    words = re.sub(r"[^\w\s-]", "", story.title).split()
    slug = ""
    for letter in "-".join(words):
        if len(quote(slug + letter)) > SLUG_BYTES:
            break
        slug += letter
    return quote(slug.strip("-")).lower()
