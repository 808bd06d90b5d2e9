"""Which source gives which field: the one list of precedence, and the rules for a choice between sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from newscrawl.core.arabic import fold
from newscrawl.core.clean import clean_title
from newscrawl.core.dates import day_of
from newscrawl.core.name_kinds import is_desk, is_person
from newscrawl.core.names import is_fuller
from newscrawl.core.url import host_of, same_site
from newscrawl.extraction.around import Around
from newscrawl.extraction.bylines import read_author_links, read_bylines, read_signed_lines, stands_below_headline
from newscrawl.extraction.date_choice import DAY_CHARS, YEAR_CHARS, Chosen, check_published, is_padded_year, local_time, only_change, prefer_printed
from newscrawl.extraction.document import Document
from newscrawl.extraction.end_lines import read_end_lines
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.guess import guess_date, read_path_date
from newscrawl.extraction.info_lines import read_info_lines
from newscrawl.extraction.jsonld import Node
from newscrawl.extraction.language import language_of, may_be_written_in
from newscrawl.extraction.meta import has_vague_date, read_meta, read_title_tag
from newscrawl.extraction.microdata import read_microdata
from newscrawl.extraction.moments import Printed, read_dated_lines, read_printed, read_times
from newscrawl.extraction.newsnode import publisher_names, read_node, site_descriptions
from newscrawl.extraction.post import read_post
from newscrawl.extraction.said import read_feed, read_header_language, read_html_language, read_outlet_language
from newscrawl.extraction.summaries import choose_summary
from newscrawl.extraction.titles import ends_behind_dash, whole, without_glued_words, without_section
from newscrawl.extraction.topic_words import is_empty_word
from newscrawl.extraction.visible import (
    read_canonical,
    read_headline,
    read_images,
    read_links,
)

FIELD_ORDER: Mapping[str, tuple[str, ...]] = {
    "title": ("wp-rest", "h1", "json-ld", "meta", "title", "feed"),
    "summary": ("wp-rest", "json-ld", "meta", "feed"),
    "authors": ("wp-rest", "json-ld", "link", "meta", "byline", "author-link", "signed", "end", "feed"),
    "published": ("wp-rest", "json-ld", "meta", "microdata", "time", "feed", "text", "url", "line", "end", "change", "htmldate"),
    "modified": ("wp-rest", "json-ld", "meta", "microdata", "time", "text", "feed"),
    "language": ("html", "json-ld", "meta", "header", "feed", "outlet"),
    "sections": ("wp-rest", "json-ld", "link", "meta"),
    "tags": ("wp-rest", "link", "json-ld", "meta", "feed"),
    "image": ("wp-rest", "meta", "json-ld", "img", "feed"),
    "canonical_url": ("canonical", "meta"),
}
"""Sources by field, best first: the first that says something gives the value, later ones are not even read. The slow ones stand last."""

STATED = ("json-ld", "meta", "microdata", "feed", "url")
"""Sources whose days settle what a printed `03/04/2024` is."""

DECLARED_TITLES = ("json-ld", "meta", "title")
"""Sources of a title that no reader sees on the page: what they have in full, and without a kicker, corrects a heading."""

SHARPER = ("json-ld", "meta", "microdata", "time", "feed")
"""Sources of a date that may tell the hour, or the offset, which a better source leaves out."""

UTC_OFFSET = "+00:00"
MIDNIGHT = "T00:00"
"""The hour of a day that was written with one for want of it: another source may know better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything that may speak of one article; each source is read once, when first asked."""

    doc: Document
    around: Around
    nodes: tuple[Node, ...]
    node: Node | None
    _read: dict[str, Findings] = field(default_factory=dict)
    _printed: list[tuple[Printed, ...]] = field(default_factory=list)

    @property
    def printed(self) -> tuple[Printed, ...]:
        """The dates that stand beside the headline, read once."""
        if not self._printed:
            stated = (self.findings(method) for method in STATED)
            moments = (moment for said in stated for moment in (said.published, said.modified) if moment)
            self._printed.append(read_printed(self.doc, self.around, frozenset(filter(None, map(day_of, moments)))))
        return self._printed[0]

    def findings(self, method: str) -> Findings:
        """What the source of this name says."""
        if method not in self._read:
            self._read[method] = READERS[method](self)
        return self._read[method]

    def first(self, name: str) -> tuple[Any, str | None]:
        """A field's value and the source that gave it; an empty value and None when no source speaks."""
        for method in FIELD_ORDER[name]:
            value = getattr(self.findings(method), name)
            if value and self._may_be(name, value):
                return value, method
        return getattr(Findings(), name), None

    def _may_be(self, name: str, value: Any) -> bool:
        return name != "canonical_url" or _is_this_page(value, self.doc.url)


READERS: Mapping[str, Callable[[Sources], Findings]] = {
    "wp-rest": lambda sources: read_post(sources.doc),
    "json-ld": lambda sources: read_node(sources.doc, sources.node, sources.nodes),
    "meta": lambda sources: read_meta(sources.doc),
    "title": lambda sources: read_title_tag(sources.doc),
    "h1": lambda sources: read_headline(sources.around),
    "microdata": lambda sources: read_microdata(sources.doc, sources.around),
    "time": lambda sources: read_times(sources.doc, sources.around),
    "text": lambda sources: read_dated_lines(sources.doc, sources.around, sources.printed),
    "link": lambda sources: read_links(sources.around),
    "byline": lambda sources: read_bylines(sources.doc, sources.around),
    "author-link": lambda sources: read_author_links(sources.doc, sources.around),
    "signed": lambda sources: read_signed_lines(sources.doc, sources.around),
    "img": lambda sources: read_images(sources.doc, sources.around),
    "canonical": lambda sources: read_canonical(sources.doc),
    "feed": lambda sources: read_feed(sources.doc),
    "html": lambda sources: read_html_language(sources.doc),
    "header": lambda sources: read_header_language(sources.doc),
    "outlet": lambda sources: read_outlet_language(sources.doc),
    "url": lambda sources: read_path_date(sources.doc),
    "line": lambda sources: read_info_lines(sources.doc, sources.around),
    "end": lambda sources: read_end_lines(sources.doc, sources.around),
    "change": lambda sources: Findings(published=only_change(sources.printed)),
    "htmldate": lambda sources: guess_date(sources.doc, sources.around),
}


def read_fields(sources: Sources, text: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The record's fields from their sources, and for each that has a value the name of its source. `text` is the article's."""
    values: dict[str, Any] = {}
    methods: dict[str, str] = {}
    for name in FIELD_ORDER:
        value, method = _value(sources, name, text)
        values[name] = value
        if method is not None:
            methods[name] = method
    _settle_words(sources, values, methods)
    _settle_title(sources, values, methods, text)
    _settle_dates(sources, values, methods)
    return values, methods


def _value(sources: Sources, name: str, text: str) -> tuple[Any, str | None]:
    if name == "language":
        return _language(sources, text)
    if name == "summary":
        said = ((sources.findings(method).summary, method) for method in FIELD_ORDER[name])
        return choose_summary(said, not_these=site_descriptions(sources.nodes))
    return _authors(sources) if name == "authors" else sources.first(name)


def _authors(sources: Sources) -> tuple[tuple[str, ...], str | None]:
    """The first source that names a person other than the outlet, or a desk that stands below the headline; else the first that names anybody. A
    signed line that names all of them and more people is the fuller list."""
    best: tuple[tuple[str, ...], str | None] = ((), None)
    for method in FIELD_ORDER["authors"]:
        names = sources.findings(method).authors
        if _are_authors(sources, names):
            best = (names, method)
            break
        best = best if best[0] or not names else (names, method)
    signed = sources.findings("signed").authors
    return (signed, "signed") if is_fuller(signed, best[0]) else best


def _are_authors(sources: Sources, names: tuple[str, ...]) -> bool:
    others = [name for name in names if not sources.doc.is_site_name(name)]
    return any(is_person(name) or (is_desk(name) and stands_below_headline(sources.around, name)) for name in others)


def _language(sources: Sources, text: str) -> tuple[str | None, str | None]:
    """The first language that the text may be in; a theme's own on a site in another one is passed over. At last, what the text itself tells."""
    for method in FIELD_ORDER["language"]:
        tag = sources.findings(method).language
        if tag and may_be_written_in(text, tag):
            return tag, method
    told = language_of(text)
    return told, "text" if told else None


def _settle_title(sources: Sources, values: dict[str, Any], methods: dict[str, str], text: str) -> None:
    """A heading with a kicker glued to it, a title that was cut, and one with its section behind it give way to the headline alone."""
    method, title = methods.get("title"), values["title"]
    if method is None:
        return
    others = {name: other for name in DECLARED_TITLES if (other := sources.findings(name).title)}
    if method == "h1":
        title = without_glued_words(title, [other for name, other in others.items() if name != "title"])
    title = whole(title, list(others.values()))
    if title != values["title"]:
        methods["title"] = next(name for name, other in others.items() if other.startswith(title))
    title = clean_title(title, publisher_names(sources.node, sources.nodes), host_of(sources.doc.url))
    is_own = methods["title"] == "h1" and ends_behind_dash(title, list(others.values()), values["sections"], sources.doc.url, text)
    values["title"] = title if is_own else without_section(title, values["sections"], sources.doc.url)


def _settle_dates(sources: Sources, values: dict[str, Any], methods: dict[str, str]) -> None:
    """Check the publication date against the others, let another source say a date more exactly, and drop a change that was before publication."""
    if values["published"]:
        first = Chosen(values["published"], methods["published"])
        if first.method == "meta" and has_vague_date(sources.doc):
            first = prefer_printed(first, sources.printed)
        values["published"], methods["published"] = check_published(first, sources.findings, sources.printed)
    for name in ("published", "modified"):
        for method in SHARPER if values[name] and methods[name] != "wp-rest" else ():
            other = getattr(sources.findings(method), name)
            if other and _says_more(other, values[name]):
                values[name], methods[name] = other, method
    if values["published"]:
        values["published"] = local_time(values["published"], sources.printed)
    if values["modified"] and values["published"] and _is_before(values["modified"], values["published"]):
        values["modified"] = None
        del methods["modified"]


def _says_more(other: str, moment: str) -> bool:
    """Whether `other` is the same day with its hour, one other than midnight, or the same instant with the outlet's own offset in place of UTC."""
    if len(moment) <= DAY_CHARS:
        return other.startswith(moment) and other != moment and not (len(moment) == YEAR_CHARS and is_padded_year(other))
    if moment[DAY_CHARS:].startswith(MIDNIGHT):
        return len(other) > DAY_CHARS and other.startswith(moment[:DAY_CHARS]) and not other[DAY_CHARS:].startswith(MIDNIGHT)
    is_local = len(other) > DAY_CHARS and moment.endswith(UTC_OFFSET) and not other.endswith(UTC_OFFSET)
    return is_local and datetime.fromisoformat(other) == datetime.fromisoformat(moment)


def _is_before(a: str, b: str) -> bool:
    """Whether moment `a` is certainly earlier than `b`, of whatever precision each is."""
    if len(a) > DAY_CHARS < len(b):
        return datetime.fromisoformat(a) < datetime.fromisoformat(b)
    shorter = min(len(a), len(b), DAY_CHARS)
    return a[:shorter] < b[:shorter]


def _settle_words(sources: Sources, values: dict[str, Any], methods: dict[str, str]) -> None:
    """Sections and tags without what says nothing of the story; what the page calls a section is no tag."""
    values["sections"], values["tags"] = settle_words(sources.doc, values["title"] or "", values["sections"], values["tags"])
    for name in ("sections", "tags"):
        if not values[name]:
            methods.pop(name, None)


def settle_words(doc: Document, title: str, sections: Sequence[str], tags: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sections and tags without what says nothing of the story; what the page calls a section is no tag."""

    def telling(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
        known = {fold(title), *map(fold, others)}
        return tuple(w for w in words if fold(w) not in known and not (is_empty_word(w) or doc.is_site_name(w)))

    kept = telling(sections, ())
    return kept, telling(tags, kept)


def _is_this_page(canonical: str, url: str) -> bool:
    """Whether a declared address may be this page's: of the same site, and not the home page that some themes declare everywhere."""
    parts = urlsplit(canonical)
    is_home = parts.path in ("", "/") and not parts.query
    return same_site(canonical, url) and not (is_home and urlsplit(url).path not in ("", "/"))
