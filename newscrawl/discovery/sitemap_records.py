"""The records of a sitemap, as a parser meets them: no tree is built, so that memory stays flat however many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from newscrawl.discovery.xml_pieces import pieces_of

MAX_DEPTH = 100
"""`urlset/url/video/…` has five; libxml2 itself gives up at 256."""

MAX_TEXT_CHARS = 20_000
"""Of one field; the longest address that is read has fewer."""

URL, SITEMAP = "url", "sitemap"

FIELDS = {
    ("loc",): "loc",
    ("lastmod",): "lastmod",
    ("news", "title"): "title",
    ("news", "publication_date"): "published",
    ("news", "publication", "language"): "language",
    ("news", "keywords"): "keywords",
    ("image", "loc"): "image",
}
"""Where a field stands below its record, by local names: outlets declare all sorts of namespaces, or none."""

Record = Mapping[str, str]


def read_records(document: bytes, start: int, take: Callable[[str, Record], None]) -> str:
    """Give `take` the kind (`url`, `sitemap`) and the fields of each record that is closed, in order; what stopped the reading.

    "" means the root element's end; `cut` that it never came, or a flaw that no parser gets over; `too_deep` more than 100 levels.
    """
    target = _Records(take)
    parser = etree.XMLParser(
        target=target,
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    pieces = pieces_of(document, start)
    for piece in pieces:
        try:
            parser.feed(piece)
        except (etree.LxmlError, ValueError):
            return "cut"
        if target.is_too_deep:
            return "too_deep"
        if target.is_closed:  # by a stray end tag perhaps, with more behind it
            return "cut" if any(b"<loc" in later for later in pieces) else ""
    return "cut"  # the parser is not closed: it would close what is open, and make half an address a whole one


class _Records:
    """A parser target (lxml's interface) that keeps one record at a time."""

    def __init__(self, take: Callable[[str, Record], None]) -> None:
        self.is_too_deep = False
        self.is_closed = False
        self._take = take
        self._depth = 0
        self._kind = ""
        self._record: dict[str, str] = {}
        self._path: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: object) -> None:
        """A record begins, also where the one before was never closed; or a field of it."""
        self._depth += 1
        self.is_too_deep = self.is_too_deep or self._depth > MAX_DEPTH
        name = _local(tag)
        if name in (URL, SITEMAP):
            self._finish()
            self._kind, self._record, self._path = name, {}, []
        elif self._kind:
            self._path.append(name)
        self._text = [] if tuple(self._path) in FIELDS else None

    def data(self, text: str) -> None:
        """Text of a field."""
        if self._text is not None and len(self._text) < MAX_TEXT_CHARS:
            self._text.append(text[:MAX_TEXT_CHARS])

    def end(self, tag: str) -> None:
        """The end of a field, of a record, or of the root."""
        self._depth -= 1
        name = _local(tag)
        if name in (URL, SITEMAP):
            self._finish()
        elif self._path:
            field = FIELDS.get(tuple(self._path))
            if field and self._text is not None and field not in self._record:
                self._record[field] = "".join(self._text)[:MAX_TEXT_CHARS].strip()
            self._path.pop()
        self._text = None
        self.is_closed = self._depth <= 0

    def close(self) -> None:
        """The interface asks for it."""

    def _finish(self) -> None:
        if self._kind:
            self._take(self._kind, self._record)
        self._kind, self._path = "", []


def _local(tag: str) -> str:
    """The name without namespace, without a prefix that nobody declared, in lower case."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
