"""Fields from meta tags and from the title tag."""

from __future__ import annotations

from newscrawl.extraction import meta_names
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.values import language_tag, plain, split_names, split_words, summary, words


def read_meta(doc: Document) -> Findings:
    """What the page's meta tags say."""
    return Findings(
        title=_title(doc),
        summary=summary(doc.first_meta(*meta_names.SUMMARY)),
        authors=_authors(doc),
        published=_moment(doc, meta_names.PUBLISHED),
        modified=_moment(doc, meta_names.MODIFIED),
        language=language_tag(doc.first_meta(*meta_names.LANGUAGE)),
        sections=words(_all(doc, meta_names.SECTIONS)),
        tags=split_words(_all(doc, meta_names.TAGS)),
        image=doc.absolute(doc.first_meta(*meta_names.IMAGE)),
        canonical_url=doc.absolute(doc.first_meta("og:url")),
    )


def read_title_tag(doc: Document) -> Findings:
    """The title tag without the outlet's name."""
    return Findings(title=plain(doc.without_site_name(doc.title_tag)))


def _title(doc: Document) -> str | None:
    title = plain(doc.first_meta(*meta_names.TITLE))
    return plain(doc.without_site_name(title)) if title and not doc.is_site_name(title) else None


def _authors(doc: Document) -> tuple[str, ...]:
    """Names of the first meta tag that names somebody other than the outlet itself."""
    for name in meta_names.AUTHORS:
        found = tuple(author for author in split_names(doc.meta.get(name, ())) if not doc.is_site_name(author))
        if found:
            return found
    return ()


def _all(doc: Document, names: tuple[str, ...]) -> tuple[str, ...]:
    """All contents of the first of these names that the page has."""
    return next((doc.meta[name] for name in names if name in doc.meta), ())


def _moment(doc: Document, names: tuple[str, ...]) -> str | None:
    return next((moment for name in names for value in doc.meta.get(name, ()) if (moment := doc.moment(value))), None)
