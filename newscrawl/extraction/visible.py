"""Fields from what a reader sees: the headline, category and tag links, the lead picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html

from newscrawl.core.names import declared_names
from newscrawl.extraction.around import Around, Marks
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.lines import text_of
from newscrawl.extraction.pictures import first_picture, sources_of
from newscrawl.extraction.titles import without_kicker
from newscrawl.extraction.values import plain, words

_LINKS = Marks("a[@rel][contains(@rel, 'author') or contains(@rel, 'tag') or contains(@rel, 'category')]")
_LEAD_IMAGES = Marks("img[contains(@class, 'wp-post-image') or @itemprop='image']")

_OF_READERS = "ugc"
"""So sites mark the links of those who comment (user-generated content)."""

MENUS = ("nav", "aside")
LANDMARKS = (*MENUS, "header", "footer")
"""Elements of the page's frame, where they are not within an article; a header or a footer in `main` is none of the page's."""

_PART = re.compile(
    r"\b(?:post|entry|article|story|single)[-_]{1,2}(?:footer|foot|meta|tags|terms|hero|header|head)\b|\bhero\b|\btags-links\b", re.IGNORECASE
)
"""Classes of an article's head and foot, as themes name them (https://microformats.org/wiki/hentry, https://codex.wordpress.org/CSS)."""

_SECTION = re.compile(r"categor|cat-links|section", re.IGNORECASE)


def read_headline(around: Around) -> Findings:
    """The heading that says what the title tag says."""
    return Findings(title=plain("" if around.headline is None else without_kicker(around.headline)) or plain(around.headline_text))


def read_links(around: Around) -> Findings:
    """Links that say by `rel` what they lead to: an author, a category, a tag (https://microformats.org/wiki/rel-tag)."""
    links = around.nearest(_LINKS)
    topics = [e for e in links if _is_of_article(e, around.headline)]
    tags = [e for e in topics if "tag" in _rel(e) and not _is_section(e)]
    return Findings(
        authors=declared_names(map(text_of, _neighbours([e for e in links if _is_author(e)]))),
        sections=words(map(text_of, _neighbours([e for e in topics if _is_section(e)]))),
        tags=words(text_of(e).lstrip("#") for e in _neighbours(tags)),
    )


def read_images(doc: Document, around: Around) -> Findings:
    """The picture that the page marks as its own."""
    return Findings(image=first_picture(doc, (source for e in around.nearest(_LEAD_IMAGES) for source in sources_of(e))))


def read_canonical(doc: Document) -> Findings:
    """`<link rel="canonical">` (RFC 6596)."""
    links = (e.get("href") for e in doc.tree.iter("link") if "canonical" in _rel(e))
    return Findings(canonical_url=next((url for href in links if (url := doc.absolute(href))), None))


def _names_of(element: html.HtmlElement) -> str:
    words = (element.get("class"), element.get("itemprop"), "published" if element.get("pubdate") is not None else None)
    return " ".join(filter(None, words))[:MAX_VALUE_CHARS]


def _rel(element: html.HtmlElement) -> list[str]:
    return (element.get("rel") or "")[:MAX_VALUE_CHARS].lower().split()


def _is_author(link: html.HtmlElement) -> bool:
    rel = _rel(link)
    return "author" in rel and _OF_READERS not in rel and bool(text_of(link)) and not ("nofollow" in rel and _is_in_ordered_list(link))


def _is_in_ordered_list(link: html.HtmlElement) -> bool:
    """Where what readers say stands, in order of time (https://developer.wordpress.org/reference/functions/wp_list_comments/)."""
    return next(link.iterancestors("ol"), None) is not None


def _is_of_article(link: html.HtmlElement, headline: html.HtmlElement | None) -> bool:
    """Whether a link stands in the page's `main` when the headline does, and in no menu, header or footer of the page outside the headline's own
    article (https://html.spec.whatwg.org/#the-main-element, #the-nav-element), or in what calls itself a part of the article right beside it."""
    homes = [] if headline is None else list(headline.iterancestors("main", "article"))
    above = list(link.iterancestors())
    if not homes or homes[-1] in above or any(_is_part_of(home, above) for home in homes):
        return True
    frame = MENUS if any(e.tag == "main" for e in above) else LANDMARKS
    return homes[-1].tag != "main" and not any(e.tag in frame for e in above)


def _is_part_of(home: html.HtmlElement, above: Sequence[html.HtmlElement]) -> bool:
    """Whether one of these elements stands right before or behind an article, and has the class of an article's head or foot."""
    beside = [each for each in (home.getprevious(), home.getnext()) if each is not None and each in above]
    return any(_PART.search(_names_of(each)) for each in beside)


def _is_section(link: html.HtmlElement) -> bool:
    """A category link: by its own rel, or a tag link in a list of categories, as WordPress block themes have it."""
    if "category" in _rel(link):
        return True
    parent = link.getparent()
    return "tag" in _rel(link) and parent is not None and _SECTION.search(_names_of(parent)) is not None


def _neighbours(links: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """Of links in order of nearness, those in the same list as the first, in the page's order."""
    if not links:
        return []
    home = _list_of(links[0])
    return [e for e in home.iter("a") if e in set(links)]


def _list_of(link: html.HtmlElement) -> html.HtmlElement:
    parent = link.getparent()
    if parent is not None and parent.tag == "li" and parent.getparent() is not None:
        return parent.getparent()
    return link if parent is None else parent
