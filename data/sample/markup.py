"""A story's body as WordPress prints it: the block editor's markup, or the classic editor's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from prose import HOME, Block, Story

CLASSIC_ENTITIES = {"“": "&#8220;", "”": "&#8221;", "’": "&#8217;", "‘": "&#8216;", "–": "&#8211;", "…": "&#8230;"}
"""What WordPress makes of quotation marks and dashes that were typed plainly."""

BLOCK_TAGS = {
    "p": "<p>{}</p>",
    "##": '<h2 class="wp-block-heading">{}</h2>',
    ">": '<blockquote class="wp-block-quote"><p>{}</p></blockquote>',
}
CLASSIC_TAGS = {
    "p": '<p style="text-align: {side};">{}</p>',
    "##": "<h3><strong>{}</strong></h3>",
    ">": "<blockquote><p>{}</p></blockquote>",
}


def is_classic(story: Story) -> bool:
    """Every fourth post was written in the classic editor, unless a story says in which it was."""
    return story.get("body") == "classic" or (not story.get("body") and story.post_id % 4 == 1)


def content(story: Story) -> str:
    """What stands inside of `div.entry-content`."""
    lines: list[str] = []
    for line in _elements(story):
        if line.startswith("~+ "):
            lines[-1] = lines[-1].removesuffix("</p>") + line.removeprefix("~+ ") + "</p>"
        else:
            lines.append(line)
    return "\n\n\n\n".join(lines) if not is_classic(story) else "\n".join(lines)


def texturized(text: str) -> str:
    """Curly quotes and dashes as the numbered entities that WordPress writes."""
    return "".join(CLASSIC_ENTITIES.get(letter, letter) for letter in text)


def _elements(story: Story) -> Iterator[str]:
    for kind, run in groupby(story.blocks, key=lambda block: block.kind):
        blocks = list(run)
        yield from [_list(story, blocks)] if kind == "-" else [_element(story, block) for block in blocks]


def _element(story: Story, block: Block) -> str:
    if block.kind in ("~", "~+"):
        return block.text if block.kind == "~" else f"~+ {block.text}"
    if block.kind == "!":
        return _figure(story, block)
    tags = CLASSIC_TAGS if is_classic(story) else BLOCK_TAGS
    inner = texturized(block.html) if is_classic(story) else block.html
    return tags[block.kind].format(inner, side="right" if story.language == "ar" else "left")


def _list(story: Story, blocks: list[Block]) -> str:
    items = "\n".join(f"<li>{block.html}</li>" for block in blocks)
    return f"<ul>\n{items}\n</ul>" if is_classic(story) else f'<ul class="wp-block-list">\n{items}\n</ul>'


def _figure(story: Story, block: Block) -> str:
    image = f'<img decoding="async" width="1024" height="683" src="{image_url(story)}" alt="" class="size-large wp-image-{story.post_id + 1}" />'
    if is_classic(story):
        return f'<div class="wp-caption aligncenter" style="width: 1034px">{image}<p class="wp-caption-text">{block.html}</p></div>'
    return f'<figure class="wp-block-image size-large">{image}<figcaption class="wp-element-caption">{block.html}</figcaption></figure>'


def image_url(story: Story) -> str:
    """Where the story's picture would lie; no picture is in the archive."""
    folder = f"{story.date:%Y/%m}/" if story.is_dated else ""
    return f"{HOME}/wp-content/uploads/{folder}{story.name}-1024x683.jpg"
