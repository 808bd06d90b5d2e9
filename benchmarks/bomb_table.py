"""The hostile answers that `benchmarks.bombs` measures: where each stands, what the server sends, and the reason that must be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from tests.crawling import served
from tests.site import bombs
from tests.site.behaviour import Answer, Behaviour, endless
from tests.stores.warc_samples import foreign, http

GIB = 1024**3
CODINGS = ("gzip", "deflate", "br", "zstd", "gzip, gzip", "gzip, br", "br, gzip", "zstd, br, deflate")
HTML, RSS, XML, JSON = "text/html; charset=UTF-8", "application/rss+xml", "application/xml", "application/json"
GZIP, TWICE = "application/x-gzip", ("Content-Encoding", "gzip")

INFLATES = "its body inflates to more than"
LONGER = "its body is longer than "
NOTHING = ""
"""For a bomb that takes nothing away, so that there is nothing to name: what is beyond the limit of robots.txt may be ignored (RFC 9309)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """What stands at one place: `page`, `feed`, `sitemap`, `home`, `listing`, `rest`, `robots.txt`, or as a record of a `warc`. `reason` is a part of
    what must be said of its link, seed or record."""

    name: str
    place: str
    reason: str
    does: Behaviour = lambda answer: answer
    record: Callable[[], bytes] = bytes


@cache
def body(codings: str, letter: bytes) -> bytes:
    """1 GiB of one letter, packed."""
    return bombs.packed(codings, bombs.filling(letter, GIB))


def packed_bomb(codings: str, letter: bytes, content_type: str) -> Behaviour:
    """Answer with the packed gibibyte, which is made when it is asked for."""
    return lambda answer: served(body(codings, letter), content_type, ("Content-Encoding", codings))(answer)


def all_bombs() -> Iterator[Bomb]:
    """The table's rows."""
    yield from packed_bombs()
    yield from xml_bombs()
    yield from page_bombs()
    yield from warc_bombs()


def packed_bombs() -> Iterator[Bomb]:
    """Small on the wire, large when unpacked; and bodies that do not end."""
    for codings in CODINGS:
        yield Bomb(name=f"1 GiB of zeros, {codings}", place="page", does=packed_bomb(codings, b"\0", HTML), reason=f"rejected: too_large ({INFLATES}")
        yield Bomb(name=f"1 GiB of spaces, {codings}", place="page", does=packed_bomb(codings, b" ", HTML), reason=f"rejected: too_large ({INFLATES}")
        yield Bomb(name=f"1 GiB of spaces, {codings}", place="feed", does=packed_bomb(codings, b" ", RSS), reason=f"too_large (hard): {INFLATES}")
    yield Bomb(name="1 GiB of spaces, .gz", place="sitemap", does=lambda answer: served(body("gzip", b" "), GZIP)(answer), reason="gzip_bomb")
    twice = "1 GiB of spaces, .gz in gzip"
    yield Bomb(name=twice, place="sitemap", does=lambda answer: served(body("gzip, gzip", b" "), GZIP, TWICE)(answer), reason="gzip_bomb")
    for place, said in ELSEWHERE.items():
        packed = packed_bomb("br, gzip", b" ", JSON if place == "rest" else HTML)
        yield Bomb(name="1 GiB of spaces, br, gzip", place=place, does=packed, reason=said and said + INFLATES)
        yield Bomb(name="endless body", place=place, does=endless, reason=said and said + LONGER)
    yield Bomb(name="endless body", place="page", does=endless, reason=f"rejected: too_large ({LONGER}")
    for place in ("feed", "sitemap"):
        yield Bomb(name="endless body", place=place, does=endless, reason=f"too_large (hard): {LONGER}")


ELSEWHERE: Mapping[str, str] = {"home": "too_large (hard): ", "listing": "too_large (hard): ", "rest": "too_large: ", "robots.txt": NOTHING}
"""Other places of a bomb, and what must be said there before the limit that it broke."""


def xml_bombs() -> Iterator[Bomb]:
    """Entities and depth."""
    for name, make in bombs.XML_BOMBS.items():
        yield Bomb(name=name, place="feed", does=served(make("rss"), RSS), reason=XML_REASONS[name])
        yield Bomb(name=name, place="sitemap", does=served(make("urlset"), XML), reason="entities")
    yield Bomb(name="100,000 nested elements", place="feed", does=served(bombs.nested_xml("rss"), RSS), reason="too_large_and_broken")
    yield Bomb(name="100,000 nested elements", place="sitemap", does=served(bombs.nested_xml("urlset"), XML), reason="too_deep")


XML_REASONS: Mapping[str, str] = {"billion laughs": "not_found", "quadratic blowup": "bad_url", "external entity": "not_found"}
"""A feed is read without its DOCTYPE, so that its entities stay names: of its address nothing is left but one that is not there, or too long."""


def page_bombs() -> Iterator[Bomb]:
    """Markup and text that readers stumble over."""
    yield Bomb(name="100,000 nested elements", place="page", does=served(bombs.nested_page(), HTML), reason="empty_body")
    yield Bomb(name="colspan of 2^53 - 1", place="page", does=widened, reason="link kept")
    for name in bombs.RUNS:
        yield Bomb(name=f"runs of {name}", place="page", does=partial(run_on, name), reason="link kept")
        yield Bomb(name=f"runs of {name}", place="feed", does=served(bombs.feed_of_runs(name), RSS), reason="not_found")


def widened(answer: Answer) -> Answer:
    """The sound page with a table that claims to be wide."""
    return served(bombs.wide_table(answer.body), HTML)(answer)


def run_on(name: str, answer: Answer) -> Answer:
    """The sound page with runs in all places."""
    return served(bombs.page_of_runs(answer.body, name), HTML)(answer)


def warc_bombs() -> Iterator[Bomb]:
    """Records of an archive, each as the gzip member that stands in the file."""
    yield Bomb(name="a member of 1 GiB", place="warc", record=lambda: body("gzip", b" "), reason="inflates to more than")
    yield Bomb(name="a body of 1 GiB, gzip", place="warc", record=partial(recorded, "gzip"), reason=INFLATES)
    yield Bomb(name="a body of 1 GiB, deflate", place="warc", record=partial(recorded, "deflate"), reason=INFLATES)
    for codings in ("br", "zstd", "gzip, gzip"):
        reason = f"its Content-Encoding '{codings}' is not read here"
        yield Bomb(name=f"a body of 1 GiB, {codings}", place="warc", record=partial(recorded, codings), reason=reason)


def recorded(codings: str) -> bytes:
    """A record whose answer is the packed gibibyte."""
    message = http(body(codings, b" "), f"Content-Type: {HTML}", f"Content-Encoding: {codings}")
    about = {"WARC-Target-URI": "https://news.example/2020/bomb", "WARC-Record-ID": "<urn:x:bomb>"}
    return b"".join(bombs.gzipped([foreign(message, headers=about)]))
