"""Where a page that lists articles leads on to older ones: what it declares, what its words and classes say, and the page number one higher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from newscrawl.core.arabic import fold
from newscrawl.core.url import url_key
from newscrawl.discovery.anchors import Anchor, PageLinks
from newscrawl.discovery.counters import Counter, base_of, counter_of
from newscrawl.discovery.link_header import HeaderLink
from newscrawl.discovery.listing_links import looks_like_article
from newscrawl.discovery.listing_tables import NEXT_CLASSES
from newscrawl.discovery.listing_words import MORE_WORDS, OLDER_WORDS
from newscrawl.discovery.place import Place, own_url, without_session
from newscrawl.discovery.road import address_digest

PAGE_TWO = 2

_SIGNS = " <>+|.0123456789"


def next_address(page: PageLinks, header: Iterable[HeaderLink], place: Place, asked: str) -> str | None:
    """The address of the next page of the list at `place`, None when there is none. Never raises.

    `asked` is the address that was asked for. A page never leads on to itself, to a page before it in the same count, or off the outlet's site.
    """
    others = {address_digest(url) for url in (asked, place.base_url, place.seed.url)}
    here = counter_of(place.base_url)
    for address in _candidates(page, header, place):
        url, refusal = own_url(without_session(address), place)
        if not refusal and address_digest(url) not in others and not _goes_back(counter_of(url), here):
            return url
    return None


def _candidates(page: PageLinks, header: Iterable[HeaderLink], place: Place) -> Iterator[str]:
    """Addresses, best first."""
    yield from (link.target for link in header if "next" in link.relations)
    yield from page.nexts
    yield from (anchor.href for anchor in page.anchors if "next" in anchor.relations)
    named = [anchor for anchor in page.anchors if _says(anchor, _older_words()) or anchor.classes & NEXT_CLASSES]
    more = [anchor for anchor in page.anchors if _says(anchor, _more_words())]
    yield from (anchor.href for anchor in (*named, *more) if _is_of_family(anchor, place))
    yield from _counted(page, place)
    yield from (anchor.href for anchor in named if _may_be_list(anchor, place))


def _counted(page: PageLinks, place: Place) -> Iterator[str]:
    """The page whose number is one higher; of those that count articles, the lowest that is higher."""
    base, here = base_of(place.base_url), counter_of(place.base_url)
    if here and here.is_bare:
        base, here = (here.base, here) if here.base == base_of(place.seed.url) else (base, None)
    found = [
        (anchor, counter, url) for anchor in page.anchors for url in _own(anchor, place) if (counter := counter_of(url)) and counter.base == base
    ]
    wanted = here.number + 1 if here else PAGE_TWO
    if here is None:
        yield from (url for anchor, counter, url in found if anchor.text == str(PAGE_TWO) and not counter.is_bare)
    yield from (url for _, counter, url in found if not counter.is_offset and counter.number == wanted)
    offsets = [(counter.number, url) for _, counter, url in found if counter.is_offset and counter.number > (here.number if here else 0)]
    yield from (url for _, url in sorted(offsets)[:1])


def _goes_back(counter: Counter | None, here: Counter | None) -> bool:
    return counter is not None and here is not None and not counter.is_bare and counter.base == here.base and counter.number <= here.number


def _is_of_family(anchor: Anchor, place: Place) -> bool:
    """Whether a link is to the same list: it is that list's page by number, or has its path and another query."""
    bases = {base_of(place.base_url), base_of(place.seed.url)}
    paths = {url_key(url).partition("?")[0] for url in (place.base_url, place.seed.url)}
    return any(base_of(url) in bases or url_key(url).partition("?")[0] in paths for url in _own(anchor, place))


def _may_be_list(anchor: Anchor, place: Place) -> bool:
    """Whether a link with a word such as *next* may be to a list: sliders have that word on links to articles."""
    has_rule = place.outlet.article.path is not None
    return not any(place.outlet.announces(url) if has_rule else looks_like_article(url) for url in _own(anchor, place))


def _own(anchor: Anchor, place: Place) -> tuple[str, ...]:
    url, refusal = own_url(without_session(anchor.href), place)
    return () if refusal else (url,)


def _says(anchor: Anchor, words: frozenset[str]) -> bool:
    return any(fold(text).strip(_SIGNS) in words for text in (anchor.text, *anchor.labels) if len(text) <= max(map(len, words)) + len(_SIGNS))


@cache
def _older_words() -> frozenset[str]:
    return frozenset(fold(word).strip(_SIGNS) for words in OLDER_WORDS.values() for word in words)


@cache
def _more_words() -> frozenset[str]:
    return frozenset(fold(word).strip(_SIGNS) for words in MORE_WORDS.values() for word in words)
