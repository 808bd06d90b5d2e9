"""Lines that are nothing but a way to another page of the same site: the titles of related stories between the paragraphs and behind the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import html

from newscrawl.core.host import is_same_site
from newscrawl.extraction.document import QUESTION_ENDS, Document
from newscrawl.extraction.linesource import Source

INNER_SHARE = 0.8
"""Between paragraphs: a title with "[VIDEO]" behind it or "See more" before it is link text to this share."""

ENDING_SHARE = 0.9
MIN_TITLE_CHARS = 16
"""A title of another story has some four words; shorter links are names, products, answers to a question."""

FIRST_WIDE_CHAR = "\u2e80"
MIN_WIDE_TITLE_CHARS = 8
"""In scripts whose characters say about twice as much as a letter: Chinese, Japanese, Korean."""

MAX_INNER_SHARE = 1 / 3
"""A text of which more lines are links than this is a list of links with words to each: they are what it is about."""

MAX_LABEL_CHARS = 30
"""What stands before the title, with its colon: "Related: ", "Lire aussi : "."""

_PARAGRAPHS = ("p", "div", "section", "article", "main", "td", "center")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
_LISTED = ("li", "dd", "dl", "table", "blockquote")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*|\S+\.\S+/\S*")
_SENTENCE_ENDS = (".", "。", "।", "۔", ":", "：")
"""A title does not end so, but a sentence that is a link as a whole does, and one that something follows."""

_LABEL = re.compile(r"[^:：|]{2,30}[:：|]\s*")


class Site(NamedTuple):
    """The page's own address and host, to tell its site's links from others."""

    url: str
    host: str

    @classmethod
    def of(cls, doc: Document) -> Site:
        return cls(doc.url, urlsplit(doc.url).hostname or "")

    def has_other_page(self, link: html.HtmlElement) -> bool:
        """Whether a link leads to another page of the same site."""
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#"):
            return False
        try:
            target = urlsplit(urljoin(self.url, href))
        except ValueError:
            return False
        own = urlsplit(self.url)
        is_other = (target.path, target.query) != (own.path, own.query)
        return is_other and target.scheme in ("http", "https") and is_same_site(target.hostname or "", self.host)


def inner_links(lines: Sequence[str], sources: Sequence[Source | None], site: Site) -> list[int]:
    """Paragraphs, but for the first line, that are nothing but the title of another story of the site; none in a text that is mostly such lines, and
    none where each is a question: those are answered below them."""
    found = [i for i, (line, source) in enumerate(zip(lines, sources, strict=True)) if i and source and _is_other_title(line, source, site)]
    are_questions = len(found) > 1 and all(lines[i].rstrip().endswith(QUESTION_ENDS) for i in found)
    return found if len(found) <= MAX_INNER_SHARE * len(lines) and not are_questions else []


def ending_links(lines: Sequence[str], sources: Sequence[Source | None], site: Site) -> list[int]:
    """The lines at the end that are nothing but links, most of them to the site's own pages, and the heading above them; none where they are
    most of the text."""
    start = len(lines)
    while start > 1 and (source := sources[start - 1]) and source.link_share >= ENDING_SHARE and not _ADDRESS.fullmatch(lines[start - 1]):
        start -= 1
    links = [link for source in sources[start:] if source for link in source.links]
    is_mostly_links = sum(map(len, lines[start:])) > sum(map(len, lines[:start]))
    if is_mostly_links or sum(map(site.has_other_page, links)) * 2 <= len(links):
        return []
    if start > 1 and (above := sources[start - 1]) and above.block.tag in HEADINGS:
        start -= 1
    return list(range(start, len(lines)))


def _is_other_title(line: str, source: Source, site: Site) -> bool:
    if source.block.tag not in _PARAGRAPHS or not source.links or any(e.tag in _LISTED for e in source.lineage()):
        return False
    label = _LABEL.match(line)
    title = line[label.end() :] if label and label.end() <= MAX_LABEL_CHARS else line
    linked = source.link_share >= INNER_SHARE or (title is not line and source.link_chars >= len("".join(title.split())))
    return linked and _is_title(title) and all(map(site.has_other_page, source.links))


def _is_title(text: str) -> bool:
    enough = MIN_WIDE_TITLE_CHARS if any(char >= FIRST_WIDE_CHAR for char in text) else MIN_TITLE_CHARS
    return len(text) >= enough and not text.rstrip().endswith(_SENTENCE_ENDS) and not _ADDRESS.fullmatch(text)
