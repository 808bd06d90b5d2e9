"""Authors from what a reader sees: elements that speak of an author, links to an author's page, lines that say "by"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from lxml import etree, html

from newscrawl.core.arabic import fold
from newscrawl.core.byline import byline_openers
from newscrawl.core.name_kinds import is_person, is_role, may_be_signed, may_follow
from newscrawl.core.name_words import AUTHOR_PATHS
from newscrawl.core.names import holds_date, seen_names
from newscrawl.extraction.around import Around
from newscrawl.extraction.byline_alone import stands_alone
from newscrawl.extraction.byline_classes import BYLINE_CLASSES, NO_BYLINE_CLASSES
from newscrawl.extraction.document import MAX_VALUE_CHARS, Document
from newscrawl.extraction.findings import NOTHING, Findings
from newscrawl.extraction.lead import apart_lines, has_more_elements
from newscrawl.extraction.lines import one_line, text_of
from newscrawl.extraction.other_people import is_in_people, is_of_others

MAX_SIGNED_WORDS = 20
"""Three names, a role and a date; a longer line that begins "By" is a sentence."""

MAX_BARE_WORDS = 5
""""كتب" without a colon is also the beginning of many a sentence; a byline has the word, a name and no more."""

MAX_ELEMENT_CHARS = 300
"""An element that holds more text is a biography or a story."""

MAX_INNER_ELEMENTS = 200
"""A byline of three authors with their pictures and buttons has some 80."""

LINES_NEAR = 2
"""A picture's caption or a share button may stand between a byline and its date."""

MAX_NEAR_WORDS = 8
"""Of a line that says what somebody is."""

_ADDRESS = re.compile(r"(?:^|\s)@\w|\w@\w")
"""A handle, or an address for mail."""

_PLACE_BEHIND = re.compile(r"\S\s*[,،，]\s*[^\W\d_]+$")
_SHORT = ("short", "colon")
_NAMED = etree.XPath(".//*[@itemprop='name'] | .//*[contains(concat(' ', normalize-space(@class), ' '), ' fn ')]")
_QUOTED = frozenset(("blockquote", "figure", "figcaption"))
"""Who is named there said something, or took the picture."""

_NO_MARKS = frozenset(("html", "body", "meta", "link", "img", "script", "style", "form", "input"))
_PARTS = re.compile(r" [-–—|•·] ")
_KOREAN_REPORTER = re.compile(
    r"(?:[가-힣]{2,10} ?[=/] ?)?(?:[가-힣]{2,4} ?[·ㆍ,] ?){0,9}[가-힣]{2,4} ?(?:선임|인턴|수습|전문)?(?:기자|특파원|논설위원)(?![가-힣])"
)
_ARTICLE = "ال"
"""Arabic's definite article: "كتب الوزير" is a sentence, no first name begins so."""


def read_bylines(doc: Document, around: Around) -> Findings:
    """Names in elements near the headline whose class, id or itemprop speaks of an author: of the first with somebody's whole name, else with any."""
    marked = around.nearest_of(_is_marked)
    first: tuple[str, ...] = ()
    for element in marked:
        names = _without_outlet(doc, _names_of(element, marked))
        if names and is_of_others(around, element, marked):
            continue
        if any(map(is_person, names)):
            return Findings(authors=names)
        first = first or names
    return Findings(authors=first)


def read_author_links(doc: Document, around: Around) -> Findings:
    """The whole names in the first line below the headline that link to an author's page."""
    for line in around.lead:
        names = seen_names(text_of(link)[:MAX_VALUE_CHARS] for link in line.links if _leads_to_author(link) and not is_in_people(around, link))
        if persons := _without_outlet(doc, list(filter(is_person, names))):
            return Findings(authors=persons)
    return NOTHING


def read_signed_lines(doc: Document, around: Around) -> Findings:
    """The names of the first line below the headline that is a byline by its own words, whatever its element; a word that begins
    headings and sentences too ("By", "كتب") needs a second name, a link, a role, a place or a date beside the name, or nothing but whole names."""
    found = (_without_outlet(doc, _signed_at(around, i)) for i, line in enumerate(around.lead) if not line.is_caption)
    return Findings(authors=next(filter(None, found), ()))


def _signed_at(around: Around, at: int) -> tuple[str, ...]:
    line = around.lead[at].text
    names = _signed(line) or _signed_within(line)
    return names if not names or not _is_short(line) or _has_details(around, at) or stands_alone(around, at, names) else ()


def _is_short(line: str) -> bool:
    """Whether nothing but a short word makes a line a byline."""
    ways = byline_openers(line) if len(line) <= MAX_ELEMENT_CHARS else []
    return bool(ways) and all(kind in _SHORT and not separated for kind, _, separated in ways)


def _has_details(around: Around, at: int) -> bool:
    """Whether a line has what bylines have: a link, a second name, a role, a place; or a role, a date, a time element ("yesterday"), an address
    or a handle in it or near by."""
    line, lines = around.lead[at], around.lead[max(at - LINES_NEAR, 0) : at + LINES_NEAR + 1]
    if any(element.tag == "time" and element.get("datetime") for each in lines for element in each.elements):
        return True
    near = [each.text for each in lines]
    near += _lines_above(around.headline) if at < LINES_NEAR else []
    has_role = any(len(text.split()) <= MAX_NEAR_WORDS and is_role(text) for text in near)
    has_more = len(_signed(line.text)) > 1 or _PLACE_BEHIND.search(line.text) is not None
    return bool(line.links) or has_role or has_more or any(holds_date(text) or _ADDRESS.search(text) for text in near)


def _lines_above(headline: html.HtmlElement | None) -> list[str]:
    """What stands right before the headline, or before what it is wrapped in."""
    wraps = [] if headline is None else [headline, *islice(headline.iterancestors(), 1)]
    above = [before for element in wraps if (before := element.getprevious()) is not None]
    return [text_of(element) for element in above if not has_more_elements(element, MAX_INNER_ELEMENTS)]


def stands_below_headline(around: Around, name: str) -> bool:
    """Whether a name is printed where a byline may stand."""
    return any(fold(name) in fold(line.text) for line in around.lead)


def _signed(line: str) -> tuple[str, ...]:
    """The names of a line that begins with a byline's words: whole names, or behind a colon a desk or a first name too."""
    ways = byline_openers(line) if len(line.split()) <= MAX_SIGNED_WORDS else []
    has_colon = any(separated for _, _, separated in ways)
    is_open = has_colon or any(kind in ("name", "short") or _is_bare_name(name) for kind, name, _ in ways)
    names = seen_names([line]) if is_open else ()
    return names if has_colon or all(map(may_be_signed, names)) else ()


def _signed_within(line: str) -> tuple[str, ...]:
    """The names of a line of several parts, one of which is a byline by its own words and a colon, or a Korean name and a reporter's title."""
    if len(line) > MAX_ELEMENT_CHARS:
        return ()
    reporter = _KOREAN_REPORTER.match(line)
    if reporter:
        return seen_names([reporter[0]])
    signed = (part for part in _PARTS.split(line)[1:] if any(separated for _, _, separated in byline_openers(part)))
    return next(filter(None, map(_signed, signed)), ())


def _is_bare_name(name: str) -> bool:
    """Whether what follows a byline's word without a colon may be a name and nothing else, in a script whose letters have no case."""
    words = name.split()
    return name[:1].lower() == name[:1].upper() and len(words) < MAX_BARE_WORDS and may_follow(name) and not words[0].startswith(_ARTICLE)


def _names_of(element: html.HtmlElement, marked: Sequence[html.HtmlElement]) -> tuple[str, ...]:
    """The names in an element that is marked: those that marks or links within it set off, else those of its first line with a name."""
    if has_more_elements(element, MAX_INNER_ELEMENTS) or len(text_of(element)) > MAX_ELEMENT_CHARS:
        return ()
    inner = [e for e in marked if e is not element and element in e.iterancestors()]
    innermost = [e for e in element.iter() if e in inner and not any(e in other.iterancestors() for other in inner)]
    parts: list[Iterable[html.HtmlElement]] = [_NAMED(element), filter(_leads_to_author, element.iter("a")), innermost]
    groups = (tuple(dict.fromkeys(name for part in each for name in _first_names(part))) for each in parts)
    return seen_names(next(filter(None, groups), _first_names(element)))


def _first_names(element: html.HtmlElement) -> tuple[str, ...]:
    """The names of the first line of an element that has somebody's whole name, else of the first piece of text that has one, else of any line."""
    first: tuple[str, ...] = ()
    for text in (*apart_lines(element), *map(one_line, _texts(element))):
        names = seen_names([text]) if text else ()
        if any(is_person(name) and not is_role(name) for name in names):
            return names
        first = first or names
    return first


def _texts(element: html.HtmlElement) -> Iterable[str]:
    return (text for text in element.itertext() if isinstance(text, str))


def _is_marked(element: html.HtmlElement) -> bool:
    return _is_marked_by_name(element) and not any(above.tag in _QUOTED for above in element.iterancestors())


def _is_marked_by_name(element: html.HtmlElement) -> bool:
    if element.tag in _NO_MARKS or element.tag in _QUOTED:
        return False
    if element.get("itemprop") == "author":
        return True
    words = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-testid"))))[:MAX_VALUE_CHARS].lower()
    return bool(words) and _byline_class().search(words) is not None and _no_byline_class().search(words) is None


def _leads_to_author(link: html.HtmlElement) -> bool:
    return _author_path().search((link.get("href") or "")[:MAX_VALUE_CHARS].lower()) is not None


def _without_outlet(doc: Document, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if not doc.is_site_name(name))


@cache
def _byline_class() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, BYLINE_CLASSES)))


@cache
def _no_byline_class() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, NO_BYLINE_CLASSES)))


@cache
def _author_path() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, AUTHOR_PATHS)) + ")[^#]")
