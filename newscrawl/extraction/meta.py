"""Fields from meta tags and from the title tag."""

from __future__ import annotations

from newscrawl.core.byline import is_byline
from newscrawl.core.name_kinds import is_firm
from newscrawl.core.names import declared_names
from newscrawl.extraction import meta_names
from newscrawl.extraction.document import Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.pictures import first_picture
from newscrawl.extraction.values import language_tag, plain, section_words, split_words, summary


def read_meta(doc: Document) -> Findings:
    """What the page's meta tags say."""
    return Findings(
        title=_title(doc),
        summary=summary(doc.first_meta(*meta_names.SUMMARY)),
        authors=_authors(doc),
        published=_moment(doc, meta_names.PUBLISHED) or _moment(doc, meta_names.VAGUE_DATE),
        modified=_moment(doc, meta_names.MODIFIED),
        language=language_tag(doc.first_meta(*meta_names.LANGUAGE)),
        sections=section_words(_all(doc, meta_names.SECTIONS)),
        tags=split_words(_all(doc, meta_names.TAGS)),
        image=first_picture(doc, (value for name in meta_names.IMAGE for value in doc.meta.get(name, ()))),
        canonical_url=doc.absolute(doc.first_meta("og:url")),
    )


def has_vague_date(doc: Document) -> bool:
    """Whether the page's meta tags have no date that is said to be that of publication."""
    return _moment(doc, meta_names.PUBLISHED) is None


def read_title_tag(doc: Document) -> Findings:
    """The title tag without the outlet's name."""
    return Findings(title=plain(doc.without_site_name(doc.title_tag)))


def _title(doc: Document) -> str | None:
    title = plain(doc.first_meta(*meta_names.TITLE))
    return plain(doc.without_site_name(title)) if title and not doc.is_site_name(title) else None


def _authors(doc: Document) -> tuple[str, ...]:
    """Names of the first meta tag that names somebody other than the outlet itself, or than the firm that made its site."""
    texts = [*(doc.meta.get(name, ()) for name in meta_names.AUTHORS), _written_by(doc)]
    found = (tuple(author for author in declared_names(each) if not (doc.is_site_name(author) or is_firm(author))) for each in texts)
    return next(filter(None, found), ())


def _written_by(doc: Document) -> tuple[str, ...]:
    """The second half of a pair of Twitter's card labels whose first half says that an author follows."""
    labels = (doc.first_meta(f"twitter:label{n}") for n in (1, 2))
    return next((doc.meta.get(f"twitter:data{n}", ()) for n, label in enumerate(labels, 1) if label and is_byline(f"{label}: X Y")), ())


def _all(doc: Document, names: tuple[str, ...]) -> tuple[str, ...]:
    """All contents of the first of these names that the page has."""
    return next((doc.meta[name] for name in names if name in doc.meta), ())


def _moment(doc: Document, names: tuple[str, ...]) -> str | None:
    return next((moment for name in names for value in doc.meta.get(name, ()) if (moment := doc.moment(value))), None)
