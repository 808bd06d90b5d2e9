"""The links of a page as they stand in it, with what stands around them. lxml's shapes stop in this file."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree

from newscrawl.core.text import tidy_line

MAX_ELEMENTS = 200_000
"""Of a page; the longest lists have some 20,000. So many take a second."""

MAX_ANCHORS = 20_000
MAX_TEXT_CHARS = 1_000
"""Of one link; a headline has fewer than 300."""

CHUNK_BYTES = 64_000
"""What the parser gets at a time, so that it can be stopped."""

NO_CONTAINER = 0
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CONTAINERS = frozenset(("article", "li", "tr"))
"""What holds one article of a list, with its date."""

MENU_TAGS = frozenset(("nav", "footer", "menu"))
"""Elements whose links lead through the outlet."""


class Anchor(NamedTuple):
    """A link: its address as written, relations, text, label and title, classes (its own and those of the element around it), and where it stands."""

    href: str
    relations: frozenset[str]
    text: str
    labels: tuple[str, ...]
    classes: frozenset[str]
    in_heading: bool
    in_article: bool
    in_menu: bool
    container: int


class PageLinks(NamedTuple):
    """`base` is the address in the `base` element, empty without one; `nexts` the addresses of `link rel=next`.

    `containers` has the number of the container around each, those outside first; `times` the container and the machine-readable moment of each
    `time` element.
    """

    base: str
    anchors: tuple[Anchor, ...]
    nexts: tuple[str, ...]
    containers: tuple[int, ...]
    times: tuple[tuple[int, str], ...]


def links_of(page: bytes) -> PageLinks:
    """The links of a page in UTF-8, in its order; of one that is too long or broken those before that. Never raises."""
    target = _Target()
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        for start in range(0, len(page), CHUNK_BYTES):
            parser.feed(page[start : start + CHUNK_BYTES])
            if target.is_full:
                break
        parser.close()
    except etree.LxmlError:
        pass  # what was read before stands
    target.end_anchor()
    return PageLinks(target.base, tuple(target.anchors), tuple(target.nexts), tuple(target.containers), tuple(target.times))


class _Target:
    """A parser target (lxml's interface) that keeps links, moments and containers."""

    def __init__(self) -> None:
        self.base = ""
        self.anchors: list[Anchor] = []
        self.nexts: list[str] = []
        self.containers: list[int] = [NO_CONTAINER]
        self.times: list[tuple[int, str]] = []
        self._elements = 0
        self._around: list[tuple[str, int]] = [("", NO_CONTAINER)]
        self._classes: list[str] = [""]
        self._depths = dict.fromkeys(("heading", "article", "menu"), 0)
        self._anchor: Anchor | None = None
        self._text: list[str] = []
        self._chars = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return self._elements >= MAX_ELEMENTS or len(self.anchors) >= MAX_ANCHORS

    def start(self, tag: str, attributes: Any) -> None:
        """An element begins."""
        self._elements += 1
        self._classes.append(attributes.get("class", "")[:MAX_TEXT_CHARS])
        for kind in _kinds(tag):
            self._depths[kind] += 1
        if tag in CONTAINERS:
            self.containers.append(self._around[-1][1])
            self._around.append((tag, len(self.containers) - 1))
        if tag == "a" and attributes.get("href") and not self.is_full:
            self._begin_anchor(attributes)
        elif tag in HEADINGS and self._anchor:
            self._anchor = self._anchor._replace(in_heading=True)
        elif tag == "time" and attributes.get("datetime"):
            self.times.append((self._around[-1][1], attributes["datetime"][:MAX_TEXT_CHARS]))
        else:
            self._take_head(tag, attributes)

    def _take_head(self, tag: str, attributes: Any) -> None:
        if tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "link" and "next" in attributes.get("rel", "").lower().split():
            self.nexts.append(attributes.get("href", ""))

    def _begin_anchor(self, attributes: Any) -> None:
        self.end_anchor()
        self._anchor = Anchor(
            href=attributes["href"],
            relations=frozenset(attributes.get("rel", "").lower().split()),
            text="",
            labels=tuple(attributes[name][:MAX_TEXT_CHARS] for name in ("aria-label", "title") if attributes.get(name)),
            classes=frozenset(" ".join(self._classes[-2:]).lower().split()),
            in_heading=self._depths["heading"] > 0,
            in_article=self._depths["article"] > 0,
            in_menu=self._depths["menu"] > 0,
            container=self._around[-1][1],
        )

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._anchor and self._chars < MAX_TEXT_CHARS:
            self._text.append(text[:MAX_TEXT_CHARS])
            self._chars += len(text)

    def end_anchor(self) -> None:
        """Keep the link that is open, if one is."""
        if self._anchor:
            self.anchors.append(self._anchor._replace(text=tidy_line("".join(self._text))))
        self._anchor, self._text, self._chars = None, [], 0

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "a":
            self.end_anchor()
        if len(self._classes) > 1:
            self._classes.pop()
        for kind in _kinds(tag):
            self._depths[kind] = max(0, self._depths[kind] - 1)
        if tag == self._around[-1][0]:
            self._around.pop()

    def close(self) -> None:
        """The interface asks for it."""


def _kinds(tag: str) -> tuple[str, ...]:
    if tag in HEADINGS:
        return ("heading",)
    return ("article",) if tag == "article" else ("menu",) if tag in MENU_TAGS else ()
